"""What a page says of its article: title, date, author, category, site, by agreement of those who say it."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from lxml import etree

from qingyuan.stages.strip.byline import FITS
from qingyuan.stages.strip.folding import unmask_disguise
from qingyuan.stages.strip.html.claims import Claim, Moment, claims_of_head, moment_of
from qingyuan.stages.strip.html.heading import bare, parts_of, title_of
from qingyuan.stages.strip.html.parse import text_of
from qingyuan.stages.strip.html.segment import Block
from qingyuan.stages.strip.html.shown import Shown, claims_of_blocks, is_prose
from qingyuan.stages.strip.navigation import name_in_banner
from qingyuan.stages.strip.values import is_site

LONGEST = {"author": 24, "category": 12, "source": 20, "site": 24}  # characters of a value
FAR = datetime.timedelta(hours=14)  # the most that a time of day is off from UTC
# Who is believed alone, and before whom; a claim that two make is believed before all of them.
DATES = ("json-ld", "microdata", "shown", "time", "opengraph", "meta", "script", "changed")
AUTHORS = ("labeled", "json-ld", "microdata", "shown", "named", "words", "meta", "opengraph")
SOURCES = ("labeled", "words", "named", "meta")
SITES = ("opengraph", "json-ld", "meta")
LABEL = re.compile(r"^(?:文章|信息|稿件)?(?:来源|來源|作者|稿源|责任编辑|编辑|文)\s*[:：/]\s*|^[@＠]")
PLACEHOLDER = re.compile("某|本站|网站")  # what stands for a name: only `og:site_name` would mean it
AROUND = 8  # blocks
WITHIN = 30  # letters of a block that names an author


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the article, and the blocks of the page that said it and nothing else."""

    metadata: Mapping[str, object]
    title_blocks: tuple[int, ...]
    blocks: frozenset[int]  # those of by-lines, and of the title


def facts_of_page(root: etree._Element, blocks: Sequence[Block], kept: Sequence[bool]) -> Facts:
    """Title, date, author, category and site of a page whose article is the blocks that are `kept`.

    Two who agree are believed; one alone is if its value has the shape of such a fact and is none of the page's
    furniture. Dates are in the page's own time of day.
    """
    claims = list(claims_of_head(root))
    window = next((text_of(element) for element in root.iter("title") if not _is_drawn(element)), "")
    window = " ".join(window.split())
    prose = _first_prose(blocks, kept)
    people = {bare(claim.value) for claim in claims if claim.key == "author"}
    given = [claim.value for claim in claims if claim.key == "title" and bare(claim.value) not in people]
    title = title_of(window, given, blocks, kept, prose)
    if title.at >= prose:  # what was kept above it is a date or a button
        prose = _first_prose(blocks, [keeps and at > title.at for at, keeps in enumerate(kept)])
    shown = claims_of_blocks(blocks, kept, title.at, prose)
    claims += shown.claims
    site = _site(root, claims, parts_of(window), title.text, blocks, kept, shown.bylines)
    found: dict[str, object] = {}
    if title.text:
        found["title"] = title.text
    if moment := _date(claims):
        found["date"] = moment
    source = _named(
        claims, "source", SOURCES, lambda value: FITS["site"](_folded(value)) and "/" not in value
    )
    near = _near(title.at, prose, kept)
    if author := _author(
        claims,
        shown,
        [blocks[at] for at in near],
        {bare(each) for each in (site, source, title.text) if each},
    ):
        found["author"] = author
    if category := _named(
        claims, "category", ("labeled", "json-ld", "opengraph", "meta", "microdata", "words"), _is_category
    ):
        found["category"] = category
    found |= shown.counts
    if source or site:
        found["site"] = source or site
    return Facts(found, title.blocks, frozenset(title.blocks) | shown.bylines)


def _is_drawn(element: etree._Element) -> bool:
    """Whether a `title` is one of a drawing's."""
    parent = element.getparent()
    return parent is not None and parent.tag in ("svg", "g", "path", "symbol")


def _first_prose(blocks: Sequence[Block], kept: Sequence[bool]) -> int:
    """The first block of prose that is kept, or the first that is; one of the page's first if none is."""
    first = next((at for at, keeps in enumerate(kept) if keeps), len(blocks))
    return next((at for at in range(first, len(blocks)) if kept[at] and is_prose(blocks[at].text)), first)


def _near(title: int, prose: int, kept: Sequence[bool]) -> list[int]:
    """The blocks around the title and below the article, where its author is named."""
    top = prose if title < 0 else title
    last = max((at for at, keeps in enumerate(kept) if keeps), default=prose)
    around = {*range(max(0, top - AROUND), prose), *range(last, last + AROUND)}
    return sorted(at for at in around if at < len(kept))


def _folded(value: str) -> str:
    return unmask_disguise(value).text


def _is_category(value: str) -> bool:
    return FITS["category"](_folded(value)) and not is_site(_folded(value))


def _clean(value: str) -> str:
    return " ".join(LABEL.sub("", value.strip()).split())


def _named(claims: Iterable[Claim], key: str, order: Sequence[str], fits: Callable[[str], bool]) -> str:
    """The value of a key that most say, the first of `order` where they disagree; "" if none has its shape."""
    said: dict[str, dict[str, str]] = {}  # by what of the value counts: who says it, in which words
    for claim in claims:
        value = _clean(claim.value)
        if claim.key == key and claim.voice in order and 1 < len(value) <= LONGEST[key] and fits(value):
            said.setdefault(bare(value), {}).setdefault(claim.voice, value)
    if not said:
        return ""
    best = max(said.values(), key=lambda voices: (min(len(voices), 2), -min(map(order.index, voices))))
    return best[min(best, key=order.index)]


# -- Author ------------------------------------------------------------------------------------------------------


def _author(claims: Sequence[Claim], shown: Shown, near: Sequence[Block], others: set[str]) -> str:
    """The author: nobody who only edited, no web site, and not whom the head alone names where the page names another."""
    editors = {bare(name) for name in shown.editors}

    def fits(value: str) -> bool:
        key = bare(value)
        return (
            FITS["author"](_folded(value))
            and not is_site(_folded(value))
            and key not in others
            and not any(key.endswith(editor) for editor in editors if editor)
        )

    seen: dict[str, bool] = {}

    def is_seen(value: str) -> bool:
        key = bare(value)
        if key not in seen:
            short = (block.text for block in near if len(block.text) <= 4 * WITHIN)
            seen[key] = any(key in bare(text) for text in short)
        return seen[key]

    trusted = [
        claim
        for claim in claims
        if claim.key == "author"
        and (claim.voice not in ("meta", "opengraph") or not shown.refused or is_seen(_clean(claim.value)))
    ]
    return _named(trusted, "author", AUTHORS, fits)


# -- Date --------------------------------------------------------------------------------------------------------


def _date(claims: Sequence[Claim]) -> datetime.date | datetime.datetime | None:
    """The day that most name, to the second if somebody does, in the page's own time of day."""
    moments: list[tuple[str, Moment]] = []
    for claim in claims:
        if claim.key == "date" and (moment := moment_of(claim.value)):
            moments.append((claim.voice, moment))
    published = [each for each in moments if each[0] != "changed"] or moments
    if not published:
        return None
    clocks = [moment for claim in claims if claim.key == "clock" and (moment := moment_of(claim.value))]
    off = _off_utc([moment for _, moment in published], [*(moment for _, moment in published), *clocks])
    local = [_at_home(moment.value, off) if moment.utc else moment.value for _, moment in published]
    days = [_day(value) for value in local]
    voices: dict[datetime.date, set[str]] = {}
    for day, (voice, _) in zip(days, published, strict=True):
        voices.setdefault(day, set()).add(voice)
    order = {voice: at for at, voice in enumerate(DATES)}
    day = max(
        voices, key=lambda each: (min(len(voices[each]), 2), -min(order[voice] for voice in voices[each]))
    )
    of_day = [
        (value, voice) for value, (voice, _) in zip(local, published, strict=True) if _day(value) == day
    ]
    minutes = Counter(_minute(value) for value, _ in of_day)
    return min(
        of_day,
        key=lambda each: (
            not isinstance(each[0], datetime.datetime),
            -minutes[_minute(each[0])],
            not getattr(each[0], "second", 0),
            order[each[1]],
        ),
    )[0]


def _day(value: datetime.date | datetime.datetime) -> datetime.date:
    return value.date() if isinstance(value, datetime.datetime) else value


def _minute(value: datetime.date | datetime.datetime) -> str:
    return str(value)[:16]


def _at_home(
    value: datetime.date | datetime.datetime, off: datetime.timedelta
) -> datetime.date | datetime.datetime:
    return value + off if isinstance(value, datetime.datetime) else value


def _off_utc(moments: Iterable[Moment], clocks: Iterable[Moment]) -> datetime.timedelta:
    """By how many half hours the page's own time of day is off from UTC: a moment given in both tells."""
    own = [
        each.value.replace(second=0)
        for each in moments
        if not each.utc and isinstance(each.value, datetime.datetime)
    ]
    for clock in clocks:
        if clock.utc and isinstance(clock.value, datetime.datetime):
            for value in own:
                apart = value - clock.value.replace(second=0)
                if abs(apart) <= FAR and apart % datetime.timedelta(minutes=30) == datetime.timedelta():
                    return apart
    return datetime.timedelta()


# -- Site --------------------------------------------------------------------------------------------------------


def _site(
    root: etree._Element,
    claims: Sequence[Claim],
    parts: Sequence[str],
    title: str,
    blocks: Sequence[Block],
    kept: Sequence[bool],
    bylines: frozenset[int],
) -> str:
    """The name of the web site: what the head says, or the part of the window's title that the page shows elsewhere.

    Of parts that have as much for them the last is the site's: title, channel, site.
    """
    of_title = bare(title)
    if not title and len(parts) > 1:
        parts = parts[1:]
    outside = [
        block.text
        for at, (block, keeps) in enumerate(zip(blocks, kept, strict=True))
        if (not keeps or at in bylines) and len(block.text) <= 4 * WITHIN
    ]
    given = [_clean(claim.value) for claim in claims if claim.key == "site" and claim.voice in SITES]
    given = [value for value in given if _may_be_site(value)]
    official = {bare(claim.value) for claim in claims if claim.key == "site" and claim.voice == "opengraph"}
    given = [value for value in given if bare(value) in official or not PLACEHOLDER.match(value)]
    heard = {bare(value) for value in given}
    names = {bare(text) for text in (*outside, *_of_pictures(root))} - {""}
    host = _host(root)
    best, most = "", 1
    for part in parts:
        name = re.split(r"[，,;；]", part)[0].strip()
        key = bare(name)
        if (
            not _may_be_site(name)
            or (PLACEHOLDER.match(name) and key not in official)
            or (of_title and (key in of_title or of_title in key))
        ):
            continue
        latin = re.match(r"[a-z]{3,}", key)
        points = 4 * (key in heard) + 2 * is_site(_folded(name)) + 2 * (key in names)
        points += 2 * bool(latin and latin[0] in host)
        points += min(3, sum(key in other for other in names))
        points += 3 * (points > 0 and part is parts[-1])
        if points >= most:
            best, most = name, points
    if best and most > 1:
        return best
    return next(
        (name for text in outside if "迎" in text and (name := name_in_banner(text))),
        given[0] if given else "",
    )


def _may_be_site(name: str) -> bool:
    return (
        1 < len(name) <= LONGEST["site"]
        and bool(re.search(r"[^\W\d_]{2}", name))
        and not re.search(r"[。！？!?]|^(?:首页|正文|详情|官网)$|powered by", name, re.IGNORECASE)
    )


def _of_pictures(root: etree._Element) -> Iterator[str]:
    """What pictures say they show, such as a logo."""
    for image in islice(root.iter("img"), 60):
        if name := image.get("alt") or image.get("title"):
            yield name[: 4 * WITHIN]


def _host(root: etree._Element) -> str:
    """The host that the page says it stands on, in lower case."""
    for link in root.iter("link"):
        if (link.get("rel") or "").lower() == "canonical":
            return re.sub(r"^\w*:?//|/.*", "", link.get("href") or "").lower()
    return ""
