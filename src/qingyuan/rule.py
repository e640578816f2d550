"""A rule: one named defect, its inverse, and the innocent text that merely resembles it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from qingyuan.document import Edit, Found, Metadata, Step, in_order
from qingyuan.view import View

Find = Callable[[View], Found]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """`find` only looks; `fix` makes the edits that `find` returned.

    `examples` must change as shown, `keep` must not change at all, `doubts` must be reported; `tests/test_rules.py` holds every
    rule of the pipeline to them, and to `damage(fixed) == damaged` where there is a `damage`.
    """

    name: str
    find: Find
    examples: tuple[tuple[str, str], ...]
    keep: tuple[str, ...]
    doubts: tuple[tuple[str, str], ...] = ()  # text, best candidate ("" for none): a finding, no edit
    assuming: Metadata = field(default_factory=dict)  # what the rows take as known about the page
    damage: Callable[[str], str] | None = None  # None: the dirt was added, not encoded

    @property
    def stage(self) -> str:
        return self.name.partition("/")[0]

    def fix(self, text: str, metadata: Metadata | None = None) -> str:
        """The text with this rule's edits made, and no other rule's."""
        return Step(
            self.name, self.find(View(text, self.assuming if metadata is None else metadata)).edits
        ).apply(text)


def find_matches(pattern: re.Pattern[str], replace: str | Callable[[re.Match[str]], str]) -> Find:
    """A `find` that replaces each match of the pattern; a callable may return the match unchanged."""

    def find(view: View) -> Found:
        edits: list[Edit] = []
        for match in pattern.finditer(view.text):
            after = replace(match) if callable(replace) else replace
            if after != match[0]:
                edits.append(Edit(match.start(), match[0], after))
        return Found(tuple(edits))

    return find


def found(edits: Iterable[Edit], **rest: object) -> Found:
    """A `Found` with its edits put in order."""
    return Found(in_order(edits), **rest)  # type: ignore[arg-type]
