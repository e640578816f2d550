"""From an HTML page to the lines of its article, with an account of every character of its text."""

from __future__ import annotations

from dataclasses import dataclass

from qingyuan.stages.strip.html.assembly import Passage, Piece, passages_of, pieces_of, with_images
from qingyuan.stages.strip.html.blocks import reasons
from qingyuan.stages.strip.html.head import facts_of_page
from qingyuan.stages.strip.html.parse import parse
from qingyuan.stages.strip.html.segment import segment


@dataclass(frozen=True, slots=True)
class Extracted:
    """The article's lines, what the page says about it, and what became of each part of the page's text."""

    text: str
    metadata: dict[str, object]
    pieces: tuple[Piece, ...]  # all text of the page in order
    passages: tuple[Passage, ...]  # what became of the pieces that are kept
    flattened: bool  # nested deeper than can be read: below, the text was read and no marks

    @property
    def left_out(self) -> tuple[Piece, ...]:
        """The pieces that are not among the lines."""
        return tuple(piece for piece in self.pieces if piece.reason)


def extract(html: str) -> Extracted:
    """The article's lines of an HTML page, or of any text.

    >>> extract("<html><body><h1>标题</h1><p>正文&amp;一</p><script>x()</script></body></html>").text
    '标题\\n\\n正文&一\\n'
    """
    parsed = parse(html)
    blocks = segment(parsed.root)
    why = reasons(parsed.root, blocks)
    kept = [block.is_shown and not reason for block, reason in zip(blocks, why, strict=True)]
    facts = facts_of_page(parsed.root, blocks, kept)
    if any(keeps and at not in facts.blocks for at, keeps in enumerate(kept)):
        for at in facts.blocks:
            why[at] = "title" if at in facts.title_blocks else "metadata"
    pieces, members = pieces_of(blocks, with_images(blocks, why))
    passages = passages_of(members)
    text = "\n\n".join(passage.lines for passage in passages)
    lines = f"{text}\n" if text else ""
    return Extracted(lines, dict(facts.metadata), pieces, passages, parsed.flattened)
