"""One script: Traditional lines become Simplified, and Simplified lines are not touched."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from raw_articles import Seed

from qingyuan.stages.convert import (
    SHARED,
    TOLERATED,
    TRADITIONAL_TO_SIMPLIFIED,
    convert_to_simplified,
    is_traditional_line,
    script_evidence,
    script_of,
)
from qingyuan.view import View

HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)
TEXTS = st.text(HAN | st.sampled_from("支付寶宝發发隨著后後 \na,1"), max_size=24)


@given(TEXTS, TEXTS)
def test_evidence_of_two_texts_is_the_sum_of_theirs(one: str, other: str) -> None:
    sums = tuple(map(sum, zip(script_evidence(one), script_evidence(other), strict=True)))
    assert script_evidence(one + other) == sums


@given(TEXTS)
def test_converting_keeps_the_length(text: str) -> None:
    assert len(convert_to_simplified(text)) == len(text)


@given(
    st.lists(
        st.sampled_from(["支付寶逾期上門", "支付宝逾期", "隨著", "原著", "`寶`", " ", "\n", "陶喆"]),
        max_size=10,
    )
)
@settings(deadline=None)
def test_converting_twice_is_converting_once(pieces: list[str]) -> None:
    text = "".join(pieces)
    once = TRADITIONAL_TO_SIMPLIFIED.fix(text)
    assert len(once) == len(text)
    assert TRADITIONAL_TO_SIMPLIFIED.fix(once) == once


def test_characters_of_both_scripts_prove_nothing() -> None:
    assert script_evidence("著后里" + "".join(SHARED)) == (0, 0)
    assert script_evidence("".join(TOLERATED))[0] == 0
    assert script_evidence("a1 ，。\n") == (0, 0)


@pytest.mark.parametrize(
    ("text", "evidence", "script"),
    [
        ("支付寶", (1, 0), "zh-Hant"),
        ("支付宝", (0, 1), "zh-Hans"),
        ("寶宝", (1, 1), "zh-Hans"),  # a tie: it is left as it is
        ("", (0, 0), "und"),
    ],
)
def test_script(text: str, evidence: tuple[int, int], script: str) -> None:
    assert script_evidence(text) == evidence
    assert script_of(text) == script


@pytest.mark.parametrize(
    ("line", "in_traditional", "elsewhere"),
    [
        ("執行後顯示結果", True, True),
        ("支付寶", True, False),  # too few to stand on their own account
        ("東西買賣，" + "人" * 40, True, False),  # too thin
        ("執行後顯示结果发", True, False),  # too many of the other
        ("執行後顯示结果发现错误", False, False),
        ("支付宝", False, False),
        ("上信", True, False),
    ],
)
def test_line_that_is_converted(line: str, in_traditional: bool, elsewhere: bool) -> None:
    assert is_traditional_line(line, "zh-Hant") is in_traditional
    assert is_traditional_line(line, "zh-Hans") is elsewhere


def test_script_is_asked_once_a_text() -> None:
    answered = View(
        "支付寶", _answers={script_of: "zh-Hans"}
    )  # too little to convert in a Simplified document
    assert not TRADITIONAL_TO_SIMPLIFIED.find(answered).edits
    assert TRADITIONAL_TO_SIMPLIFIED.find(View("支付寶")).edits


def test_golden_article_is_not_touched(seed: Seed) -> None:
    text = seed.golden.read_text(encoding="utf-8")
    assert TRADITIONAL_TO_SIMPLIFIED.fix(text) == text
