"""A rule: one named defect, its inverse, and the innocent text that merely resembles it; and the gate of law 2."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from qingyuan.document import Edit, Finding, Found, Metadata, Step, in_order
from qingyuan.view import View

Find = Callable[[View], Found]
UNPROVED = "doing the damage again does not give this text"


@dataclass(frozen=True, slots=True)
class Place:
    """Where an edit stands, for the damage to look around; [start, end) itself is not for it to read.

    `kind` is the edit's: it names the variety of the accident, such as the pair of charsets, and never holds
    what stood there, or the damage would prove nothing.
    """

    view: View
    start: int
    end: int
    kind: str = ""


Damage = Callable[[str, Place], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """`find` only looks; `fix` makes the edits that `find` returned.

    `examples` must change as shown, `keep` must not change at all, `doubts` must be reported; `tests/test_rules.py`
    holds every rule of the pipeline to them. `damage` gives what the accident makes of an edit's `after` at its
    place: the engine makes an edit only if that is the edit's `before` (law 2). A rule of the repair stage that
    has none says in `damage_why_not` what speaks for its edits instead; tools/rules.tsv says it to editors.
    """

    name: str
    find: Find
    examples: tuple[tuple[str, str], ...]
    keep: tuple[str, ...]
    doubts: tuple[tuple[str, str], ...] = ()  # text, best candidate ("" for none): a finding, no edit
    assuming: Metadata = field(default_factory=dict)  # what the rows take as known about the page
    damage: Damage | None = None
    damage_why_not: str = (
        ""  # a sentence for the handbook; empty where there is a damage, or nothing to prove
    )
    proof: str = ""  # what the ledger says of an edit that passed the gate
    counted_only: bool = False  # its edits are many and alike: the ledger gives their number, the trail each
    captured: frozenset[str] = frozenset()  # kinds of its edits whose words are kept, in the front matter

    @property
    def stage(self) -> str:
        return self.name.partition("/")[0]

    def look(self, view: View) -> Found:
        """What the rule finds, with the edits that pass the gate of law 2; the others as findings."""
        return proved(self, view, self.find(view))

    def fix(self, text: str, metadata: Metadata | None = None) -> str:
        """The text with this rule's edits made, and no other rule's."""
        view = View(text, self.assuming if metadata is None else metadata)
        return Step(self.name, self.look(view).edits).apply(text)


def proved(rule: Rule, view: View, found: Found) -> Found:
    """Law 2: an edit whose damage, done again, is not what stood there is not made but reported."""
    if rule.damage is None or not found.edits:
        return found
    made: list[Edit] = []
    doubts: list[Finding] = []
    for edit in found.edits:
        if rule.damage(edit.after, Place(view, edit.start, edit.end, edit.kind)) == edit.before:
            made.append(edit)
        else:
            doubts.append(Finding(rule.name, edit.start, edit.before, (edit.after,), UNPROVED))
    return Found(tuple(made), (*found.findings, *doubts), found.metadata) if doubts else found


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
