"""Search records: what is known of one rendered page, as text by section."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, fields, replace
from typing import Any

from lxml import etree

from qingyuan.search.format import UNSPACED


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with the text under it; the first of a page has neither anchor nor heading."""

    anchor: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One page as search sees it."""

    url: str
    title: str
    topic: str = ""
    date: str = ""
    aside: bool = False
    """No article: results put it behind articles."""
    aliases: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()

    @property
    def headings(self) -> list[str]:
        return [section.heading for section in self.sections if section.heading]

    @property
    def text(self) -> str:
        return "\n".join(section.text for section in self.sections if section.text)

    def to_json(self) -> str:
        """The record as one line of JSON, keys in the order of the fields."""
        data = {field.name: getattr(self, field.name) for field in fields(self)}
        return json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=astuple)

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Record:
        """A record of values as JSON has them: no tuples, no sections, a number for yes and no."""
        made: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in values.items()
        }
        made["aside"] = bool(made["aside"])
        made["sections"] = tuple(Section(*section) for section in made["sections"])
        return cls(**made)


_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_UNREAD = frozenset({"script", "style", "template", "svg", "noscript", "nav", "button"})
# Anchors that the theme adds to the text: permalinks, ways back from footnotes, line numbers.
_UNREAD_CLASSES = frozenset({"headerlink", "footnote-backref", "linenos", "md-annotation"})
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "br", "dd", "details", "div", "dl", "dt", "fieldset"}
    | {"figcaption", "figure", "footer", "form", "header", "hr", "li", "main", "ol", "p", "pre", "section"}
    | {"summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
)
# Stands for the border of a block while text is gathered; XML admits no such character in a page.
_BORDER = "\x00"
_CLOSING = "，。、；：？！）》」』”’…"
_SOFT_BREAK = re.compile(rf"(?<=[{UNSPACED}{_CLOSING}])[ \t]*\n[ \t]*(?=[{UNSPACED}（《「『“‘])")


def with_content(record: Record, content: str) -> Record:
    """The record filled from the content that MkDocs rendered for its page; an `h1` in it is the title."""
    heading, sections = sections_from_html(content)
    return replace(record, title=" ".join((heading or record.title).split()), sections=tuple(sections))


def sections_from_html(content: str) -> tuple[str, list[Section]]:
    """The text of the `h1` of some content, if any, and its sections, which begin at its headings.

    >>> sections_from_html('<h2 id="a">一<a class="headerlink">¶</a></h2><p>逾期的问<ins>题</ins></p>')
    ('', [Section(anchor='a', heading='一', text='逾期的问题')])
    """
    if not content.strip():
        return "", []
    gatherer = _Gatherer()
    # The parser of lxml.html gives the same tree of slower elements.
    (body,) = etree.HTML(f"<html><body>{content}</body></html>").iter("body")
    gatherer.visit(body)
    return gatherer.title, gatherer.finish()


class _Gatherer:
    """One walk over the tree, in the order in which a person reads."""

    def __init__(self) -> None:
        self.title = ""
        self._sections: list[Section] = []
        self._anchor = self._heading = ""
        self._parts: list[str] = []

    def visit(self, element: etree._Element) -> None:
        """Take the text of an element and of everything in it."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _UNREAD or _is_furniture(element):
            return
        if tag in _HEADINGS:
            self._open_section(tag, element)
            return
        if tag == "img":
            self._parts.append(f" {element.get('alt') or ''} ")
            return
        border = tag in _BLOCKS
        if border:
            self._parts.append(_BORDER)
        if text := element.text:
            self._parts.append(text)
        for child in element:
            self.visit(child)
            if text := child.tail:
                self._parts.append(text)
        if border:
            self._parts.append(_BORDER)

    def _open_section(self, tag: str, element: etree._Element) -> None:
        parts = [element.text or ""]
        if len(element):
            heading = _Gatherer()
            for child in element:
                heading.visit(child)
                heading._parts.append(child.tail or "")
            parts += heading._parts
        text = _flow(parts).replace("\n", " ")
        if tag == "h1" and not self.title:
            self.title = text
            return
        self._close_section()
        self._anchor, self._heading = element.get("id") or "", text

    def _close_section(self) -> None:
        text = _flow(self._parts)
        if text or self._heading:
            self._sections.append(Section(self._anchor, self._heading, text))
        self._parts = []

    def finish(self) -> list[Section]:
        """All sections, the last one closed."""
        self._close_section()
        return self._sections


def _is_furniture(element: etree._Element) -> bool:
    if element.get("data-search-exclude") is not None:
        return True
    classes = element.get("class")
    return classes is not None and not _UNREAD_CLASSES.isdisjoint(classes.split())


def _flow(parts: Sequence[str]) -> str:
    """Text as a browser shows it: one line a block, and no space where Han meets Han over a line end."""
    # A line that ends with its block is no line end within text: most are of this kind.
    text = "".join(parts).replace(f"{_BORDER}\n", _BORDER)
    if "\n" in text:
        text = _SOFT_BREAK.sub("", text)
    return "\n".join([" ".join(words) for block in text.split(_BORDER) if (words := block.split())])
