"""Where lists and indentation would show a text otherwise than it says: numbers counted anew, marks within code.

Lists are followed as Python-Markdown with `sane_lists` takes them. Where a line is doubtful it is taken for an item:
a number that is written as text shows as it is wherever it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from qingyuan.text.characters import UNIFIED_HAN
from qingyuan.text.spans import Spans, lines_of

COLUMNS = 4  # that nest a part in an item, or make code of a block that is in none
ITEM = re.compile(r"(?P<mark>[-*+]|(?P<number>\d+)\.)[ \t]+")
MOST_DIGITS = 9  # browsers count no further than 2³¹
NO_NUMBER = -1
MOST_BESIDE = 20  # marks in a line that are told apart, lest a line of marks be asked for each of those below
QUOTE = re.compile(r"(?: {0,3}>[ \t]?)+")
QUOTE_BESIDE = re.compile(
    rf"(?>(?:{ITEM.pattern.replace('?P<mark>', '?:').replace('?P<number>', '?:')})+){QUOTE.pattern}"
)
HEADING = re.compile(r"#{1,6}(?!#)")
UNDERLINE = re.compile(r"(?:=+|-+)[ ]*\n?")
RULE = re.compile(r" {0,3}(?P<mark>[-_*])(?>(?: {0,2}(?P=mark)){2,})\s*")
BULLET_OR_BLANK = re.compile(r"(?P<place>[ \t>]*)(?:(?P<bullet>[-*+][ \t])|\n?\Z)")
NUMBERED = re.compile(r"[ \t>]*\d+\.[ \t]")
A_HAN = re.compile(f"[{UNIFIED_HAN}]")


def is_told(number: str | None) -> bool:
    """Whether browsers show the number of an item as it is written; one with a bullet has none.

    >>> [is_told(number) for number in ("0", "12", "01", None)]
    [True, True, False, True]
    """
    return number is None or number == "0" or (number[0] != "0" and len(number) <= MOST_DIGITS)


@dataclass(slots=True)
class Outline:
    """The lists that are open: outermost first, for each the number of its last item; None where it has bullets."""

    open: list[int | None] = field(default_factory=list)
    beside: int = -1  # the level of a list of bullets that begins beside the mark of an item
    quoted: int | None = (
        None  # the last number in a quotation within an item; NO_NUMBER where it begins with none
    )

    def counts_on(self, level: int, number: str | None, fresh: bool) -> bool:
        """Take an item in; whether its number is the one that is shown."""
        count = int(number) if number and is_told(number) else None
        if fresh or level < self.beside:
            self.beside = -1
        if fresh:
            self.quoted = None
        for at in range(level, len(self.open)):
            last = self.open[at]
            if (last is None) == (number is None):
                self.open[at:], self.quoted = [count], None
                return number is None or (count is not None and last is not None and count == last + 1)
            if fresh:
                break
        else:  # an item of another kind goes on with the text, unless a list within has its kind
            if level < len(self.open):
                in_quotation = self.quoted is not None
                return number is None or (
                    level != self.beside and (not in_quotation or self.counts_on_quoted(number))
                )
        self.open[level:], self.quoted = [count], None
        return is_told(number)

    def counts_on_quoted(self, number: str) -> bool:
        """The same of an item in a quotation within an item."""
        if not is_told(number):
            return False
        last, self.quoted = self.quoted, int(number)
        return last is None or last == NO_NUMBER or int(number) == last + 1

    def goes_on_beside(self, content: str) -> None:
        """Take in the lists that begin beside the mark of the item that came last, in its content."""
        level, at = len(self.open), 0
        while len(self.open) < level + MOST_BESIDE and (item := ITEM.match(content, at)):
            at = item.end()
            self.open.append(int(item["number"]) if item["number"] else None)
            if self.open[level] is None:
                self.beside = level
        if quote := QUOTE.match(content, at):
            item = ITEM.match(content, quote.end())
            if item and item["number"]:
                self.quoted = int(item["number"])
            elif not content[quote.end() :].strip():
                self.quoted = NO_NUMBER


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
    fresh, in_code, in_quoted_code, depth = True, False, False, 0
    bare = -2  # the number of a line that begins a quotation within an item, and has nothing in it
    underline = -1  # the number of the line that makes a heading of the one above
    lines = list(lines_of(text))
    blank = True  # whether the line before is: a quotation goes on without its marks up to one
    for number, (start, line) in enumerate(lines):
        parted, blank = blank, not line.strip()
        if fenced.cover(start):
            if fresh:  # right below an item a block is part of it
                outline.open.clear()
            fresh, in_code = False, False
            continue
        if blank or number == underline:
            fresh = True
            continue
        quote = QUOTE.match(line)
        at = quote.end() if quote else 0
        marks = quote[0].count(">") if quote else 0
        if marks and not fresh and outline.open and not depth:
            indent = _indent(line, at)  # in a quotation within the item above
            in_block = _columns(line[at:indent]) >= COLUMNS
            item = None if in_block else ITEM.match(line[indent:])
            if in_block:
                yield Line(start, line, not in_quoted_code, indent, at, True, None)
            elif item and item["number"]:
                if not outline.counts_on_quoted(item["number"]):
                    outline.open.clear()
                    depth = marks
                else:
                    item = _number_beside(lines, number, indent, item)
                if item:
                    yield Line(start, line, fresh, indent, indent, False, item)
            elif not line[indent:].strip():
                bare, outline.quoted = number, NO_NUMBER
            in_quoted_code = in_block
            continue
        in_quoted_code = False
        if marks != depth and (parted or marks):
            outline.open.clear()
            fresh, depth = True, marks
        body = line[at:]
        content = body.lstrip(" \t")
        if not content.strip() or (marks < depth and content.strip() == ">"):  # however far it is indented
            fresh = True
            continue
        columns = _columns(body[: len(body) - len(content)])
        if bare == number - 1 and columns >= COLUMNS and not fresh and not ITEM.match(content):
            in_quoted_code = True
            yield Line(start, line, True, indent, at, True, None)
            continue
        level = min(columns // COLUMNS, len(outline.open))
        deeper = columns - level * COLUMNS >= COLUMNS
        if in_code and not deeper:  # a block of its own, whatever it is
            fresh = True
        in_code = deeper and (fresh or in_code)
        indent = at + len(body) - len(content)
        place = at + _width(body, level * COLUMNS)
        recounted, in_item = None, False
        ends = bool(HEADING.match(body) or RULE.fullmatch(body))
        below = lines[number + 1][1] if number + 1 < len(lines) else ""
        # Where a quotation goes on, a line of three hyphens is a rule and ends it.
        if fresh and UNDERLINE.fullmatch(below) and (parted or not depth or not RULE.fullmatch(below)):
            ends, underline = True, number + 1
        if ends:
            outline.open.clear()
            if not marks and RULE.fullmatch(body):
                depth = 0
        elif not deeper and (item := ITEM.match(content)) and (fresh or outline.open):
            if not outline.counts_on(level, item["number"], fresh):
                recounted = item
                del outline.open[level:]
            else:
                in_item = True
                recounted = _number_beside(lines, number, indent, item)
                outline.goes_on_beside(content[item.end() : recounted.start() if recounted else None])
        elif fresh:
            del outline.open[level:]
        yield Line(start, line, fresh, indent, place, in_code, recounted)
        if in_item and (quote := QUOTE_BESIDE.match(line, indent)):
            begin = _indent(line, quote.end())
            if in_quoted_code := _columns(line[quote.end() : begin]) >= COLUMNS:
                yield Line(start, line, True, begin, quote.end(), True, None)
            elif not line[begin:].strip():
                bare = number
        fresh = ends


def _number_beside(
    lines: Sequence[tuple[int, str]], number: int, indent: int, mark: re.Match[str]
) -> re.Match[str] | None:
    """The first number beside the mark of an item, which begins a list within, if another would be shown, or an item
    with a bullet right below would be counted on from it.
    """
    line = lines[number][1]
    content, at, marks = line[indent:], mark.end(), 0
    first = quote = None
    while True:
        if found := QUOTE.match(content, at):
            quote, at = found, found.end()
        if not (item := ITEM.match(content, at)):
            break
        at, marks = item.end(), marks + 1
        if item["number"]:
            if marks > MOST_BESIDE or not is_told(item["number"]):
                return item
            if not quote and not first:
                first = item
    if not first:
        return None
    for below in range(number + 1, len(lines)):
        if bullet := BULLET_OR_BLANK.match(lines[below][1]):
            is_sibling = bullet["place"] == line[:indent] and not mark["number"]
            return first if bullet["bullet"] and not is_sibling else None
        if NUMBERED.match(lines[below][1]):
            break
    return None


def _indent(line: str, at: int) -> int:
    return len(line) - len(line[at:].lstrip(" \t"))


def _columns(blanks: str) -> int:
    return len(blanks.expandtabs(COLUMNS))


def _width(body: str, columns: int) -> int:
    """How many characters of the indentation make so many columns."""
    at = seen = 0
    while at < len(body) and seen < columns:
        seen += COLUMNS - seen % COLUMNS if body[at] == "\t" else 1
        at += 1
    return at
