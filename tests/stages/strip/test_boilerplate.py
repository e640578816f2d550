"""What the stage takes from the real pages, line for line, and what it leaves."""

from __future__ import annotations

import datetime
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from raw_articles import CASES
from seeds import repaired

from qingyuan.engine import Cleaned, Stage, run
from qingyuan.stages.strip import STRIP
from qingyuan.text.spans import lines_of

STAGE = (Stage("strip", STRIP),)
# From the hand-made reference: number of the line, kind. Titles are metadata there, not stripped lines.
TEASERS = [
    (line + 2 * place, kind)
    for line in range(107, 143, 6)
    for place, kind in enumerate(("related_title", "related_title_repeat", "related_excerpt"))
]
STRIPPED = {
    "000": [],
    "001": [
        (1, "channel_banner"),
        (5, "takedown_contact"),
        (6, "takedown_contact"),
        (8, "byline_counters"),
        (12, "repeated_title"),
    ],
    "002": [(3, "byline_counters"), (9, "repeated_title"), (105, "related_block_heading"), *TEASERS],
    "003": [(49, "copyright"), (50, "takedown_contact")],
    "004": [
        (3, "byline_counters"),
        (7, "repeated_title"),
        (103, "disclaimer"),
        (105, "takedown_contact"),
        (107, "app_prompt"),
        (109, "latest_block_heading"),
        (111, "random_block_heading"),
        (113, "app_prompt"),
    ],
}
METADATA = {
    "000": {"title": "支付寶信用分租機呆賬協商減免", "title_inferred": True},
    "001": {
        "title": "支付寶逾期可以協商流程",
        "category": "平臺逾期",
        "site": "逾期頻道",
        "views": 5,
        "comments": 0,
    },
    "002": {
        "title": "支付宝跟催收协商有用吗",
        "author": "小花",
        "date": datetime.date(2024, 10, 18),
        "category": "债务优化",
        "views": 445,
    },
    "003": {"title": "支付寶如何溝通協商還款"},
    "004": {
        "title": "支付寶逾期上門送信",
        "date": datetime.datetime(2024, 11, 4, 2, 16, 13),
        "category": "銀行逾期",
    },
}


def stripped(text: str, result: Cleaned) -> list[tuple[int, str]]:
    """Line number of the input and kind of every edit."""
    found = []
    for number, step in enumerate(result.trail):
        for edit in step.edits:
            start, _ = result.trail.origin(edit.start, edit.end, number)
            found.append((text.count("\n", 0, start) + 1, edit.kind))
    return sorted(found)


@pytest.mark.parametrize("seed", sorted(STRIPPED))
def test_every_line_around_the_article_goes_with_its_kind(seed: str) -> None:
    text = repaired(seed)
    result = run(text, STAGE)
    assert [each for each in stripped(text, result) if each[1] != "title"] == STRIPPED[seed]
    assert result.trail.undo(result.text) == text


@pytest.mark.parametrize("seed", sorted(METADATA))
def test_facts_are_captured_and_none_invented(seed: str) -> None:
    assert run(repaired(seed), STAGE).metadata == METADATA[seed]


@pytest.mark.parametrize("seed", sorted(STRIPPED))
def test_twice_is_once(seed: str) -> None:
    once = run(repaired(seed), STAGE)
    twice = run(once.text, STAGE, dict(once.metadata))
    assert twice.text == once.text
    assert twice.metadata == once.metadata


def test_whole_lines_go_with_their_ends() -> None:
    text = repaired("004")
    kept = {line for _, line in lines_of(run(text, STAGE).text)}
    assert kept <= {line for _, line in lines_of(text)}


LINES = [
    json.loads(line)["text"]
    for path in sorted(CASES.glob("contact_lines*.jsonl"))
    for line in path.read_text(encoding="utf-8").splitlines()
]
ARTICLE_LINES = [line for seed in sorted(STRIPPED) for line in repaired(seed).split("\n")]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.one_of(st.sampled_from(LINES), st.sampled_from(ARTICLE_LINES)), max_size=20))
def test_any_mixture_of_lines_is_settled_at_once_and_can_be_undone(lines: list[str]) -> None:
    text = "\n".join(lines)
    once = run(text, STAGE)
    assert once.trail.undo(once.text) == text
    assert run(once.text, STAGE, dict(once.metadata)).text == once.text


def test_clean_markdown_comes_out_unchanged() -> None:
    text = (
        "## 小编导语\n\n信用卡逾期以后要主动沟通。\n\n## 一、推荐阅读的材料\n\n- **合同**：看清利率。\n\n"
        "| 机构 | 电话 |\n| --- | --- |\n| 支付宝 | 95188 |\n\n## 免责声明\n\n合同里的免责条款未必有效。\n"
    )
    assert run(text, STAGE, {"title": "信用卡逾期怎么办"}).text == text
    assert run(text, STAGE).text == text
