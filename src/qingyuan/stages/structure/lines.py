"""The lines of a page as the structure stage reads them: without empty ones, code and formulas, with their numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qingyuan.text.numbering import number_of
from qingyuan.view import View

SENTENCE_END = re.compile(r"[。！？；…，、,.;!]$|……$")


@dataclass(frozen=True, slots=True)
class Line:
    """A non-empty line of the page: where it starts, its text, and the form of its number."""

    start: int
    text: str
    form: str | None
    label: str

    @property
    def rest(self) -> str:
        """The words after the number."""
        return self.text[len(self.label) :].strip()


def lines_with_words(view: View) -> tuple[Line, ...]:
    """The non-empty lines outside code and formulas."""
    protected = view.protected
    lines = []
    for start, raw in view.lines:
        text = raw.rstrip("\n")
        # A span that holds the line end above the line, too, is a block: a `#` in it is a comment, not a heading.
        inside = protected.cover(start) and (text.lstrip()[:1] in ("`", "~") or protected.cover(start - 1))
        if text.strip() and not inside:
            lines.append(Line(start, text, *number_of(text)))
    return tuple(lines)
