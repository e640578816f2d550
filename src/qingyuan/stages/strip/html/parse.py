"""The tree of an HTML page, as browsers build it (libxml2 2.14 tokenizes by the HTML Standard).

lxml, because it is the only parser here that reads a page in a few milliseconds; what would stop it or slow it
down, elements thousands deep or with thousands of attributes, is read through events instead.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

from lxml import etree

NEVER_SHOWN = frozenset(
    "script style noscript template head title meta link iframe object svg canvas video audio map".split()
)
INLINE = frozenset(
    (
        "a abbr acronym b bdi bdo big br cite code del dfn em font i img ins kbd label mark nobr picture q rp rt ruby "
        "s samp small source span strike strong sub sup time tt u var wbr"
    ).split()
)
"""Elements that stand within a line; all others begin and end one."""

DEEPEST = 200
"""Elements inside one another that are built when a page nests deeper than libxml2 follows (2,048)."""
MOST_ATTRIBUTES = 256  # of an element: libxml2 takes time by their number squared
LONG_TAG = 20_000  # characters of a start tag that may hold so many
NAME = re.compile(r"[a-zA-Z_][\w.-]*", re.ASCII)  # what lxml takes for the name of an element or attribute
CONTROLS = re.compile(r"[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")  # what it takes for no text
_START_TAGS = re.compile(r"""<[a-zA-Z](?>(?:[^<>"']|"[^"]*+"?+|'[^']*+'?+)*)""")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A page's root element; `flattened` if what lay deeper than `DEEPEST` was put side by side."""

    root: etree._Element
    flattened: bool


def parse(source: str) -> Parsed:
    """The tree of a page, without comments; an empty page has an empty `html` element.

    >>> etree.tostring(parse("文字<p>一&amp;二").root, encoding="unicode")
    '<html><body>文字<p>一&amp;二</p></body></html>'
    """
    data = source.encode("utf-8", "surrogatepass")
    crowded = any(
        match.end() - match.start() > LONG_TAG and len(match[0].split()) > MOST_ATTRIBUTES
        for match in _START_TAGS.finditer(source)
    )
    if not crowded:
        parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError:  # nothing but comments and white space
            root = None
        if not any(error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for error in parser.error_log):
            return Parsed(etree.Element("html") if root is None else root, False)
    builder = _ShallowBuilder()
    with suppress(etree.XMLSyntaxError):
        etree.fromstring(data, etree.HTMLParser(target=builder, encoding="utf-8", huge_tree=True))
    return Parsed(builder.root, builder.flattened)


def text_of(element: etree._Element) -> str:
    """All text in an element, that of scripts too."""
    return "".join(map(str, element.itertext()))


class _ShallowBuilder:
    """A target of lxml's parser that nests no deeper than `DEEPEST`; below, blocks stand side by side."""

    def __init__(self) -> None:
        self.root = etree.Element("html")
        self.flattened = False
        self._open = [self.root]
        self._below: list[str] = []  # names of the elements open below the deepest one built
        self._leaf: etree._Element | None = None  # the one that text below goes into
        self._text: list[str] = []  # that is still to be written

    def start(self, tag: str | bytes, attrib: dict[str | bytes, str | bytes]) -> None:
        tag = str(tag)
        if tag == "html" and self._open == [self.root]:
            return
        if len(self._open) < DEEPEST:
            self._open.append(self._child(tag, attrib))
            return
        self.flattened = True
        self._below.append(tag)
        if tag == "img":
            self._child(tag, attrib)
            self._leaf = None
        elif tag in NEVER_SHOWN or tag not in INLINE or tag == "br":
            self._leaf = self._child(tag if tag in NEVER_SHOWN else "div", {})

    def end(self, tag: str | bytes) -> None:
        if self._below:
            if self._below.pop() not in INLINE:
                self._write()
                self._leaf = None
        elif len(self._open) > 1:
            self._write()
            self._open.pop()

    def data(self, data: str | bytes) -> None:
        self._text.append(str(data))

    def _write(self) -> None:
        """Put the text that has come since the last element into the tree: adding to it each time would take long."""
        if not self._text:
            return
        text = CONTROLS.sub("\N{REPLACEMENT CHARACTER}", "".join(self._text))
        self._text.clear()
        into = self._leaf if self._below and self._leaf is not None else self._open[-1]
        if len(into):
            into[-1].tail = (into[-1].tail or "") + text
        else:
            into.text = (into.text or "") + text

    def comment(self, data: str | bytes) -> None:
        """Nothing: no reader sees a comment."""

    def close(self) -> etree._Element:
        self._write()
        return self.root

    def _child(self, tag: str, attrib: dict[str | bytes, str | bytes]) -> etree._Element:
        self._write()
        child = etree.SubElement(self._open[-1], "div")
        child.tag = tag if NAME.fullmatch(tag) else "div"
        for name, value in islice(attrib.items(), MOST_ATTRIBUTES):
            if NAME.fullmatch(str(name)):
                child.set(name, CONTROLS.sub("\N{REPLACEMENT CHARACTER}", str(value)))
        return child
