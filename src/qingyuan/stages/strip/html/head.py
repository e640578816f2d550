"""What the head of a page says about the article: title, date, author, category, site."""

from __future__ import annotations

import datetime
import json
import re

from bs4 import BeautifulSoup

from qingyuan.stages.strip.byline import FITS
from qingyuan.stages.strip.folding import line_key, unmask_disguise
from qingyuan.stages.strip.front_matter import is_refused_title
from qingyuan.stages.strip.html.as_markdown import shown_line
from qingyuan.text import dates
from qingyuan.view import LineMemory


def facts_of_head(soup: BeautifulSoup) -> dict[str, object]:
    """Title, date, author, category and site as meta elements, JSON-LD and `time` give them."""
    meta: dict[str, str] = {}
    for tag in soup.find_all("meta"):
        name = str(tag.get("property") or tag.get("name") or tag.get("itemprop") or "").lower()
        if name and tag.get("content"):
            meta.setdefault(name, str(tag["content"]).strip())
    linked = _json_ld(soup)

    def first(*names: str) -> str:
        return next((meta[name] for name in names if meta.get(name)), "")

    found: dict[str, object] = {}
    date = first(
        "article:published_time",
        "datepublished",
        "pubdate",
        "publishdate",
        "og:published_time",
        "bytedance:published_time",
    )
    moment = _moment(date or linked.get("datePublished", ""))
    if moment is None and (time := soup.find("time", attrs={"datetime": True, "itemprop": "datePublished"})):
        moment = _moment(str(time["datetime"]))
    if moment:
        found["date"] = moment
    for key, value in (
        ("author", first("author", "article:author") or linked.get("author", "")),
        ("category", first("article:section") or linked.get("articleSection", "")),
        ("site", first("og:site_name")),
    ):
        if 1 < len(value) <= 20 and FITS[key](unmask_disguise(value).text):
            found[key] = value
    title = _title(soup, linked.get("headline", "") or first("og:title"))
    if title and not is_refused_title(title, LineMemory()):
        found["title"] = title
    return found


def _title(soup: BeautifulSoup, given: str) -> str:
    """The title, if the page's head and its body agree on one; the body's own wording counts."""
    shown = shown_line(soup.title.get_text()) if soup.title else ""
    heading = soup.find("h1")
    if heading and (text := shown_line(heading.get_text())):
        if line_key(text) and (line_key(text) in line_key(given) or line_key(text) in line_key(shown)):
            return text
        return ""  # the site's logo, or a page of several articles: the title rule decides
    # No heading: what stands in the window's title before the site's name, if the text is about it.
    named = re.split(r"(?<!\s)\s*+[_|｜–—-]", given or shown, maxsplit=1)[0].strip()
    if not 6 <= len(named) <= 60:
        return ""
    pairs = {named[at : at + 2] for at in range(len(named) - 1)}
    body = soup.body.get_text() if soup.body else ""
    about = pairs and sum(body.count(pair) >= 2 for pair in pairs) * 2 > len(pairs)
    return named if about else ""


def _json_ld(soup: BeautifulSoup) -> dict[str, str]:
    """What the first JSON-LD article says, as plain strings."""
    for tag in soup.find_all("script", type="application/ld+json"):
        try:
            data = json.loads(tag.get_text())
        except (ValueError, RecursionError):  # the second: brackets in brackets, by the thousand
            continue
        for item in data if isinstance(data, list) else [data]:
            if isinstance(item, dict) and "Article" in str(item.get("@type", "")) + str(
                item.get("headline", "") and "Article"
            ):
                author = item.get("author")
                named = author.get("name") if isinstance(author, dict) else author
                known = {key: item.get(key) for key in ("datePublished", "headline", "articleSection")} | {
                    "author": named
                }
                return {key: value for key, value in known.items() if isinstance(value, str)}
    return {}


def _moment(text: str) -> datetime.date | datetime.datetime | None:
    """The first date in a value of the head, in the page's own time of day."""
    return next((dated.date for dated in dates.find(text)), None)
