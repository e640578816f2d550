"""The fenced blocks of Markdown as the site's renderer (superfences) takes them, line by line.

A fence that opens and is never closed keeps it from seeing any other behind it. Such a line is told apart: whoever
writes it as text makes what is here hold.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

TAB = 4  # columns

_LINE = re.compile(r"(?P<place>[> ]*)(?P<marks>`{3,}|~{3,})(?P<info>[^\n]*)")
_PLAIN = re.compile(r"[ \t]*[\w+#.-]*[ \t]*")
_OPTIONS = re.compile(  # with any other the line opens nothing
    r"""[ \t]*[\w+#.-]*(?:[ \t]+(?:hl_lines|linenums|title|title_mode)=(?P<quote>["'])[^"'\n]*(?P=quote))+[ \t]*"""
)
_PLACE = re.compile(r"[> ]*")


@dataclass(frozen=True, slots=True)
class Fences:
    """The fenced blocks by their first and last lines; `plain` are at the margin and say no more than a language.

    `stray` are the lines that open a block and are never closed, where blocks follow.
    """

    blocks: tuple[tuple[int, int], ...]
    plain: frozenset[int]
    stray: tuple[int, ...]


def fences_of(lines: Sequence[str]) -> Fences:
    r"""The fenced blocks of a text of these lines.

    >>> fences_of(["~~~\n", "```py\n", "一\n", "```\n"])
    Fences(blocks=((1, 3),), plain=frozenset({1}), stray=(0,))
    """
    closing: dict[str, list[int]] = {}
    for number, line in enumerate(lines):
        if line.startswith(("```", "~~~")):
            closing.setdefault(line.rstrip(" \t\n"), []).append(number)
    blocks: list[tuple[int, int]] = []
    plain: list[int] = []
    stray: list[int] = []
    number = 0
    while number < len(lines):
        opening = _LINE.match(lines[number].expandtabs(TAB))
        if not opening or not (_PLAIN.fullmatch(opening["info"]) or _OPTIONS.fullmatch(opening["info"])):
            number += 1
            continue
        if opening["place"]:
            last, is_closed = _end_within(lines, number, opening)
            if is_closed:
                blocks.append((number, last))
            number = last + 1
            continue
        ends = closing.get(opening["marks"], [])
        if (place := bisect_right(ends, number)) == len(ends):
            stray.append(number)
            number += 1
            continue
        blocks.append((number, ends[place]))
        if _PLAIN.fullmatch(opening["info"]):
            plain.append(number)
        number = ends[place] + 1
    last_block = blocks[-1][0] if blocks else 0
    return Fences(tuple(blocks), frozenset(plain), tuple(at for at in stray if at < last_block))


def _end_within(lines: Sequence[str], first: int, opening: re.Match[str]) -> tuple[int, bool]:
    """The line with which a block ends that is indented or quoted, and whether it is closed there."""
    width, quoted = len(opening["place"]), opening["place"].count(">")
    end = re.compile(rf"{opening['marks']}[ ]*")
    blank_before = False
    for number in range(first + 1, len(lines)):
        line = lines[number].rstrip("\n").expandtabs(TAB)
        place = _PLACE.match(line, 0, width)
        indent = place.end() if place else 0
        content, depth = line[indent:], line.count(">", 0, indent)
        if not quoted:
            if depth or (content and indent != width):
                return (number, False) if line.strip() else (number - 1, False)
        elif depth > quoted or (content and (indent < width or (blank_before and depth < quoted))):
            return number, False
        if end.fullmatch(content):
            return number, True
        blank_before = not content
    return len(lines) - 1, False
