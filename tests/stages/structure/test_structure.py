"""Structure as a whole: it adds marks and no words, and what it has made it leaves alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from raw_articles import Seed

from qingyuan.articles import front_matter
from qingyuan.engine import Stage, run
from qingyuan.stages.structure import STRUCTURE
from qingyuan.stages.structure.block_spacing import BLOCK_SPACING
from qingyuan.stages.structure.headings import HEADINGS, LIMITS
from qingyuan.stages.structure.lines import lines_with_words
from qingyuan.stages.structure.lists import LISTS
from qingyuan.stages.structure.marked_items import MARKED_ITEMS
from qingyuan.stages.structure.tables import TABLES
from qingyuan.text.markdown import HEADING
from qingyuan.view import View

STAGE = Stage("structure", STRUCTURE)
LINES = st.sampled_from(
    [
        "一、背景",
        "（一）定义",
        "1.1 目的",
        "1.1.1 细节",
        "1、资金：不足。",
        "2、信任",
        "3.5 亿元的缺口。",
        "第一章 总则",
        "**重点**",
        "小编导语",
        "例如：",
        "材料：证明身份。",
        "延长期限",
        "问：可以吗？",
        "答：可以。",
        "①先联系",
        "②再提交",
        "• 身份证",
        "《信用管理》",
        "《法规解读》",
        "甲\t乙\t丙",
        "丁\t戊\t己",
        "## 标题",
        "- 条目",
        "    - 小条目",
        "> 引文",
        "| 甲 | 乙 |",
        "```",
        "$$",
        "正文讲的是别的事。",
        "",
    ]
)
PAGES = st.lists(LINES, max_size=12).map("\n".join)


def structured(text: str) -> str:
    return run(text, (STAGE,)).text


def words(text: str) -> str:
    """What is no mark of Markdown, white space or number."""
    return "".join(c for c in text if c.isalpha() or c in "：。？《》、")


@given(PAGES)
@settings(deadline=None)
def test_structure_twice_is_structure_once(page: str) -> None:
    once = structured(page)
    assert structured(once) == once


@given(PAGES)
@settings(deadline=None)
def test_structure_adds_marks_and_keeps_the_words(page: str) -> None:
    before, after = words(page), words(structured(page))
    assert after.replace("、", "") == before.replace("、", "")  # 1、 becomes 1. as an item
    assert len(after) <= len(before)


@given(PAGES)
@settings(deadline=None)
def test_headings_never_skip_a_level(page: str) -> None:
    text = HEADINGS.fix(page)
    if "## 标题" in page or "```" in page or "$$" in page:  # headings that are not ours
        return
    level = LIMITS.top - 1
    for line in text.splitlines():
        if heading := HEADING.match(line):
            assert LIMITS.top <= len(heading["marks"]) <= min(level + 1, LIMITS.deepest)
            level = len(heading["marks"])


@given(PAGES)
def test_lines_with_words_stand_where_they_say_and_in_order(page: str) -> None:
    lines = lines_with_words(View(page))
    assert all(page.startswith(line.text, line.start) and line.text.strip() for line in lines)
    assert all(line.text.startswith(line.label) and bool(line.form) == bool(line.label) for line in lines)
    starts = [line.start for line in lines]
    assert starts == sorted(set(starts))


def test_lines_of_a_page_are_found_once_for_all_rules() -> None:
    view = View("一、背景\n正文。\n")
    assert view.about(lines_with_words) is view.about(lines_with_words)


def test_lines_of_code_and_formulas_have_no_words() -> None:
    page = "甲\n\n```\n一、乙\n```\n丙 `丁`\n\n$$\nx\n$$\n戊\n"
    lines = [line.text for line in lines_with_words(View(page))]
    assert [line for line in lines if line != "$$"] == ["甲", "丙 `丁`", "戊"]


def test_golden_article_is_still(seed: Seed) -> None:
    body = front_matter.split(seed.golden.read_text(encoding="utf-8")).body
    assert structured(body) == body


@pytest.mark.parametrize("excess", [0, 1])
def test_heading_has_a_longest_line(excess: int) -> None:
    line = "一、" + "长" * (LIMITS.line - 2 + excess)
    assert HEADINGS.fix(f"{line}\n正文。\n").startswith("## ") is not bool(excess)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # of two forms of numbers the outer one is the one that the table of forms has first, not the first seen
        ("1.1 甲\n正文。\n一、乙\n正文。\n", "## 1.1 甲\n正文。\n## 一、乙\n正文。\n"),
        (
            "第一章 甲\n1.1 乙\n正文。\n第二章 丙\n正文。\n",
            "## 第一章 甲\n### 1.1 乙\n正文。\n## 第二章 丙\n正文。\n",
        ),
        # one running number that is an item makes items of all
        ("1、甲\n正文。\n2、乙：丙。\n", "1、甲\n正文。\n2、乙：丙。\n"),
        # a section name at the end of the page has nothing under it
        ("正文。\n总结\n", "正文。\n总结\n"),
        ("正文。\n总结：\n完。\n", "正文。\n## 总结：\n完。\n"),
    ],
)
def test_headings(before: str, after: str) -> None:
    assert HEADINGS.fix(before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("如下：\n甲：一。\n", "如下：\n- **甲**：一。\n"),  # one term is a list, one bare item is speech
        ("如下：\n甲\n", "如下：\n甲\n"),
        ("如下：\n甲\n乙。\n", "如下：\n甲\n乙。\n"),
        ("1．甲\n2．乙\n", "1. 甲\n2. 乙\n"),
        ("1. **甲**：乙\n", "1. **甲**：乙\n"),
    ],
)
def test_lists(before: str, after: str) -> None:
    assert LISTS.fix(before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("①甲\n②乙\n③丙\n", "1. 甲\n2. 乙\n3. 丙\n"),
        ("①甲\n③丙\n", "①甲\n③丙\n"),
        ("②乙\n③丙\n", "②乙\n③丙\n"),
        ("①甲\n②乙\n①丙\n②丁\n", "1. 甲\n2. 乙\n1. 丙\n2. 丁\n"),
    ],
)
def test_circled_numbers_count_from_one(before: str, after: str) -> None:
    assert MARKED_ITEMS.fix(before) == after


@pytest.mark.parametrize(
    ("rows", "table"),
    [("甲\t乙\n" * 2, False), ("甲\t乙\n" * 3, True), ("甲\t乙\t丙\n" * 2, True), ("甲\t乙\t丙\n", False)],
)
def test_table_has_rows_enough(rows: str, table: bool) -> None:
    assert TABLES.fix(rows).startswith("| ") is table


def test_bar_in_a_cell_divides_no_columns() -> None:
    fixed = TABLES.fix("甲|乙\t丙\n" * 3)
    assert fixed.splitlines()[0] == "| 甲｜乙 | 丙 |"


@given(PAGES)
@settings(deadline=None)
def test_spacing_between_blocks_changes_blank_lines_only(page: str) -> None:
    fixed = BLOCK_SPACING.fix(page)
    assert [line for line in fixed.splitlines() if line] == [line for line in page.splitlines() if line]
    assert BLOCK_SPACING.fix(fixed) == fixed
