"""By-lines and counters: read for what they know about the article, then removed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from qingyuan.document import Edit, Found
from qingyuan.rule import Rule
from qingyuan.stages.strip.counters import Byline, Piece, is_counters, read_byline
from qingyuan.stages.strip.cutting import goes_whole
from qingyuan.stages.strip.folding import Folded, unmask_disguise
from qingyuan.stages.strip.shape import is_heading, is_title_shape
from qingyuan.stages.strip.values import NOBODY, is_button, is_category, is_name, is_site
from qingyuan.view import LineMemory, View

FIELD_KEYS = {
    "author": re.compile(r"作者|作者名|楼主|发帖人|发布者|发布人"),
    "category": re.compile(r"所属分类|分类|栏目|所属栏目|类别|频道|所在栏目"),
    "site": re.compile(r"来源|稿源|文章来源|信息来源|出处"),
}

# What a labeled value must look like.
FITS: dict[str, Callable[[str], bool]] = {
    "author": is_name,
    "category": partial(is_category, labeled=True),
    "site": lambda value: (
        not NOBODY.fullmatch(value) and bool(re.search(r"[^\W\d_]{2}", value)) and not is_button(value)
    ),
}


def facts(line: str, folded: Folded, byline: Byline, text: str) -> dict[str, object]:
    """What a by-line tells about the article whose folded text is `text`, in the words of the line."""

    def raw(start: int, end: int) -> str:
        left, right = folded.span(start, end)
        return line[left:right].strip()

    known: dict[str, object] = {}
    for label, start, end in byline.fields:
        for key, pattern in FIELD_KEYS.items():
            if start < end and pattern.fullmatch(label) and FITS[key](folded.text[start:end]):
                known.setdefault(key, raw(start, end))
    words = tuple(word for word in byline.words if is_name(word.match[0]) or is_category(word.match[0]))
    sites = [word for word in words if is_site(word.match[0])]
    if sites and "site" not in known:
        known["site"] = raw(sites[0].start, sites[0].end)
    people = tuple(word for word in words if word not in sites)
    glued = byline.glued and people[:1] == byline.words[:1]
    author, category = _roles(replace(byline, words=people, glued=glued), text)
    if author and is_name(author.match[0]):
        known.setdefault("author", raw(author.start, author.end))
    if category and is_category(category.match[0]):
        known.setdefault("category", raw(category.start, category.end))
    if byline.date:
        known["date"] = byline.date
    for name, count in byline.counts:
        if (
            words or not byline.words or name not in byline.bare
        ):  # 打印 12: the number of a button is no counter
            known.setdefault(name, count)
    return known


def _roles(byline: Byline, text: str) -> tuple[Piece | None, Piece | None]:
    """Author and category among the bare words: a category is what the article talks about."""
    if not byline.words:
        return None, None
    if len(byline.words) == 1:
        word = byline.words[0]
        return (word, None) if byline.glued or not _talked_about(word, text) else (None, word)
    first, second = byline.words[:2]
    if not byline.glued and _talked_about(first, text) > 1 and not _talked_about(second, text):
        return second, first
    return first, second


def _talked_about(word: Piece, text: str) -> int:
    """How often the article uses the most used two characters of the word, the by-line itself left aside."""
    name = word.match[0]
    return max(text.count(name[at : at + 2]) for at in range(len(name) - 1)) - 1


LINES_ABOVE = 12  # lines that are not empty: the most that stand above an article
PARAGRAPH = 60  # folded characters: a longer line with a comma or full stop is prose


def top_of_page(view: View) -> Iterator[tuple[int, str]]:
    """The lines above the article's first heading or paragraph, at most twelve that are not empty."""
    seen = 0
    for start, line in view.lines:
        text = view.memory.of(unmask_disguise, line.rstrip("\n")).text.strip()
        if not text:
            continue
        seen += 1
        if seen > LINES_ABOVE or is_heading(text) or (len(text) > PARAGRAPH and re.search(r"[。,]", text)):
            return
        yield start, line


def find_byline(view: View) -> Found:
    """By-lines and counters above the article: removed, with what they say captured."""
    edits: list[Edit] = []
    metadata: dict[str, object] = {}
    title_seen = "title" in view.metadata
    whole_text = ""
    for start, line in top_of_page(view):
        folded = view.memory.of(unmask_disguise, line.rstrip("\n"))
        if re.search('["“”「」]', folded.text):
            continue  # a by-line quotes nobody; 「Step 2: 点击"我的"」 does
        byline = read_byline(folded.text)
        counters = is_counters(folded.text)
        if byline is None or not (byline.marked or counters or (title_seen and _plain_counters(byline))):
            title_seen = title_seen or (
                byline is None and is_title_shape(folded.text) and not is_contact(line, view.memory)
            )
            continue
        if not counters and not title_seen and not byline.date:
            title_seen = True  # a first line like 逾期30天 is a title with a number
            continue
        whole_text = whole_text or unmask_disguise(view.text).text
        if not byline.marked and not counters and not _talked_about(byline.words[0], whole_text):
            continue
        metadata = facts(line, folded, byline, whole_text) | metadata
        edits.append(Edit(start, line, "", "byline_counters"))
    return Found(tuple(edits), metadata=metadata)


def _plain_counters(byline: Byline) -> bool:
    """A category and two counters without a mark between them, as below a title: 平台逾期 5 0."""
    return len(byline.words) == 1 and len(byline.counts) == 2


def is_contact(line: str, memory: LineMemory) -> bool:
    """Whether the line is not the page's title because all of it goes."""
    return goes_whole(line.rstrip("\n"), memory) != ""


BYLINE = Rule(
    name="strip/byline",
    find=find_byline,
    examples=(
        (
            "花呗逾期怎么办\n小王2023-05-06债务重组88\n一、概述\n债务重组须知。\n",
            "花呗逾期怎么办\n一、概述\n债务重组须知。\n",
        ),
        ("花唄逾期怎麼辦\n\n平臺逾期 7℃ 2\n\n小編導語\n", "花唄逾期怎麼辦\n\n\n小編導語\n"),
        (
            "花呗逾期怎么办\n发布时间：2023-05-06 08:09 阅读：12次\n正文第一段。\n",
            "花呗逾期怎么办\n正文第一段。\n",
        ),
        ("花呗逾期怎么办\n到微博 2024-05-08 10:41 APP\n正文第一段。\n", "花呗逾期怎么办\n正文第一段。\n"),
    ),
    keep=(
        "2024年10月18日，小花去了银行。\n",
        '怎么转账\n第一步：打开首页，登录账户。\nStep 1: 打开APP\nStep 2: 点击"我的"\n',
        "会议纪要\n\n一、时间\n2024-10-18\n",
        "逾期30天的后果\n一、利息\n",
        "某公司成立于2014年\n",
        "日程安排\n10:41 乘车\n14:30 参观\n",
    ),
)
