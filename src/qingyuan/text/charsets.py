"""Charsets as the web uses them, where Python's own codecs stop at a byte that every browser shows."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from dataclasses import dataclass

_CP1252_HOLES = (0x81, 0x8D, 0x8F, 0x90, 0x9D)  # undefined in the table; browsers show them as C1 controls


def _windows_1252() -> dict[int, str]:
    table = {byte: bytes([byte]).decode("latin-1") for byte in _CP1252_HOLES}
    return table | {b: bytes([b]).decode("cp1252") for b in range(0x80, 0xA0) if b not in table}


WINDOWS_1252_HIGH = _windows_1252()
_FROM_LATIN_1 = {byte: char for byte, char in WINDOWS_1252_HIGH.items() if ord(char) != byte}
_TO_LATIN_1 = {ord(char): chr(byte) for byte, char in WINDOWS_1252_HIGH.items()}


@dataclass(frozen=True, slots=True, eq=False)  # each stands for itself, and is looked up a million times
class Charset:
    """A name with strict functions in both directions; they raise `UnicodeError` on what the charset lacks."""

    name: str
    decode: Callable[[bytes], str]
    encode: Callable[[str], bytes]


def _plain(codec: str, name: str | None = None) -> Charset:
    return Charset(name or codec, lambda data: data.decode(codec), lambda text: text.encode(codec))


def _of_the_web(codec: str, name: str) -> Charset:
    """A charset of one byte; what its table leaves undefined is a C1 control, as in every browser."""
    chars = [bytes((byte,)).decode(codec, "ignore") or chr(byte) for byte in range(0x100)]
    table = "".join(chars)
    encoding = codecs.charmap_build(table)
    return Charset(
        name,
        lambda data: codecs.charmap_decode(data, "strict", table)[0],
        lambda text: codecs.charmap_encode(text, "strict", encoding)[0],
    )


def _decode_windows_1252(data: bytes) -> str:
    return data.decode("latin-1").translate(_FROM_LATIN_1)


def _encode_windows_1252(text: str) -> bytes:
    return text.translate(_TO_LATIN_1).encode("latin-1")


def _decode_cp936(data: bytes) -> str:
    """GB18030, and the lone byte 0x80 is €, as Windows and browsers have it."""
    pieces: list[str] = []
    while True:
        try:
            pieces.append(data.decode("gb18030"))
            return "".join(pieces)
        except UnicodeDecodeError as error:
            if data[error.start] != 0x80:
                raise
            pieces += (data[: error.start].decode("gb18030"), "€")
            data = data[error.start + 1 :]


def _encode_cp936(text: str) -> bytes:
    return b"\x80".join(piece.encode("gb18030") for piece in text.split("€"))


UTF_8 = _plain("utf-8")
GB18030 = _plain("gb18030")
CP936 = Charset("cp936", _decode_cp936, _encode_cp936)
BIG5 = _plain("cp950", "big5")
BIG5_HKSCS = _plain("big5hkscs")
SHIFT_JIS = _plain("cp932", "shift_jis")
EUC_JP = _plain("euc_jp")
EUC_KR = _plain("cp949", "euc_kr")
LATIN_1 = _plain("latin-1")
WINDOWS_1252 = Charset("windows-1252", _decode_windows_1252, _encode_windows_1252)
ISO_8859_15 = _plain("iso8859_15")
MAC_ROMAN = _plain("mac_roman")
CP437 = _plain("cp437")  # the names of files in ZIP archives, by their definition
CP850 = _plain("cp850")
WINDOWS_1250 = _of_the_web("cp1250", "windows-1250")
WINDOWS_1251 = _of_the_web("cp1251", "windows-1251")
WINDOWS_1254 = _of_the_web("cp1254", "windows-1254")
ISO_8859_2 = _plain("iso8859_2")
KOI8_R = _plain("koi8_r")
CP866 = _plain("cp866")
