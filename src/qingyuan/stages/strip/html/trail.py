"""The edits from an HTML page to the lines of its article, so that the trail leads back to the page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qingyuan.document import Edit
from qingyuan.stages.strip.html.assembly import Passage, Piece
from qingyuan.stages.strip.html.extract import Extracted
from qingyuan.stages.strip.html.tokens import SourceText

MARKUP = "markup"
WORD_OR_SPACE = re.compile(r"\S+|\s+")


def edits_of(html: str, extracted: Extracted) -> tuple[Edit, ...]:
    """Deletions of markup and of what is left out, each for its reason, and insertions of Markdown marks.

    What is kept stays where it stands. If the source shows another text than the tree, which no page of the
    samples does, the page is replaced as a whole.
    """
    source = SourceText(html)
    if source.letters != "".join("".join(piece.text for piece in extracted.pieces).split()):
        return (Edit(0, html, extracted.text, MARKUP),) if html != extracted.text else ()
    maker = _Maker(source, extracted.pieces)
    for number, passage in enumerate(extracted.passages):
        maker.write("\n\n" if number else "")
        maker.passage(passage)
    return maker.finish("\n" if extracted.passages else "")


class _Maker:
    """The edits as far as they are made, with what is still to be written before the next character that stays."""

    def __init__(self, source: SourceText, pieces: Sequence[Piece]) -> None:
        self._source = source
        self._pieces = pieces
        self._next = 0  # the first piece that was not passed
        self._edits: list[Edit] = []
        self._at = 0  # of the source: all before it is done
        self._pending: list[str] = []

    def write(self, text: str) -> None:
        self._pending.append(text)

    def passage(self, passage: Passage) -> None:
        """Write the lines of a passage: each of its characters that the source shows stays where it stands."""
        self._leave_out(passage.start)
        kept = [(piece.start, piece.end) for piece in self._within(passage)]
        letters = "".join(self._source.letters[start:end] for start, end in kept)
        numbers = iter(kept)
        start, end = next(numbers, (0, 0))
        used = 0  # of the letters

        def keep(count: int) -> None:
            nonlocal start, end, used
            used += count
            while count:
                if start == end:
                    start, end = next(numbers)
                taken = min(count, end - start)
                self._keep(start, start + taken)
                start, count = start + taken, count - taken

        for match in WORD_OR_SPACE.finditer(passage.lines):
            word = match[0]
            if word.isspace():
                self.write(word)
            elif letters.startswith(word, used):
                keep(len(word))
            else:
                for char in word:
                    if letters.startswith(char, used):
                        keep(1)
                    else:
                        self.write(char)

    def finish(self, end: str) -> tuple[Edit, ...]:
        """All edits, with what is left out behind the last passage; `end` is written last."""
        self._leave_out(len(self._source.letters))
        self.write(end)
        self._delete_to(len(self._source.source))
        return tuple(edit for edit in self._edits if edit.before != edit.after)

    def _within(self, passage: Passage) -> Iterator[Piece]:
        at = self._next
        while at < len(self._pieces) and self._pieces[at].start < passage.end:
            if self._pieces[at].start >= passage.start and not self._pieces[at].reason:
                yield self._pieces[at]
            at += 1

    def _keep(self, start: int, end: int) -> None:
        self._leave_out(start)
        for first, last, shown in self._source.places(start, end):
            if self._source.source.startswith(shown, first) and last - first == len(shown):
                self._delete_to(first)
                self._at = last
            else:  # a reference
                self.write(shown)

    def _leave_out(self, number: int) -> None:
        """Delete the pieces that are left out before a character."""
        while self._next < len(self._pieces) and self._pieces[self._next].start < number:
            piece = self._pieces[self._next]
            self._next += 1
            if piece.reason:
                first, last = self._source.span(piece.start, piece.end)
                first = max(first, self._at)
                if first < last:
                    self._delete_to(first, write=False)
                    self._edits.append(Edit(first, self._source.source[first:last], "", piece.reason))
                    self._at = last

    def _delete_to(self, place: int, write: bool = True) -> None:
        after = "".join(self._pending) if write else ""
        if write:
            self._pending.clear()
        if place > self._at or after:
            self._edits.append(Edit(self._at, self._source.source[self._at : place], after, MARKUP))
            self._at = place
