"""Bytes that Windows-1252 lost: filled by proof and margin, else doubted."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from qingyuan.stages.repair import explain, fix_text
from qingyuan.stages.repair.holes import damage, damage_with_spaces
from qingyuan.text import charsets

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


# A line, and what is made of it where a reader of Windows-1252 lost its five bytes.
LINES = (
    ("我军唯一『锚索部队』完成四百多项工程抢险", "我军唯一『锚索部队ã€完成四百多项工程抢险"),
    ("請按住 SHIFT 鍵，然後拖曳一個不同的圖庫物件。", "請按住 SHIFT 鍵，然後拖曳一個不同的圖庫物件。"),
    ("东西还不错，就是物流太慢了", "东西还不错，就是物流太慢了"),
    (
        "拨云见日，醍醐灌顶，让平日里看到指标图释就头疼的我竟然大有收获。",
        "拨云见日，é†é†灌顶，让平日里看到指标图释就头疼的我竟然大有收获。",
    ),
    ("島上還比市區要低1－2度。", "島上還比市區è¦低1－2度。"),
)


def without(read: charsets.Charset, lost: Iterable[int], clean: str) -> str:
    """What a reader of UTF-8 as another charset shows, without some characters."""
    return read.decode(clean.encode("utf-8")).translate(dict.fromkeys(lost))


@pytest.mark.parametrize(("clean", "repaired"), LINES)
def test_a_line_with_holes_is_filled_where_nothing_is_in_doubt(clean: str, repaired: str) -> None:
    assert fix_text(without(charsets.WINDOWS_1252, charsets.CP1252_HOLES, clean)) == repaired


@pytest.mark.xfail(strict=True, reason="the words around do not clearly choose among the candidates")
@pytest.mark.parametrize("clean", [clean for clean, repaired in LINES if clean != repaired])
def test_every_hole_of_a_line_is_filled(clean: str) -> None:
    assert fix_text(without(charsets.WINDOWS_1252, charsets.CP1252_HOLES, clean)) == clean


@pytest.mark.parametrize("clean", [clean for clean, _ in LINES])
def test_no_hole_is_filled_wrongly(clean: str) -> None:
    fixed = fix_text(without(charsets.LATIN_1, range(0x80, 0xA0), clean))
    assert [char for char in fixed if char > "\u3000" and char not in clean] == []


@pytest.mark.parametrize(
    "clean",
    [
        "真要找出待改進的地方，就是浴室狹窄了點。",
        "有时候我们不知道如何面对，只好向前走，或者停下来想一想。",
    ],
)
def test_holes_of_a_line_are_filled_together(clean: str) -> None:
    damaged = without(charsets.WINDOWS_1252, charsets.CP1252_HOLES, clean)
    repaired = explain(damaged)
    assert repaired.text == clean
    assert repaired.trail.undo(clean) == damaged


@pytest.mark.xfail(strict=True, reason="what is left of UTF-8 without its controls reads as Big5")
def test_remains_of_utf_8_are_not_read_as_big5() -> None:
    clean = "請按住 SHIFT+CTRL 組合鍵，然後拖曳一個不同的圖庫物件。"
    damaged = without(charsets.LATIN_1, range(0x80, 0xA0), clean)
    assert [char for char in fix_text(damaged) if char > "\u3000" and char not in clean] == []
