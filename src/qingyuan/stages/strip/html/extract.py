"""From an HTML page to the lines of its article, with an account of everything a reader could see.

BeautifulSoup (lxml) reads the page; readability is asked which part is the article, but only as an adviser:
a paragraph that it drops and our own reading keeps is kept. Whatever is left out is listed with a reason.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from bs4 import BeautifulSoup, Tag
from bs4.element import PageElement
from readability import Document  # type: ignore[import-untyped]
from readability.readability import Unparseable  # type: ignore[import-untyped]

from qingyuan.stages.strip.folding import line_key, unmask_disguise
from qingyuan.stages.strip.html.as_markdown import WHOLE, heading_line, markdown_of
from qingyuan.stages.strip.html.furniture import (
    BLOCK_NAMES,
    BLOCKS,
    Prose,
    holding_blocks,
    holds_article,
    is_layout,
    is_link_list,
    is_text,
    squeezed,
    text_of,
    why_left_out,
)
from qingyuan.stages.strip.html.head import facts_of_head
from qingyuan.stages.strip.html.nesting import flatten
from qingyuan.stages.strip.lines import furniture as furniture_kind
from qingyuan.stages.strip.navigation import name_in_banner

logging.getLogger("readability").setLevel(logging.CRITICAL)  # what it logs with a traceback it raises too

MOST_ATTRIBUTES = 256  # of an element: the tree that readability builds takes time by their number squared


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Text of the page that is not among the lines, and why."""

    text: str
    reason: str
    visible: bool = True


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of the page in reading order: [start, end) counts its characters other than white space."""

    start: int
    end: int
    lines: str  # what it becomes; "" if it is left out
    reason: str
    text: str
    visible: bool


@dataclass(frozen=True, slots=True)
class Extracted:
    """The article's lines, what the page says about it, and what was left out."""

    text: str
    metadata: dict[str, object]
    left_out: tuple[LeftOut, ...]
    kept: tuple[str, ...]  # the visible text of each part kept, as it stands on the page
    pieces: tuple[Piece, ...]
    flattened: bool  # nested deeper than `DEEPEST`: below, the text was read and no marks


def extract(html: str) -> Extracted:
    """The article's lines of an HTML page.

    >>> extract("<html><body><h1>标题</h1><p>正文&amp;一</p><script>x()</script></body></html>").text
    '标题\\n\\n正文&一\\n'
    """
    soup = BeautifulSoup(html, "lxml")
    if _without_excess_attributes(soup):
        html = str(soup)
    flattened = flatten(soup)
    pieces = tuple(pieces_of(soup, _advised(html)))
    metadata = facts_of_head(soup)
    for piece in pieces:
        if not piece.lines and "site" not in metadata and (name := name_in_banner(piece.text)):
            metadata["site"] = name
    lines = [piece.lines for piece in pieces if piece.lines]
    return Extracted(
        "\n\n".join(lines) + "\n" if lines else "",
        metadata,
        tuple(
            LeftOut(piece.text, piece.reason, piece.visible)
            for piece in pieces
            if not piece.lines and piece.text
        ),
        tuple(piece.text for piece in pieces if piece.lines),
        pieces,
        flattened,
    )


def _without_excess_attributes(soup: BeautifulSoup) -> bool:
    """Whether an element had more attributes than `MOST_ATTRIBUTES`, of which the first stay."""
    crowded = [tag for tag in soup.find_all(True) if len(tag.attrs) > MOST_ATTRIBUTES]
    for tag in crowded:
        tag.attrs = dict(islice(tag.attrs.items(), MOST_ATTRIBUTES))
    return bool(crowded)


def _advised(html: str) -> frozenset[str]:
    """The paragraphs that readability takes for the article, as keys."""
    try:
        summary = Document(html).summary()
    except (Unparseable, ValueError, TypeError):
        return frozenset()
    texts = BeautifulSoup(summary, "lxml").find_all(["p", "li", "td", "h2", "h3", "h4", "div"])
    return frozenset(key for each in texts if len(key := line_key(each.get_text())) >= 4)


def pieces_of(soup: BeautifulSoup, advised: frozenset[str]) -> Iterator[Piece]:
    """The text of the page in order, cut into what is kept and what is left out."""
    prose = Prose(soup)
    main = main_element(soup, prose)
    counted = 0
    before = ""  # the last line kept
    heads_links: bool | None = None  # whether that is furniture: asked once, for many lists may follow
    with_blocks = holding_blocks(soup)
    inline: list[PageElement] = []

    def count(node: PageElement) -> int:
        if isinstance(node, Tag):
            return len(squeezed(text_of(node)))
        return len(squeezed(str(node))) if is_text(node) else 0

    def piece(lines: str, reason: str, text: str, size: int, visible: bool = True) -> Piece:
        nonlocal counted, before, heads_links
        counted += size
        if last := lines.rsplit("\n", 1)[-1]:
            before, heads_links = last, None
        return Piece(counted - size, counted, lines, reason, text, visible)

    def is_headed_by_furniture() -> bool:
        nonlocal heads_links
        if heads_links is None:
            heads_links = bool(furniture_kind(unmask_disguise(before).text))
        return heads_links

    def flush() -> Iterator[Piece]:
        if not inline:
            return
        nodes, size = list(inline), sum(count(node) for node in inline)
        inline.clear()
        text = "".join(map(text_of, nodes))
        lines = markdown_of(nodes)
        if size or lines:
            yield piece(lines, "" if lines else "empty", text, size)

    def walk(tag: Tag, furniture: str) -> Iterator[Piece]:
        for child in tag.children:
            if not isinstance(child, Tag):
                if is_text(child):
                    inline.append(child)
                continue
            reason, visible = why_left_out(child)
            if reason and not visible:
                yield from flush()
                yield piece("", reason, text_of(child), count(child), visible=False)
                continue
            if reason and holds_article(child, prose):
                reason = ""
            if child.name not in BLOCKS and not reason and id(child) not in with_blocks:
                inline.append(child)
                continue
            yield from flush()
            if reason and not _is_advised(child, advised):
                yield piece("", reason, text_of(child, "\n"), count(child))
            elif child.name in WHOLE and not (child.name in ("table", "ul", "ol") and is_layout(child)):
                size, text = count(child), text_of(child, "\n")
                inside = any(parent is main for parent in child.parents)
                others = is_link_list(child) and (not inside or is_headed_by_furniture())
                lines = "" if others else markdown_of([child])
                yield piece(lines, "" if lines else "list of links", text, size)
            elif re.fullmatch(r"h[1-6]", child.name or ""):
                size, text = count(child), text_of(child)
                yield piece(heading_line(child), "", text, size)
            else:
                yield from walk(child, reason)
        yield from flush()

    yield from walk(soup, "")


def main_element(soup: BeautifulSoup, prose: Prose) -> Tag | None:
    """The smallest element that holds most of the page's prose."""
    holders = [tag for tag in soup.find_all(BLOCK_NAMES) if prose.of(tag) * 10 > prose.total * 6]
    return holders[-1] if holders else None


def _is_advised(tag: Tag, advised: frozenset[str]) -> bool:
    """Whether readability takes most of an element for the article: then its name misled us."""
    paragraphs = [line_key(each.get_text()) for each in tag.find_all("p")]
    known = [key for key in paragraphs if len(key) >= 20]
    return len(known) >= 2 and sum(key in advised for key in known) * 2 > len(known)
