"""Charsets as the web uses them, each a row: both directions, what people call it, how documents come in it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass

from qingyuan.text import cp936

CP1252_HOLES = (0x81, 0x8D, 0x8F, 0x90, 0x9D)  # undefined in the table; browsers show them as C1 controls


def _windows_1252() -> dict[int, str]:
    table = {byte: bytes([byte]).decode("latin-1") for byte in CP1252_HOLES}
    return table | {b: bytes([b]).decode("cp1252") for b in range(0x80, 0xA0) if b not in table}


WINDOWS_1252_HIGH = _windows_1252()
_FROM_LATIN_1 = {byte: char for byte, char in WINDOWS_1252_HIGH.items() if ord(char) != byte}
WINDOWS_1252_BYTES = {char: byte for byte, char in WINDOWS_1252_HIGH.items()}
_TO_LATIN_1 = {ord(char): chr(byte) for byte, char in WINDOWS_1252_HIGH.items()}
_HIGH_BYTES = bytes(range(0x80, 0x100))
_LATIN_1_HIGH = _HIGH_BYTES.decode("latin-1")


@dataclass(frozen=True, slots=True)
class Document:
    """How a document in a charset is decoded.

    `codec` is strict where `Charset.decode` is as lenient as a browser: what has a byte that the table leaves
    undefined is no document in that charset. `prior` is what it costs in nats to believe in the charset before
    any byte is seen (this is a tool for Chinese); None: only a byte order mark or UTF-8's own structure says so.
    The priors were set by hand and measured nowhere; the documents of tests/stages/decode and corpus/raw are
    read alike without them.
    `also` are the names, as Python has them, of narrower tables that pages declare when they use this one.
    """

    codec: str
    prior: float | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)  # each stands for itself, and is looked up a million times
class Charset:
    """A name with strict functions in both directions; they raise `UnicodeError` on what the charset lacks."""

    name: str  # in trails, so it never changes
    decode: Callable[[bytes], str]
    encode: Callable[[str], bytes]
    label: str  # for people
    language: str = ""  # zh, ja or ko, if it was made for one
    high: str = ""  # the characters outside of ASCII, if each is one byte
    pairs: bool = False  # two bytes for each character outside of ASCII
    half_width: bool = False  # half-width katakana are one byte beside characters of two
    shows: str = (
        ""  # the codec with the characters that a reader of it can have seen, if more than one byte each
    )
    document: Document | None = None

    @property
    def is_single_byte(self) -> bool:
        return bool(self.high)

    @property
    def slips(self) -> bool:
        """Whether one byte of a pair can be lost or shown alone, so that the rest is misaligned."""
        return bool(self.high) or self.half_width


def _decode_windows_1252(data: bytes) -> str:
    return data.decode("latin-1").translate(_FROM_LATIN_1)


def _encode_windows_1252(text: str) -> bytes:
    return text.translate(_TO_LATIN_1).encode("latin-1")


def _wide(
    codec: str,
    name: str,
    label: str,
    language: str = "",
    document: Document | None = None,
    pairs: bool = False,
    half_width: bool = False,
) -> Charset:
    """A charset of more than one byte a character, as Python has it."""
    return Charset(
        name,
        lambda data: data.decode(codec),
        lambda text: text.encode(codec),
        label,
        language,
        pairs=pairs,
        half_width=half_width,
        shows=codec,
        document=document,
    )


def single_byte(codec: str, label: str, name: str | None = None) -> Charset:
    """A charset of one byte a character, as Python has it."""
    high = _HIGH_BYTES.decode(codec, "ignore")
    return Charset(
        name or codec, lambda data: data.decode(codec), lambda text: text.encode(codec), label, high=high
    )


def single_byte_of_the_web(codec: str, label: str, name: str | None = None) -> Charset:
    """A charset of one byte a character; what its table leaves undefined is a C1 control, as in every browser."""
    table = "".join(bytes((byte,)).decode(codec, "ignore") or chr(byte) for byte in range(0x100))
    encoding = codecs.charmap_build(table)
    return Charset(
        name or codec,
        lambda data: codecs.charmap_decode(data, "strict", table)[0],
        lambda text: codecs.charmap_encode(text, "strict", encoding)[0],
        label,
        high=table[0x80:],
    )


UTF_8 = _wide("utf-8", "utf-8", "UTF-8", document=Document("utf-8"))
GB18030 = _wide(
    "gb18030", "gb18030", "GB18030 (GBK)", "zh", Document("gb18030", 0.0, ("gb2312", "gbk")), pairs=True
)
CP936 = Charset("cp936", cp936.decode_strictly, cp936.encode_strictly, "CP936", "zh", pairs=True, shows="gbk")
# Readers show what Windows added to Big5; documents are decoded with the plain table, which ledgers name.
BIG5 = _wide("cp950", "big5", "Big5", "zh", Document("big5", 0.5, ("cp950",)), pairs=True)
BIG5_HKSCS = _wide("big5hkscs", "big5hkscs", "Big5-HKSCS", "zh", Document("big5hkscs", 3.0))
SHIFT_JIS = _wide(
    "cp932", "shift_jis", "Shift-JIS", "ja", Document("cp932", 12.0, ("shift_jis",)), half_width=True
)
EUC_KR = _wide("cp949", "euc_kr", "EUC-KR", "ko", Document("cp949", 14.0, ("euc_kr",)), pairs=True)
EUC_JP = _wide("euc_jp", "euc_jp", "EUC-JP", "ja", Document("euc_jp", 14.0))
WINDOWS_1252 = Charset(
    "windows-1252",
    _decode_windows_1252,
    _encode_windows_1252,
    "Windows-1252",
    high=_LATIN_1_HIGH + "".join(_FROM_LATIN_1.values()),
    document=Document("cp1252", 10.0, ("iso8859-1", "ascii")),
)
UTF_16_LE = _wide(
    "utf-16-le", "utf-16-le", "UTF-16 (little-endian)", document=Document("utf-16-le", 4.0, ("utf-16",))
)
UTF_16_BE = _wide("utf-16-be", "utf-16-be", "UTF-16 (big-endian)", document=Document("utf-16-be", 8.0))
UTF_32_LE = _wide(
    "utf-32-le", "utf-32-le", "UTF-32 (little-endian)", document=Document("utf-32-le", None, ("utf-32",))
)
UTF_32_BE = _wide("utf-32-be", "utf-32-be", "UTF-32 (big-endian)", document=Document("utf-32-be"))
LATIN_1 = single_byte("latin-1", "ISO 8859-1")

_FITS_UTF_8 = re.compile(
    "[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]"
    "|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}"
)


def where_it_fits(single: Charset) -> Charset:
    """UTF-8 as a lenient reader has it: bytes that are none it shows in a charset of one byte a character.

    >>> where_it_fits(WINDOWS_1252).decode("生活水".encode("gbk"))
    'Éú»îˮ'
    """

    def decode(data: bytes) -> str:
        bytes_ = data.decode("latin-1")
        pieces: list[str] = []
        at = 0
        for match in _FITS_UTF_8.finditer(bytes_):
            pieces += (single.decode(data[at : match.start()]), match[0].encode("latin-1").decode("utf-8"))
            at = match.end()
        return "".join((*pieces, single.decode(data[at:])))

    def encode(text: str) -> bytes:
        pieces: list[bytes] = []
        for char in text:
            try:
                pieces.append(single.encode(char))
            except UnicodeEncodeError:
                pieces.append(char.encode("utf-8"))
        return b"".join(pieces)

    return Charset(
        "utf-8 where it fits",
        decode,
        encode,
        f"UTF-8, {single.label} where it does not fit",
    )


def without_soft_hyphens(charset: Charset) -> Charset:
    """The same reader behind which soft hyphens are lost, as nobody sees them; what is left has no bytes of its own.

    >>> without_soft_hyphens(WINDOWS_1252).decode("经济".encode("gbk"))
    '¾¼Ã'
    """
    return Charset(
        f"{charset.name}, without soft hyphens",
        lambda data: charset.decode(data).replace("\xad", ""),
        charset.encode,
        f"{charset.label}, without soft hyphens",
    )


UTF_8_OR_WINDOWS_1252 = where_it_fits(WINDOWS_1252)
UTF_8_OR_LATIN_1 = where_it_fits(LATIN_1)

DOCUMENTS: tuple[Charset, ...] = (
    # In this order, so that of two that explain the bytes equally well the more usual one is taken.
    GB18030,
    BIG5,
    BIG5_HKSCS,
    SHIFT_JIS,
    EUC_KR,
    EUC_JP,
    WINDOWS_1252,
    UTF_16_LE,
    UTF_16_BE,
    UTF_8,
    UTF_32_LE,
    UTF_32_BE,
)
"""The charsets that documents come in."""

_WIDEST = {  # what people call a charset and what they then use: the widest table that agrees with it
    name: charset.document.codec
    for charset in DOCUMENTS
    if charset.document
    for name in charset.document.also
}
_ALIASES = {"x-gbk": "gbk", "gb-2312-80": "gb2312", "x-x-big5": "big5", "x-sjis": "cp932"}


def codec_of(label: str) -> str | None:
    """What a text with this label is decoded with, as Python names it; None for a label that nobody knows.

    >>> codec_of("GB2312"), codec_of("Shift_JIS"), codec_of("CP950"), codec_of("x-unknown")
    ('gb18030', 'cp932', 'big5', None)
    """
    label = label.strip().lower()
    try:
        name = codecs.lookup(_ALIASES.get(label.replace("_", "-"), label)).name
    except LookupError:
        return None
    return _WIDEST.get(name, name)
