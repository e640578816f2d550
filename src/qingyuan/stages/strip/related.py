"""Blocks of other articles: a heading such as 相关文章, then titles, repeated titles and cut-off excerpts."""

from __future__ import annotations

import re
from collections import deque

from qingyuan.document import Edit, Found
from qingyuan.rule import Rule
from qingyuan.stages.strip.folding import line_key
from qingyuan.stages.strip.lines import goes_whole
from qingyuan.stages.strip.navigation import heading_of_other_articles
from qingyuan.stages.strip.shape import filled_lines, is_heading
from qingyuan.view import LineMemory, View

CUT_OFF = re.compile(
    r"(?:\.{3}|…|。{3})\s*+(?:\[?(?:详细|全文|更多|阅读全文|查看全文|详情)\]?)?\s*+[>»]*+\s*+$"
)
LONGEST_END = 40  # characters of a line's end that are looked at for such dots
LONGEST_HEADING = 16  # characters with ornaments
TEASER_TITLE_LENGTH = 45
FARTHEST = 2  # lines from a teaser's title to its excerpt: the title may stand twice
FIRST_TEASERS = 40  # lines by which a block without a heading is known


def find_related(view: View) -> Found:
    """The headings and teasers of every block of other articles."""
    lines = filled_lines(view)
    edits: list[Edit] = []
    at = 0
    # A block without a heading is known by two excerpts: where none follow, nobody need look for it.
    excerpts_at = deque(n for n, (_, _, text) in enumerate(lines) if is_cut_off(text))
    furniture_from: int | None = None  # the line from which on all go whole: asked once
    while at < len(lines):
        heading = _heading_kind(lines[at][2])
        first = at + 1 if heading else at
        if not heading and (
            len(excerpts_at) < 2 or not at < excerpts_at[1] or excerpts_at[0] - at > FARTHEST
        ):
            while excerpts_at and excerpts_at[0] <= at:
                excerpts_at.popleft()
            at += 1
            continue
        if not heading:
            sample = _teasers(lines, first, view.memory, FIRST_TEASERS)
            if sample.count("related_excerpt") < 2 or sample.count("related_title_repeat") < 2:
                at += 1
                continue
        kinds = _teasers(lines, first, view.memory)
        if heading:
            known = "related_excerpt" in kinds or "related_title_repeat" in kinds
            if kinds and not known and not _may_be_the_articles(lines[at][2]):
                if furniture_from is None:
                    furniture_from = _furniture_from(lines, view.memory)
                known = first + len(kinds) >= furniture_from
            if not known:
                kinds = []
            if kinds or not _may_be_the_articles(lines[at][2]):
                edits.append(Edit(lines[at][0], lines[at][1], "", heading))
        for number, kind in enumerate(kinds, first):
            start, line, _ = lines[number]
            edits.append(Edit(start, line, "", kind))
        at = first + len(kinds)
    return Found(tuple(edits))


def is_cut_off(folded: str) -> bool:
    """Whether a folded line ends as an excerpt does that is cut off.

    >>> is_cut_off("花呗逾期以后会产生利息和... [详细] >>"), is_cut_off("他想了想……还是去了")
    (True, False)
    """
    return bool(CUT_OFF.search(folded[-LONGEST_END:]))


def _furniture_from(lines: list[tuple[int, str, str]], memory: LineMemory) -> int:
    """The number of the line from which on all lines go whole."""
    at = len(lines)
    while at and goes_whole(lines[at - 1][1].rstrip("\n"), memory):
        at -= 1
    return at


def _heading_kind(folded: str) -> str:
    return heading_of_other_articles(folded) if len(folded) <= LONGEST_HEADING else ""


def _may_be_the_articles(folded: str) -> bool:
    """相关内容, 相关资讯: an article's own heading for its sources as often as a site's block."""
    return bool(re.search(r"(?:内容|资讯|新闻|链接|动态|更新)\W*$", folded))


def _is_any_heading(folded: str) -> bool:
    return bool(_heading_kind(folded)) or is_heading(folded)


def _teasers(
    lines: list[tuple[int, str, str]], at: int, memory: LineMemory, most: int | None = None
) -> list[str]:
    """The kinds of the teaser lines from line `at` on, of `most` lines if it is given."""
    kinds: list[str] = []
    title = ""
    last = len(lines) if most is None else min(len(lines), at + most)
    for number in range(at, last):  # a slice's iterator would walk over all lines before it
        text = lines[number][2]
        if memory.of(_is_any_heading, text):
            break
        if len(text) > 20 and kinds and memory.of(is_cut_off, text):
            kinds.append("related_excerpt")
        elif title and memory.of(line_key, text) == title:
            kinds.append("related_title_repeat")
        elif (
            len(text) <= TEASER_TITLE_LENGTH
            and not re.search(r"[。;:]$", text)
            and not goes_whole(text, memory)
        ):
            title = memory.of(line_key, text)
            kinds.append("related_title")
        else:
            break
    has_excerpt = "related_excerpt" in kinds
    while has_excerpt and kinds[-1] == "related_title" and len(lines) > at + len(kinds):
        kinds.pop()  # what follows the last excerpt without one of its own is the page's again
    return kinds


RELATED = Rule(
    name="strip/related",
    find=find_related,
    examples=(
        (
            "还款是义务。\n\n相关文章\n\n花呗逾期怎么办\n\n花呗逾期怎么办\n\n花呗是一种消费信贷产品，逾期以后会产生利息和...\n",
            "还款是义务。\n\n\n\n\n",
        ),
        ("还款是义务。\n相关阅读：\n信用卡逾期三天\n网贷怎么协商\n", "还款是义务。\n"),
    ),
    keep=(
        "相关内容\n\n《征信业管理条例》\n\n《商业银行法》\n",
        "他说：“让我想想……”\n\n过了很久，他才说：“好。”\n",
        "一、相关文章的引用方法\n引用要注明出处。\n",
    ),
)
