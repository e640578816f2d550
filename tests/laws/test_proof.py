"""Law 2: a repair counts only if doing the damage again gives what stood there; the gate itself: test_engine.py."""

from __future__ import annotations

import pytest
from kinds import says_what_stood_there

from qingyuan.document import Edit
from qingyuan.pipeline import RULES
from qingyuan.rule import Place, Rule
from qingyuan.view import View

PROVED = [
    pytest.param(rule, before, after, id=f"{rule.name}-{n}")
    for rule in RULES
    if rule.damage
    for n, (before, after) in enumerate(rule.examples)
]
# Rules of the repair stage that have neither a damage nor a reason for having none.
UNPROVED = {
    rule.name for rule in RULES if rule.stage == "repair" and not rule.damage and not rule.damage_why_not
}


def test_every_repair_is_proved_or_says_why_not() -> None:
    assert not UNPROVED


@pytest.mark.parametrize(("rule", "before", "after"), PROVED)
def test_damage_makes_the_example_again_without_looking_at_it(rule: Rule, before: str, after: str) -> None:
    assert rule.damage is not None
    edits = rule.find(View(before, rule.assuming)).edits
    assert edits
    blank = list(before)
    for edit in edits:
        blank[edit.start : edit.end] = "\0" * len(edit.before)
    view = View("".join(blank), rule.assuming)
    for edit in edits:
        for seen in (View(before, rule.assuming), view):
            assert rule.damage(edit.after, Place(seen, edit.start, edit.end, edit.kind)) == edit.before


def test_no_kind_says_what_stood_there() -> None:
    """A damage that reads it from the kind proves nothing: it would give any text back."""
    for rule in RULES:
        for before, _ in rule.examples:
            for edit in rule.find(View(before, rule.assuming)).edits:
                assert not says_what_stood_there(edit), edit
    assert says_what_stood_there(Edit(0, "&#25903;", "支", "as written: &#25903;"))
    assert says_what_stood_there(Edit(0, "\uf967", "不", "as written: \uf967"))
