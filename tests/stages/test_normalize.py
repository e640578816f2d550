"""House style for characters: what is widened, what stays, and that no space is ever added."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from raw_articles import Seed

from qingyuan.articles import front_matter
from qingyuan.engine import Stage, run
from qingyuan.rule import Rule
from qingyuan.stages.normalize import (
    BRACKET_WIDTH,
    FULL_WIDTH,
    NORMALIZE,
    PUNCTUATION_WIDTH,
    QUOTE_PAIRS,
    WHITE_SPACE,
    pairs_in,
)
from qingyuan.text.markdown import protected_spans

STAGE = Stage("normalize", NORMALIZE)
PIECES = st.sampled_from(
    [
        *(
            "支付宝",
            "逾期",
            "APP",
            "3",
            "12:30",
            "1.2",
            ",",
            ";",
            ":",
            "?",
            "!",
            ".",
            "(",
            ")",
            '"',
            "'",
            "...",
            "。。。",
        ),
        *(
            "--",
            "—",
            "…",
            "”",
            "“",
            " ",
            "\u3000",
            "\n",
            "\n\n\n",
            "\t",
            "`a,b`",
            "```\n",
            "http://a.b/?c=1,d",
            "[x](y,z)",
        ),
    ]
)
PAGES = st.lists(PIECES, max_size=16).map("".join)
NARROW = {wide: narrow for narrow, wide in FULL_WIDTH.items()}


def normalized(text: str) -> str:
    return run(text, (STAGE,)).text


@given(PAGES)
@settings(deadline=None)
def test_normalizing_twice_is_normalizing_once(page: str) -> None:
    once = normalized(page)
    assert normalized(once) == once


@given(PAGES)
@settings(deadline=None)
def test_no_white_space_is_added_and_no_word_changes(page: str) -> None:
    after = normalized(page)
    assert sum(map(str.isspace, after)) <= sum(map(str.isspace, page))
    assert [c for c in after if c.isalnum()] == [c for c in page if c.isalnum()]


@given(PAGES, st.sampled_from((PUNCTUATION_WIDTH, BRACKET_WIDTH, QUOTE_PAIRS)))
@settings(deadline=None)
def test_width_and_quotes_keep_off_what_is_protected(page: str, rule: Rule) -> None:
    fixed = rule.fix(page)
    for start, end in protected_spans(page):
        assert page[start:end] in fixed


@given(PAGES)
@settings(deadline=None)
def test_only_the_width_of_punctuation_changes(page: str) -> None:
    fixed = PUNCTUATION_WIDTH.fix(page)
    narrow = "".join(NARROW.get(c, c) for c in fixed)
    assert narrow.replace(" ", "") == "".join(NARROW.get(c, c) for c in page).replace(" ", "")


@given(st.text("()甲", max_size=14))
def test_pairs_of_brackets_match(line: str) -> None:
    pairs = list(pairs_in(line, "(", ")"))
    assert all(line[left] == "(" and line[right] == ")" and left < right for left, right in pairs)
    inside = [line[left + 1 : right] for left, right in pairs]
    assert all(part.count("(") == part.count(")") for part in inside)
    assert len({at for pair in pairs for at in pair}) == 2 * len(pairs)
    assert len(pairs) in (0, line.count("("))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("好,OK, 但是;A:甲", "好，OK，但是；A：甲"),
        ("图1:1是比例", "图1:1是比例"),
        ("第3:甲", "第3：甲"),
        ("真的?", "真的？"),
        ("OK!", "OK!"),
        ("说OK!", "说OK！"),
        ("你好.", "你好。"),
        ("第1.2节.", "第1.2节。"),
        ("等等..", "等等.."),
        (",开头", ",开头"),
    ],
)
def test_punctuation_width(before: str, after: str) -> None:
    assert PUNCTUATION_WIDTH.fix(before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("甲  \n", "甲\n"),
        ("\u3000\u3000甲\n", "甲\n"),
        ("  - 甲\n", "  - 甲\n"),
        ("\n\n甲\n \n\t\n乙\n\n", "甲\n\n乙\n"),
        ("甲 乙\n", "甲 乙\n"),
        ("", ""),
    ],
)
def test_white_space(before: str, after: str) -> None:
    assert WHITE_SPACE.fix(before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("(甲(乙)丙)", "（甲（乙）丙）"),
        ("(甲(乙丙)", "(甲(乙丙)"),
        ("(甲)f(x)", "（甲）f(x)"),
        ("[甲](乙)", "[甲](乙)"),
    ],
)
def test_bracket_width(before: str, after: str) -> None:
    assert BRACKET_WIDTH.fix(before) == after


def test_golden_article_is_still(seed: Seed) -> None:
    body = front_matter.split(seed.golden.read_text(encoding="utf-8")).body
    assert normalized(body) == body
