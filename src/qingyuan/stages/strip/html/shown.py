"""What a page shows of itself beside its title: by-lines, the name and time of a post, the foot of an article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from lxml import etree

from qingyuan.stages.strip.byline import FITS, facts
from qingyuan.stages.strip.counters import LEVEL, Byline, is_counters, read_byline
from qingyuan.stages.strip.folding import Folded, unmask_disguise
from qingyuan.stages.strip.html.claims import Claim
from qingyuan.stages.strip.html.parse import INLINE
from qingyuan.stages.strip.html.segment import Block
from qingyuan.stages.strip.values import is_name, is_site
from qingyuan.text import dates
from qingyuan.text.characters import UNIFIED_HAN


@dataclass(frozen=True, slots=True)
class _Limits:
    """Where by-lines stand, in blocks; chosen on the 41 pages and the cases of `tests/cases/pages`."""

    above: int = 8  # the title
    below: int = 40  # the title, before the prose
    foot: int = 14  # below the last block kept
    longest: int = 160  # characters of a by-line
    parts: int = 30  # elements within the line
    name: int = 24  # characters of a part that may be a name
    prose: int = 20  # characters from which on a sentence is prose


_LIMITS = _Limits()

# What an element is called that holds one fact. The words of a name are cut at capitals, hyphens, underscores.
_NAMED = {
    "author": frozenset("author authi nick nickname username uname writer byline poster credits".split()),
    "date": frozenset("time date pubtime publishtime pubdate posttime datetime timestamp timebref".split()),
    "source": frozenset("source origin copyfrom laiyuan".split()),
}
_NAME_PAIRS = {
    "author": re.compile(r"(?:user|author|nick|writer)[\W_]?name|js_author_name", re.IGNORECASE),
    "date": re.compile(r"(?:pub|publish|post|create)[\W_]?(?:time|date|at)", re.IGNORECASE),
    "source": re.compile(r"source[\W_]?name|(?:^|\W)ly(?:$|\W)", re.IGNORECASE),
}
_OTHERS = re.compile(
    r"comment|reply|related|recommend|rank|\bhot\b|aside|sidebar|editor|update|modif|avatar", re.IGNORECASE
)
# Where the page of a member of the web site stands.
_MEMBER = re.compile(
    r"mod=space(?!cp)|space-uid|(?:^|/)(?:people|user|users|u|member|members|author|profile|space)/(?:token/)?[^/?#]+/?(?:[?#]|$)|[?&]uid=\d+"
)
_VALUE = r"(?P<value>[a-z][a-z0-9.\-]*(?: [a-z][a-z.\-]*){1,2}(?=\s|$|\|)|[^\s:|,。;!?()\[\]]{1,30})"
_LABELS = {
    "source": r"(?:文章|信息|内容|图文|稿件)?来源|稿源|出处|转载自|转自|摘自",
    "author": r"作\s{0,4}者|撰文|撰稿|楼主|发帖人|发布者|发布人|文字|原创|提问者|题主|回答者|创建者|上传者",
    "editor": r"(?:责任|值班|本文|网络|新媒体)?编辑|责编|编审|校对|审核|监制",
    "category": r"(?:所属)?分类专栏|(?:所属)?(?:分类|栏目|专栏|板块|版块)|频道",
}
_LABELED = re.compile(
    "|".join(rf"(?P<{key}>(?<![{UNIFIED_HAN}])(?:{label}))" for key, label in _LABELS.items())
    + r"|(?P<text>(?<![^\s|(\[])文(?=\s?/))"
)
_AFTER_LABEL = re.compile(rf"\s?[:/丨|]\s?{_VALUE}", re.IGNORECASE)
_REPORTER = re.compile(
    rf"(?:^|[\s|(])[^\s:,。|(]{{0,10}}?记者\s?:?\s?(?P<value>[{UNIFIED_HAN}]{{2,4}})(?=$|[\s|)、])"
)
# 2023-05-01 · 张三
_SAID_AFTER = re.compile(r"\d\s*[·•|]\s*[^\W\d_]{2,16}$")
# 张三 于 2023-05-01 10:20 发布; 由 张三 发布于 …; 张三 · 3 天前; 张三 发表于 …
_SAID_BY = re.compile(
    r"""^(?:由\s*|by\s+)?(?P<name>[a-z][\w.\-]*(?:\s[a-z][\w.\-]*){0,2}|[^\s:,。|·•/]{2,24})\s*
    (?: (?:已?于|在)\s*(?=\d{4}[-/.年])  |  (?:发布|发表|创建|提问|回答|投稿)于
      | [·•|]\s*(?=\d{1,4}\s?(?:秒|分钟|小时|天|周|个?月|年)前|\d{4}[-/.年]) )""",
    re.VERBOSE | re.IGNORECASE,
)
_LEVEL = re.compile(rf"(?:{LEVEL}|.{{0,4}}楼主.{{0,4}}|博主|作者|答主|题主)")
_DATE_LABEL = re.compile(
    r"(?P<label>首次?发布?于?|发布|发表|发稿|出版|提问|创建|编辑|更新|修改|回复|回答|時間|时间|日期)(?:时间|日期|于)?\s*:?\s*$"
)
_SENTENCE = re.compile(r"[。！!]|，.{6}")
_CHANGED = frozenset({"编辑", "更新", "修改", "回复", "回答"})
_OF_OTHERS = re.compile(r"推荐|阅读全文|相关|版权|截至|有效期|最后由|最后回复")


_FLOOR = re.compile(r"(?<!\d)1楼|楼主|#1(?!\d)|(?<!\d)1#")
_MAY_LABEL = re.compile(r"[:：/／丨|]|记者|記者")
# What a line without is no by-line by its words.
_MAY_CLAIM = re.compile(r"\d{4}|[０-９]{4}|\d\S?\s+\d|[:：/／丨·•|]|记者|記者")


@dataclass(frozen=True, slots=True)
class Shown:
    """What the blocks claim; `editors` wrote nothing, `bylines` are the blocks that are nothing but a by-line."""

    claims: tuple[Claim, ...]
    editors: frozenset[str]
    bylines: frozenset[int]
    counts: dict[str, int]  # of views and comments
    refused: bool  # somebody is named whose name is a number


def is_prose(text: str) -> bool:
    """Whether a block's text is a sentence or more."""
    squeezed = " ".join(text.split())
    return (
        len(squeezed) >= _LIMITS.prose
        and bool(re.search(r"[，。,！？!?；]", squeezed))
        and not is_meta(squeezed)
    )


def is_meta(text: str) -> bool:
    """Whether a short text begins as a by-line does, with a label or a date."""
    folded = unmask_disguise(text[:60]).text.strip()
    found = _LABELED.match(folded)
    return bool(found and _AFTER_LABEL.match(folded, found.end())) or (
        not _SENTENCE.search(text) and any(each.start < 12 and len(text) < 80 for each in dates.find(folded))
    )


def claims_of_blocks(blocks: Sequence[Block], kept: Sequence[bool], title: int, prose: int) -> Shown:
    """What the blocks around the title and at the foot of the article claim.

    `title` is the block of the title, or -1, `prose` the first block of the article's prose.
    """
    reader = _Reader(blocks, kept)
    first = next((at for at, keeps in enumerate(kept) if keeps), prose)
    top = first if title < 0 else title
    last = max((at for at, keeps in enumerate(kept) if keeps), default=prose)
    below = range(top, min(top + _LIMITS.below, prose + 1, len(blocks)))
    above = range(top - 1, max(-1, top - 1 - _LIMITS.above), -1)
    for at in (*below, *above):  # the nearest first: of each voice the first word counts
        if at != title:
            reader.read(at, near=True)
    for at in range(last, min(last + _LIMITS.foot, len(blocks))):
        if at > prose:
            reader.read(at, near=False)
    if not any(claim.key == "date" for claim in reader.claims):
        for at in range(
            prose, min(last + _LIMITS.foot, len(blocks))
        ):  # 发布于 below the first of several answers
            reader.dated_below(at)
    return Shown(
        tuple(reader.claims),
        frozenset(reader.editors),
        frozenset(reader.bylines),
        reader.counts,
        reader.refused,
    )


class _Reader:
    """What was read so far."""

    def __init__(self, blocks: Sequence[Block], kept: Sequence[bool]) -> None:
        self.blocks = blocks
        self._kept = kept
        self.claims: list[Claim] = []
        self.editors: set[str] = set()
        self.bylines: set[int] = set()
        self.counts: dict[str, int] = {}
        self.refused = False
        self._owners: dict[int, int] = {}
        for block in blocks:
            key = id(block.owner)
            self._owners[key] = self._owners.get(key, 0) + 1

    def read(self, at: int, near: bool) -> None:
        """Take in what a block claims; `near` the title more is taken for a by-line than at the foot."""
        block = self.blocks[at]
        if not 2 <= len(block.text.strip()) <= 3 * _LIMITS.longest or _SENTENCE.search(block.text):
            return
        if any(frame.tag in ("table", "dl") for frame in block.frames):
            return  # what a table says is the article's
        if not near and not _MAY_LABEL.search(block.text):
            return
        parts = list(self._parts(block))
        text = " ".join(part for _, part in parts) if len(parts) > 1 else " ".join(block.text.split())
        if len(text) > _LIMITS.longest or (_OF_OTHERS.search(text) and not _LABELED.search(text)):
            return
        before = len(self.claims)
        folded = unmask_disguise(text) if _MAY_CLAIM.search(text) else None
        labeled = list(self._labeled(text, folded, at)) if folded else []
        if near:
            if folded:
                self._dated(text, folded, at)
                self._said_by(text, folded, at)
            if not labeled:
                dated = False
                for element, part in parts:
                    self._named(element, part, at, alone=dated)
                    dated = dated or _has_date(part)
            if folded:
                self._words(text, folded, at)
            if folded and len(self.claims) == before and _begins_with_category(folded.text):
                self._of_byline(text, folded, read_byline(folded.text), at)
        if len(self.claims) > before and (near or labeled) and _is_byline(folded.text if folded else text):
            self.bylines.add(at)
            if near and folded:
                self._of_byline(text, folded, read_byline(folded.text), at)

    def _of_byline(self, text: str, folded: Folded, byline: Byline | None, at: int) -> None:
        """What else a by-line tells, as `strip/byline` reads one: 债务优化445 is the category and the views."""
        if byline is None:
            return
        told = any(at in claim.blocks and claim.voice in ("labeled", "named") for claim in self.claims)
        article = ""
        if byline.words:
            article = "\n".join(
                block.text for block, keeps in zip(self.blocks, self._kept, strict=True) if keeps
            )
        said = facts(text, folded, byline, f"{folded.text}\n{unmask_disguise(article).text}")
        for key, value in said.items():
            if isinstance(value, int):
                self.counts.setdefault(key, value)
            elif isinstance(value, str) and key == "category" and not told:
                self._claim(key, value, "words", at)

    def dated_below(self, at: int) -> None:
        """Take in the date of a line such as 发布于 2023-05-01 10:20, or 1楼 2023-05-01 10:20."""
        text = " ".join(self.blocks[at].text.split())
        if 8 <= len(text) <= 60 and _MAY_CLAIM.search(text) and not self.claims_of("date"):
            folded = unmask_disguise(text)
            found = next(dates.find(folded.text), None)
            if found and (_FLOOR.search(folded.text) or _begins_with_label(folded.text[: found.start])):
                self._dated(text, folded, at)
                self.bylines.add(at)

    def _is_about(self, name: str, at: int) -> bool:
        """Whether the article beside a block speaks of a word in it: then it is a category and no author."""
        text = "\n".join(
            block.text for number, block in enumerate(self.blocks) if self._kept[number] and number != at
        )
        return any(name[start : start + 2] in text for start in range(len(name) - 1))

    def claims_of(self, key: str) -> list[Claim]:
        return [claim for claim in self.claims if claim.key == key]

    def _claim(self, key: str, value: str, voice: str, at: int) -> None:
        if not any(claim.key == key and claim.voice == voice for claim in self.claims):
            self.claims.append(Claim(key, value.strip(), voice, (at,)))

    def _parts(self, block: Block) -> Iterator[tuple[etree._Element, str]]:
        """The pieces of a block that elements within the line set apart, with the element of each."""
        owner = block.owner
        if self._owners[id(owner)] > 1:
            yield owner, " ".join(block.text.split())
            return
        if owner.text and (own := " ".join(owner.text.split())):
            yield owner, own
        inline = (
            element for element in owner.iterdescendants() if element.tag in INLINE or element.tag == "br"
        )
        for element in islice(inline, _LIMITS.parts):
            if element.text and (own := " ".join(element.text.split())):
                yield element, own
            if element.tail and (own := " ".join(element.tail.split())):
                parent = element.getparent()
                yield owner if parent is None else parent, own

    def _labeled(self, text: str, folded: Folded, at: int) -> Iterator[str]:
        """来源：某报 作者：张三 责任编辑：李四, wherever they stand in a by-line."""
        for found in _LABELED.finditer(folded.text):
            key = "author" if found.lastgroup == "text" else str(found.lastgroup)
            match = _AFTER_LABEL.match(folded.text, found.end())
            if not match:
                continue
            start, end = folded.span(*match.span("value"))
            value = text[start:end].strip()
            if key == "editor":
                self.editors.add(value)
                yield key
                continue
            if dated := next(dates.find(value), None):
                value = value[: dated.start]
            if FITS["site" if key == "source" else key](unmask_disguise(value).text):
                self._claim(key, value, "labeled", at)
                yield key
        if reporter := _REPORTER.search(folded.text):
            self._claim("author", reporter["value"], "labeled", at)
            yield "author"

    def _dated(self, text: str, folded: Folded, at: int) -> None:
        """The date of a by-line, with the label in front of it."""
        block = self.blocks[at]
        for found in islice(dates.find(text), 3):
            before = unmask_disguise(text[: found.start]).text
            label = _DATE_LABEL.search(before)
            if _OF_OTHERS.search(before[-12:]):
                continue
            changed = label is not None and label["label"] in _CHANGED
            self._claim("date", text[found.start :][:40], "changed" if changed else "shown", at)
            break
        for element in islice(block.owner.iterdescendants("time"), 3):
            if stamp := element.get("datetime"):
                self._claim("date", stamp, "time", at)
                break

    def _said_by(self, text: str, folded: Folded, at: int) -> None:
        match = _SAID_BY.match(folded.text)
        if match and FITS["author"](match["name"]) and not dates.read(match["name"]):
            start, end = folded.span(*match.span("name"))
            self._claim("author", text[start:end], "shown", at)

    def _named(self, element: etree._Element, part: str, at: int, alone: bool) -> None:
        """The fact that an element says by its name or its link that it holds; `alone`: by its own name."""
        if not 1 < len(part) <= _LIMITS.name:
            return
        names = _names(element) if alone else " ".join(_names_around(element))
        key = _key_of(names)
        if not key and not _is_member(element):
            return
        folded = unmask_disguise(part).text.strip(" @:")
        if key != "source" and (_is_member(element) or (key == "author" and _plain(part))):
            if is_site(folded):
                self._claim("source", part, "named", at)
            elif FITS["author"](folded) and not _LEVEL.fullmatch(folded):
                self._claim("author", part.strip(" @"), "named", at)
            elif re.search(r"\d{5}", folded):
                self.refused = True
        elif key == "source" and FITS["site"](folded) and not _has_date(folded):
            self._claim("source", part, "named", at)

    def _words(self, text: str, folded: Folded, at: int) -> None:
        """The bare words of a by-line with a date: 2016年05月25日10:10 新浪财经."""
        byline = read_byline(folded.text)
        if byline is None or not byline.date:
            return
        dated = [(each.start, each.end) for each in dates.find(text)]
        for word in byline.words:
            start, end = folded.span(word.start, word.end)
            if is_site(word.match[0]):
                while start and text[start - 1].isdigit() and not any(a < start <= b for a, b in dated):
                    start -= 1  # 39健康网
                self._claim("source", text[start:end], "words", at)
                return
        said_after = len(byline.words) == 1 and not byline.counts and _SAID_AFTER.search(folded.text)
        if (
            said_after
            and is_name(byline.words[0].match[0])
            and not self._is_about(byline.words[0].match[0], at)
        ):
            start, end = folded.span(byline.words[0].start, byline.words[0].end)
            self._claim("author", text[start:end], "words", at)
            return
        if byline.glued and is_name(byline.words[0].match[0]):
            start, end = folded.span(byline.words[0].start, byline.words[0].end)
            self._claim("author", text[start:end], "words", at)


def _begins_with_category(folded: str) -> bool:
    """Whether a line is a word and two counts, as below a title: 平台逾期 5 0."""
    byline = read_byline(folded)
    return byline is not None and len(byline.words) == 1 and len(byline.counts) == 2


def _begins_with_label(before: str) -> bool:
    label = _DATE_LABEL.search(before)
    return label is not None and label.start() < 4


def _names_around(element: etree._Element) -> Iterator[str]:
    """What an element and the two around it are called."""
    for _ in range(3):
        yield _names(element)
        parent = element.getparent()
        if parent is None or parent.tag in ("body", "article", "main"):
            return
        element = parent


def _names(element: etree._Element) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"


def _key_of(names: str) -> str:
    if "js_name" in names.split():  # the account that a WeChat article appeared under
        return "source"
    if _OTHERS.search(names):
        return ""
    words = {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", names)}
    for key in ("author", "source", "date"):
        if words & _NAMED[key] or _NAME_PAIRS[key].search(names):
            return key
    return ""


def _is_member(element: etree._Element) -> bool:
    link = element if element.tag == "a" else element.getparent()
    if link is None or link.tag != "a":
        return False
    return link.get("rel") == "author" or bool(_MEMBER.search(link.get("href") or ""))


def _plain(part: str) -> bool:
    return not _has_date(part) and not re.search(r"[:：/，。]|来自|來自|属地", part)


def _has_date(text: str) -> bool:
    return next(dates.find(text), None) is not None


def _is_byline(folded: str) -> bool:
    """Whether a line is nothing but what it says of the page."""
    text = folded.strip()
    if len(text) > _LIMITS.longest or re.search(r"[。!?]", text):
        return False
    rest = _REPORTER.sub(" ", text)
    for found in reversed(list(_LABELED.finditer(rest))):
        if match := _AFTER_LABEL.match(rest, found.end()):
            rest = rest[: found.start()] + rest[match.end() :]
    return len(re.sub(r"[\W_]", "", rest)) <= 8 or read_byline(text) is not None or is_counters(text)
