"""Every rule of the pipeline against its own rows, in one loop."""

from __future__ import annotations

import pytest

from qingyuan.document import Step
from qingyuan.pipeline import PIPELINE, RULES
from qingyuan.rule import Rule
from qingyuan.view import View

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
