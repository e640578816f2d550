"""A page's tree as its blocks: the lines and cells that a browser would set apart, in order, all text in them."""

from __future__ import annotations

import html as entities
import re
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree

from qingyuan.stages.strip.html.parse import INLINE, NEVER_SHOWN, text_of

CONTROLS = frozenset("button select option textarea input datalist".split())
MARKED = frozenset("a b strong i em code kbd samp del s".split())
"""Elements within a line that Markdown has a mark for."""
FRAMES = frozenset("table thead tbody tfoot tr td th ul ol li blockquote dl dt dd pre figure".split())
"""Elements around blocks that Markdown has a form for."""
IMAGES = frozenset({"img", "amp-img"})
IMAGE_SOURCES = (
    "data-src data-original data-actualsrc data-lazyload data-lazy-src data-lazy data-echo data-url file zoomfile src"
).split()
"""Where an image's address stands, first of all: a page that loads images late has something else in `src`."""
MOST_FRAMES = 12
MOST_WAITING = 8  # such texts a page has at most; each is measured as a whole
HIDDEN_STYLE = re.compile(
    r"display:none|visibility:hidden|font-size:0(?:px)?(?:;|$)|(?:text-indent|left|top):-\d{4,}"
)
INVISIBLE_STYLE = re.compile(r"visibility\s*:\s*hidden", re.IGNORECASE)
LONG_HIDDEN = 300
"""Letters outside links from which on hidden text is an article's that a script shows later."""
LONG_INVISIBLE = 40
"""The same where its place is kept free (`visibility: hidden`), as WeChat does it: menus and windows are not hidden so."""


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of a block that stand together: shown if `reason` is empty, else what they are in place of that."""

    letters: int  # characters other than white space
    reason: str = ""
    text: str = ""  # only if there is a reason
    visible: bool = True


@dataclass(slots=True)
class Block:
    """What stands between two borders of blocks, or two line breaks: text in a line, with its marks."""

    owner: etree._Element  # the innermost element around it that is no part of a line
    text: str  # what is shown, as it stands
    html: str  # the same with the marks of `MARKED` and its images, fit to be read alone
    link: str  # the part of the text within links
    images: int
    frames: tuple[etree._Element, ...]  # the `FRAMES` around it, outermost first
    runs: list[Run] = field(default_factory=list)

    @property
    def is_shown(self) -> bool:
        """Whether anything of it can be seen."""
        return bool(self.images or self.text.strip())


def letters(text: str) -> int:
    """How many characters other than white space.

    >>> letters("一 二\\n")
    2
    """
    return len("".join(text.split()))


def segment(root: etree._Element) -> list[Block]:
    """The blocks of a page in order; every character of its text is in the runs of one of them."""
    cutter = _Cutter(root)
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if event == "end":
            cutter.end(element)
        elif cutter.start(element):
            walker.skip_subtree()
    cutter.flush()
    return cutter.blocks


class _Cutter:
    """What `segment` knows at a place of the page."""

    def __init__(self, root: etree._Element) -> None:
        self.blocks: list[Block] = []
        self._owners = [root]
        self._frames: list[etree._Element] = []
        self._layout: list[bool] = []  # of each table and list around: it only places blocks
        self._framed: list[bool] = []  # of each owner: it is the last of the frames
        self._marks: list[tuple[str, bool]] = []  # the marks around: name, and whether it is written
        self._open: dict[str, str] = {}  # the start tags of those written
        self._links = 0
        self._preformatted = 0
        self._skipped: etree._Element | None = (
            None  # the element that was left a moment ago without being read
        )
        self._waiting = 0  # long texts that a script shows later, so far
        self._clear()

    def _clear(self) -> None:
        self._text: list[str] = []
        self._counted = 0  # parts of it that are in the runs
        self._link: list[str] = []
        self._html = list(self._open.values())
        self._runs: list[Run] = []
        self._images = 0

    def start(self, element: etree._Element) -> bool:
        """Take in an element and the text at its start; whether what it holds is not to be read."""
        tag = element.tag
        if reason := self._out(element):
            text = text_of(element)
            if size := letters(text):
                self._count()
                self._runs.append(Run(size, reason, text, reason == "form"))
            self._skipped = element
            return True
        if tag not in INLINE:
            self.flush()
            self._enter(element)
        elif tag == "br":
            if self._preformatted:
                self._add("\n")
            else:
                self.flush()
        elif tag in MARKED:
            self._links += tag == "a"
            target = element.get("href") if tag == "a" else None
            start = f'<a href="{entities.escape(target)}">' if target else f"<{tag}>"
            written = tag not in self._open  # b in b says nothing more; by the thousand it would take long
            self._marks.append((tag, written))
            if written:
                self._open[tag] = start
                self._html.append(start)
        if tag in IMAGES:
            self._image(element)
        if element.text:
            self._add(element.text)
        return False

    def end(self, element: etree._Element) -> None:
        """Leave an element, and take in the text behind it."""
        tag = element.tag
        if element is self._owners[-1] and len(self._owners) > 1:
            self.flush()
            self._leave(tag)
        elif tag in MARKED and element is not self._skipped:
            self._links -= tag == "a"
            name, written = self._marks.pop()
            if written:
                del self._open[name]
                self._html.append(f"</{name}>")
        if element.tail:
            self._add(element.tail)

    def flush(self) -> None:
        """End the block."""
        if not self._text and not self._runs and not self._images:  # most elements begin and end none
            if len(self._html) != len(self._open):
                self._html = list(self._open.values())
            return
        text = "".join(self._text)
        if self._images or self._runs or text.strip():
            self._count()
            marked = "".join(self._html) + "".join(f"</{name}>" for name in reversed(self._open))
            frames = tuple(self._frames[:MOST_FRAMES])
            self.blocks.append(
                Block(self._owners[-1], text, marked, "".join(self._link), self._images, frames, self._runs)
            )
        self._clear()

    def _add(self, text: str) -> None:
        if not (self._text or self._images or self._runs or self._preformatted) and text.isspace():
            return
        self._text.append(text)
        self._html.append(
            entities.escape(text, quote=False) if "<" in text or "&" in text or ">" in text else text
        )
        if self._links:
            self._link.append(text)

    def _count(self) -> None:
        """Put what was added since the last run into one."""
        if size := letters("".join(self._text[self._counted :])):
            self._runs.append(Run(size))
        self._counted = len(self._text)

    def _out(self, element: etree._Element) -> str:
        """Why an element's text is not among what is shown, or nothing."""
        tag = element.tag
        if tag in NEVER_SHOWN:
            return tag if tag in ("script", "style") else "not-shown"
        if tag in CONTROLS:
            return "form"
        if self._waiting > MOST_WAITING or not element.attrib or not _says_hidden(element):
            return ""
        linked = sum(letters(text_of(link)) for link in element.iter("a"))
        long = LONG_INVISIBLE if INVISIBLE_STYLE.search(element.get("style") or "") else LONG_HIDDEN
        if letters(text_of(element)) - linked < long:
            return "hidden"
        self._waiting += 1
        return ""

    def _enter(self, element: etree._Element) -> None:
        tag = element.tag
        self._owners.append(element)
        if tag in ("table", "ul", "ol", "dl"):
            self._layout.append(len(self._layout) > MOST_FRAMES or is_layout(element))
        places = tag in ("blockquote", "pre", "figure") or not (self._layout and self._layout[-1])
        framed = tag in FRAMES and places
        self._preformatted += tag == "pre"
        self._framed.append(framed)
        if framed:
            self._frames.append(element)

    def _leave(self, tag: str) -> None:
        self._owners.pop()
        self._preformatted -= tag == "pre"
        if tag in ("table", "ul", "ol", "dl"):
            self._layout.pop()
        if self._framed.pop():
            self._frames.pop()

    def _image(self, element: etree._Element) -> None:
        self._images += 1
        said = ((name, element.get(name)) for name in (*IMAGE_SOURCES, "alt", "width", "height"))
        attributes = "".join(f' {name}="{entities.escape(value)}"' for name, value in said if value)
        self._html.append(f"<img{attributes}>")


def _says_hidden(element: etree._Element) -> bool:
    """Whether an attribute or a style hides an element."""
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    style = element.get("style")
    return bool(style and HIDDEN_STYLE.search("".join(style.lower().split())))


def is_layout(element: etree._Element) -> bool:
    """Whether a table or list only places blocks on the page: it has headings, or no grid of short cells."""
    if element.tag != "table":
        return next(element.iter("h1", "h2", "h3", "div", "table"), None) is not None
    if next(islice(element.iter("table"), 1, 2), None) is not None:
        return True
    if next(element.iter("h1", "h2", "h3"), None) is not None:
        return True
    rows = [[letters(text_of(cell)) for cell in row.iter("td", "th")] for row in element.iter("tr")]
    grid = [row for row in rows if len(row) >= 2]
    return len(grid) < 2 or len(grid) * 2 <= len(rows) or any(cell > 200 for row in rows for cell in row)
