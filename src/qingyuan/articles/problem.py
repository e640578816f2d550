"""A problem of an article, as editors are told it."""

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


def quote(text: str) -> str:
    """A short quotation for a message, contact details masked.

    >>> quote("联系电话 13800138000")
    '“联系电话 138****8000”'
    """
    text = mask(text.strip())
    return f"“{text[:QUOTED]}…”" if len(text) > QUOTED else f"“{text}”"
