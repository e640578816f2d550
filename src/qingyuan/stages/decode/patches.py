"""Text with the way back to its bytes: strict decoding, and patches where a charset has two codes for one character."""

from __future__ import annotations

from dataclasses import dataclass

Patch = tuple[int, bytes]  # the character at this offset of the text was these bytes, not the usual ones


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, and all that `encode` needs to give the same bytes again."""

    text: str
    charset: str  # the name of Python's codec
    bom: bytes
    evidence: str
    patches: tuple[Patch, ...] = ()


def encode(decoded: Decoded) -> bytes:
    """The bytes that were decoded.

    >>> encode(Decoded("支付", "gb18030", b"", "")).hex(" ")
    'd6 a7 b8 b6'
    """
    pieces = [decoded.bom]
    at = 0
    for offset, original in decoded.patches:
        pieces += (decoded.text[at:offset].encode(decoded.charset), original)
        at = offset + 1
    pieces.append(decoded.text[at:].encode(decoded.charset))
    return b"".join(pieces)


def codec_of(charset: str) -> str:
    return "cp1252" if charset == "windows-1252" else charset


def strict(data: bytes, charset: str) -> tuple[str, tuple[Patch, ...]]:
    """The text and the characters that would not encode to the same bytes; `UnicodeError` if there is none."""
    codec = codec_of(charset)
    if codec == "gb18030" and b"\x80" in data:
        text, patches = _gb18030_with_euro(data)
    else:
        text, patches = data.decode(codec), ()
    if encode(Decoded(text, codec, b"", "", patches)) != data:
        patches = _patches(text, data, codec)
    return text, patches


def _gb18030_with_euro(data: bytes) -> tuple[str, tuple[Patch, ...]]:
    """Windows writes € as the lone byte 0x80, which GB18030 itself leaves undefined."""
    pieces: list[str] = []
    patches: list[Patch] = []
    length = at = 0
    while True:
        try:
            pieces.append(data[at:].decode("gb18030"))
            return "".join(pieces), tuple(patches)
        except UnicodeDecodeError as error:
            if data[at + error.start] != 0x80:
                raise UnicodeDecodeError(
                    "gb18030", data, at + error.start, at + error.end, error.reason
                ) from None
            pieces += (data[at : at + error.start].decode("gb18030"), "€")
            length += len(pieces[-2])
            patches.append((length, b"\x80"))
            length += 1
            at += error.start + 1


def _patches(text: str, data: bytes, codec: str) -> tuple[Patch, ...]:
    """Where the table has two codes for one character and the text came from the other one."""
    patches: list[Patch] = []
    at = index = 0
    while index < len(text):
        for width in (2, 1):  # Big5-HKSCS writes two combined characters with one code
            usual = text[index : index + width].encode(codec, "ignore")
            if (
                usual
                and data.startswith(usual, at)
                and data[at : at + len(usual)].decode(codec) == text[index : index + width]
            ):
                at += len(usual)
                index += width
                break
        else:
            for size in (1, 2, 3, 4, 8):
                if data[at : at + size].decode(codec, "ignore") == text[index]:
                    patches.append((index, data[at : at + size]))
                    at += size
                    index += 1
                    break
            else:
                raise UnicodeDecodeError(codec, data, at, at + 1, "has no way back")
    if encode(Decoded(text, codec, b"", "", tuple(patches))) != data:
        raise UnicodeDecodeError(codec, data, 0, 1, "has no way back")
    return tuple(patches)
