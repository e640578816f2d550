"""The charset that explains the bytes and reads best, with the reason; or why there is none."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from qingyuan.stages.decode.binary import DecodeError, refuse_controls
from qingyuan.stages.decode.by_line import by_line, with_holes
from qingyuan.stages.decode.patches import Decoded, strict
from qingyuan.text import plausible
from qingyuan.text.characters import HANGUL, KANA, UNIFIED_HAN
from qingyuan.text.charsets import DOCUMENTS

_DOCUMENTS = {charset.document.codec: charset for charset in DOCUMENTS if charset.document}
_PRIORS = {
    codec: row.document.prior
    for codec, row in _DOCUMENTS.items()
    if row.document and row.document.prior is not None
}
_CHINESE = tuple(codec for codec, row in _DOCUMENTS.items() if row.language == "zh")
_LETTER_HAN_LETTER = re.compile(rf"[a-z][{UNIFIED_HAN}]|[{UNIFIED_HAN}][a-z]")
_MIXED_SCRIPTS = re.compile(rf"[{KANA}][{HANGUL}]|[{HANGUL}][{KANA}]")
_OTHER_SIGNS = re.compile(
    rf"[{KANA}ㄅ-ㄯͰ-ӿ]"
)  # the tables of Chinese have them, hardly any Chinese text has
_HZ = re.compile(rb"~\{(?:[!-w][!-~]){2,}~\}")
_UTF_7 = re.compile(rb"(?<![A-Za-z0-9+/])\+[A-Za-z0-9+/]{6,}(?![A-Za-z0-9+/])")
_TWO_BYTE_ONLY = re.compile(r"[\x00-\x7f\x80-\u07ff]*")


@dataclass(frozen=True, slots=True)
class _Weights:
    """The numbers that decide, chosen on documents of each charset in tests/stages/decode and in corpus/raw."""

    declared: float = (
        25.0  # nats for the declared charset; declarations are often wrong, so that clear evidence beats one
    )
    sample: int = 6000  # bytes; more would not change a verdict
    noise: float = 10.5  # nats a character outside of ASCII: what a wrong table makes costs at least this
    other_sign: float = (
        5.0  # nats against a kana or a Greek or Cyrillic letter that the tables of Chinese have
    )
    letter_by_han: float = (
        3.0  # nats against a small letter that touches a Han: rather an accent of a European language
    )
    mixed_scripts: float = 5.0  # nats against kana beside Hangul
    valid_utf_8: float = 3.0  # nats for valid UTF-8 with letters, and against it without any
    accents: float = 0.3  # share of a European text that is outside of ASCII at most
    short_utf_8: int = 200  # characters; a longer text is no valid UTF-8 by accident
    seven_bit: int = 2  # different frequent Han that escapes in seven bits must give
    broken_wide: int = 2  # characters of three bytes or more that broken UTF-8 must have,
    broken_good: int = 3  # and whole characters for each broken one


_WEIGHTS = _Weights()


def _label(codec: str) -> str:
    """The name of a charset for people."""
    return _DOCUMENTS[codec].label if codec in _DOCUMENTS else codec


def _sample(data: bytes) -> bytes:
    """Some lines with bytes outside of ASCII; whole lines, as all these charsets but UTF-16 allow."""
    if len(data) <= _WEIGHTS.sample:
        return data
    lines: list[bytes] = []
    size = at = 0
    while size < _WEIGHTS.sample and at < len(data):
        end = data.find(b"\n", at) + 1 or len(data)
        line = data[at:end]
        if not line.isascii():
            lines.append(line)
            size += len(line)
        at = end
    return b"".join(lines)


def _cost(text: str, charset: str = "") -> float:
    """What the text costs; small letters that touch Han are rather accents of a European language."""
    chinese = charset in _CHINESE
    return (
        plausible.cost(text)
        + (_WEIGHTS.other_sign * len(_OTHER_SIGNS.findall(text)) if chinese else 0.0)
        + _WEIGHTS.letter_by_han * len(_LETTER_HAN_LETTER.findall(text))
        + _WEIGHTS.mixed_scripts * len(_MIXED_SCRIPTS.findall(text))
    )


def _utf_16_sample(data: bytes) -> bytes:
    return data[: _WEIGHTS.sample // 2 * 2]


def _weigh(data: bytes, declared: str | None) -> list[tuple[float, str]]:
    """The charsets that decode all of the data, the most plausible first, with what each costs."""
    weighed: list[tuple[float, str]] = []
    sample = _sample(data)
    wide_sample = _utf_16_sample(data)
    for charset in dict.fromkeys((*((declared,) if declared else ()), *_PRIORS)):
        wide = charset.startswith("utf-16")
        if wide and len(data) % 2:
            continue
        if charset == "big5hkscs" and any(known == "big5" for _, known in weighed):
            continue  # the smaller table explains it all
        try:
            strict(data, charset)
            text = strict(wide_sample if wide else sample, charset)[0]
        except UnicodeError:
            continue
        # Both samples must answer for the same bytes.
        scale = len(sample) / len(wide_sample) if wide else 1.0
        price = (
            _cost(text, charset) * scale
            + _PRIORS.get(charset, 0.0)
            - _WEIGHTS.declared * (charset == declared)
        )
        weighed.append((price, charset))
    return sorted(weighed, key=lambda pair: pair[0])


def _noise(text: str) -> float:
    """Nats a character outside of ASCII."""
    high = [char for char in text if char > "\x7f"]
    return sum(map(plausible.cost_of, high)) / len(high) if high else 0.0


def _reads(text: str, charset: str) -> bool:
    """Whether somebody can have meant the text: European text has few accents, other text few odd characters."""
    if charset == "cp1252":
        return sum(char > "\x7f" for char in text) <= _WEIGHTS.accents * len(text)
    return _noise(text) < _WEIGHTS.noise


def seven_bit(data: bytes) -> Decoded | None:
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
        prose = plausible.reads_within(high, plausible.NATS.prose)
        if len(frequent) >= _WEIGHTS.seven_bit and prose and not plausible.unusual(frozenset(high)):
            return Decoded(
                text, codec, b"", f"only ASCII bytes, with escapes of {name} that all give frequent Han"
            )
    return None


def by_bom(data: bytes, bom: bytes, charset: str) -> Decoded:
    """What the byte order mark says; `DecodeError` where the bytes behind it do not fit."""
    try:
        text, patches = strict(data[len(bom) :], charset)
    except UnicodeError as error:
        told = f"byte order mark of {_label(charset)}"
        if charset == "utf-8" and (holed := with_holes(data[len(bom) :], charset, told)):
            return replace(holed, bom=bom)
        at = len(bom) + getattr(error, "start", 0)
        raise DecodeError(
            f"The byte order mark says {_label(charset)}, but byte {at} (counted from 0; value "
            f"0x{data[min(at, len(data) - 1)]:02X}) does not fit: {getattr(error, 'reason', error)}. "
            "The document was cut or joined from several; get it again, or remove the mark."
        ) from None
    return Decoded(text, charset, bom, f"byte order mark of {_label(charset)}", patches)


def with_nul(data: bytes) -> Decoded:
    """NUL bytes: UTF-16 without a mark; `DecodeError` where they are no text at all."""
    fitting: list[tuple[float, str]] = []
    for charset in ("utf-16-le", "utf-16-be") if len(data) % 2 == 0 else ():
        try:
            text = data.decode(charset)
        except UnicodeError:
            continue
        sample = text[: _WEIGHTS.sample // 2]
        controls = sum(char < " " and char not in "\t\r\n" for char in sample)
        foreign = any("\u0100" <= char < "\u2000" for char in sample)
        if not controls and not foreign and _noise(sample) < _WEIGHTS.noise:
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
        f"no byte order mark, but every other byte of its ASCII is NUL: {_label(charset)}",
    )


def by_evidence(data: bytes, declared: str | None, note: str) -> Decoded:
    """The charset that explains every byte most plausibly; `DecodeError` where none does, or UTF-8 is broken."""
    bad_utf_8: UnicodeDecodeError | None = None
    try:
        text = data.decode("utf-8")
        if not _could_be_otherwise(text):
            refuse_controls(text)
            return Decoded(text, "utf-8", b"", f"all of it is valid UTF-8{note}")
        utf_8_cost = _cost(text) + (
            -_WEIGHTS.valid_utf_8 if any(map(str.isalpha, text)) else _WEIGHTS.valid_utf_8
        )
    except UnicodeDecodeError as error:
        bad_utf_8 = error
    weighed = _weigh(data, declared)
    if bad_utf_8 is None and (declared == "utf-8" or not weighed or weighed[0][0] >= utf_8_cost):
        return Decoded(text, "utf-8", b"", f"all of it is valid UTF-8{note}")
    if bad_utf_8 is not None and _is_broken_utf_8(data):
        if decoded := by_line(data, declared, _cost, note):
            return decoded
        raise _broken(data, "utf-8", bad_utf_8, note)
    for rank, (price, charset) in enumerate(weighed):
        text, patches = strict(data, charset)
        if charset != declared and not _reads(text[: _WEIGHTS.sample], charset):
            continue
        refuse_controls(text)
        return Decoded(text, charset, b"", _evidence(charset, price, weighed[rank + 1 :], note), patches)
    if decoded := by_line(data, declared, _cost, note):
        refuse_controls(decoded.text)
        return decoded
    raise _unexplained(data, bad_utf_8, declared, note)


def _could_be_otherwise(text: str) -> bool:
    """Whether valid UTF-8 can be an accident: a few GBK characters (陆路) are valid two-byte UTF-8."""
    return len(text) < _WEIGHTS.short_utf_8 and _TWO_BYTE_ONLY.fullmatch(text) is not None


def _evidence(charset: str, price: float, others: list[tuple[float, str]], note: str) -> str:
    name = _label(charset)
    if not others:
        return f"of the charsets tried only {name} explains every byte{note}"
    rival, other = others[0]
    return (
        f"{name} explains every byte and reads more plausibly than {_label(other)}, "
        f"by {rival - price:.0f} nats{note}"
    )


def _is_broken_utf_8(data: bytes) -> bool:
    """Whether the data is UTF-8 but for a few places."""
    text = data.decode("utf-8", "replace")
    good = sum(1 for char in text if char > "\x7f" and char != "\N{REPLACEMENT CHARACTER}")
    bad = text.count("\N{REPLACEMENT CHARACTER}") - data.count("\N{REPLACEMENT CHARACTER}".encode())
    wide = sum(1 for char in text if "\u0800" <= char != "\N{REPLACEMENT CHARACTER}")
    return wide >= _WEIGHTS.broken_wide and good >= _WEIGHTS.broken_good * bad


def _broken(data: bytes, charset: str, error: UnicodeDecodeError, note: str) -> DecodeError:
    at = error.start
    line = data.count(b"\n", 0, at) + 1
    cut = at >= len(data) - 4 and "unexpected end" in error.reason
    advice = "the file was cut off there; get it again" if cut else "get it again, or mend the byte by hand"
    return DecodeError(
        f"The document is {_label(charset)}, but byte {at} (counted from 0; value "
        f"0x{data[at]:02X}, line {line}) does not fit{note}: {error.reason}. To read on would lose it, so: {advice}."
    )


def _unexplained(
    data: bytes, bad_utf_8: UnicodeDecodeError | None, declared: str | None, note: str
) -> DecodeError:
    """The error that names the first bad byte of the charset that comes nearest."""
    nearest: list[tuple[float, str, UnicodeDecodeError]] = []
    sample_end = data.find(b"\n", _WEIGHTS.sample) + 1 or len(data)
    for charset in dict.fromkeys((*((declared,) if declared else ()), *_CHINESE)):
        try:
            strict(data, charset)
        except UnicodeDecodeError as error:
            text = data[:sample_end].decode(charset, "replace")
            nearest.append((_noise(text), charset, error))
        except (UnicodeError, LookupError):
            continue
    if nearest:
        noise, charset, first_bad = min(nearest, key=lambda found: found[0])
        if noise < _WEIGHTS.noise:
            return _broken(data, charset, first_bad, note)
    at = bad_utf_8.start if bad_utf_8 else next(i for i, byte in enumerate(data) if byte > 0x7F)
    return DecodeError(
        f"No charset explains the document{note}: as UTF-8 byte {at} (counted from 0; value 0x{data[at]:02X}, "
        f"line {data.count(10, 0, at) + 1}) is wrong, and GB18030, Big5, Shift-JIS, EUC-KR and UTF-16 "
        "give no readable text. If it is text, state its charset; if not, take the file out."
    )
