"""Texts of markup, and whether readers see the characters of the source: all of them, as they were, in their order.

    python -m tools.bench.shown_text --texts 100000 --jobs 2

Each text (markup_texts.py) is cleaned as a raw text is, rendered with the extensions of mkdocs.yml and put through
the wall of the site. What a browser shows of that is held against the text as it stood before `structure/markup`
wrote marks as text; what other rules changed stands in the trail. White space does not count. What Markdown's own
marks turn into is counted by the page: so many `*` may be missing as emphasis and lists account for, the
address of a link where a link has it, and of a picture, of which the words are shown where it comes from elsewhere.
Other characters may not, and none may be added.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from html import unescape
from itertools import product

from lxml import etree
from lxml import html as lxml_html
from markdown import Markdown
from mkdocs.config import load_config

from qingyuan.article import clean_text
from qingyuan.site.wall import walled
from tools import ROOT
from tools.bench.markup_texts import markup_text

MARKUP = "structure/markup"
OF_AN_ARTICLE = re.compile(r"\A---\n.*?^---\n", re.DOTALL | re.MULTILINE)


@cache
def renderer() -> Markdown:
    """Markdown with the extensions of the site."""
    config = load_config(str(ROOT / "mkdocs.yml"))
    return Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs)


def page_of(markdown: str) -> etree._Element:
    """The body of an article's page, as the wall lets it through."""
    html = walled(renderer().reset().convert(markdown))
    page: etree._Element = lxml_html.fragment_fromstring(html, create_parent="div")
    return page


def shown(element: etree._Element) -> str:
    """What a browser shows of an element, the numbers of lists and boxes to check included."""
    if not isinstance(element.tag, str) or "headerlink" in element.get("class", ""):
        return ""
    pieces = [element.text or ""]
    if element.tag == "ol":
        number = int(element.get("start", 1)) - 1
    for child in element:
        if element.tag == "ol" and child.tag == "li":
            number += 1
            pieces.append(f" {number}. ")
        pieces += [shown(child), child.tail or ""]
    if element.tag == "input":
        return "[x]" if element.get("checked") is not None else "[ ]"
    if element.tag == "img":
        return element.get("alt", "")
    return "".join(pieces)


def before_markup(text: str) -> tuple[str, str]:
    """A text cleaned: its body before marks were written as text, and the body of the article."""
    cleaned = clean_text(text)
    steps = list(cleaned.trail.steps)
    body = cleaned.text
    if steps and steps[-1].rule.endswith("front-matter"):
        body = steps.pop().undo(body)
    elif not steps and (head := OF_AN_ARTICLE.match(body)):
        body = body[head.end() :]
    source = body
    while steps and steps[-1].rule == MARKUP:
        source = steps.pop().undo(source)
    return source, body


# --- what may be missing ------------------------------------------------------------------------------


def marks_of(page: etree._Element, source: str) -> Counter[str]:
    """The marks that the elements of a page account for."""
    count = Counter(element.tag for element in page.iter() if isinstance(element.tag, str))
    many = len(source)
    marks: Counter[str] = Counter()
    headings = [element for element in page.iter() if re.fullmatch("h[1-6]", str(element.tag))]
    if headings:
        marks["#"] = many
        marks["="] += many * (count["h1"] > 0)
        marks["-"] += many * (count["h2"] > 0)
    for mark in "-*+":
        marks[mark] += sum(len(each.findall("li")) for each in page.iter("ul"))
    for mark in "*_":
        marks[mark] += 2 * count["em"] + 4 * count["strong"]
    if count["hr"]:
        marks.update({"-": many, "*": many, "_": many})
    if count["code"]:
        marks["`"] += many
    if count["pre"]:
        marks["~"] += many
        for info in re.findall(r"^[ \t>]*(?:```+|~~~+)[ \t]*([\w+#.-]+)", source, re.MULTILINE):
            marks.update(info)
    if count["blockquote"]:
        marks[">"] += many
    if count["table"]:
        marks.update({"|": many, ":": many, "-": many})
    if any(picture.get("src") is None for picture in page.iter("img")):  # one from elsewhere shows its words
        marks.update("".join(re.findall(r"!\[[^\]]*\]\([^)]*\)", source)))
    for link in page.iter("a", "img"):
        address = link.get("href", link.get("src"))
        if address is None or "headerlink" in link.get("class", ""):
            continue
        if shown(link) and shown(link) in (address, address.removeprefix("mailto:")):
            marks.update("<>")
        else:
            marks.update(f"[](){'!' * (link.tag == 'img')}<>" + address + link.get("title", ""))
            marks.update("'\"" * 2 if link.get("title") is not None else "")
    return marks


MOST_ENTITIES = 10  # of which each reading is tried
ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]*);")


def missing(source: str, seen: str) -> Counter[str] | None:
    """The characters of the source that do not stand in what is seen; none if that has others or another order.

    An entity is seen as it is written or as its character; a mark behind a backslash with it or without.
    """
    at = 0
    lost: Counter[str] = Counter()
    place = 0
    while at < len(source):
        entity = ENTITY.match(source, at)
        if entity and not seen.startswith(entity[0], place):
            char = "".join(unescape(entity[0]).split())
            if char != entity[0] and seen.startswith(char, place):
                at, place = entity.end(), place + len(char)
                continue
        if place < len(seen) and source[at] == seen[place]:
            place += 1
        else:
            lost[source[at]] += 1
        at += 1
    return lost if place == len(seen) else None


def not_shown(text: str) -> str:
    """What is wrong with the page of a text, in a few words; nothing if readers see what the source says."""
    source, body = before_markup(text)
    page = page_of(body)
    seen, allowed = _visible(shown(page)), marks_of(page, source)
    wrong = "added"
    # Which of two signs is the one that is seen can be told only by the rest.
    entities = list(ENTITY.finditer(source))[:MOST_ENTITIES]
    for opened in product((False, True), repeat=len(entities)):
        written = source
        for entity in (each for each, is_open in zip(entities[::-1], opened, strict=True) if is_open):
            written = written[: entity.start()] + unescape(entity[0]) + written[entity.end() :]
        lost = missing(_visible(written), seen)
        if lost is not None:
            del lost["\\"]
            if not (rest := lost - allowed):
                return ""
            wrong = "missing " + "".join(sorted(rest))
    return wrong


def _visible(text: str) -> str:
    return "".join(char for char in text if not char.isspace() and unicodedata.category(char) != "Cc")


# --- many ---------------------------------------------------------------------------------------------


def minimized(text: str, fails: Callable[[str], object]) -> str:
    """A shorter text that fails, too: pieces are left out as long as it does."""
    size = len(text) // 2
    while size:
        at = 0
        while at < len(text):
            shorter = text[:at] + text[at + size :]
            if fails(shorter):
                text = shorter
            else:
                at += size
        size //= 2
    return text


def look(seed: str) -> tuple[str, str]:
    """What is wrong with one text, and the text."""
    text = markup_text(random.Random(seed))
    if text.startswith("---"):
        return "", text
    try:
        return not_shown(text), text
    except Exception as error:
        return f"{type(error).__name__}: {error}", text


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--texts", type=int, default=100_000)
    parser.add_argument("--first", type=int, default=0, help="number of the first one: for a run in parts")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--show", type=int, default=3, help="of each kind of failure, minimized")
    given = parser.parse_args()
    seeds = [f"{given.seed}/{number}" for number in range(given.first, given.first + given.texts)]
    kinds: dict[str, list[str]] = {}
    with ProcessPoolExecutor(given.jobs) as pool:
        for wrong, text in pool.map(look, seeds, chunksize=50):
            if wrong:
                print(f"{wrong}: {text!r}", file=sys.stderr, flush=True)  # the whole takes long
                kinds.setdefault(wrong, []).append(text)
    for kind, texts in sorted(kinds.items(), key=lambda item: -len(item[1])):
        print(f"{len(texts):6}  {kind}")
        for text in sorted(texts, key=len)[: given.show]:
            print(f"        {minimized(text, lambda each: not_shown(each) == kind)!r}")  # noqa: B023
    print(f"{given.texts} texts, {sum(map(len, kinds.values()))} not shown as they were")
    return int(bool(kinds))


if __name__ == "__main__":
    sys.exit(main())
