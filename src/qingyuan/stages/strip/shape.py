"""The shape of a page: which lines are headings, which could be a title, whether it is an article at all."""

from __future__ import annotations

import re

from qingyuan.stages.strip.folding import folded_lines
from qingyuan.view import View

NUMBERED = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}\s?[、.]|第[一二三四五六七八九十百\d]+[章节部编篇]|"
    r"[(][一二三四五六七八九十]{1,3}[)]|\d{1,2}\.\d{1,2}(?:\.\d{1,2})?(?![\d%]))"
)
LEAD = re.compile(
    r"\s*(?:小编|编者|本文|文章)?(?:导语|导读|前言|引言|序言|摘要|简介|按语?|总结|结语|小结|概述|"
    r"结论)\s*[::]?\s*"
)
MARKDOWN_HEADING = re.compile(r"\#{1,6}\s")
LIST_ITEM = re.compile(r"\s*(?:[-*+•●·]\s|\d{1,2}[.、)]\s?|[(]\d{1,2}[)]|>|\||```|[①-⑳])")


def is_heading(folded: str) -> bool:
    """Whether a folded line is a section heading of an article."""
    return len(folded) <= 60 and bool(
        MARKDOWN_HEADING.match(folded)
        or LEAD.fullmatch(folded)
        or (NUMBERED.match(folded) and not folded.rstrip().endswith("。"))
    )


def is_title_shape(folded: str) -> bool:
    """Whether a folded line could be a title: short, something said, no sentence, no list item."""
    text = folded.strip()
    return (
        4 <= len(text) <= 60
        and len(re.findall(r"[\u4e00-\u9fffa-z]", text)) >= 4
        and not re.search(r"[。;,:、]$|[。;].", text)
        and text.count(",") <= 2
        and not is_heading(text)
        and not LIST_ITEM.match(text)
    )


def filled_lines(view: View) -> list[tuple[int, str, str]]:
    """Each line that is not empty: offset, the line with its end, the folded text."""
    folded = folded_lines.of(view)
    return [
        (start, line, folded[line.rstrip("\n")].text.strip()) for start, line in view.lines if line.strip()
    ]


def count_headings(lines: list[tuple[int, str, str]]) -> int:
    """How many section headings stand in the lines; the lead's counts as two, for only articles have one."""
    return sum(2 if LEAD.fullmatch(text) else 1 for _, _, text in lines if is_heading(text))
