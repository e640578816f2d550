"""Every row of every repair rule."""

from __future__ import annotations

import pytest

from qingyuan.repair import REPAIR, explain, fix_text
from qingyuan.rule import Rule

EXAMPLES = [(rule, dirty, clean) for rule in REPAIR for dirty, clean in rule.examples]
KEEP = [(rule, text) for rule in REPAIR for text in rule.keep]


@pytest.mark.parametrize(("rule", "dirty", "clean"), EXAMPLES, ids=[f"{r.name}-{d}" for r, d, _ in EXAMPLES])
def test_example(rule: Rule, dirty: str, clean: str) -> None:
    assert rule.fix(dirty) == clean
    assert rule.fix(clean) == clean
    if rule.damage:
        assert rule.damage(clean) == dirty
    assert explain(dirty).trail.undo(fix_text(dirty)) == dirty
    assert fix_text(fix_text(dirty)) == fix_text(dirty)


@pytest.mark.parametrize(("rule", "text"), KEEP, ids=[f"{r.name}-{t}" for r, t in KEEP])
def test_keep(rule: Rule, text: str) -> None:
    assert rule.fix(text) == text
