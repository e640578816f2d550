"""GBK read as UTF-8: candidates where bytes are left, and none of other languages."""

from __future__ import annotations

import pytest
from growing import MOST, growth

from qingyuan.stages.repair import explain
from qingyuan.stages.repair.known_bytes import leaves, likely_texts
from qingyuan.stages.repair.lost_text import FIND_LOST
from qingyuan.view import View


@pytest.mark.parametrize(
    ("before", "word", "after"),
    [
        ("", "成功", "：文件已保存。"),
        ("操作", "成功", "，请返回首页。"),
        ("请按", "确定", "继续。"),
        ("操作", "失败", "，请重试。"),
    ],
)
def test_word_is_among_the_candidates(before: str, word: str, after: str) -> None:
    damaged = f"{before}{leaves(word)}{after}\n"
    repaired = explain(damaged)
    assert repaired.text == damaged  # it is likely, and nothing proves it
    assert any(word in finding.candidates for finding in repaired.findings), repaired.findings


@pytest.mark.parametrize(
    "text", ["пр\ufffdв\ufffdт", "\ufffd\ufffd\ufffd\ufffd\ufffd\ufffdɹ", "é\ufffdé", "β\ufffdгε\ufffd"]
)
def test_other_traces_have_none(text: str) -> None:
    assert likely_texts("", text, "") == ()


def test_candidates_leave_the_trace() -> None:
    trace = leaves("成功")
    assert all(leaves(text) == trace for text in likely_texts("", trace, "。"))


def test_time_grows_with_the_text() -> None:
    unit = f"操作{leaves('成功')}。\n"
    assert growth(lambda text: FIND_LOST.find(View(text)), lambda size: unit * size, 2_000) < MOST
