"""Bytes to text, with the evidence for the charset chosen, and back again byte for byte."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from qingyuan.text import language, plausible

Patch = tuple[int, bytes]  # the character at this offset of the text was these bytes, not the usual ones


class DecodeError(ValueError):
    """Bytes that are no text, or that no charset explains: what, where, why, and what to do."""


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

    >>> encode(decode("支付宝逾期".encode("gbk"))) == "支付宝逾期".encode("gbk")
    True
    """
    pieces = [decoded.bom]
    at = 0
    for offset, original in decoded.patches:
        pieces += (decoded.text[at:offset].encode(decoded.charset), original)
        at = offset + 1
    pieces.append(decoded.text[at:].encode(decoded.charset))
    return b"".join(pieces)


# --- what is no text at all ---------------------------------------------------------------------------

_MAGIC = (
    (b"%PDF-", "a PDF file", "extract its text first, for instance with pdftotext"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image", "read its text first with an OCR tool"),
    (b"\xff\xd8\xff", "a JPEG image", "read its text first with an OCR tool"),
    (b"GIF8", "a GIF image", "read its text first with an OCR tool"),
    (b"RIFF", "a RIFF container (WebP, WAV or AVI)", "give the text instead"),
    (b"PK\x03\x04", "a ZIP archive or an Office document", "unpack it, or save it as plain text or HTML"),
    (b"PK\x05\x06", "an empty ZIP archive", "give the text instead"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document", "save it as plain text or HTML"),
    (b"\x1f\x8b\x08", "gzip-compressed data", "decompress it first"),
    (b"BZh", "bzip2-compressed data", "decompress it first"),
    (b"\xfd7zXZ\x00", "xz-compressed data", "decompress it first"),
    (b"\x28\xb5\x2f\xfd", "Zstandard-compressed data", "decompress it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "unpack it first"),
    (b"Rar!\x1a\x07", "a RAR archive", "unpack it first"),
    (b"\x7fELF", "a program", "give the text instead"),
    (b"SQLite format 3\x00", "an SQLite database", "export its text first"),
)

_BOMS = (  # the longer first: UTF-32-LE begins like UTF-16-LE
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)

# --- what the document says of itself -----------------------------------------------------------------

_DECLARATION = re.compile(
    rb"""
      <\?xml \s [^>]{0,200}? encoding \s*=\s* ["'] ([A-Za-z][\w.:-]+)      # <?xml ... encoding="..."?>
    | <meta \s [^>]{0,300}? charset \s*=\s* ["']? \s* ([A-Za-z][\w.:-]+)   # <meta charset=...>, either form
    | ^ @charset \s "([A-Za-z][\w.:-]+)"                                  # a style sheet
    """,
    re.VERBOSE | re.IGNORECASE,
)
_DECLARATION_WITHIN = 4096
_FAMILY = {  # what pages call a charset and what they then use: the widest table that agrees with it
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5",
    "big5hkscs": "big5hkscs",
    "cp950": "big5",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso8859-1": "windows-1252",
    "cp1252": "windows-1252",
    "ascii": "windows-1252",
    "utf-16": "utf-16-le",
    "utf-32": "utf-32-le",
}
_ALIASES = {"x-gbk": "gbk", "gb-2312-80": "gb2312", "x-x-big5": "big5", "x-sjis": "cp932"}


def _python_name(label: str) -> str | None:
    label = label.strip().lower()
    try:
        name = codecs.lookup(_ALIASES.get(label.replace("_", "-"), label)).name
    except LookupError:
        return None
    return _FAMILY.get(name, name)


def _declared_in(data: bytes) -> str | None:
    match = _DECLARATION.search(data[:_DECLARATION_WITHIN])
    return next(group for group in match.groups() if group).decode("ascii") if match else None


# --- candidates, by evidence --------------------------------------------------------------------------

# In this order, so that of two that explain the bytes equally well the more usual one is taken.
_LEGACY: tuple[str, ...] = (
    "gb18030",
    "big5",
    "big5hkscs",
    "cp932",
    "cp949",
    "euc_jp",
    "windows-1252",
    "utf-16-le",
    "utf-16-be",
)
# What it costs to believe in a charset before any byte is seen, in nats: this is a tool for Chinese.
_RARITY = {
    "cp932": 12.0,
    "cp949": 14.0,
    "euc_jp": 14.0,
    "windows-1252": 10.0,
    "utf-16-le": 4.0,
    "utf-16-be": 8.0,
    "big5": 0.5,
    "big5hkscs": 3.0,
}
_DECLARED_WORTH = 25.0  # declarations are often wrong, so that clear evidence beats one
_SAMPLE = 6000  # bytes; more would not change a verdict
_NOISE = 10.5  # nats a character outside of ASCII: what a wrong table makes costs at least this
_NAMES = {
    "gb18030": "GB18030 (GBK)",
    "big5": "Big5",
    "big5hkscs": "Big5-HKSCS",
    "cp932": "Shift-JIS",
    "cp949": "EUC-KR",
    "euc_jp": "EUC-JP",
    "windows-1252": "Windows-1252",
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16 (little-endian)",
    "utf-16-be": "UTF-16 (big-endian)",
    "utf-32-le": "UTF-32 (little-endian)",
    "utf-32-be": "UTF-32 (big-endian)",
}


def _codec(charset: str) -> str:
    return "cp1252" if charset == "windows-1252" else charset


def _strict(data: bytes, charset: str) -> tuple[str, tuple[Patch, ...]]:
    """The text and the characters that would not encode to the same bytes; `UnicodeError` if there is none."""
    codec = _codec(charset)
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


def _sample(data: bytes) -> bytes:
    """Some lines with bytes outside of ASCII; whole lines, as all these charsets but UTF-16 allow."""
    if len(data) <= _SAMPLE:
        return data
    lines: list[bytes] = []
    size = at = 0
    while size < _SAMPLE and at < len(data):
        end = data.find(b"\n", at) + 1 or len(data)
        line = data[at:end]
        if not line.isascii():
            lines.append(line)
            size += len(line)
        at = end
    return b"".join(lines)


_LETTER_HAN_LETTER = re.compile(r"[a-z][一-鿿]|[一-鿿][a-z]")
_MIXED_SCRIPTS = re.compile(r"[ぁ-ヺ][가-힣]|[가-힣][ぁ-ヺ]")


_OTHER_SIGNS = re.compile(r"[ぁ-ヺㄅ-ㄯͰ-ӿ]")  # the tables of Chinese have them, hardly any Chinese text has


def _cost(text: str, charset: str = "") -> float:
    """What the text costs; small letters that touch Han are rather accents of a European language."""
    chinese = charset in ("gb18030", "big5", "big5hkscs")
    return (
        plausible.cost(text)
        + (5.0 * len(_OTHER_SIGNS.findall(text)) if chinese else 0.0)
        + 3.0 * len(_LETTER_HAN_LETTER.findall(text))
        + 5.0 * len(_MIXED_SCRIPTS.findall(text))
    )


def _utf_16_sample(data: bytes) -> bytes:
    return data[: _SAMPLE // 2 * 2]


def _weigh(data: bytes, declared: str | None) -> list[tuple[float, str]]:
    """The charsets that decode all of the data, the most plausible first, with what each costs."""
    weighed: list[tuple[float, str]] = []
    sample = _sample(data)
    wide_sample = _utf_16_sample(data)
    for charset in dict.fromkeys((*((declared,) if declared else ()), *_LEGACY)):
        wide = charset.startswith("utf-16")
        if wide and len(data) % 2:
            continue
        if charset == "big5hkscs" and any(known in ("big5",) for _, known in weighed):
            continue  # the smaller table explains it all
        try:
            _strict(data, charset)
            text = _strict(wide_sample if wide else sample, charset)[0]
        except UnicodeError:
            continue
        # Both samples must answer for the same bytes.
        scale = len(sample) / len(wide_sample) if wide else 1.0
        price = (
            _cost(text, charset) * scale + _RARITY.get(charset, 0.0) - _DECLARED_WORTH * (charset == declared)
        )
        weighed.append((price, charset))
    return sorted(weighed, key=lambda pair: pair[0])


def _noise(text: str) -> float:
    """Nats a character outside of ASCII."""
    high = [char for char in text if char > "\x7f"]
    return sum(map(plausible.cost_of, high)) / len(high) if high else 0.0


def _reads(text: str, charset: str) -> bool:
    """Whether the text can be meant: European text has few accents, any other few odd characters."""
    if charset == "windows-1252":
        return sum(char > "\x7f" for char in text) <= 0.3 * len(text)
    return _noise(text) < _NOISE


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The text of a document, with the reason for the charset chosen; `DecodeError` if there is none.

    `declared` is what came with the document, for instance in an HTTP header; what the document says
    of itself is read here. Both are evidence, not orders.

    >>> decode("支付宝".encode("gbk")).text
    '支付宝'
    """
    if not data:
        raise DecodeError("The document is empty (0 bytes). Fetch it again, or take it out of the corpus.")
    for bom, charset in _BOMS:
        if data.startswith(bom):
            return _by_bom(data, bom, charset)
    for magic, what, advice in _MAGIC:
        if data.startswith(magic):
            raise DecodeError(f"The document is {what}, not text (its first bytes are {magic!r}): {advice}.")
    said = declared or _declared_in(data)
    name = _python_name(said) if said else None
    note = ""
    if said and name is None:
        note = f" (the declared charset {said!r} is not known)"
    elif said and name:
        note = f" (declared: {said})"
    if b"\0" in data:
        return _with_nul(data)
    if data.isascii():
        _refuse_controls(data.decode("ascii"))
        if seven_bit := _seven_bit(data):
            return seven_bit
        return Decoded(data.decode("ascii"), "utf-8", b"", f"only ASCII bytes{note}")
    return _by_evidence(data, name, note)


_PROSE = 7.5  # nats a character
_HZ = re.compile(rb"~\{(?:[!-w][!-~]){2,}~\}")
_UTF_7 = re.compile(rb"(?<![A-Za-z0-9+/])\+[A-Za-z0-9+/]{6,}(?![A-Za-z0-9+/])")


def _seven_bit(data: bytes) -> Decoded | None:
    """Chinese in the seven bits of old mail and news: HZ (`~{VP9z~}`) and UTF-7 (`+Ti1W/Q-`).

    An accident of ASCII would hardly give frequent Han only, and the same bytes when written again.
    """
    for codec, name, pattern in (("hz", "HZ", _HZ), ("utf-7", "UTF-7", _UTF_7)):
        if not pattern.search(data):
            continue
        try:
            text = data.decode(codec)
            if text.encode(codec) != data:
                continue
        except UnicodeError:
            continue
        high = "".join(char for char in text if char > "\x7f")
        frequent = plausible.frequent_han().intersection(high)
        prose = -language.score(high) < _PROSE * len(high)
        if len(frequent) >= 2 and prose and not plausible.unusual(frozenset(high)):
            return Decoded(
                text, codec, b"", f"only ASCII bytes, with escapes of {name} that all give frequent Han"
            )
    return None


def _by_bom(data: bytes, bom: bytes, charset: str) -> Decoded:
    try:
        text, patches = _strict(data[len(bom) :], charset)
    except UnicodeError as error:
        at = len(bom) + getattr(error, "start", 0)
        raise DecodeError(
            f"The byte order mark says {_NAMES.get(charset, charset)}, but byte {at} (counted from 0; value "
            f"0x{data[min(at, len(data) - 1)]:02X}) does not fit: {getattr(error, 'reason', error)}. "
            "The document was cut or joined from several; get it again, or remove the mark."
        ) from None
    return Decoded(text, charset, bom, f"byte order mark of {_NAMES.get(charset, charset)}", patches)


def _with_nul(data: bytes) -> Decoded:
    """NUL bytes: UTF-16 without a mark, or no text at all."""
    fitting: list[tuple[float, str]] = []
    for charset in ("utf-16-le", "utf-16-be") if len(data) % 2 == 0 else ():
        try:
            text = data.decode(charset)
        except UnicodeError:
            continue
        sample = text[: _SAMPLE // 2]
        controls = sum(char < " " and char not in "\t\r\n" for char in sample)
        foreign = any("\u0100" <= char < "\u2000" for char in sample)
        if not controls and not foreign and _noise(sample) < _NOISE:
            fitting.append((_cost(sample), charset))
    if not fitting:
        at = data.index(0)
        raise DecodeError(
            f"The document is binary: byte {at} (counted from 0) is NUL, which text in no charset but UTF-16 "
            "and UTF-32 has, and it is readable as neither. Give the text instead, or take the file out."
        )
    charset = min(fitting)[1]
    return Decoded(
        data.decode(charset),
        charset,
        b"",
        f"no byte order mark, but every other byte of its ASCII is NUL: {_NAMES[charset]}",
    )


def _by_evidence(data: bytes, declared: str | None, note: str) -> Decoded:
    bad_utf_8: UnicodeDecodeError | None = None
    try:
        text = data.decode("utf-8")
        if not _could_be_otherwise(text):
            _refuse_controls(text)
            return Decoded(text, "utf-8", b"", f"all of it is valid UTF-8{note}")
        utf_8_cost = _cost(text) - 3.0 if any(map(str.isalpha, text)) else _cost(text) + 3.0
    except UnicodeDecodeError as error:
        bad_utf_8 = error
    weighed = _weigh(data, declared)
    if bad_utf_8 is None and (declared == "utf-8" or not weighed or weighed[0][0] >= utf_8_cost):
        return Decoded(text, "utf-8", b"", f"all of it is valid UTF-8{note}")
    if bad_utf_8 is not None and _is_broken_utf_8(data):
        raise _broken(data, "utf-8", bad_utf_8, note)
    for rank, (price, charset) in enumerate(weighed):
        text, patches = _strict(data, charset)
        if charset != declared and not _reads(text[:_SAMPLE], charset):
            continue
        _refuse_controls(text)
        return Decoded(
            text, _codec(charset), b"", _evidence(charset, price, weighed[rank + 1 :], note), patches
        )
    raise _unexplained(data, bad_utf_8, declared, note)


_TWO_BYTE_ONLY = re.compile(r"[\x00-\x7f\x80-\u07ff]*")


def _could_be_otherwise(text: str) -> bool:
    """Whether valid UTF-8 may be an accident: a few GBK characters (陆路) are valid two-byte UTF-8."""
    return len(text) < 200 and _TWO_BYTE_ONLY.fullmatch(text) is not None


def _refuse_controls(text: str) -> None:
    sample = text[: _SAMPLE * 4]
    controls = [at for at, char in enumerate(sample) if char < " " and char not in "\t\n\v\f\r\x1a\x1b"]
    if len(controls) > max(2, len(sample) // 50):
        raise DecodeError(
            f"The document is binary: from character {controls[0]} on it has {len(controls)} control "
            "characters that text does not have. Give the text instead, or take the file out."
        )


def _evidence(charset: str, price: float, others: list[tuple[float, str]], note: str) -> str:
    name = _NAMES.get(charset, charset)
    if not others:
        return f"of the charsets tried only {name} explains every byte{note}"
    rival, other = others[0]
    return (
        f"{name} explains every byte and reads more plausibly than {_NAMES.get(other, other)}, "
        f"by {rival - price:.0f} nats{note}"
    )


def _is_broken_utf_8(data: bytes) -> bool:
    """Whether the data is UTF-8 but for a few places."""
    text = data.decode("utf-8", "replace")
    good = sum(1 for char in text if char > "\x7f" and char != "\N{REPLACEMENT CHARACTER}")
    bad = text.count("\N{REPLACEMENT CHARACTER}") - data.count("\N{REPLACEMENT CHARACTER}".encode())
    wide = sum(1 for char in text if "\u0800" <= char != "\N{REPLACEMENT CHARACTER}")
    return wide >= 2 and good >= 3 * bad


def _broken(data: bytes, charset: str, error: UnicodeDecodeError, note: str) -> DecodeError:
    at = error.start
    line = data.count(b"\n", 0, at) + 1
    cut = at >= len(data) - 4 and "unexpected end" in error.reason
    advice = "the file was cut off there; get it again" if cut else "get it again, or mend the byte by hand"
    return DecodeError(
        f"The document is {_NAMES.get(charset, charset)}, but byte {at} (counted from 0; value "
        f"0x{data[at]:02X}, line {line}) does not fit{note}: {error.reason}. To read on would lose it, so: {advice}."
    )


def _unexplained(
    data: bytes, bad_utf_8: UnicodeDecodeError | None, declared: str | None, note: str
) -> DecodeError:
    """The error that names the first bad byte of the charset that comes nearest."""
    nearest: list[tuple[float, str, UnicodeDecodeError]] = []
    sample_end = data.find(b"\n", _SAMPLE) + 1 or len(data)
    for charset in dict.fromkeys((*((declared,) if declared else ()), "gb18030", "big5", "big5hkscs")):
        try:
            _strict(data, charset)
        except UnicodeDecodeError as error:
            text = data[:sample_end].decode(_codec(charset), "replace")
            nearest.append((_noise(text), charset, error))
        except (UnicodeError, LookupError):
            continue
    if nearest:
        noise, charset, first_bad = min(nearest, key=lambda found: found[0])
        if noise < _NOISE:
            return _broken(data, charset, first_bad, note)
    at = bad_utf_8.start if bad_utf_8 else next(i for i, byte in enumerate(data) if byte > 0x7F)
    return DecodeError(
        f"No charset explains the document{note}: as UTF-8 byte {at} (counted from 0; value 0x{data[at]:02X}, "
        f"line {data.count(10, 0, at) + 1}) is wrong, and GB18030, Big5, Shift-JIS, EUC-KR and UTF-16 "
        "give no readable text. If it is text, state its charset; if not, take the file out."
    )
