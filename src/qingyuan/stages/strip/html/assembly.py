"""A page's blocks put together again: what became of each part of its text, and the Markdown of what is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from lxml import etree

from qingyuan.stages.strip.html.as_markdown import heading_line, markdown_of, shown_line
from qingyuan.stages.strip.html.reasons import CAPTURED
from qingyuan.stages.strip.html.segment import Block

WHOLE = frozenset("table ul ol pre blockquote dl figure".split())
"""Elements that Markdown has a form of its own for: blocks in the same one are converted together."""
WITHIN = {"tr": {"table"}, "td": {"tr"}, "th": {"tr"}, "li": {"ul", "ol"}, "dt": {"dl"}, "dd": {"dl"}}
"""What an element needs around it to mean anything."""
ROW_GROUPS = frozenset({"thead", "tbody", "tfoot"})
HEADING = re.compile(r"h[1-6]")
NEAR = 30
"""Elements around a picture in which its neighbors are looked for; no page of the samples has more in an article."""
MOST_COLUMNS = 50  # that a cell may say it spans


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of the page in reading order: [start, end) counts its characters other than white space."""

    start: int
    end: int
    text: str
    reason: str = ""  # why it is left out (`reasons.py`); "" if it is kept
    visible: bool = True
    block: int = 0  # the number of the block that it is a part of


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines of Markdown, a paragraph or a whole list or table, made of the kept pieces in [start, end)."""

    start: int
    end: int
    lines: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A block that is kept, and which characters of the page it has."""

    block: Block
    start: int
    end: int


def with_images(blocks: Sequence[Block], reasons: Sequence[str]) -> list[str]:
    """The reasons, and of each block that has nothing but pictures that of its neighbors with text.

    The neighbor that shares the nearer element decides; of two that are equally near both must be kept, or one,
    if the other is the title or a by-line.
    """
    texts = [at for at, block in enumerate(blocks) if block.text.strip()]
    decided = list(reasons)
    behind = 0  # how many blocks with text stand before this one
    for at, block in enumerate(blocks):
        if behind < len(texts) and texts[behind] == at:
            behind += 1
        elif block.images and texts and not reasons[at]:
            beside = {
                texts[number]: _steps_to(block.owner, blocks[texts[number]].owner)
                for number in (behind - 1, behind)
                if 0 <= number < len(texts)
            }
            nearest = [reasons[other] for other, steps in beside.items() if steps == min(beside.values())]
            if "" in nearest:  # what stands below the title is the article's
                nearest = [reason for reason in nearest if reason not in CAPTURED]
            decided[at] = next(filter(None, nearest), "")
    return decided


def _steps_to(element: etree._Element, other: etree._Element) -> int:
    """How many elements up from one an element lies that holds the other as well, `NEAR` at most."""
    around = {each: steps for steps, each in enumerate(_upwards(element))}
    return next((around[each] for each in _upwards(other) if each in around), NEAR)


def _upwards(element: etree._Element | None) -> Iterator[etree._Element]:
    for _ in range(NEAR):
        if element is None:
            return
        yield element
        element = element.getparent()


def pieces_of(blocks: Iterable[Block], reasons: Iterable[str]) -> tuple[tuple[Piece, ...], list[Kept]]:
    """All text of the blocks as pieces, and the blocks that are kept."""
    pieces: list[Piece] = []
    kept: list[Kept] = []
    counted = 0
    for number, (block, reason) in enumerate(zip(blocks, reasons, strict=True)):
        first = counted
        shown = _cut(block.text, [run.letters for run in block.runs if not run.reason])
        for run in block.runs:
            start, counted = counted, counted + run.letters
            if run.reason:
                pieces.append(Piece(start, counted, run.text, run.reason, run.visible, number))
            else:
                pieces.append(Piece(start, counted, next(shown), reason, True, number))
        if not reason and block.is_shown:
            kept.append(Kept(block, first, counted))
    return tuple(pieces), kept


def _cut(text: str, sizes: list[int]) -> Iterator[str]:
    """The text in parts of so many characters, white space not counted."""
    if len(sizes) == 1:
        yield text
        return
    places = [at for at, char in enumerate(text) if not char.isspace()]
    for end, size in zip(accumulate(sizes), sizes, strict=True):
        yield text[places[end - size] : places[end - 1] + 1]


@dataclass(slots=True)
class _Unit:
    """Blocks that become lines together."""

    root: etree._Element | None  # the list, table or heading that all of them stand in
    heading: int = 0  # its level
    members: list[tuple[Kept, list[tuple[etree._Element, str]]]] = field(default_factory=list)


def passages_of(kept: Iterable[Kept]) -> tuple[Passage, ...]:
    """The Markdown of the blocks; those of the same list, table or heading become one passage."""
    units = list(_units(kept))
    lines: list[str | None] = []  # None: read below
    sources: list[tuple[str, bool]] = []
    for unit in units:
        first = unit.members[0][0].block
        if unit.heading:
            text = "\n".join(member.block.text for member, _ in unit.members)
            lines.append(heading_line(unit.heading, text))
        elif unit.root is None and "<" not in first.html:
            lines.append(shown_line(first.text))
        else:
            sources.append((first.html, False) if unit.root is None else (_source(unit), True))
            lines.append(None)
    read = iter(markdown_of(sources))
    return tuple(
        Passage(unit.members[0][0].start, unit.members[-1][0].end, said)
        for unit, line in zip(units, lines, strict=True)
        if (said := next(read) if line is None else line)
    )


def _units(kept: Iterable[Kept]) -> Iterator[_Unit]:
    unit: _Unit | None = None
    for member in kept:
        path = _path(member.block)
        root = path[0][0] if path else _heading(member.block.owner)
        if unit is None or root is None or root is not unit.root:
            if unit is not None:
                yield unit
            unit = _Unit(root, 0 if path or root is None else int(root.tag[1]))
        unit.members.append((member, path))
    if unit is not None:
        yield unit


def _heading(owner: etree._Element) -> etree._Element | None:
    """The heading that a block is, or is a box of."""
    for element in (owner, owner.getparent()):
        if element is not None and HEADING.fullmatch(element.tag):
            return element
    return None


def _path(block: Block) -> list[tuple[etree._Element, str]]:
    """The elements around a block that Markdown has a form for, with the names they are written with."""
    path: list[tuple[etree._Element, str]] = []
    names: set[str] = set()
    heads = False
    for element in block.frames:
        name = element.tag
        if name in ROW_GROUPS:
            heads = name == "thead"
        elif (path or name in WHOLE) and (name not in WITHIN or WITHIN[name] & names):
            names.add(name)
            path.append((element, "th" if heads and name == "td" else name))
    return path


@dataclass(slots=True)
class _Open:
    """An element that was opened and not closed."""

    element: etree._Element
    name: str
    items: int = 0  # of a list, opened so far
    rows: bool = False  # of a table: one was opened
    cell: etree._Element | None = None  # of a row: the last one written


def _source(unit: _Unit) -> str:
    """HTML of a list or table as far as it is kept: what is left of it, well formed.

    A row keeps its number of cells; a list numbers what it keeps.
    """
    writer = _Writer()
    for member, path in unit.members:
        writer.write(member.block, path)
    writer.close(0)
    return "".join(writer.out)


class _Writer:
    """Opens and closes elements as blocks ask for them."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self._open: list[_Open] = []
        self._direct = False  # the last block stands in the innermost element without one of its own

    def write(self, block: Block, path: list[tuple[etree._Element, str]]) -> None:
        shared = 0
        for opened, (element, _) in zip(self._open, path, strict=False):
            if opened.element is not element:
                break
            shared += 1
        same = shared == len(path) == len(self._open) and bool(self.out)
        self.close(shared)
        for element, name in path[shared:]:
            self._enter(element, name)
        inner, name = path[-1]
        direct = block.owner is inner
        if name == "pre":
            self.out.append(("\n" if same else "") + block.html)
        elif direct:
            self.out.append(("<br>" if same and self._direct else "") + block.html)
        else:
            tag = block.owner.tag
            tag = tag if tag in ("caption", "figcaption") or HEADING.fullmatch(tag) else "p"
            self.out.append(f"<{tag}>{block.html}</{tag}>")
        self._direct = direct

    def close(self, depth: int) -> None:
        """Close all elements but the outermost so many."""
        while len(self._open) > depth:
            left = self._open.pop()
            if left.name == "tr":
                after = left.cell.itersiblings() if left.cell is not None else ()
                self._cells(each.tag for each in after)
            self.out.append("</tbody></table>" if left.rows else f"</{left.name}>")

    def _enter(self, element: etree._Element, name: str) -> None:
        around = self._open[-1] if self._open else None
        start = f"<{name}>"
        if name == "tr":
            table = next(each for each in reversed(self._open) if each.name == "table")
            if not table.rows:
                self.out.append("<tbody>")
            table.rows = True
        elif name in ("td", "th"):
            row = next(each for each in reversed(self._open) if each.name == "tr")
            missed = []
            for each in element.itersiblings(preceding=True):
                if each is row.cell:
                    break
                missed.append(each.tag)
            self._cells(missed)
            row.cell = element
            span = _number(element.get("colspan"), MOST_COLUMNS)
            start = f'<{name} colspan="{span}">' if span > 1 else start
        elif name == "li" and around is not None and around.name == "ol":
            start = f'<li value="{_number(around.element.get("start"), 10**9, 1) + around.items}">'
            around.items += 1
        self.out.append(start)
        self._open.append(_Open(element, name))

    def _cells(self, tags: Iterable[object]) -> None:
        """Empty cells in place of those that are left out or have no text."""
        self.out.extend("<td></td>" for tag in tags if tag in ("td", "th"))


def _number(value: str | None, most: int, otherwise: int = 0) -> int:
    """The number in an attribute, if it is one from zero to `most`."""
    if value is None or not value.isascii() or not value.isdigit() or len(value) > 10:
        return otherwise
    return int(value) if int(value) <= most else otherwise
