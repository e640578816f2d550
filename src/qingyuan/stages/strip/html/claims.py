"""What the head of a page claims of its article: meta elements, JSON-LD, microdata, a program's variables.

A claim is not yet a fact: `head.facts_of_page` weighs it against the others and what the page shows.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree

from qingyuan.stages.strip.html.parse import text_of
from qingyuan.text import dates


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody's word on one fact; `voice` is who says it: two voices that agree are believed."""

    key: str  # title, author, date, source (where it is from), site (where it stands), category, clock (any date)
    value: str
    voice: str
    blocks: tuple[int, ...] = field(default=())  # those that say it


META: dict[str, tuple[str, ...]] = {
    "title": ("og:title", "twitter:title", "headline", "dc.title", "dcterms.title", "title"),
    "date": (
        *("article:published_time", "og:published_time", "og:release_date", "news:published_time"),
        *("datepublished", "pubdate", "publishdate", "publish_date", "publish-date", "publishtime"),
        *("bytedance:published_time", "weibo: article:create_at", "weibo:article:create_at", "og:time"),
        *("apub:time", "_pubtime", "dc.date", "dc.date.issued", "dcterms.created", "date", "releasedate"),
    ),
    "author": ("author", "article:author", "og:article:author", "og:author", "dc.creator", "byl"),
    "source": ("source", "article:source", "og:source", "mediaid"),
    "site": ("og:site_name", "application-name", "dc.publisher", "publisher", "apple-mobile-web-app-title"),
    "category": ("article:section", "articlesection", "category", "channel"),
}
"""The names under which Chinese pages keep a fact in a meta element, in lower case."""

_META_KEYS = {name: key for key, names in META.items() for name in names}
_LD_KEYS = {
    "title": ("headline", "name", "title"),
    "date": ("datePublished", "dateCreated", "pubDate", "uploadDate"),
    "category": ("articleSection",),
}
_ARTICLE = re.compile(r"(?:Article|Posting|Post|Report|Review|QAPage|Question|Recipe|Book|Chapter)$")
_MOST_NODES = 2_000  # of a page's JSON-LD that are looked at
_MOST_ITEMS = 500  # elements with a property of microdata that are looked at
_CREATED = re.compile(r"""\bvar\s+(?:createTime\s*=\s*['"]([^'"]{8,20})|ct\s*=\s*['"](\d{10})['"])""")


def meta_of(root: etree._Element) -> dict[str, list[str]]:
    """The values of a page's meta elements by name or property; those of microdata within the body are left out."""
    values: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name")
        parent = element.getparent()
        if not name and parent is not None and parent.tag == "head":
            name = element.get("itemprop")
        content = (element.get("content") or "").strip()
        if name and content:
            values.setdefault(name.strip().lower(), []).append(content)
    return values


def claims_of_head(root: etree._Element) -> Iterator[Claim]:
    """What a page's head claims, the plainest voice first."""
    for name, contents in meta_of(root).items():
        if key := _META_KEYS.get(name):
            voice = "opengraph" if name.startswith(("og:", "article:")) else "meta"
            yield from (Claim(key, content, voice) for content in contents[:1])
    yield from _linked(root)
    yield from _microdata(root)
    if moment := _created(root):
        yield Claim("date", moment, "script")


# -- JSON-LD -----------------------------------------------------------------------------------------------------


def _linked(root: etree._Element) -> Iterator[Claim]:
    """The article that JSON-LD describes: the first of a page, for lists of others come behind it."""
    articles: list[dict[str, object]] = []
    sites: list[str] = []
    for node in islice(_nodes(root), _MOST_NODES):
        kind = node.get("@type")
        kinds = [each for each in (kind if isinstance(kind, list) else [kind]) if isinstance(each, str)]
        if any(_ARTICLE.search(each) for each in kinds) or (not kinds and "pubDate" in node):
            articles.append(node)
        elif "WebSite" in kinds:
            sites += _names(node.get("name"))
    told = (
        each for each in articles if "mainEntity" not in each and any(_first(each, key) for key in _LD_KEYS)
    )
    article = next(told, None)
    article = article or next(iter(articles), None)
    if article is not None:
        for key in _LD_KEYS:
            if value := _first(article, key):
                yield Claim(key, value, "json-ld")
        writers = article.get("author") or article.get("creator")
        people = _names(writers, but_not="Organization")
        if people:
            yield Claim("author", "、".join(dict.fromkeys(people[:4])), "json-ld")
        sites = [*_names(article.get("publisher")), *sites]
    if sites:
        yield Claim("site", sites[0], "json-ld")


def _first(node: dict[str, object], key: str) -> str:
    for name in _LD_KEYS[key]:
        value = node.get(name)
        value = value[0] if isinstance(value, list) and value else value
        if isinstance(value, str) and value.strip():
            return " ".join(value.split())
    return ""


def _names(value: object, but_not: str = "") -> list[str]:
    """The names in a value of JSON-LD: a string, a node with a name, or a list of them."""
    names: list[str] = []
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict) and (not but_not or each.get("@type") != but_not):
            each = each.get("name")
        if isinstance(each, str) and each.strip():
            names.append(" ".join(each.split()))
    return names


def _nodes(root: etree._Element) -> Iterator[dict[str, object]]:
    """The nodes of all JSON-LD, each before those in it."""
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        text = (script.text or "").strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
        try:
            waiting: list[object] = [json.loads(text, strict=False)]  # a line break within a string is common
        except (ValueError, RecursionError):  # the second: brackets in brackets, by the thousand
            continue
        while waiting:
            data = waiting.pop()
            if isinstance(data, list):
                waiting += reversed(data)
            elif isinstance(data, dict):
                yield data
                waiting += [data[name] for name in ("hasPart", "mainEntity", "@graph") if name in data]


# -- Microdata ---------------------------------------------------------------------------------------------------

_PROPERTIES = {
    "headline": "title",
    "name": "title",
    "datePublished": "date",
    "dateCreated": "date",
    "author": "author",
    "articleSection": "category",
}


def _microdata(root: etree._Element) -> Iterator[Claim]:
    """The properties of the first item that is an article or a question."""
    scopes: list[
        tuple[etree._Element, str]
    ] = []  # the items around, with the property each is of the one around it
    chosen: etree._Element | None = None
    seen: set[str] = set()
    if next(root.iterfind(".//*[@itemscope]"), None) is None:
        return
    count = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            if scopes and scopes[-1][0] is element:
                scopes.pop()
            continue
        prop = element.get("itemprop") or ""
        owner = scopes[-1] if scopes else None
        if element.get("itemscope") is not None:
            kind = (element.get("itemtype") or "").rsplit("/", 1)[-1]
            if chosen is None and _ARTICLE.search(kind) and kind != "QAPage":
                chosen = element
            scopes.append((element, prop))
        key = _PROPERTIES.get(prop)
        if key is None or owner is None or chosen is None:
            continue
        count += 1
        if count > _MOST_ITEMS:
            return
        is_own = owner[0] is chosen
        if key == "date" and not is_own and (stamp := element.get("content") or element.get("datetime")):
            yield Claim("clock", stamp, "microdata")  # of an answer: a moment that the page may show too
            continue
        if not is_own and len(scopes) > 1:
            # The name of a person who is the chosen item's author.
            around = scopes[-2][0] if scopes[-1][0] is not element else None
            if not (key == "title" and owner[1] == "author" and around is chosen):
                continue
            key = "author"
        elif not is_own or (key == "author" and element.get("itemscope") is not None and _has_name(element)):
            continue
        value = " ".join((element.get("content") or element.get("datetime") or _text(element)).split())
        if value and key not in seen:
            seen.add(key)
            yield Claim(key, value, "microdata")


def _has_name(element: etree._Element) -> bool:
    return element.find(".//*[@itemprop='name']") is not None


def _text(element: etree._Element) -> str:
    return "".join(str(text) for text in islice(element.itertext(), 20))[:200]


# -- A program's variable ------------------------------------------------------------------------------------------

CHINA = datetime.timezone(datetime.timedelta(hours=8))


def _created(root: etree._Element) -> str:
    """The moment that a WeChat page keeps for the script that will show it, in China's time of day."""
    shown = next((each for each in root.iter("em", "span") if each.get("id") == "publish_time"), None)
    if shown is None or text_of(shown).strip():
        return ""
    for script in root.iter("script"):
        if found := _CREATED.search(script.text or ""):
            if found[1]:
                return found[1]
            return f"{datetime.datetime.fromtimestamp(int(found[2]), CHINA):%Y-%m-%d %H:%M:%S}"
    return ""


# -- Dates -------------------------------------------------------------------------------------------------------

_HALF_OF_DAY = re.compile(
    r"(?P<half>上午|早上|凌晨|中午|下午|晚上|傍晚)\s?(?P<hour>\d{1,2})(?P<rest>\s?[:时]\s?\d{2})"
)
_IS_UTC = re.compile(r"(?:[Zz]|UTC|GMT|[+-]00:?00)\s*$")


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as somebody gives it; `utc` if its time of day is not the page's own."""

    value: datetime.date | datetime.datetime
    utc: bool = False

    @property
    def is_timed(self) -> bool:
        """Whether it has a time of day."""
        return isinstance(self.value, datetime.datetime)


def moment_of(text: str) -> Moment | None:
    """The first date in a text; an afternoon's hour is one of twenty-four.

    >>> moment_of("2024年5月22日週三 下午8:21").value
    datetime.datetime(2024, 5, 22, 20, 21)
    """
    text = text.strip()[:200].replace("週", "周")
    text = _HALF_OF_DAY.sub(_of_twenty_four, text)
    found = next(dates.find(text), None)
    return Moment(found.date, bool(_IS_UTC.search(text))) if found else None


def _of_twenty_four(match: re.Match[str]) -> str:
    hour = int(match["hour"])
    if match["half"] in ("下午", "晚上", "傍晚", "中午") and hour < 11:
        hour += 12
    elif match["half"] in ("下午", "晚上") and hour == 11:
        hour = 23
    return f" {hour % 24:02d}{match['rest']}"
