"""The edits from an HTML page to the lines of its article, so that the trail leads back to the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from qingyuan.document import Edit
from qingyuan.stages.strip.html.extract import Extracted
from qingyuan.stages.strip.html.furniture import squeezed
from qingyuan.stages.strip.html.tokens import characters


@dataclass(frozen=True, slots=True)
class _Place:
    """[start, end) of the page, with what is written before it; `reason` says why it goes, None that it stays."""

    start: int
    end: int
    written_before: str
    reason: str | None = None


def edits_of(html: str, extracted: Extracted) -> tuple[Edit, ...]:
    """Deletions of markup and of what is left out, and insertions of Markdown marks.

    Where the source shows the same text as the tree, its characters stay where they stand; where it does not,
    the page is replaced as a whole.
    """
    text, spans = characters(html)
    if text != "".join(squeezed(piece.text) for piece in extracted.pieces):
        return (Edit(0, html, extracted.text, "markup"),) if html != extracted.text else ()
    edits: list[Edit] = []
    at = 0
    for place in _places(html, extracted, text, spans):
        if place.start > at or place.written_before:
            edits.append(Edit(at, html[at : place.start], place.written_before, "markup"))
        if place.reason is not None:
            edits.append(Edit(place.start, html[place.start : place.end], "", place.reason))
        at = place.end
    return tuple(edit for edit in edits if edit.before != edit.after)


def _places(html: str, extracted: Extracted, text: str, spans: list[tuple[int, int]]) -> Iterator[_Place]:
    """What stays and what is left out, in the order of the page, and the end of the page."""
    at = 0
    pending = ""  # text to write before the next place
    separator = ""
    for piece in extracted.pieces:
        if not piece.lines:
            if piece.visible and piece.end > piece.start and spans[piece.start][0] >= at:
                start, end = spans[piece.start][0], spans[piece.end - 1][1]
                yield _Place(start, end, pending, piece.reason)
                at, pending = end, ""
            continue
        pending += separator
        separator = "\n\n"
        cursor = piece.start
        for char in piece.lines:
            if cursor < piece.end and text[cursor] == char:
                start, end = spans[cursor]
                cursor += 1
                if start >= at and html[start:end] == char:
                    yield _Place(start, end, pending)
                    at, pending = end, ""
                    continue
            pending += char
    yield _Place(len(html), len(html), pending + "\n" if separator else pending)
