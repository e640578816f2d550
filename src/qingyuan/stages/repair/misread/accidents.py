"""Charset accidents: which charsets text was written and read in, the damage and its inverse."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from functools import cache

from qingyuan.text import charsets, language
from qingyuan.text.charsets import Charset

_TWO_BYTES = (charsets.GB18030, charsets.BIG5, charsets.BIG5_HKSCS)
MOST_PLACES = 40  # of one line whose codes are tried


@cache
def _second_codes() -> dict[str, tuple[bytes, ...]]:
    """The characters that have two codes in Shift-JIS, as NEC and IBM chose some, with those not written."""
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
            and self.written in _TWO_BYTES
            and not _second_codes().keys().isdisjoint(text)
        ):
            return self._undo_with_other_codes(text)
        return self.written.decode(self.read.encode(text))

    def _undo_with_other_codes(self, text: str) -> str:
        """The same where characters have two codes each: those codes are taken that read best."""
        pieces = [self.read.encode(char) for char in text]
        best, best_score = "", float("-inf")
        with contextlib.suppress(UnicodeError):
            best = self.written.decode(b"".join(pieces))
            best_score = language.score(best)
        places = [at for at, char in enumerate(text) if char in _second_codes()]
        for at in places[:MOST_PLACES]:
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


SINGLE_BYTE = (
    charsets.WINDOWS_1252,
    charsets.LATIN_1,
    charsets.ISO_8859_15,
    charsets.MAC_ROMAN,
    charsets.CP437,
    charsets.CP850,
    charsets.WINDOWS_1250,
    charsets.WINDOWS_1251,
    charsets.WINDOWS_1254,
    charsets.ISO_8859_2,
    charsets.KOI8_R,
    charsets.CP866,
)
EASTERN_EUROPE = SINGLE_BYTE[6:]
MULTI_BYTE = (
    charsets.CP936,
    charsets.BIG5,
    charsets.BIG5_HKSCS,
    charsets.SHIFT_JIS,
    charsets.EUC_KR,
    charsets.EUC_JP,
)
_LEGACY = (charsets.GB18030, charsets.BIG5, charsets.BIG5_HKSCS, charsets.SHIFT_JIS, charsets.EUC_KR)

FOREIGN_CHARSETS = (charsets.SHIFT_JIS, charsets.EUC_KR)
FOREIGN = 8.0  # nats against Japanese or Korean documents in a corpus of Chinese

_SAME = ({"gb18030", "cp936"}, {"big5", "big5hkscs"})  # tables that differ too little to misread each other

# UTF-8 first: its own structure is evidence. Latin-1 after Windows-1252, its superset in practice.
MISREADINGS: tuple[Misreading, ...] = (
    *(Misreading(charsets.UTF_8, read) for read in (*SINGLE_BYTE, *MULTI_BYTE)),
    *(
        Misreading(written, read)
        for written in _LEGACY
        for read in (*SINGLE_BYTE, *MULTI_BYTE)
        if written.name != read.name
        and {written.name, read.name} not in _SAME
        and not (read in EASTERN_EUROPE and written in FOREIGN_CHARSETS)
    ),
)
TWO_BYTES_ONLY = 12.0  # nats against UTF-8 of two bytes a character: a tenth of all pairs are valid
ONE_HAN = 8.0  # nats against one Han of UTF-8 in two characters: of all rare words one in a thousand is such
SECOND_ACCIDENT = 4.0
SELDOM_READ = 12.0  # nats against the charsets of the Macintosh, of DOS, and ISO 8859-15
HONG_KONG = 4.0  # nats against HKSCS, whose table has some signs elsewhere than the plain one


_READ_ALIKE = {"latin-1": "windows-1252", "iso8859_15": "windows-1252"}
Family = tuple[tuple[str, str], ...]


def family_of(chain: tuple[Misreading, ...]) -> Family:
    """What accidents have in common that hit the same line: charsets of readers that hardly differ are one."""
    return tuple((step.written.name, _READ_ALIKE.get(step.read.name, step.read.name)) for step in chain)


Chain = tuple[Misreading, ...]


UTF_8_AS_WINDOWS_1252: Chain = (Misreading(charsets.UTF_8, charsets.WINDOWS_1252),)


def undo_chain(text: str, chain: Chain) -> str:
    for misreading in chain:
        text = misreading.undo(text)
    return text


EAST_ASIAN: tuple[Chain, ...] = tuple(
    (misreading,)
    for misreading in MISREADINGS
    if misreading.written in (charsets.GB18030, charsets.BIG5, charsets.UTF_8)
    and misreading.read
    in (charsets.CP936, charsets.BIG5, charsets.BIG5_HKSCS, charsets.SHIFT_JIS, charsets.EUC_KR)
)
