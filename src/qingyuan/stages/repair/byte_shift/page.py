"""What a page shows that bears on every run of it, and where one run begins."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from qingyuan.stages.repair.byte_shift.annotations import ANNOTATED, Annotations
from qingyuan.stages.repair.byte_shift.marks import (
    INTERJECTIONS,
    LONE_MARK,
    MARK_GAINS,
    PARTNERS,
    open_marks,
)
from qingyuan.stages.repair.byte_shift.state import Second
from qingyuan.stages.repair.byte_shift.tables import Characters, characters_of
from qingyuan.stages.repair.byte_shift.tokens import LONE_LEAD, SCAR, Token
from qingyuan.stages.repair.byte_shift.weights import WEIGHTS
from qingyuan.text import language
from qingyuan.text.characters import NARROW, PRIVATE_USE, UNIFIED_HAN

HAN_IN_A_ROW = re.compile(f"[{UNIFIED_HAN}]{{2,}}")
_PRIVATE_USE = re.compile(f"[{PRIVATE_USE}]")
QUOTES = "“”‘’"
CORNER_QUOTES = "「」『』〔〕﹃﹄﹁﹂"
AS_USUAL = "』’"  # they close as often as ” where their partner waits for them


@dataclass(frozen=True, eq=False)
class ShiftPage:
    """One page and what it tells about its damage; everything in it follows from the text."""

    text: str
    annotations: Annotations
    thorough: bool = True  # or only to know how far the runs reach
    # Answers that are looked up again and again: characters by context, and behind a dropped pair; parts of the
    # page without annotations, and rows of these parts; the marks that are open above a line, by its start.
    by_context: dict[tuple[int, int, str], Sequence[tuple[int, int, str]]] = field(default_factory=dict)
    behind_gap: dict[tuple[str, str, str, frozenset[int]], Sequence[Second]] = field(default_factory=dict)
    bare_parts: dict[int, str] = field(default_factory=dict)
    rows: dict[tuple[int, str], int] = field(default_factory=dict)
    open_above: dict[int, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def model(self) -> language.LanguageModel:
        return language.model()

    @cached_property
    def dictionary(self) -> Mapping[str, str]:
        """The reading of each character that the page shows annotated; empty where no machine annotated it."""
        return self.annotations.dictionary if self.annotations.by_machine else {}

    @cached_property
    def can_stand(self) -> Characters:
        return characters_of(self.annotations.is_traditional)

    @cached_property
    def chars_of_page(self) -> frozenset[str]:
        """Those that stand there without annotations."""
        return frozenset(ANNOTATED.sub(r"\1", self.text))

    @cached_property
    def doubled(self) -> frozenset[str]:
        """The marks that the page writes twice in a row; two question marks may be the accident's."""
        pairs = (("！", "!!"), ("！", "！！"), ("。", "。。"))
        return frozenset(mark for mark, pair in pairs if pair in self.text)

    @cached_property
    def drops_leads(self) -> bool:
        """Whether lead bytes left alone may have been dropped: none of them is a question mark here."""
        return bool(self.dictionary) and LONE_LEAD.search(self.text) is None

    @cached_property
    def scars(self) -> int:
        """How many places of the page show that a lead byte was lost."""
        return sum(1 for _ in SCAR.finditer(self.text))

    @cached_property
    def keeps_private_use(self) -> bool:
        return _PRIVATE_USE.search(self.text) is not None

    @cached_property
    def too_long_a_dash(self) -> str:
        return "————" if "———" in self.text else "———"

    @cached_property
    def has_lone_marks(self) -> bool:
        """Whether the page writes … and — by themselves, and not only twice as is the rule."""
        return LONE_MARK.search(self.text) is not None

    @cached_property
    def interjections(self) -> frozenset[str]:
        """Those that the page has nowhere."""
        return INTERJECTIONS.difference(self.text)

    @cached_property
    def costs(self) -> Mapping[str, float]:
        """What it costs that a character stands on this page, `IMPOSSIBLE` where it cannot."""
        # Full-width letters and signs are rare in prose, and so are quotation marks that the page lacks.
        costs = dict.fromkeys(NARROW, WEIGHTS.full_width)
        for char in "，！？；：（）":
            del costs[char]
        for mark in QUOTES + CORNER_QUOTES:
            if mark not in self.text and PARTNERS.get(mark, mark) not in self.text:
                costs[mark] = WEIGHTS.rare_mark if mark in CORNER_QUOTES else WEIGHTS.absent_quote
        for mark, gain in MARK_GAINS.items():
            costs[mark] = costs.get(mark, 0.0) - gain
        return {**self.can_stand.costs, **costs, **dict.fromkeys(self.dictionary, 0.0)}

    @cached_property
    def _costs_by_closing(self) -> dict[frozenset[str], Mapping[str, float]]:
        return {frozenset(): self.costs}

    def costs_where(self, closing: frozenset[str]) -> Mapping[str, float]:
        """The costs where the partners of these marks wait: they are as frequent there as ” is elsewhere."""
        if closing not in self._costs_by_closing:
            stop = self.model.read("。")[1]
            usual = stop["”"][0]
            as_usual = {mark: stop[mark][0] - usual for mark in closing}
            self._costs_by_closing[closing] = {**self.costs, **as_usual}
        return self._costs_by_closing[closing]

    def marks_open_above(self, offset: int) -> frozenset[str]:
        """The marks that wait for their partner in the lines above; speech can go over several paragraphs."""
        if offset not in self.open_above:
            self.open_above[offset] = open_marks(self.text[max(0, offset - WEIGHTS.paragraphs) : offset])
        return self.open_above[offset]

    def rows_elsewhere(self, text: str, at: int) -> int:
        """How many rows of two, three and four Han the text has from the page around `at`."""
        part = at // WEIGHTS.nearby
        around = self.bare_parts.get(part)
        if around is None:
            first = max(0, part - 1) * WEIGHTS.nearby
            around = ANNOTATED.sub(r"\1", self.text[first : (part + 2) * WEIGHTS.nearby])
            self.bare_parts[part] = around
        total = 0
        for start in range(len(text) - 1):
            row = text[start : start + 4]
            count = self.rows.get((part, row))
            if count is None:
                han = HAN_IN_A_ROW.match(row)
                longest = han.end() if han else 1
                count = 0
                while count + 2 <= longest and row[: count + 2] in around:
                    count += 1
                self.rows[part, row] = count
            total += count
        return total

    def source(self, token: Token) -> str:
        """What stands on the page for a token."""
        return self.text[token.start : token.end]


@dataclass(frozen=True, eq=False)
class Scene:
    """Where one run begins: its line as tokens, the first of the run, and the repaired text before it."""

    page: ShiftPage
    tokens: Sequence[Token]
    at: int
    before: str

    @cached_property
    def waiting(self) -> frozenset[str]:
        """The marks that are open in the line."""
        return open_marks(self.before)

    @cached_property
    def above(self) -> frozenset[str]:
        """The marks that are open in the lines above."""
        return self.page.marks_open_above(self.tokens[0].start)

    @cached_property
    def closing(self) -> frozenset[str]:
        """The marks other than ” that can close something here."""
        return frozenset(mark for mark in AS_USUAL if PARTNERS[mark] in self.waiting | self.above)

    @cached_property
    def usual_closing(self) -> Mapping[int, str]:
        """A translation of those marks to the one that the word list knows best."""
        return {ord(mark): "”" for mark in self.closing}

    @cached_property
    def costs(self) -> Mapping[str, float]:
        return self.page.costs_where(self.closing)
