"""How damage was spelled: the name that an edit's kind keeps, and the damage done again from it (law 2).

A kind never holds what was written, only its form: with the repaired text it gives what was written back. A run
that mixes forms is named by all of them in turn. A run that has no such name is not repaired but reported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from qingyuan.rule import Place

_OF = ": "  # between the charset and the forms
_TIMES = " × "
_THEN = " + "
_OTHER_CASE = "; in the other case at "


@dataclass(frozen=True, slots=True)
class Spellings:
    r"""The ways in which something is written: forms of its units, which are characters, or bytes in a charset.

    A byte is given to a form as the character of its number. `_OTHER_CASE` counts characters of what was written.

    >>> letters = Spellings({"x": lambda char: f"\\x{ord(char):02x}", "octal": lambda char: f"\\{ord(char):03o}"})
    >>> letters.kind(r"\x41\x42", "AB"), letters.kind(r"\x4A\102\x43", "JBC")
    ('x', 'x × 1 + octal × 1 + x × 1; in the other case at 3')
    >>> letters.write("x × 1 + octal × 1", "JB")
    '\\x4a\\102'
    """

    forms: Mapping[str, Callable[[str], str]]
    charsets: tuple[str, ...] = ("",)  # of the bytes; "" where characters are written

    def kind(self, before: str, after: str) -> str:
        """The name of the way in which `after` is written as `before`; empty if there is none."""
        for name in self.uniform():
            if self.write(name, after) == before:
                return name
        for charset in self.charsets if after else ():
            if (name := self._mixed(charset, before, after)) and self.write(name, after) == before:
                return name
        return ""

    def uniform(self) -> Iterator[str]:
        """The names of the ways that write each unit in the same form."""
        for form in self.forms:
            for charset in self.charsets:
                yield f"{charset}{_OF}{form}" if charset else form

    def write(self, kind: str, text: str) -> str:
        """The text in the way of this name; empty where that way cannot write it."""
        spelled, _, other_case = kind.partition(_OTHER_CASE)
        charset, _, runs = spelled.rpartition(_OF)
        try:
            written = list("".join(self._pieces(_units(charset, text), runs)))
            for at in map(int, other_case.split()):
                written[at] = written[at].swapcase()
        except (ValueError, LookupError):
            return ""
        return "".join(written)

    def damage(self, after: str, place: Place) -> str:
        """The repaired text as it was written, in the way that the edit's kind names."""
        return self.write(place.kind, after)

    def _pieces(self, units: str, runs: str) -> Iterator[str]:
        """Each unit as written; `LookupError` for one that has no such form."""
        at = 0
        for run in runs.split(_THEN):
            name, _, count = run.partition(_TIMES)
            end = at + int(count) if count else len(units)
            yield from map(self.forms[name], units[at:end])
            at = end

    def _mixed(self, charset: str, before: str, after: str) -> str:
        """The name of a run whose units have several forms, or letters in both cases."""
        try:
            units = _units(charset, after)
        except UnicodeError:
            return ""
        at = 0
        forms: list[str] = []
        other_case: list[str] = []
        for unit in units:
            fitting = self._fitting(unit, before, at, (*forms[-1:], *self.forms))
            if fitting is None:
                return ""
            name, piece = fitting
            forms.append(name)
            other_case += [str(at + n) for n, char in enumerate(piece) if char != before[at + n]]
            at += len(piece)
        runs = [(name, len(list(same))) for name, same in groupby(forms)]
        spelled = _THEN.join(f"{name}{_TIMES}{count}" for name, count in runs) if len(runs) > 1 else forms[0]
        return (
            (charset + _OF if charset else "")
            + spelled
            + (_OTHER_CASE + " ".join(other_case) if other_case else "")
        )

    def _fitting(self, unit: str, before: str, at: int, names: tuple[str, ...]) -> tuple[str, str] | None:
        """The first of the forms that stands there, rather without a letter in the other case; and the unit in it."""
        in_other_case = None
        for name in names:
            try:
                piece = self.forms[name](unit)
            except (ValueError, LookupError):
                continue
            if before.startswith(piece, at):
                return name, piece
            if in_other_case is None and before[at : at + len(piece)].lower() == piece.lower():
                in_other_case = name, piece
        return in_other_case


def _units(charset: str, text: str) -> str:
    return text.encode(charset).decode("latin-1") if charset else text
