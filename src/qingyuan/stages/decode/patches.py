"""Text with the way back to its bytes: strict decoding, and patches where a charset has two codes for one character."""

from __future__ import annotations

from dataclasses import dataclass

from qingyuan.text import cp936

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


def strict(data: bytes, codec: str) -> tuple[str, tuple[Patch, ...]]:
    """The text and the characters that would not encode to the same bytes; `UnicodeError` if there is none."""
    patches: tuple[Patch, ...] = ()
    if codec == "gb18030" and b"\x80" in data:
        text, euros = cp936.decode_with_euros(data)
        patches = tuple((at, b"\x80") for at in euros)
    else:
        text = data.decode(codec)
    if encode(Decoded(text, codec, b"", "", patches)) != data:
        patches = _patches(text, data, codec)
    return text, patches


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
