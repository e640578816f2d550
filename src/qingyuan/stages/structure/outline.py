"""Where lists and indentation would show a text otherwise than it says: numbers counted anew, marks within code.

Lists are followed as Python-Markdown with `sane_lists` takes them. Where a line is doubtful it is taken for an item:
a number that is written as text shows as it is wherever it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from qingyuan.text.characters import UNIFIED_HAN
from qingyuan.text.spans import Spans, lines_of

COLUMNS = 4  # that nest a part in an item, or make code of a block that is in none
ITEM = re.compile(r"(?P<mark>[-*+]|(?P<number>\d+)\.)[ \t]+")
MOST_DIGITS = 9  # browsers count no further than 2³¹
QUOTE = re.compile(r"(?: {0,3}>[ \t]?)+")
HEADING = re.compile(r"#{1,6}(?!#)")
UNDERLINE = re.compile(r"(?:=+|-+)[ ]*\n?")
RULE = re.compile(r" {0,3}(?P<mark>[-_*])(?>(?: {0,2}(?P=mark)){2,})\s*")
A_HAN = re.compile(f"[{UNIFIED_HAN}]")


@dataclass(slots=True)
class Outline:
    """The lists that are open: outermost first, for each the number of its last item; None where it has bullets."""

    open: list[int | None] = field(default_factory=list)

    def counts_on(self, level: int, number: int | None, fresh: bool) -> bool:
        """Take an item in; whether its number is the one that is shown."""
        if level < len(self.open):
            last = self.open[level]
            if (last is None) == (number is None):
                self.open[level:] = [number]
                return number is None or last is None or number == last + 1
            if not fresh:  # an item of another kind goes on with the text
                return True
        self.open[level:] = [number]
        return True


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is shown: `code` if it is one of an indented block, `recounted` where another number would be."""

    start: int
    text: str
    fresh: bool  # whether a block begins with it
    indent: int  # where the text begins that is not of the line's place
    place: int  # where its indentation begins to be more than its place needs
    code: bool
    recounted: re.Match[str] | None


def outlined(text: str, code: Spans) -> Iterator[Line]:
    """Each line that is neither blank nor in a block of `code`; one that begins with a code span is text."""
    fenced = Spans(span for span in code if text.find("\n", *span) >= 0)
    outline = Outline()
    fresh, in_code, depth = True, False, 0
    underline = -1  # the number of the line that makes a heading of the one above
    lines = list(lines_of(text))
    for number, (start, line) in enumerate(lines):
        if fenced.cover(start):
            if fresh:  # right below an item a block is part of it
                outline.open.clear()
            fresh, in_code = False, False
            continue
        if not line.strip() or number == underline:
            fresh = True
            continue
        quote = QUOTE.match(line)
        at = quote.end() if quote else 0
        marks = quote[0].count(">") if quote else 0
        if marks and not fresh and outline.open and not depth:
            continue  # a quotation within the item above
        if marks != depth and (fresh or marks):
            outline.open.clear()
            fresh, depth = True, marks
        body = line[at:]
        content = body.lstrip(" \t")
        if not content.strip() or (marks < depth and content.strip() == ">"):  # however far it is indented
            fresh = True
            continue
        columns = len(body[: len(body) - len(content)].expandtabs(COLUMNS))
        level = min(columns // COLUMNS, len(outline.open))
        deeper = columns - level * COLUMNS >= COLUMNS
        if in_code and not deeper:  # a block of its own, whatever it is
            fresh = True
        in_code = deeper and (fresh or in_code)
        indent = at + len(body) - len(content)
        place = at + _width(body, level * COLUMNS)
        recounted = None
        ends = bool(HEADING.match(body) or RULE.fullmatch(body))
        if fresh and number + 1 < len(lines) and UNDERLINE.fullmatch(lines[number + 1][1]):
            ends, underline = True, number + 1
        if ends:
            outline.open.clear()
        elif not deeper and (item := ITEM.match(content)) and (fresh or outline.open):
            digits = item["number"]
            told = digits is None or digits == "0" or (digits[0] != "0" and len(digits) <= MOST_DIGITS)
            if not outline.counts_on(level, int(digits) if digits and told else None, fresh) or not told:
                recounted = item
                del outline.open[level:]
        elif fresh:
            del outline.open[level:]
        yield Line(start, line, fresh, indent, place, in_code, recounted)
        fresh = ends


def _width(body: str, columns: int) -> int:
    """How many characters of the indentation make so many columns."""
    at = seen = 0
    while at < len(body) and seen < columns:
        seen += COLUMNS - seen % COLUMNS if body[at] == "\t" else 1
        at += 1
    return at
