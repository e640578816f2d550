"""The handbook's list of checks and rules is what the code says."""

from __future__ import annotations

from tools import handbook

from qingyuan.articles.check import KINDS
from qingyuan.pipeline import RULES

NAMES = [rule.name for rule in RULES]


def test_every_rule_is_said_in_the_editors_language_in_the_order_of_the_pipeline() -> None:
    said = handbook.sayings()
    assert list(said) == NAMES, "tools/rules.tsv: a line for each rule, as the pipeline has them"
    assert all(saying.does.endswith("。") for saying in said.values())
    for rule in RULES:
        assert bool(said[rule.name].unproved) == bool(rule.damage_why_not), rule.name


def test_page_is_fresh() -> None:
    written = handbook.PAGE.read_text(encoding="utf-8")
    assert handbook.page(written) == written, "stale; run python -m tools.handbook"


def test_page_names_every_rule_and_check_once_and_keeps_what_is_written_by_hand() -> None:
    written = handbook.PAGE.read_text(encoding="utf-8")
    by_hand, _, printed = written.partition(handbook.MARK)
    assert "不改作者的意思" in by_hand
    names = [*NAMES, *(kind.id for kind in KINDS)]
    for name in names:
        assert printed.count(f"\n| `{name}` |") == names.count(name), name
    assert handbook.page("手写。\n").startswith("手写。\n\n" + handbook.MARK)
