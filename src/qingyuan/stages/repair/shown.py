"""Damage that somebody shows rather than has: articles about encodings are full of it, and programs too.

What is shown becomes a finding; whoever reads it sees at once whether it is meant.
"""

from __future__ import annotations

import re

from qingyuan.text import code
from qingyuan.text.characters import BMP_HAN
from qingyuan.text.spans import Spans, line_near
from qingyuan.view import View

NOTE = "the text around talks about encodings, or it is code: misread text may be shown here on purpose"
PART_OF_PAGE = 0.25  # what a page shows takes up less of it
_NEAR = 400  # characters
_SIDE = 2_000  # characters of a line on either side of a run: all of any line but those that nobody reads

_PROSE = re.compile(rf"[{BMP_HAN}]|(?:[A-Za-z]{{2,}}[ ,.;:]+){{3}}")
_SIDE_BY_SIDE = re.compile(r"->|=>|[→⇒⟶|]|=(?![\"'])|变成|變成|显示为|顯示為|成了|就是|表示")
_HAN = re.compile(rf"[{BMP_HAN}]")
_ASCII_AT_END = re.compile(r"[\x00-\x7f]*\Z")


def talks(rest: str) -> bool:
    """Whether a line, the damage taken out, talks about encodings."""
    if code.OF_ENCODINGS.search(rest):
        return True
    return code.OF_A_CHARSET.search(rest) is not None and _HAN.search(rest) is not None


def talks_near(text: str, start: int, end: int) -> bool:
    """Whether the text around a run talks about garbled text: then a small amount of it is an example."""
    return code.OF_GARBLED_TEXT.search(text, max(0, start - _NEAR), end + _NEAR) is not None


def has_side_by_side(rest: str) -> bool:
    """Whether a line, the damage taken out, says that one thing stands for another."""
    return _SIDE_BY_SIDE.search(rest) is not None


def gives_both(rest: str, place: int, after: str) -> bool:
    """Whether a line that has two things side by side gives near the damage, which stood at `place`, what it stands for.

    >>> gives_both("| 支付宝 |  |", 8, "支付宝")
    True
    """
    near = rest[max(0, place - _SIDE - len(after)) : place + _SIDE + len(after)]
    return after in near and len(_HAN.findall(after)) > 1


def classes_of(line: str) -> Spans:
    """The classes of characters in a line that have escapes of some, as patterns have."""
    return Spans(match.span() for match in code.CLASS_OF_CHARACTERS.finditer(line))


def in_code(view: View, start: int, end: int) -> bool:
    """Whether a run is in a code span of a clean line, in a string that a program hands on, or in a block of
    code that opens bytes."""
    text = view.text
    first, line = line_near(text, start, end, _SIDE)
    end -= len(_ASCII_AT_END.search(text[start:end])[0])  # type: ignore[index]  # it matches always
    start_in_line, end_in_line = start - first, end - first
    for match in code.CODE_SPANS.finditer(line):
        if match.start() < start_in_line and end_in_line < match.end():
            return _PROSE.search(code.CODE_SPANS.sub("", line)) is not None
    call = code.IN_A_CALL.search(line[:start_in_line])
    if call is not None and call["quote"] in line[end_in_line:]:
        return True
    return view.of(_that_open_bytes).hold(start, end)


def _that_open_bytes(text: str) -> Spans:
    return Spans(code.blocks_that_open_bytes(text))
