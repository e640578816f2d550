"""Which of a page's blocks are its article, and what the others are.

Each block gets a probability from gradient-boosted trees over the numbers of `features.py` (fitted by
`tools/tables/page_blocks.py` on pages with gold text); then the page is decided as a whole: the element that holds
the article best, nearly all in it, and outside only what is sure, such as the other posts of a thread.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

import numpy as np
from lxml import etree
from numpy.typing import NDArray

from qingyuan.stages.strip.html.features import BITS, DATE, LABEL, SHORT, Page, features
from qingyuan.stages.strip.html.segment import Block


@dataclass(frozen=True, slots=True)
class _Settings:
    """Numbers chosen on pages of sites that the model was not fitted on."""

    inside: float = 0.35  # probability from which a block within the article's element stays
    outside: float = 0.7  # and outside of it
    alike: float = 0.3  # how far a block is drawn to the mean of those in elements of the same name
    smallest: int = 60  # letters of an element that can be the article's, or a tenth of the page
    most: float = 0.7  # share of an element's letters from which its other text is the article's, too
    least: float = 0.02  # probability of such text; below, the model is as sure as it gets
    longest_name: int = 16  # characters of who wrote a post
    same_title: float = 0.6  # share of its pairs of letters from which a heading is the page's title
    other_title: float = 0.25  # and below which it is that of something else
    bare_links: float = 0.1  # share of letters in links up to which a page without furniture is all article
    dated: int = 6  # blocks below the title of another article in which its date stands


SETTINGS = _Settings()
_FURNITURE = ("navigation", "footer", "side", "related", "advertisement", "comment", "action")
HEADING = re.compile(r"h[1-6]")
SENTENCE_MARKS = ("。", "！", "？", "；", "：")
# What a platform says of itself in English below its Chinese disclaimer, which the boilerplate rule knows.
HOSTED = re.compile(r"only provides? information storage", re.IGNORECASE)
WRITER = re.compile(r"author|user|nick|(?<![a-z])u?name(?![a-z])|replyer|poster(?![a-z])|authi")
NAME = re.compile(r"(?=.*[^\W\d_])[\w .·•-]+")
NAMED_WITHIN = 3  # elements: how near the one stands that is named as a writer's
_BARE = sum(BITS[name] for name in _FURNITURE)


def reasons(root: etree._Element, blocks: list[Block]) -> list[str]:
    """Of each block the reason it is left out of the article; nothing for what belongs to the article."""
    page = Page(root, blocks)
    found = [""] * len(blocks)
    if not page.blocks:
        return found
    keep = decide(page)
    named = with_speakers(page, keep)
    for at, reason in zip(page.at, _reasons(page, named), strict=True):
        found[at] = reason
    _fill(blocks, found, page.at)
    for number in np.flatnonzero(named & ~keep):  # pictures around the name are the writer's
        for near in (page.at[number] - 1, page.at[number] + 1):
            if 0 <= near < len(blocks) and blocks[near].images and not blocks[near].text.strip():
                found[near] = "byline"
    return found


def decide(page: Page) -> NDArray[Any]:
    """Whether each block of a page is the article's."""
    if is_bare(page):
        return np.ones(len(page.blocks), bool)
    return decide_by(page, probabilities(features(page)[0]))


def with_speakers(page: Page, keep: NDArray[Any]) -> NDArray[Any]:
    """The blocks to keep and, in a thread, those that say who wrote each post."""
    said = keep.copy()
    for begin, end in _posts(page, keep):
        first = begin + int(np.argmax(keep[begin:end]))
        name = next((at for at in range(begin, first) if _is_name(page, at)), None)
        if name is not None:
            said[name] = True
    return said


def _posts(page: Page, keep: NDArray[Any]) -> list[tuple[int, int]]:
    """The places of the posts of a thread: elements of one name that hold most of what is kept; none of an article."""
    kept = page.sums(keep * page.size)
    groups: dict[tuple[str, str], list[int]] = {}
    for at, kind in enumerate(page.kinds):
        if kind[1] and kept[at]:
            groups.setdefault(kind, []).append(at)
    best: list[int] = []
    for members in groups.values():
        outer = _outermost(page, members)
        if (
            len(outer) >= 2
            and kept[outer].sum() * 2 > kept[0]
            and kept[outer].sum() > (kept[best].sum() if best else 0)
        ):
            best = outer
    return [(int(page.begin[at]), int(page.end[at])) for at in best]


def _outermost(page: Page, members: list[int]) -> list[int]:
    """Those of the elements that stand in none of the others; they come in the order of the page."""
    outer: list[int] = []
    for at in members:
        if not outer or page.begin[at] >= page.end[outer[-1]]:
            outer.append(at)
    return outer


def _is_name(page: Page, at: int) -> bool:
    """Whether a block names a writer, by the name of its element and by its shape."""
    text = page.blocks[at].text.strip()
    if (
        not 1 < len(text) <= SETTINGS.longest_name
        or len(text.split()) > 2
        or not NAME.fullmatch(text)
        or DATE.search(text)
    ):
        return False
    element = int(page.owner[at])
    for _ in range(NAMED_WITHIN):
        each = page.elements[element]
        if WRITER.search(f"{each.get('class') or ''} {each.get('itemprop') or ''}".lower()):
            return True
        element = int(page.parent[element])
    return False


def is_bare(page: Page) -> bool:
    """Whether a page has few links, none of them alone, and no element named as furniture: all is the article."""
    alone = page.link * 2 > page.size
    few = page.link.sum() <= SETTINGS.bare_links * page.total
    return bool(few and not alone.any() and not (page.words & _BARE).any())


def probabilities(rows: NDArray[Any]) -> NDArray[Any]:
    """The model's probability of each row.

    All conditions of all trees at once: a condition that fails rules out the leaves on its yes side, and the first
    leaf that is left is the row's (QuickScorer, Lucchese et al., SIGIR 2015).
    """
    if len(rows) > MOST_ROWS:
        parts = [rows[at : at + MOST_ROWS] for at in range(0, len(rows), MOST_ROWS)]
        return np.concatenate([probabilities(part) for part in parts])
    model = _model()
    fails = rows[:, model.feature] > model.threshold  # rows, trees, conditions
    left = np.bitwise_and.reduce(np.where(fails, model.without, model.all_leaves), axis=2)
    leaf = _LOWEST_BIT[left]
    score = model.value[np.arange(leaf.shape[1]), leaf].sum(axis=1)
    return np.asarray(1 / (1 + np.exp(-score)))


def decide_by(page: Page, probable: NDArray[Any]) -> NDArray[Any]:
    """Whether each block is the article's, of a page whose blocks have these probabilities."""
    size, weight = page.size, np.log1p(page.size)
    drawn = probable.copy()
    home = page.nearest_strong[page.owner]
    groups: dict[tuple[str, str], list[int]] = {}
    for at, element in enumerate(home):
        if element >= 0:
            groups.setdefault(page.kinds[element], []).append(at)
    for members in groups.values():
        if len(set(home[members])) > 1:
            mean = np.dot(weight[members], probable[members]) / weight[members].sum()
            drawn[members] += SETTINGS.alike * (mean - drawn[members])
    keep = drawn > SETTINGS.outside
    total, right = page.sums(size), page.sums(size * drawn)
    large = total >= min(SETTINGS.smallest, page.total / 10)
    gain = np.where(large, 2 * right / (total + (size * drawn).sum()), -1)
    best = int(np.argmax(gain))
    begin, end = page.begin[best], page.end[best]
    inside = drawn[begin:end]
    keep[begin:end] = inside > min(SETTINGS.inside, inside.max() / 2)
    _take_in(page, drawn, keep, best)
    _leave_line_numbers(page, keep)
    for hosted in (at for at, block in enumerate(page.blocks) if HOSTED.search(block.text)):
        keep[hosted] = False
    keep[_next_article(page) :] = False
    return keep


def _take_in(page: Page, probable: NDArray[Any], keep: NDArray[Any], element: int) -> None:
    """Keep what belongs with what is kept: within an `element` of which most is, and between two paragraphs of one."""
    begin, end = int(page.begin[element]), int(page.end[element])
    letters = page.size[begin:end]
    if np.dot(letters, keep[begin:end]) >= SETTINGS.most * letters.sum():
        for at in range(begin, end):
            if not HEADING.fullmatch(page.blocks[at].owner.tag) and _belongs(page, probable, at, element):
                keep[at] = True
    for before, behind in pairwise(np.flatnonzero(keep)):
        home = int(page.parent[page.owner[before]])
        if (
            page.depth[page.owner[before]] == page.depth[page.owner[behind]]
            and page.parent[page.owner[behind]] == home
        ):
            for at in range(before + 1, behind):
                keep[at] = _belongs(page, probable, at, home)


def _belongs(page: Page, probable: NDArray[Any], at: int, home: int) -> bool:
    """Whether a block is text of what stands around it in an element: no links, and nothing named otherwise."""
    block = page.blocks[at]
    is_text = (
        page.prose[at] > 0
        or block.text.rstrip().endswith(SENTENCE_MARKS)
        or HEADING.fullmatch(block.owner.tag) is not None
        or any(frame.tag in ("table", "pre") for frame in block.frames)
    )
    return bool(
        is_text
        and probable[at] > SETTINGS.least
        and page.link[at] * 2 < page.size[at]
        and not _is_named_between(page, int(page.owner[at]), home)
    )


def _leave_line_numbers(page: Page, keep: NDArray[Any]) -> None:
    """Drop the numbers of the lines of code that a page shows beside it: 1, 2, 3 and nothing else, in one box."""
    start = 0
    while start < len(page.blocks):
        end = start
        home = page.parent[page.owner[start]]
        while (
            end < len(page.blocks)
            and page.flat[end] == str(end - start + 1)
            and page.parent[page.owner[end]] == home
        ):
            end += 1
        if end - start >= 2:
            keep[start:end] = False
        start = max(end, start + 1)


def _is_named_between(page: Page, element: int, home: int) -> bool:
    """Whether an element has a name that speaks against it, or one around it below `home`."""
    while element != home and element:
        if page.words[element] & (_BARE | BITS["facts"]):
            return True
        element = int(page.parent[element])
    return False


def _next_article(page: Page) -> int:
    """Where another article begins below this one: at a heading of the same kind as the title's, with another title.

    Headings of sections may be of that kind, too; below the title of an article stands its date, or it is an `h1`.
    """
    headings = [at for at, block in enumerate(page.blocks) if block.owner.tag in ("h1", "h2")]
    likeness = {at: page.in_title(page.flat[at]) for at in headings}
    own = max(headings, key=lambda at: likeness[at] * len(page.flat[at]), default=-1)  # a logo is in it, too
    if own < 0 or likeness[own] < SETTINGS.same_title or not page.kinds[page.owner[own]][1]:
        return len(page.blocks)
    others = (
        at
        for at in headings
        if at > own
        and page.kinds[page.owner[at]] == page.kinds[page.owner[own]]
        and likeness[at] < SETTINGS.other_title
        and (page.blocks[at].owner.tag == "h1" or _is_dated(page, at))
    )
    return next(others, len(page.blocks))


def _is_dated(page: Page, at: int) -> bool:
    """Whether a by-line with a date stands below a heading."""
    below = range(at + 1, min(len(page.blocks), at + 1 + SETTINGS.dated))
    return any(page.size[each] < SHORT and DATE.search(page.blocks[each].text) for each in below)


@dataclass(frozen=True, slots=True)
class _Model:
    """The trees: for each its conditions, and the leaves that each condition rules out when it fails."""

    feature: NDArray[Any]  # trees, conditions
    threshold: NDArray[Any]
    without: NDArray[Any]  # a bit a leaf
    value: NDArray[Any]  # trees, leaves
    all_leaves: np.uint16


MOST_ROWS = 1_000  # at a time: the conditions of so many take 13 MB
MOST_LEAVES = 12
_LOWEST_BIT = np.array([(n & -n).bit_length() - 1 if n else 0 for n in range(1 << MOST_LEAVES)])


@cache
def _model() -> _Model:
    data = json.loads(files("qingyuan").joinpath("data/page_blocks.json").read_text(encoding="utf-8"))
    return _Model(
        np.array(data["feature"]),
        np.array(data["threshold"], np.float32),
        np.array(data["without"], np.uint16),
        np.array(data["value"]),
        np.uint16((1 << MOST_LEAVES) - 1),
    )


_OF_WORDS = {
    "comment": "comment",
    "related": "related",
    "navigation": "navigation",
    "footer": "footer",
    "advertisement": "advertisement",
    "action": "share",
    "side": "side",
}
_OF_TEXT = (
    ("ranking", re.compile(r"排行|热门|热榜|热搜|\btop\s?\d|trending|most (?:read|popular)", re.IGNORECASE)),
    ("comment", re.compile(r"评论|留言|跟帖|comments?\b", re.IGNORECASE)),
    (
        "related",
        re.compile(
            r"相关|推荐|更多|猜你|精彩|延伸|最新|上一篇|下一篇|related|recommend|read next", re.IGNORECASE
        ),
    ),
    (
        "byline",
        re.compile(
            r"来源[:：]|作者[:：]|编辑[:：]|责编|发布(?:时间|于)|发表于|\d{4}[-/年.]\s?\d{1,2}[-/月.]\s?\d{1,2}"
        ),
    ),
    ("footer", re.compile(r"备案|ICP|©|版权所有|copyright|all rights reserved|公网安备", re.IGNORECASE)),
    ("share", re.compile(r"分享|扫一扫|扫码|点赞|收藏|举报|微信|微博|share\b", re.IGNORECASE)),
)

_OF_OTHERS = ("ranking", "comment", "related")  # what a heading of others is over


def _reasons(page: Page, keep: NDArray[Any]) -> list[str]:
    """What each block is that is not kept: by the name of an element around it, the heading over it, its text."""
    first = int(np.argmax(keep)) if keep.any() else 0
    by_name = _by_name(page)
    names: list[str] = []
    under, under_end = "", 0  # what the last heading over other things said, and where its box ends
    for at, block in enumerate(page.blocks):
        short = page.size[at] < SHORT
        if keep[at]:
            names.append("")
            under = ""
            continue
        if at >= under_end:
            under = ""
        by_text = next((name for name, words in _OF_TEXT if short and words.search(block.text)), "")
        if by_text in _OF_OTHERS and page.size[at] < LABEL:
            under, under_end = by_text, _end_of_box(page, int(page.owner[at]))
        linked = page.link[at] * 2 > page.size[at]
        names.append(
            under
            or ("byline" if by_text == "byline" else "")
            or by_name[page.owner[at]]
            or by_text
            or (("navigation" if at < first else "related") if linked else "other")
        )
    return names


def _end_of_box(page: Page, element: int) -> int:
    """Where the smallest element ends that holds more than this one block."""
    while element and page.end[element] - page.begin[element] == 1:
        element = int(page.parent[element])
    return int(page.end[element])


def _by_name(page: Page) -> list[str]:
    """Of each element what its name, or the nearest telling one around it, says that its blocks are."""
    said: list[str] = []
    for at, words in enumerate(page.words):
        if words & (BITS["comment"] | BITS["reply"]) and not words & BITS["body"]:
            own = "comment"
        else:
            own = next((reason for name, reason in _OF_WORDS.items() if words & BITS[name]), "")
        said.append(own or (said[page.parent[at]] if at else ""))
    return said


def _fill(blocks: list[Block], found: list[str], judged: list[int]) -> None:
    """Give blocks of marks alone what the blocks on both sides of them have; pictures are decided later."""
    for before, behind in zip([None, *judged], [*judged, None], strict=True):
        start = 0 if before is None else before + 1
        end = len(blocks) if behind is None else behind
        sides = [found[at] for at in (before, behind) if at is not None]
        out = next((side for side in sides if side), "")
        for at in range(start, end):
            if not blocks[at].text.strip():
                continue
            kept = [k for k in (before, behind) if k is not None and not found[k]]
            near = any(blocks[k].owner.getparent() is blocks[at].owner.getparent() for k in kept)
            found[at] = "" if not out or near else out
