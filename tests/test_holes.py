"""Bytes that Windows-1252 lost: filled by proof and margin, else doubted."""

from __future__ import annotations

from qingyuan.repair import explain, fix_text
from qingyuan.repair.holes import damage, damage_with_spaces

CLEAN = "他在茶话会上说，我们要坚持改革开放，全国人民代表大会即将召开，请大家多提意见。"


def test_holes_are_filled_are_findings() -> None:
    damaged = damage(CLEAN)
    assert damaged.count("\N{REPLACEMENT CHARACTER}") >= 5
    repaired = explain(damaged)
    assert repaired.trail.undo(repaired.text) == damaged
    text = repaired.text
    holes = [finding for finding in repaired.findings if finding.rule == "repair/misread-with-holes"]
    for finding in sorted(holes, key=lambda finding: -finding.start):
        assert text.startswith(finding.text, finding.start)
        text = text[: finding.start] + finding.candidates[0] + text[finding.start + len(finding.text) :]
    assert len(text) == len(CLEAN)
    assert sum(one != other for one, other in zip(text, CLEAN, strict=True)) <= 1  # two holes side by side
    assert len(holes) < damaged.count("\N{REPLACEMENT CHARACTER}")


def test_spaces_that_were_bytes() -> None:
    clean = "你好，你们的领导是校长。"
    damaged = damage_with_spaces(clean)
    assert " " in damaged
    assert fix_text(damaged) == clean


def test_what_is_left_is_not_read_as_something_else() -> None:
    left = explain(
        "他说，è¦\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}充分发挥â€\N{REPLACEMENT CHARACTER}è¦"
    )
    assert "瑕" not in left.text
    assert "鈥" not in left.text
