"""What the pages of a book or a PDF added: page numbers, running heads, tables of contents with page numbers.

None is known by its line. A page number is one of a series, or breaks into a sentence; a running head is what repeats
beside it; a table of contents counts the sections of the text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from qingyuan.document import NOTHING, Edit, Finding, Found
from qingyuan.rule import Rule
from qingyuan.text.characters import HAN
from qingyuan.text.markdown import STRUCTURAL
from qingyuan.text.numbering import number_of
from qingyuan.text.wrapping import belongs
from qingyuan.view import View


@dataclass(frozen=True, slots=True)
class Limits:
    """How much there must be of each. Set by hand; none of 2,000 pages of clean text has any."""

    named: int = 2  # page numbers in a row that say what they are: 第 3 页, - 3 -
    bare: int = 3  # that are nothing but a number
    step: int = 2  # by which one may be more than the one before: a page may have none
    breaking: float = (
        0.5  # share of bare numbers that break into a sentence, or of running heads beside a number
    )
    parting: float = 0.6  # share of running heads without page numbers that break into a sentence
    head: int = 40  # characters of a running head
    heads: int = 3  # times that it stands there
    within: int = 8  # characters of a line that a page may break off
    goes_on: float = 0.5  # nats by which the text goes on over the mark
    entries: int = 3  # lines of a table of contents; of one with its heading, one less
    counted: float = 0.5  # share of them that have the number of a section, or head one below


LIMITS = Limits()

NAMED = re.compile(
    r"""[-—–·•\s]* (?: 第 \s* (?P<page>\d{1,4}) \s* 页 | page \s+ (?P<english>\d{1,4}) ) (?P<of> \s*[,，/／]?\s* (?: 共 \s* \d{1,4} \s* 页 | of \s+ \d{1,4} ) )? [-—–·•\s]*""",
    re.VERBOSE | re.IGNORECASE,
)
SHARE = re.compile(r"(?P<page>\d{1,4})\s*[/／]\s*(?P<of>\d{1,4})")
DASHED = re.compile(r"[-—–·•~]{1,3}\s*(?P<page>\d{1,4})\s*[-—–·•~]{1,3}")
BARE = re.compile(r"(?P<page>\d{1,4})")
ENDS = re.compile(r"[。！？!?…：:；;.][”’」』）)]*$")
A_HAN = re.compile(f"[{HAN}]")
A_LETTER = re.compile(rf"[A-Za-z{HAN}]")
COUNTED = re.compile(r"\d+|\s+")
HEADING = re.compile(r"(?:#{1,6}\s+)?(?:目\s*[录錄]|contents|table of contents)\s*", re.IGNORECASE)
LEADER = r"(?:[.．·•…‥⋯_]{2,}|…|(?:[.·]\s){3,}|[-—－]{4,}|\s{3,}|\t)"
ENTRY = re.compile(rf"(?P<title>\S.{{0,58}}?)(?P<leader>\s*{LEADER}[\s.．·•…_—-]*)(?P<page>\d{{1,4}})")
LOOSE_ENTRY = re.compile(r"(?P<title>\S.{0,58}?\S)(?P<leader>\s+)(?P<page>\d{1,4})")


MOST_MARKS = 4  # lines between two halves of a sentence: a number, a head, and the same of the next page


@dataclass(frozen=True, slots=True)
class Row:
    """A line that is not empty: where it starts and ends, with the line end, and its words."""

    start: int
    end: int
    text: str
    feed: bool  # whether a form feed stands at its beginning


def _rows(view: View) -> list[Row]:
    protected = view.protected
    return [
        Row(start, start + len(line), line.strip(), line.lstrip(" ")[:1] == "\f")
        for start, line in view.lines
        if line.strip() and not (protected.cover(start) and protected.cover(max(start - 1, 0)))
    ]


# --- page numbers and running heads -------------------------------------------------------------------


def _series(found: Sequence[tuple[int, int]], fewest: int) -> Iterator[list[int]]:
    """The places of numbers that count on, by runs of at least so many."""
    run = list(found[:1])
    for before, here in pairwise(found):
        if 0 < here[1] - before[1] <= LIMITS.step:
            run.append(here)
            continue
        if len(run) >= fewest:
            yield [at for at, _ in run]
        run = [here]
    if len(run) >= fewest:
        yield [at for at, _ in run]


def _breaks_in(rows: Sequence[Row], at: int, marks: frozenset[int] | set[int]) -> bool:
    """Whether a line stands in the middle of a sentence: above it one is not finished, and below it goes on."""
    above, below = at - 1, at + 1
    while above in marks and at - above < MOST_MARKS:
        above -= 1
    while below in marks and below - at < MOST_MARKS:
        below += 1
    if above < 0 or below >= len(rows):
        return False
    over, under = rows[above].text, rows[below].text
    return (
        len(over) >= LIMITS.within
        and not ENDS.search(over)
        and A_HAN.search(over[-1:]) is not None
        and A_HAN.search(over) is not None
        and A_HAN.match(under) is not None
        and len(under) >= 2
        and not number_of(under)[0]
        and not number_of(over)[0]
        and not STRUCTURAL.match(over)
        and belongs(over, under) >= LIMITS.goes_on
    )


def _page_numbers(rows: Sequence[Row]) -> set[int]:
    """The places of the lines that number pages."""
    named: list[tuple[int, int]] = []
    dashed: list[tuple[int, int]] = []
    bare: list[tuple[int, int]] = []
    shares: dict[str, list[tuple[int, int]]] = defaultdict(list)
    found: set[int] = set()
    for at, row in enumerate(rows):
        if len(row.text) > LIMITS.head:
            continue
        if match := NAMED.fullmatch(row.text):
            named.append((at, int(match["page"] or match["english"])))
            if match["of"]:
                found.add(at)
        elif match := DASHED.fullmatch(row.text):
            dashed.append((at, int(match["page"])))
        elif match := SHARE.fullmatch(row.text):
            shares[match["of"]].append((at, int(match["page"])))
        elif match := BARE.fullmatch(row.text):
            bare.append((at, int(match["page"])))
    for numbers in (named, dashed, *shares.values()):
        for run in _series(numbers, LIMITS.named):
            found.update(run)
    found.update(at for at, _ in (*named, *dashed) if _breaks_in(rows, at, found))
    for run in _series(bare, LIMITS.bare):
        marks = found | set(run)
        breaking = sum(_breaks_in(rows, at, marks) or rows[at].feed or _feed_below(rows, at) for at in run)
        if breaking >= LIMITS.breaking * len(run) and not _are_close(run):
            found.update(run)
    return found


def _feed_below(rows: Sequence[Row], at: int) -> bool:
    return at + 1 < len(rows) and rows[at + 1].feed


def _are_close(run: Sequence[int]) -> bool:
    """Whether numbers stand below one another, as those of a list do."""
    return sum(below - above == 1 for above, below in pairwise(run)) * 2 >= len(run) - 1


def _running_heads(rows: Sequence[Row], numbers: set[int]) -> set[int]:
    """The places of short lines that repeat beside page numbers, or in the middle of sentences."""
    same: dict[str, list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        if at in numbers or len(row.text) > LIMITS.head or not A_LETTER.search(row.text):
            continue
        if not ENDS.search(row.text) and not number_of(row.text)[0] and not STRUCTURAL.match(row.text):
            same[COUNTED.sub("", row.text)].append(at)
    found: set[int] = set()
    for places in same.values():
        if len(places) < LIMITS.heads or _are_close(places):
            continue
        marks = numbers | set(places)
        beside = sum(at - 1 in numbers or at + 1 in numbers or rows[at].feed for at in places)
        breaking = sum(_breaks_in(rows, at, marks) for at in places)
        if beside >= max(2, LIMITS.breaking * len(places)) or breaking >= max(
            2, LIMITS.parting * len(places)
        ):
            found.update(places)
    return found - {0}  # on top it may be the title


def find_page_marks(view: View) -> Found:
    """The lines that pages added between paragraphs and within them; what they part stands together again."""
    rows = _rows(view)
    numbers = _page_numbers(rows)
    heads = _running_heads(rows, numbers)
    marks = numbers | heads
    edits: list[Edit] = []
    for at in sorted(marks):
        row, end = rows[at], rows[at].end
        if _breaks_in(rows, at, marks):
            first = row.start if at - 1 in marks or not at else rows[at - 1].end
            end = rows[at + 1].start if at + 1 < len(rows) else row.end
        else:
            first = row.start
        edits.append(
            Edit(first, view.text[first:end], "", "page_number" if at in numbers else "running_head")
        )
    return Found(tuple(edits))


PAGE_MARKS = Rule(
    name="strip/page-marks",
    find=find_page_marks,
    examples=(
        (
            "近年来，越来越多的人开始使用信用支付产\n\n- 3 -\n\n品。还款之前要算清楚，不要只还最低的数\n\n- 4 -\n\n额。\n",
            "近年来，越来越多的人开始使用信用支付产\n品。还款之前要算清楚，不要只还最低的数\n额。\n",
        ),
        ("首段说完了。\n第 1 页 共 3 页\n次段也说完了。\n", "首段说完了。\n次段也说完了。\n"),
        (
            "收到通知以后要先核对欠款的数\n12\n额，再和客服联系，说明自己的困\n13\n难。协商的时候要把收入和支\n14\n出列清楚。\n",
            "收到通知以后要先核对欠款的数\n额，再和客服联系，说明自己的困\n难。协商的时候要把收入和支\n出列清楚。\n",
        ),
        (
            "信用支付研究\n首段说到这里还没有说\n信用支付研究 1\n完。次段也是这样没有说\n信用支付研究 2\n完。末段说完了。\n",
            "信用支付研究\n首段说到这里还没有说\n完。次段也是这样没有说\n完。末段说完了。\n",
        ),
    ),
    keep=(
        "1\n他走进了房间。\n\n2\n她还没有回来。\n\n3\n天已经亮了。\n",
        "1\n2\n3\n4\n",
        "请看第 3 页。\n",
        "得分\n3\n",
        "让我们荡起双桨\n小船儿推开波浪\n\n让我们荡起双桨\n海面倒映着白塔\n\n让我们荡起双桨\n",
        "软件帮助\n修改对话框编辑器中控件的属性\n\n软件帮助\n使用密码保护选中的程序库和模块\n\n软件帮助\n本节介绍集成开发环境\n",
        "问题\n甲说完了。\n\n问题\n乙说完了。\n\n问题\n丙说完了。\n",
    ),
)

# --- tables of contents -------------------------------------------------------------------------------


def _entries(rows: Sequence[Row], first: int, pattern: re.Pattern[str]) -> list[re.Match[str]]:
    """The lines from a place on that are entries, with page numbers that do not fall."""
    entries: list[re.Match[str]] = []
    for row in rows[first : first + MOST_ENTRIES]:
        match = pattern.fullmatch(row.text) if len(row.text) <= LONGEST_ENTRY else None
        if not match or not A_LETTER.search(match["title"]):
            break
        if entries and int(match["page"]) < int(entries[-1]["page"]):
            break
        entries.append(match)
    return entries


MOST_ENTRIES = 1000
LONGEST_ENTRY = 160  # characters, dots and all


def find_contents(view: View) -> Found:
    """The lines of tables of contents with page numbers; as findings where nothing tells that they are some."""
    rows = _rows(view)
    texts = {re.sub(r"[\s#]", "", row.text) for row in rows}
    edits: list[Edit] = []
    findings: list[Finding] = []
    at = 0
    while at < len(rows):
        has_heading = HEADING.fullmatch(rows[at].text) is not None
        first = at + has_heading
        entries = _entries(rows, first, ENTRY)
        if has_heading and len(entries) < LIMITS.entries - 1:
            entries = _entries(rows, first, LOOSE_ENTRY)
        if len(entries) < LIMITS.entries - has_heading:
            at += 1
            continue
        counted = sum(
            number_of(entry["title"])[0] is not None or re.sub(r"[\s#]", "", entry["title"]) in texts
            for entry in entries
        )
        rising = int(entries[-1]["page"]) > int(entries[0]["page"])
        if has_heading or (rising and counted >= LIMITS.counted * len(entries)):
            edits += (
                Edit(row.start, view.text[row.start : row.end], "", "contents")
                for row in rows[at : first + len(entries)]
            )
        elif rising and all("…" in entry["leader"] or ".." in entry["leader"] for entry in entries):
            findings.append(
                Finding(CONTENTS_NAME, rows[first].start, rows[first].text, (), "这几行可能是目录")
            )
        at = first + len(entries)
    return Found(tuple(edits), tuple(findings)) if edits or findings else NOTHING


CONTENTS_NAME = "strip/contents"
CONTENTS = Rule(
    name=CONTENTS_NAME,
    find=find_contents,
    examples=(
        (
            "第一章概述……3\n第二章还款……7\n第三章协商……12\n\n第一章概述\n正文。\n",
            "\n第一章概述\n正文。\n",
        ),
        ("目 录\n前言 ........ 1\n准备 ........ 4\n\n前言\n正文。\n", "\n前言\n正文。\n"),
        ("目录\n\n第一章 概述 1\n第二章 还款 5\n第三章 协商 9\n\n正文。\n", "\n\n正文。\n"),
        ("准备····2\n协商····5\n还款····8\n准备\n正文。\n协商\n正文。\n", "准备\n正文。\n协商\n正文。\n"),
    ),
    keep=(
        "牛肉面……25\n炒饭……18\n汤……6\n",
        "目录\n\n本站的文章分成四类，每一类都有说明。\n",
        "他等了很久……3\n",
        "第一章概述……3\n",
        "甲    10\n乙    20\n丙    30\n",
    ),
    doubts=(("炒饭……18\n牛肉面……25\n烤鱼……68\n", ""),),
)
