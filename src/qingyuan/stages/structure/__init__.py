"""Paragraphs, headings, lists and blocks recovered from plain lines; most as insertions of Markdown marks."""

from __future__ import annotations

from qingyuan.rule import Rule
from qingyuan.stages.structure.block_spacing import BLOCK_SPACING
from qingyuan.stages.structure.dialogue import DIALOGUE
from qingyuan.stages.structure.final_line_end import FINAL_LINE_END
from qingyuan.stages.structure.heading_levels import FULL_WIDTH_HEADINGS, HEADING_LEVELS
from qingyuan.stages.structure.headings import HEADINGS
from qingyuan.stages.structure.indents import INDENTS
from qingyuan.stages.structure.lists import LISTS
from qingyuan.stages.structure.marked_items import MARKED_ITEMS
from qingyuan.stages.structure.markup import INDENTED_MARKUP
from qingyuan.stages.structure.spaced_han import SPACED_HAN
from qingyuan.stages.structure.tables import TABLES
from qingyuan.stages.structure.title_lists import TITLE_LISTS
from qingyuan.stages.structure.verses import VERSES
from qingyuan.stages.structure.wrapped_lines import WRAPPED_LINES

PARAGRAPHS: tuple[Rule, ...] = (
    SPACED_HAN,  # first: blanks within words hide from the model what goes on over a line end
    WRAPPED_LINES,  # before indents go, which tell where paragraphs begin
    INDENTS,
)
STRUCTURE: tuple[Rule, ...] = (
    FULL_WIDTH_HEADINGS,  # before headings: where some are marked, none is looked for
    HEADING_LEVELS,
    HEADINGS,  # before lists: they end at headings
    TABLES,
    DIALOGUE,
    MARKED_ITEMS,
    LISTS,
    TITLE_LISTS,
    VERSES,  # after the lists: their items are no verses
    BLOCK_SPACING,  # after the marks are there: it reads them
    FINAL_LINE_END,
    INDENTED_MARKUP,  # last, as it needs whole lines: what it puts to the margin, the others read once more
)
