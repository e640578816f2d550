"""What is measured of each block of a page: its text, its place in the tree and in the prose, its neighbors.

One row of numbers a block, in the order of `NAMES`; `blocks.py` decides by them, and `tools/tables/page_blocks.py`
fits the model on pages with gold text by the same numbers.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from typing import Any

import numpy as np
from lxml import etree
from numpy.typing import NDArray

from qingyuan.stages.strip.html.parse import text_of
from qingyuan.stages.strip.html.segment import Block
from qingyuan.text.characters import UNIFIED_HAN

WORDS = {  # of names in lower case
    name: re.compile(pattern)
    for name, pattern in (
        (
            "body",
            r"article|content|detail|entry|(?<![a-z])text|story|rich|markdown|\bpost|main[-_]?(?:text|body)|正文",
        ),
        ("main", r"main|\bbody|wrap|container|center|left|\bcol"),
        (
            "reply",
            r"repl(?:y|ies)|floor|answer|postbody|post[-_]?(?:body|message|content)|t_f\b|message|thread|topic"
            r"|comment[-_]?(?:content|text|body)|poststream",
        ),
        ("comment", r"comment|pinglun|disqus|remark"),
        ("navigation", r"nav|menu|crumb|header|topbar|\btop\b|head(?!line)|sitemap|toolbar"),
        ("footer", r"foot|bottom|copyright|beian|legal|policy|cookie|privacy|subscribe|newsletter"),
        ("side", r"side|aside|right|widget|rail|panel|sticky|fixed|float"),
        (
            "related",
            r"relat|recommend|more|hot|rank|suggest|guess|similar|next|prev|popular|latest|trending|also|tuijian|xgyd",
        ),
        (
            "facts",
            r"meta|info|author|byline|source|time|date|user|avatar|nick|profile|name|sign(?:ature)?\b|level|editor",
        ),
        (
            "action",
            r"share|like|login|modal|popup|dialog|tool|btn|button|vote|follow|digg|report|qr|download|app[-_]|toast|tip"
            r"|action|control",
        ),
        ("advertisement", r"(?<![a-z])ads?(?![a-z])|advert|banner|sponsor|promo|gg\b|guanggao"),
        ("list", r"list|(?<![a-z])tags?(?![a-z])|label|categor|item|card|grid|feed|archive"),
        ("title", r"title|headline|subject|\bh1\b"),
        ("caption", r"caption|figure|photo|image|credit"),
        ("hidden", r"hidden|hide|sr-only|visually|none"),
    )
}
BITS = {name: 1 << at for at, name in enumerate(WORDS)}
OF_TAG = {
    "nav": "navigation",
    "header": "navigation",
    "footer": "footer",
    "aside": "side",
    "article": "body",
    "main": "main",
    "h1": "title",
    "figcaption": "caption",
}
STRONG = re.compile(
    r"(?<![a-z])(?:art|article|post|news|entry|topic|story|detail|blog|question|answer|thread|main|page|reply|comment|message|caas"
    r"|prose|media|chapter)s?[-_]*(?:content|body|text|con|txt|main|article|detail)(?![a-z])|markdown|trs_editor|js_content"
    r"|rich[-_]?(?:media[-_]content|text)|richcontent|(?<![a-z])t_f(?![a-z])|(?<![a-z])prose|cooked|mw-parser-output"
    r"|(?<![\w-])(?:content|article|text)(?![\w-])",
)
"""Names that an element with the text itself has."""
AGAINST = sum(
    BITS[name] for name in ("comment", "navigation", "footer", "side", "related", "action", "advertisement")
)
STOP_WORDS = re.compile(
    r"[的了是在和与就也都这那我你他不]|\b(?:the|of|and|to|in|is|that|de|la|que|et|der|die|und|el|en|не|на|что)\b|[はのを]",
)
MARKS = re.compile(r"[，。！？；：、,.!?;:]")
LAST_MARK = re.compile(r"[。！？.!?…”」：:]\s*\Z")
HAN = re.compile(f"[{UNIFIED_HAN}]")
CUE = re.compile(
    r"责任编辑|来源[:：]|版权|转载|登录|注册|举报|点赞|收藏|分享|回复|评论|浏览|阅读|发布于|发表于|上一篇|下一篇|相关阅读|推荐|热门"
    r"|更多|关注|扫码|下载|客户端|备案|icp|©|copyright|all rights|share|log ?in|sign ?(?:in|up)|reply|comments?\b|related"
    r"|read more|subscribe|cookie|posted|ago\b",
)
OTHERS = re.compile(
    r"相关|推荐|热门|热点|排行|更多|猜你|精彩|最新|延伸|下一篇|上一篇|评论|留言|跟帖|related|recommend|more|popular|latest"
    r"|trending|comments?\b|read next|you may",
)
"""Words of a heading over what is not this article."""
END = re.compile(
    r"责任编辑|责编|[（(\[【]\s*(?:编辑|责编)|编辑[:：]|版权声明|免责声明|特别声明|未经授权|举报|点赞|本文来源|转载请"
    r"|全文完|编辑于|发布于|share this|filed under|tags?:",
)
"""Words that stand behind an article's end."""
DATE = re.compile(
    r"\d{4}\s?[-/年.]\s?\d{1,2}\s?[-/月.]\s?\d{1,2}|\d{1,2}:\d{2}|(?:天|小时|分钟|月|年|日)前|\b(?:ago|days?|hours?)\b",
)
NO_LETTERS = re.compile(r"[\W_]+")
LABEL = 16  # letters of a heading over what is not this article
SHORT = 60  # letters of a block that may be a label, a heading or a by-line
Floats = NDArray[np.float64]
LONGEST_TITLE = 200  # letters
LEVELS = (0, 1, 2, 3, 5)  # how far up the tree densities are taken
WINDOWS = (3, 8, 20)  # how many blocks before and behind
TAGS = ("p", "li", "div", "td", "section", "pre", "dd", "body")


def flat(text: str) -> str:
    """Letters and digits alone, width and case folded."""
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    return NO_LETTERS.sub("", text).lower()


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


class Page:
    """A page's shown blocks with what is known of each and of the elements around them."""

    def __init__(self, root: etree._Element, blocks: Sequence[Block]) -> None:
        """Those of the blocks that have letters."""
        self.root = root
        texts = [flat(block.text) for block in blocks]
        self.at = [at for at, text in enumerate(texts) if text]  # their places among those given
        self.blocks = [blocks[at] for at in self.at]
        self.flat = [texts[at] for at in self.at]
        blocks = self.blocks
        self.size = np.array([len(text) for text in self.flat], float)
        self.link = np.array([len(flat(block.link)) if block.link else 0 for block in blocks], float)
        self.marks = np.array([len(MARKS.findall(block.text)) for block in blocks], float)
        unlinked = self.size - self.link
        self.prose = np.where((unlinked >= 15) & (self.marks > 0), unlinked, 0.0)
        self.total = self.size.sum() or 1.0
        self.all_prose = self.prose.sum() or 1.0
        self._elements()
        self._heads()

    def _elements(self) -> None:
        """The elements around blocks, each with its parent and the blocks in it; parents before children."""
        place: dict[etree._Element, int] = {}
        self.elements: list[etree._Element] = []
        parents: list[int] = []
        first: list[int] = []
        last: list[int] = []
        owners: list[int] = []
        for index, block in enumerate(self.blocks):
            new: list[etree._Element] = []
            element: etree._Element | None = block.owner
            while element is not None and element not in place:
                new.append(element)
                element = element.getparent()
            for each in reversed(new):
                parent = each.getparent()
                place[each] = len(self.elements)
                parents.append(place[parent] if parent is not None else 0)
                self.elements.append(each)
                first.append(index)
                last.append(-1)
            at = place[block.owner]
            owners.append(at)
            while last[at] != index:
                last[at] = index
                at = parents[at]
        self.parent = np.array(parents, int)
        self.owner = np.array(owners, int)
        self.begin = np.array(first, int)
        self.end = np.array(last, int) + 1
        self._names(parents)

    def _names(self, parents: list[int]) -> None:
        """What the names of the elements say, and of each the nearest around it that says most."""
        names = [
            f"{each.get('class') or ''} {each.get('id') or ''} {each.get('itemprop') or ''} {each.get('role') or ''}"
            if each.attrib
            else ""
            for each in self.elements
        ]
        known: dict[tuple[str, str], tuple[int, bool]] = {}
        for each, name in zip(self.elements, names, strict=True):
            if (each.tag, name) not in known:
                known[each.tag, name] = self._words(each.tag, name)
        found = [known[each.tag, name] for each, name in zip(self.elements, names, strict=True)]
        words, are_strong = [mask for mask, _ in found], [strong for _, strong in found]
        kinds = [(each.tag, re.sub(r"[0-9]+", "0", each.get("class") or "")) for each in self.elements]
        same = Counter(kinds)
        some = len(parents) > 0  # the first is the root, which is its own parent here
        above, depths, strongs, bads, counts = words[:1], [0] * some, [-1] * some, [-1] * some, [0] * some
        for place, parent in enumerate(parents[1:], 1):
            above.append(above[parent] | words[place])
            depths.append(depths[parent] + 1)
            strongs.append(place if are_strong[place] else strongs[parent])
            counts.append(counts[parent] + are_strong[place])
            against = words[place] & AGAINST and not are_strong[place] and kinds[place][0] != "body"
            bads.append(place if against else bads[parent])
        self.kinds = kinds
        self.same = np.array([same[kind] for kind in kinds], float)
        self.words, self.above, self.depth = np.array(words, int), np.array(above, int), np.array(depths, int)
        self.nearest_strong, self.nearest_bad = np.array(strongs, int), np.array(bads, int)
        self.strongs = np.array(counts)

    @staticmethod
    def _words(tag: str, names: str) -> tuple[int, bool]:
        mask = BITS[OF_TAG[tag]] if tag in OF_TAG else 0
        names = names.lower()
        if names.strip():
            mask |= sum(BITS[name] for name, words in WORDS.items() if words.search(names))
        strong = tag == "article" or (
            tag not in ("a", "body", "html") and bool(names.strip() and STRONG.search(names))
        )
        return mask, strong

    def _heads(self) -> None:
        """What the page calls itself, and what it says it is about."""
        declared = [flat(text_of(each))[:LONGEST_TITLE] for each in islice(self.root.iter("title"), 2)]
        about = ""
        for meta in self.root.iter("meta"):
            name = (meta.get("property") or meta.get("name") or "").lower()
            if name in ("og:title", "twitter:title"):
                declared.append(flat(meta.get("content") or "")[:LONGEST_TITLE])
            elif name in ("description", "og:description"):
                about = max(about, flat(meta.get("content") or ""), key=len)
        shown = [flat(text_of(each))[:LONGEST_TITLE] for each in islice(self.root.iter("h1"), 3)]
        self._declared = [pairs for title in declared[:6] if (pairs := _pairs(title))]
        self.titles = self._declared + [pairs for title in shown if (pairs := _pairs(title))]
        self.about = about[:300]

    def in_title(self, text: str) -> float:
        """The share of a heading's pairs of letters that stand in what the page calls itself."""
        pairs = _pairs(text)
        return max((len(pairs & title) / len(pairs) for title in self._declared if pairs), default=0.0)

    def sums(self, values: Floats) -> Floats:
        """Of each element, the sum of values over the blocks in it."""
        total = np.concatenate([[0.0], np.cumsum(values)])
        return np.asarray(total[self.end] - total[self.begin])

    def windows(self, values: Floats, reach: int) -> Floats:
        """Of each block, the sum over it and as many as `reach` before and behind."""
        total = np.concatenate([[0.0], np.cumsum(values)])
        at = np.arange(len(values))
        return np.asarray(total[np.minimum(len(values), at + reach + 1)] - total[np.maximum(0, at - reach)])


def features(page: Page) -> tuple[NDArray[np.float32], list[str]]:
    """One row a block; and the names of the columns."""
    count = len(page.blocks)
    texts = [block.text.lower() for block in page.blocks]
    size, link, prose, marks = page.size, page.link, page.prose, page.marks
    some = np.maximum(1, size)
    short = size < SHORT
    columns: dict[str, NDArray[Any]] = {}
    title_pairs = page.titles
    likeness, title_share, about_share = np.zeros(count), np.zeros(count), np.zeros(count)
    main_title = max(title_pairs[:2], key=len, default=set()) if title_pairs else set()
    about = {page.about[at : at + 4] for at in range(len(page.about) - 3)}
    for at, text in enumerate(page.flat):
        if title_pairs and size[at] < 120:
            pairs = _pairs(text)
            likeness[at] = max(
                (len(pairs & title) / len(pairs | title) for title in title_pairs if pairs), default=0
            )
        elif main_title:
            title_share[at] = len(main_title & _pairs(text)) / len(main_title)
        if about and size[at] >= 8:
            about_share[at] = len(about & {text[k : k + 4] for k in range(len(text) - 3)}) / len(about)
    cue = np.array([bool(s and CUE.search(text)) for s, text in zip(short, texts, strict=True)], float)
    dated = np.array([bool(s and DATE.search(text)) for s, text in zip(short, texts, strict=True)], float)
    ends = np.array([bool(END.search(text[:80])) for text in texts], float)
    over_others = np.array(
        [bool(n < LABEL and OTHERS.search(text)) for n, text in zip(size, texts, strict=True)], float
    )
    stops = np.array([len(STOP_WORDS.findall(text)) for text in texts], float)
    han = np.array([len(HAN.findall(text)) for text in texts], float)
    digits = np.array([sum(map(str.isdigit, text)) for text in page.flat], float)
    base = {
        "size": np.log1p(size),
        "link": link / some,
        "marks": marks / some,
        "last_mark": np.array([bool(LAST_MARK.search(text)) for text in texts], float),
        "stops": stops / some,
        "han": han / some,
        "digits": digits / some,
        "like_title": likeness,
        "cue": cue,
        "dated": dated,
        "prose": (prose > 0).astype(float),
    }
    columns |= base
    columns |= {
        "title_share": title_share,
        "about_share": about_share,
        "end": ends,
        "over_others": over_others,
    }
    for step in (-2, -1, 1, 2):
        for name in ("size", "link", "marks", "cue", "dated"):
            moved = np.full(count, -1.0)
            if step < 0:
                moved[-step:] = base[name][:step]
            else:
                moved[:-step] = base[name][step:]
            columns[f"{name}{step:+d}"] = moved
    for reach in WINDOWS:
        total = np.maximum(1, page.windows(size, reach))
        columns[f"prose~{reach}"] = page.windows(prose, reach) / total
        columns[f"link~{reach}"] = page.windows(link, reach) / total
    sums = {name: page.sums(values) for name, values in (("size", size), ("link", link), ("prose", prose))}
    held = (page.end - page.begin).astype(float)
    chain = [page.owner]
    for _ in range(6):
        chain.append(page.parent[chain[-1]])
    for level in LEVELS:
        around = chain[level]
        most = np.maximum(1, sums["size"][around])
        columns[f"share^{level}"] = sums["size"][around] / page.total
        columns[f"prose_of_page^{level}"] = sums["prose"][around] / page.all_prose
        columns[f"link^{level}"] = sums["link"][around] / most
        columns[f"prose^{level}"] = sums["prose"][around] / most
        columns[f"blocks^{level}"] = np.log(held[around])
    for level in range(5):
        columns[f"same^{level}"] = np.log(page.same[chain[level]])
    columns["same_above"] = np.log(np.max([page.same[chain[level]] for level in range(1, 7)], axis=0))
    # blocks of one shape
    shapes = [tuple(page.kinds[chain[level][k]] for level in range(3)) for k in range(count)]
    shape_of: dict[object, int] = {}
    shape = np.array([shape_of.setdefault(each, len(shape_of)) for each in shapes], int)
    alike = np.bincount(shape).astype(float)
    of_shape = {
        name: np.bincount(shape, values)
        for name, values in (("size", size), ("link", link), ("prose", prose))
    }
    columns["alike"] = np.log(alike[shape])
    columns["alike_share"] = of_shape["size"][shape] / page.total
    columns["alike_link"] = of_shape["link"][shape] / np.maximum(1, of_shape["size"][shape])
    columns["alike_prose"] = of_shape["prose"][shape] / page.all_prose
    columns["alike_mean"] = np.log1p(of_shape["size"][shape] / alike[shape])
    repeated = Counter(page.flat)
    columns["repeated"] = np.log([repeated[text] for text in page.flat])
    near = page.words[chain[0]] | page.words[chain[1]] | page.words[chain[2]]
    far = np.where(chain[3] != chain[2], page.above[chain[3]], 0)
    for name, bit in BITS.items():
        columns[f"near_{name}"] = (near & bit > 0).astype(float)
        columns[f"far_{name}"] = (far & bit > 0).astype(float)
    tags = [each.tag for each in page.elements]
    owner_tags = [tags[k] for k in page.owner]
    for tag in TAGS:
        columns[f"is_{tag}"] = np.array([each == tag for each in owner_tags], float)
    columns["is_heading"] = np.array([bool(re.fullmatch(r"h[1-6]", each)) for each in owner_tags], float)
    for tag in ("li", "table", "article", "form", "blockquote"):
        columns[f"in_{tag}"] = _within(tag, tags, page.parent)[page.owner].astype(float)
    columns["depth"] = page.depth[page.owner].astype(float)
    # the nearest well-named element, beside the nearest one that speaks against
    strong, bad = page.nearest_strong[page.owner], page.nearest_bad[page.owner]
    depth = page.depth[page.owner]
    has = strong >= 0
    columns["strong_near"] = np.where(has, depth - page.depth[strong], 30.0)
    columns["bad_near"] = np.where(bad >= 0, depth - page.depth[bad], 30.0)
    columns["strong_first"] = (columns["strong_near"] < columns["bad_near"]).astype(float)
    columns["strong_prose"] = np.where(has, sums["prose"][strong] / page.all_prose, 0)
    columns["strong_link"] = np.where(has, sums["link"][strong] / np.maximum(1, sums["size"][strong]), 0)
    columns["strong_same"] = np.where(has, np.log(page.same[strong]), 0)
    columns["strong_place"] = np.where(has, page.begin[strong] / count, 0)
    columns["strong_size"] = np.where(has, np.log1p(sums["size"][strong]), 0)
    columns["strongs"] = page.strongs[page.owner].astype(float)
    # where it stands
    order = np.arange(count, dtype=float)
    columns["place"] = order / count
    columns["prose_before"] = (np.cumsum(prose) - prose) / page.all_prose
    columns["images"] = np.array([block.images for block in page.blocks], float)
    columns["behind_title"] = _since(likeness > 0.5)
    columns["behind_end"] = _since(ends > 0)
    columns["behind_others"] = _since(over_others > 0)
    columns["behind_date"] = _since(dated > 0)
    best = int(np.argmax(about_share)) if about_share.any() and about_share.max() > 0.2 else -1
    columns["from_about"] = order - best if best >= 0 else np.full(count, -99.0)
    with_about = np.zeros(count)
    if best >= 0 and (home := page.nearest_strong[page.owner[best]]) >= 0:
        with_about[page.begin[home] : page.end[home]] = 1
    columns["with_about"] = with_about
    masks = [(page.above[page.owner] & BITS[name] > 0).mean() for name in ("reply", "comment")]
    everything = " ".join(texts)
    whole = {
        "page_reply": masks[0],
        "page_comment": masks[1],
        "page_blocks": math.log(count),
        "page_size": math.log(page.total),
        "page_prose": page.all_prose / page.total,
        "page_link": link.sum() / page.total,
        "page_longest": prose.max() / page.all_prose,
        "page_dated": dated.mean(),
        "page_forum": len(re.findall(r"回复|楼主|沙发|reply|答主|楼层|发表于", everything)) / count,
        "page_articles": float(sum(tag == "article" for tag in tags) > 1),
        "page_about": float(best >= 0),
    }
    for name, value in whole.items():
        columns[name] = np.full(count, value)
    return np.column_stack(list(columns.values())).astype(np.float32), list(columns)


def _since(seen: NDArray[np.bool_]) -> Floats:
    """How many blocks ago something was last seen, at most 50; -1 before."""
    at = np.arange(len(seen))
    last = np.maximum.accumulate(np.where(seen, at, -1))
    before = np.concatenate([[-1], last[:-1]])  # it does not stand behind itself
    return np.where(before >= 0, np.minimum(50, at - before), -1).astype(float)


def _within(tag: str, tags: list[str], parents: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Of each element, whether it or one around it has this name."""
    found = np.zeros(len(tags), bool)
    for at, each in enumerate(tags):
        found[at] = each == tag or (at > 0 and found[parents[at]])
    return found
