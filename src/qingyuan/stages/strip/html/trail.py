"""The edits from an HTML page to the lines of its article, so that the trail leads back to the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qingyuan.document import Edit
from qingyuan.stages.strip.html.assembly import Passage, Piece
from qingyuan.stages.strip.html.extract import Extracted
from qingyuan.stages.strip.html.tokens import SourceText, Stretch

MARKUP = "markup"
LONGEST_MARKS = 1_000  # characters that may be written before a text: the address of a picture


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


def _shared(shown: str, used: int, lines: str, at: int) -> int:
    """How many characters the source and the lines share from two places on: all, or a word, or one."""
    if used == 0 and lines.startswith(shown, at):
        return len(shown)
    if used == 0 or shown[used - 1] == " ":
        end = shown.find(" ", used)
        word = shown[used : end if end >= 0 else len(shown)]
        if lines.startswith(word, at):
            return len(word)
    return 1


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
        lines, at = passage.lines, 0
        for stretch in self._kept(passage):
            stands = stretch.stands_in(self._source.source)
            used = 0  # of the stretch
            while used < len(stretch.shown):
                if stretch.shown[used] == " ":
                    used += 1
                    continue
                at += len(self._write_until(stretch.shown, used, lines, at))
                if at == len(lines):
                    return
                taken = _shared(stretch.shown, used, lines, at)
                if stands:
                    self._keep(stretch, used, used + taken)
                else:
                    self.write(lines[at : at + taken])
                used, at = used + taken, at + taken
        self.write(lines[at:])

    def finish(self, end: str) -> tuple[Edit, ...]:
        """All edits, with what is left out behind the last passage; `end` is written last."""
        self._leave_out(len(self._source.letters))
        self.write(end)
        self._delete_to(len(self._source.source))
        return tuple(edit for edit in self._edits if edit.before != edit.after)

    def _kept(self, passage: Passage) -> Iterator[Stretch]:
        """Where the source shows what is kept of a passage."""
        for at in range(self._next, len(self._pieces)):
            piece = self._pieces[at]
            if piece.start >= passage.end:
                break
            if not piece.reason:
                yield from self._source.stretches(piece.start, piece.end)

    def _write_until(self, shown: str, used: int, lines: str, at: int) -> str:
        """Write the lines as far as a character: marks, and white space.

        A text as a whole is looked for first, for an address before it may have its first character, too.
        """
        end = lines.find(shown, at, at + len(shown) + LONGEST_MARKS) if used == 0 else -1
        if end < 0:
            end = lines.find(shown[used], at)
        written = lines[at : end if end >= 0 else len(lines)]
        self.write(written)
        return written

    def _keep(self, stretch: Stretch, start: int, end: int) -> None:
        self._leave_out(stretch.before)
        self._delete_to(stretch.start + start)
        self._at = stretch.start + end

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
