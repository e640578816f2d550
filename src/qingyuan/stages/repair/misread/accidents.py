"""Charset accidents: which charsets text was written and read in, the damage and its inverse."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from qingyuan.stages.repair.misread.weights import WEIGHTS
from qingyuan.text import charsets, language
from qingyuan.text.charsets import Charset, single_byte, single_byte_of_the_web


@cache
def _second_codes() -> dict[str, tuple[bytes, ...]]:
    """The characters that NEC and IBM gave a second code in Shift-JIS, with the codes that encoding does not choose."""
    codes: dict[str, list[bytes]] = {}
    for lead in (*range(0x81, 0xA0), *range(0xE0, 0xFD)):
        for trail in (*range(0x40, 0x7F), *range(0x80, 0xFD)):
            code = bytes((lead, trail))
            char = code.decode("cp932", "ignore")
            if len(char) == 1 and char != "\ufffd" and char.encode("cp932") != code:
                codes.setdefault(char, []).append(code)
    return {char: tuple(others) for char, others in codes.items()}


@dataclass(frozen=True, slots=True)
class Misreading:
    """Text written in one charset and read in another; both directions are strict."""

    written: Charset
    read: Charset

    @property
    def name(self) -> str:
        return f"{self.written.name} read as {self.read.name}"

    def damage(self, text: str) -> str:
        """What the wrong reader saw; `UnicodeError` where it would have lost something."""
        return self.read.decode(self.written.encode(text))

    def undo(self, text: str) -> str:
        """What was written; `UnicodeError` if these characters cannot come from this accident."""
        if (
            self.read is charsets.SHIFT_JIS
            and self.written.language == "zh"
            and not _second_codes().keys().isdisjoint(text)
        ):
            return self._undo_with_other_codes(text)
        return self.written.decode(self.read.encode(text))

    def _undo_with_other_codes(self, text: str) -> str:
        """What was written, where characters have two codes each: the alignment of codes that reads best."""
        pieces = [self.read.encode(char) for char in text]
        best, best_score = "", float("-inf")
        with contextlib.suppress(UnicodeError):
            best = self.written.decode(b"".join(pieces))
            best_score = language.score(best)
        places = [at for at, char in enumerate(text) if char in _second_codes()]
        for at in places[: WEIGHTS.most_places]:
            for code in _second_codes()[text[at]]:
                former, pieces[at] = pieces[at], code
                try:
                    trial = self.written.decode(b"".join(pieces))
                except UnicodeError:
                    pieces[at] = former
                    continue
                if (score := language.score(trial)) > best_score:
                    best, best_score = trial, score
                else:
                    pieces[at] = former
        return best or self.written.decode(b"".join(pieces))


# --- the rows -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class Prior:
    """A reason against an accident, in nats; it counts once in a chain."""

    nats: float
    why: str


@dataclass(frozen=True, slots=True)
class Trace:
    """What an accident leaves and honest text hardly has: the gate seeks `pattern` where one of `characters` stands.

    `among_letters`: it tells damage even in a line of Cyrillic or Greek letters.
    """

    characters: frozenset[str]
    pattern: str
    among_letters: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Accident:
    """One row: texts of these charsets were read in that one.

    What readers of more than one byte make is rare Han, which the gate knows without a trace. `family` names the
    charset from which this reader hardly differs: what hits one line is one family. `in_short_text`: a title or a
    clause is tried too, where language alone decides.
    """

    read: Charset
    written: tuple[Charset, ...]
    traces: tuple[Trace, ...] = ()
    prior: Prior | None = None
    family: Charset | None = None
    in_short_text: bool = False


_SELDOM_READ = Prior(
    WEIGHTS.seldom_read,
    "charsets of the Macintosh, of Eastern Europe, and ISO 8859-15 are seldom met",
)
_NAMES_OF_FILES = Prior(WEIGHTS.dos, "charsets of DOS are met in names from archives")
_HONG_KONG = Prior(WEIGHTS.hong_kong, "the table of HKSCS has some signs elsewhere than the plain one")

_USUAL = (charsets.UTF_8, charsets.GB18030, charsets.BIG5)  # UTF-8 first: its own structure is evidence
_CHINESE = (*_USUAL, charsets.BIG5_HKSCS)
_ALL = (*_CHINESE, charsets.SHIFT_JIS, charsets.EUC_KR)


def _without(*charsets_that_hardly_differ: Charset) -> tuple[Charset, ...]:
    return tuple(charset for charset in _ALL if charset not in charsets_that_hardly_differ)


WINDOWS_1252 = "".join(charsets.WINDOWS_1252_HIGH.values())
COMMON_TO_ALL = "–—‘’‚“”„†‡•…‰‹›€™·"  # of Windows-1252, and of everybody
HIGH = "\x80-\xff" + re.escape("".join(char for char in WINDOWS_1252 if char not in COMMON_TO_ALL))
CONTINUATION = f"[\x80-\xbf{re.escape(WINDOWS_1252)}]"
_BOXES = "─│┌┐└┘├┤┬┴┼═-╬▀▄█▌▐░▒▓■√≈≤≥⌠⌡"
_SIGNS = _BOXES + "¤¦§©¬®°-¹»€‹ѓ"
_CYRILLIC_LETTERS = frozenset(map(chr, range(0x400, 0x460)))
_EAST_EUROPEAN_LETTERS = _CYRILLIC_LETTERS | frozenset(map(chr, range(0x100, 0x180)))

_LATIN = Trace(  # UTF-8's bytes, or three bytes in a row of anything
    frozenset(map(chr, range(0x80, 0x100))),
    f"[\u00c2-\u00f4][\x80-\xbf{re.escape(WINDOWS_1252)}]|(?![·]{{3}})[{HIGH}]{{3}}"
    "|\xa1[\xa1-\xaa\xac-\xb7]",  # GBK's marks; in Spanish a letter follows ¡
)
_MACINTOSH = Trace(
    frozenset("∏∂∆π∫Ω∑√≈◊ﬁﬂ⁄˘˙˚¸˝˛ˇ"), "(?=[^ﬁﬂ]{3})[∏∂∆∫∑◊ﬁﬂ⁄˘˙˝˛≈√Ω\xa1-\xffŒœŸƒ‡”“‚„…‰‹›]{4}"
)
_CYRILLIC = Trace(  # letters of the wrong case or signs within a word, twice close to each other
    _CYRILLIC_LETTERS,
    f"(?:(?:[а-яё][А-ЯЁ]|[А-яЁё][{_SIGNS}]|[{_SIGNS}][А-яЁё]|Ј[¬ЁЎї»є]|ЎЈ).{{0,6}}?){{2}}",
    among_letters=True,
)
_SIX_LETTERS = Trace(  # more than any word of Latin letters with marks has
    _EAST_EUROPEAN_LETTERS,
    f"[\xa1-\u017f\u02c7\u02d8-\u02dd{re.escape(WINDOWS_1252)}]{{6}}",
    among_letters=True,
)


_LINES = frozenset("─│┌┐└┘├┤┬┴┼═║╔╗╚╝╠╣╦╩╬░▒▓█▄▀▌▐■")  # that drawings are made of


def _class_of(read: Charset, *codes: range) -> str:
    """The characters that a charset of one byte a character has at these codes."""
    return "".join(read.decode(bytes((code,))) for of in codes for code in of)


def _names_of_files(read: Charset) -> tuple[Trace, ...]:
    """Two pairs of GBK, or three of Big5, as a charset of DOS shows them: neither all letters nor all plain lines; UTF-8."""
    high = frozenset(_class_of(read, range(0x80, 0x100)))
    plain = re.escape("".join(_LINES))
    lead, trail, lead_of_big5, trail_of_big5 = (
        re.escape(_class_of(read, *codes))
        for codes in (
            (range(0xB0, 0xF8),),
            (range(0xA1, 0xFF),),
            (range(0xA4, 0xC7),),
            (range(0x40, 0x7F), range(0xA1, 0xFF)),
        )
    )
    letters = re.escape("".join(filter(str.isalpha, high)))
    gbk = f"(?=.{{0,3}}[^{plain}])(?=.{{0,3}}[^{letters}])(?:[{lead}][{trail}]){{2}}"
    big5 = f"(?=.{{0,5}}[^{plain}\x40-\x7e])(?:[{lead_of_big5}][{trail_of_big5}]){{3}}"
    return (Trace(high, f"{gbk}|{big5}"), _two_han_of_utf_8(read, high))


def _two_han_of_utf_8(read: Charset, characters: frozenset[str]) -> Trace:
    """Six bytes of UTF-8 as a charset of one byte a character shows them."""
    lead = re.escape(_class_of(read, range(0xE3, 0xEA), range(0xEF, 0xF0)))
    rest = re.escape(_class_of(read, range(0x80, 0xC0)))
    return Trace(characters, f"(?:[{lead}][{rest}]{{2}}){{2}}", among_letters=True)


def _characters_of_gbk(leads: Iterable[int], trails: Iterable[int]) -> frozenset[str]:
    codes = (bytes((lead, trail)) for lead in leads for trail in trails)
    return frozenset(char for code in codes if len(char := code.decode("gb18030", "ignore")) == 1)


def _utf_8_as_gbk() -> tuple[Trace, ...]:
    """Two traces: three characters of GBK that are two Han or marks of UTF-8, and a quotation mark or dash."""
    heads, tails = (*range(0xE3, 0xEA), 0xEF), range(0x80, 0xC0)
    first = _characters_of_gbk(heads, tails)
    classes = [
        "".join(sorted(chars))
        for chars in (
            first,
            _characters_of_gbk(tails, heads),
            _characters_of_gbk(tails, tails),
            _characters_of_gbk(range(0x93, 0xA7), range(0x40, 0x7F)),
        )
    ]
    head, middle, tail, mark = map(re.escape, classes)
    return Trace(first, f"[{head}](?=[{middle}][{tail}])"), Trace(frozenset("鈥"), f"鈥[{mark}]")


def _eastern_europe(read: Charset, *traces: Trace) -> Accident:
    return Accident(
        read=read,
        written=_CHINESE,
        traces=(*traces, _two_han_of_utf_8(read, _EAST_EUROPEAN_LETTERS)),
        prior=_SELDOM_READ,
    )


_CP866 = single_byte("cp866", "CP866")


def _dos(read: Charset, family: Charset | None = None) -> Accident:
    return Accident(
        read=read, written=_ALL, traces=_names_of_files(read), prior=_NAMES_OF_FILES, family=family
    )


ACCIDENTS: tuple[Accident, ...] = (
    Accident(read=charsets.WINDOWS_1252, written=_ALL, traces=(_LATIN,)),
    # After Windows-1252, its superset in practice.
    Accident(read=charsets.LATIN_1, written=_ALL, traces=(_LATIN,), family=charsets.WINDOWS_1252),
    Accident(
        read=single_byte("iso8859_15", "ISO 8859-15"),
        written=_ALL,
        traces=(_LATIN,),
        prior=_SELDOM_READ,
        family=charsets.WINDOWS_1252,
    ),
    Accident(
        read=single_byte("mac_roman", "Mac Roman"), written=_ALL, traces=(_MACINTOSH,), prior=_SELDOM_READ
    ),
    # The names of files in ZIP archives, by their definition.
    _dos(single_byte("cp437", "CP437")),
    _dos(cp850 := single_byte("cp850", "CP850")),
    _dos(single_byte("cp858", "CP858"), family=cp850),  # with the euro sign
    _dos(single_byte("cp852", "CP852")),
    _eastern_europe(single_byte_of_the_web("cp1250", "Windows-1250", "windows-1250"), _SIX_LETTERS),
    _eastern_europe(single_byte_of_the_web("cp1251", "Windows-1251", "windows-1251"), _CYRILLIC),
    _eastern_europe(single_byte_of_the_web("cp1254", "Windows-1254", "windows-1254"), _SIX_LETTERS),
    _eastern_europe(single_byte("iso8859_2", "ISO 8859-2"), _SIX_LETTERS),
    _eastern_europe(single_byte("koi8_r", "KOI8-R"), _CYRILLIC),
    _eastern_europe(_CP866, _CYRILLIC, *_names_of_files(_CP866)),
    Accident(
        read=(greek := single_byte_of_the_web("iso8859_7", "ISO 8859-7")),
        written=(charsets.UTF_8,),
        traces=(_two_han_of_utf_8(greek, frozenset(map(chr, range(0x370, 0x400)))),),
        prior=_SELDOM_READ,
    ),
    Accident(
        read=charsets.CP936, written=_without(charsets.GB18030), traces=_utf_8_as_gbk(), in_short_text=True
    ),
    Accident(read=charsets.BIG5, written=_without(charsets.BIG5, charsets.BIG5_HKSCS), in_short_text=True),
    Accident(
        read=charsets.BIG5_HKSCS,
        written=_without(charsets.BIG5, charsets.BIG5_HKSCS),
        prior=_HONG_KONG,
        in_short_text=True,
    ),
    Accident(read=charsets.SHIFT_JIS, written=_without(charsets.SHIFT_JIS), in_short_text=True),
    Accident(read=charsets.EUC_KR, written=_without(charsets.EUC_KR), in_short_text=True),
    Accident(read=charsets.EUC_JP, written=_ALL),
)
"""A new accident is a new row; `MISREADINGS`, the gate and the priors follow from it."""

# --- what follows from the rows -----------------------------------------------------------------------

MISREADINGS: tuple[Misreading, ...] = tuple(
    Misreading(written, row.read) for written in _ALL for row in ACCIDENTS if written in row.written
)
Chain = tuple[Misreading, ...]
"""Accidents in the order in which they are undone."""

ONE_BYTE: tuple[Charset, ...] = tuple(row.read for row in ACCIDENTS if row.read.is_single_byte)
_ROWS = {row.read: row for row in ACCIDENTS}
_PRIOR_OF_READING = {row.read: row.prior for row in ACCIDENTS}
_PRIOR_OF_WRITING = {charsets.BIG5_HKSCS: _HONG_KONG}
UTF_8_AS_WINDOWS_1252: Chain = (Misreading(charsets.UTF_8, charsets.WINDOWS_1252),)
_IN_ONE_BYTE = tuple(  # written, read, and what a program read again that took it for UTF-8
    (written, reader, opened)
    for written in (charsets.GB18030, charsets.BIG5)
    for reader, opened in (
        (charsets.WINDOWS_1252, charsets.UTF_8_OR_WINDOWS_1252),
        (charsets.LATIN_1, charsets.UTF_8_OR_LATIN_1),
    )
)
OPENED_IN_PARTS: Mapping[Chain, Chain] = {  # a program meant well, and decoded what it took for UTF-8 of it
    (
        Misreading(reader, opened),
        Misreading(written, reader),
    ): (Misreading(written, reader),)
    for written, reader, opened in _IN_ONE_BYTE
}
"""Chains of which `pairs.py` undoes the last accident, with what is left then."""
WITHOUT_SOFT_HYPHENS: Mapping[Chain, Chain] = {  # 经 is BE AD, and AD is one
    (
        Misreading(reader, charsets.without_soft_hyphens(last)),
        Misreading(written, reader),
    ): (Misreading(written, reader),)
    for written, reader, opened in _IN_ONE_BYTE
    for last in (reader, opened)
}
"""The same behind which soft hyphens are lost: nothing tells where, and `pairs.py` tries."""

IN_SHORT_TEXT: tuple[Chain, ...] = tuple(
    (misreading,)
    for misreading in MISREADINGS
    if misreading.written in _USUAL and _ROWS[misreading.read].in_short_text
)


def prior(chain: Chain) -> float:
    """What speaks against a chain of accidents before its text is read, in nats.

    >>> prior((Misreading(charsets.UTF_8, charsets.WINDOWS_1252),))
    0.0
    """
    reasons = dict.fromkeys(
        reason
        for step in chain
        for reason in (_PRIOR_OF_READING.get(step.read), _PRIOR_OF_WRITING.get(step.written))
        if reason
    )
    return WEIGHTS.second_accident * (len(chain) - 1) + sum(reason.nats for reason in reasons)


def prior_of_language(written: Charset) -> float:
    """What speaks against a document in a charset of another language than Chinese, in nats."""
    return WEIGHTS.foreign if written.language in ("ja", "ko") else 0.0


class Kin(NamedTuple):
    """An accident, by the names of the charsets; readers that hardly differ have one name."""

    written: str
    read: str


Family = tuple[Kin, ...]


def family_of(chain: Chain) -> Family:
    """The accidents with readers that hardly differ counted as one: what hits one line is one family."""
    chain = OPENED_IN_PARTS.get(chain) or WITHOUT_SOFT_HYPHENS.get(chain, chain)
    return tuple(Kin(step.written.name, (_ROWS[step.read].family or step.read).name) for step in chain)


def undo_chain(text: str, chain: Chain) -> str:
    """What was written; `UnicodeError` where the chain cannot have given this text."""
    for misreading in chain:
        text = misreading.undo(text)
    return text


def damage_chain(text: str, chain: Chain) -> str:
    """What the wrong readers saw; `UnicodeError` where one of them would have lost something."""
    for misreading in reversed(chain):
        text = misreading.damage(text)
    return text


_BY_NAME = {
    misreading.name: misreading
    for misreading in (
        *MISREADINGS,
        *(step for chain in (*OPENED_IN_PARTS, *WITHOUT_SOFT_HYPHENS) for step in chain),
    )
}
_THEN = ", then "


def name_of(chain: Chain) -> str:
    """The accidents in the order in which they happened.

    >>> name_of(chain_of("gb18030 read as latin-1, then utf-8 read as windows-1252"))
    'gb18030 read as latin-1, then utf-8 read as windows-1252'
    """
    return _THEN.join(misreading.name for misreading in reversed(chain))


def chain_of(name: str) -> Chain:
    """The chain of a name; `KeyError` for an accident that has no row."""
    return tuple(_BY_NAME[step] for step in reversed(name.split(_THEN)))
