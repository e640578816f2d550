"""Blank lines: one between blocks, none between the items of a list."""

from __future__ import annotations

import re

from qingyuan.document import Edit, Found
from qingyuan.rule import Rule, found
from qingyuan.text.markdown import HEADING, LIST_ITEM, STRUCTURAL
from qingyuan.text.verses import BREAK, ends_of_verses
from qingyuan.view import View

TEXT_IN_THE_END = ("<", "[", "&", "\\[")  # tags and definitions: a line of them is a line like others


def find_block_spacing(view: View) -> Found:
    """Insertions and deletions that leave one blank line between blocks and none between list items."""
    protected = view.protected
    edits: list[Edit] = []
    previous: tuple[int, str] | None = None  # the end of the last non-empty line, and its text
    for start, raw in view.lines:
        text = raw.rstrip("\n")
        if not text.strip():
            continue
        if previous is not None and not (
            protected.cover(previous[0])
            or (protected.cover(start) and not text.lstrip().startswith(TEXT_IN_THE_END))
            or (
                protected.cover(previous[0] - 1)
                and not previous[1].lstrip().startswith(TEXT_IN_THE_END)
                and not previous[1].rstrip().endswith((">", ";"))
            )
        ):
            between = view.text[previous[0] : start]
            if (
                between == "\n"
                and previous[1].endswith(BREAK)
                and _words_end(previous) in view.of(ends_of_verses)
            ):
                previous = (start + len(text), text)
                continue
            wanted = "\n" if same_block(previous[1], text) else "\n\n"
            if kept_tight(previous[1], text) and between == "\n":
                wanted = between
            if between != wanted:
                edits.append(Edit(previous[0], between, wanted))
        previous = (start + len(text), text)
    return found(edits)


def _words_end(line: tuple[int, str]) -> int:
    """Where the words of a line end, of which the end and the text are given."""
    return line[0] - len(line[1]) + len(line[1].rstrip())


def same_block(above: str, below: str) -> bool:
    """Whether two lines are items of one list."""
    first, second = LIST_ITEM.match(above), LIST_ITEM.match(below)
    if not first or not second:
        return False
    kinds = [mark["mark"][-1] if mark["mark"][:1].isdigit() else mark["mark"] for mark in (first, second)]
    return kinds[0] == kinds[1] or bool(second["indent"])


def kept_tight(above: str, below: str) -> bool:
    """Whether Markdown gives adjacent lines a meaning of their own: tables, quotes, indented parts."""
    return (
        below.startswith((" ", "\t", ">", "|"))
        or above.startswith((">", "|"))
        or bool(re.match(r"^(?:=+|-+)$", below))
        or (bool(STRUCTURAL.match(above)) and not HEADING.match(above) and not STRUCTURAL.match(below))
    )


BLOCK_SPACING = Rule(
    name="structure/block-spacing",
    find=find_block_spacing,
    examples=(
        ("## 一、背景\n正文。\n正文二。\n", "## 一、背景\n\n正文。\n\n正文二。\n"),
        ("1. **甲**：乙。\n\n2. **丙**：丁。\n", "1. **甲**：乙。\n2. **丙**：丁。\n"),
    ),
    keep=(
        "> 引文\n> 第二行\n",
        "床前明月光，  \n疑是地上霜。\n",
        "| 甲 | 乙 |\n| --- | --- |\n| 一 | 二 |\n",
        "- 一\n    - 二\n",
        "```\na\nb\n```\n",
        "$$\na, b\n= 1\n$$\n",
    ),
)
