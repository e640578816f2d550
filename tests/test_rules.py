"""Every rule of the pipeline against its own rows, in one loop."""

from __future__ import annotations

import pytest
from kinds import says_what_stood_there

from qingyuan.document import Edit, Step
from qingyuan.pipeline import PIPELINE
from qingyuan.rule import Place, Rule
from qingyuan.view import View

RULES = [rule for stage in PIPELINE for rule in stage.rules]
EXAMPLES = [
    pytest.param(rule, before, after, id=f"{rule.name}-{n}")
    for rule in RULES
    for n, (before, after) in enumerate(rule.examples)
]
KEEPS = [
    pytest.param(rule, text, id=f"{rule.name}-{n}") for rule in RULES for n, text in enumerate(rule.keep)
]


@pytest.mark.parametrize(("rule", "before", "after"), EXAMPLES)
def test_example_is_fixed_once_and_for_all(rule: Rule, before: str, after: str) -> None:
    assert rule.fix(before) == after
    assert rule.fix(after) == after, "not idempotent"
    step = Step(rule.name, rule.find(View(before, rule.assuming)).edits)
    assert step.undo(after) == before, "the edits do not replay"


def test_no_kind_says_what_stood_there() -> None:
    """A damage that reads it from the kind proves nothing: it would give any text back."""
    for rule in RULES:
        for before, _ in rule.examples:
            for edit in rule.find(View(before, rule.assuming)).edits:
                assert not says_what_stood_there(edit), edit
    assert says_what_stood_there(Edit(0, "&#25903;", "支", "as written: &#25903;"))
    assert says_what_stood_there(Edit(0, "\uf967", "不", "as written: \uf967"))


PROVED = [row for row in EXAMPLES if row.values[0].damage]
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


@pytest.mark.parametrize(("rule", "text"), KEEPS)
def test_look_alike_is_kept(rule: Rule, text: str) -> None:
    assert rule.fix(text) == text


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_is_complete(rule: Rule) -> None:
    assert rule.examples or rule.doubts, "a rule shows what it mends or reports"
    assert rule.keep, "a rule shows what merely resembles it"
    assert rule.stage in {stage.name for stage in PIPELINE}


def test_rule_names_are_unique_and_in_their_stage() -> None:
    names = [rule.name for rule in RULES]
    assert len(names) == len(set(names))
    for stage in PIPELINE:
        assert {rule.stage for rule in stage.rules} <= {stage.name}


DOUBTS = [
    pytest.param(rule, text, best, id=f"{rule.name}-{n}")
    for rule in RULES
    for n, (text, best) in enumerate(rule.doubts)
]


@pytest.mark.parametrize(("rule", "text", "best"), DOUBTS)
def test_doubt_is_reported_and_nothing_changed(rule: Rule, text: str, best: str) -> None:
    found = rule.find(View(text, rule.assuming))
    assert not found.edits
    assert found.findings
    for finding in found.findings:
        assert text.startswith(finding.text, finding.start)
    assert found.findings[0].candidates[:1] == ((best,) if best else ())
