"""The shape of a page: which lines are headings, which could be a title, whether it is an article at all."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qingyuan.stages.strip.folding import unmask_disguise
from qingyuan.text.characters import UNIFIED_HAN
from qingyuan.text.numbering import forms, number_of
from qingyuan.view import View


@dataclass(frozen=True, slots=True)
class Limits:
    """Lengths in folded characters; chosen on the five raw articles and the rows of the rules."""

    heading: int = 60
    title: int = 60
    shortest_title: int = 4  # of these, as many Han or letters
    commas_in_title: int = 2
    numbered_heading: int = 14  # behind its number


LIMITS = Limits()

# A line by itself says whether it heads a section only by these; 1、, （1） and 第一步： number items as often.
SECTION_NUMBERS = forms(
    "volume", "chapter", "section", "numeral", "bracketed numeral", "decimal 2", "decimal 3", "decimal 4"
)
BRACKETED = forms("bracketed number")
ITEM_NUMBERS = forms("number", "bracketed number", "part")  # none in a circle: folding opens it
LEAD = re.compile(
    r"\s*(?:小编|编者|本文|文章)?(?:导语|导读|前言|引言|序言|摘要|简介|按语?|总结|结语|小结|概述|"
    r"结论)\s*[::]?\s*"
)
MARKDOWN_HEADING = re.compile(r"\#{1,6}\s")
LIST_MARK = re.compile(r"[-*+•●·]\s|>|\||```")


def is_heading(folded: str) -> bool:
    """Whether a folded line is a section heading of an article."""
    return len(folded) <= LIMITS.heading and bool(
        MARKDOWN_HEADING.match(folded)
        or LEAD.fullmatch(folded)
        or (number_of(folded.lstrip(), SECTION_NUMBERS)[0] and not folded.rstrip().endswith("。"))
    )


def is_numbered_heading(folded: str) -> bool:
    """Whether a folded line begins as a section does, or is short and begins as an item does: `3. 总结`."""
    text = folded.lstrip()
    if MARKDOWN_HEADING.match(text) or number_of(text, (*SECTION_NUMBERS, *BRACKETED))[0]:
        return True
    number = number_of(text, forms("number"))[1]
    rest = text[len(number) :].strip()
    return bool(number) and len(rest) <= LIMITS.numbered_heading and not re.search(r"\d", rest)


def is_list_item(folded: str) -> bool:
    """Whether a folded line is an item of a list or a quotation, a row of a table or the start of code."""
    text = folded.lstrip()
    return bool(LIST_MARK.match(text) or number_of(text, ITEM_NUMBERS)[0])


def is_title_shape(folded: str) -> bool:
    """Whether a folded line could be a title: short, something said, no sentence, no list item, no address."""
    text = folded.strip()
    return (
        LIMITS.shortest_title <= len(text) <= LIMITS.title
        and len(re.findall(f"[{UNIFIED_HAN}a-z]", text)) >= LIMITS.shortest_title
        and not re.search(r"[。;,:、]$|[。;].|^(?:https?:|www\.)\S*$", text)
        and text.count(",") <= LIMITS.commas_in_title
        and not is_heading(text)
        and not is_list_item(text)
    )


def filled_lines(view: View) -> list[tuple[int, str, str]]:
    """Each line that is not empty: offset, the line with its end, the folded text."""
    return [
        (start, line, view.memory.of(unmask_disguise, line.rstrip("\n")).text.strip())
        for start, line in view.lines
        if line.strip()
    ]


def count_headings(lines: list[tuple[int, str, str]]) -> int:
    """How many section headings stand in the lines; the lead's counts as two, for only articles have one."""
    return sum(2 if LEAD.fullmatch(text) else 1 for _, _, text in lines if is_heading(text))
