"""A problem of an article, and what editors are told of its kind: what, why and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from qingyuan.stages.strip import mask

Level = Literal["错误", "警告"]
QUOTED = 20  # characters of the article in a message: enough to find the place


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One problem of an article: `line` and `column` count from 1, `message` says what, why and how to mend it."""

    line: int
    column: int
    level: Level
    id: str
    message: str

    def __str__(self) -> str:
        return f"{self.line}:{self.column}: {self.level} {self.id} {self.message}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of problem. The sentences may hold `{words}` that each problem fills in.

    `examples` are articles that have it, `keep` articles that merely look so; the handbook prints all of it.
    """

    id: str
    severity: Level = "错误"
    message: str
    why: str = ""
    how: str
    examples: tuple[str | bytes, ...]
    keep: tuple[str | bytes, ...]

    def at(self, line: int, column: int = 1, /, **words: str) -> Problem:
        """A problem of this kind at a place."""
        what = "，".join(part.format(**words) for part in (self.message, self.why) if part)
        return Problem(line, column, self.severity, self.id, f"{what}。{self.how.format(**words)}。")


def quote(text: str) -> str:
    """A short quotation for a message, contact details masked.

    >>> quote("联系电话 13800138000")
    '“联系电话 138****8000”'
    """
    text = mask(text.strip())
    return f"“{text[:QUOTED]}…”" if len(text) > QUOTED else f"“{text}”"
