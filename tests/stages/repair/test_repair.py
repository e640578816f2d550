"""The library's face: texts of any size, in parts that add up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingyuan.stages.repair import PART, explain, fix_text, in_parts


@given(st.text(alphabet="支付寶，。\r\n", max_size=60), st.integers(1, 20))
def test_the_parts_add_up_and_end_with_a_line(text: str, size: int) -> None:
    parts = list(in_parts(text, size))
    assert "".join(parts) == text
    assert all(parts)
    assert all(part.endswith("\n") for part in parts[:-1])


def test_a_page_is_one_part() -> None:
    assert list(in_parts("支付宝\n\n" * 1000)) == ["支付宝\n\n" * 1000]
    assert list(in_parts("")) == []


def test_a_text_of_several_parts_is_repaired_throughout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_parts, "__defaults__", (50,))
    text = "浣犲ソ，&#25903;付宝逾期。\n\n" * 20
    assert len(list(in_parts(text))) > 5
    assert fix_text(text) == "你好，支付宝逾期。\n\n" * 20 == explain(text).text
    assert PART > 1_000_000
