"""The lines of a page as the structure stage reads them: without empty ones, code and formulas, with their numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qingyuan.text.numbering import number_of
from qingyuan.view import View

SENTENCE_END = re.compile(r"[。！？；…，、,.;!]$|……$")

# `5\. 甲`, as `structure/markup` writes what a list would count anew: a number all the same, and of no item.
NUMBER_AS_TEXT = re.compile(r"^(\d+)\\(?=\.)")


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
            form, label = number_of(NUMBER_AS_TEXT.sub(r"\1", text))
            lines.append(
                Line(start, text, form, text[: len(label) + (NUMBER_AS_TEXT.match(text) is not None)])
            )
    return tuple(lines)
