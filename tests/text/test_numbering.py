"""Numbers of sections and items: what each form is, what resembles it, and that both stages read the same."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qingyuan.stages.strip.folding import unmask_disguise
from qingyuan.stages.strip.shape import ITEM_NUMBERS, SECTION_NUMBERS, is_heading, is_list_item
from qingyuan.stages.structure.lists import LISTS
from qingyuan.text.numbering import FORMS, forms, number_of

NUMBERED = [
    ("第一编 总则", "volume", "第一编"),
    ("第二部分：背景", "part", "第二部分："),
    ("第3卷：背景", "volume", "第3卷"),
    ("第一章 总则", "chapter", "第一章"),
    ("第12章总则", "chapter", "第12章"),
    ("第二节 定义", "section", "第二节"),
    ("第一步：打开首页", "part", "第一步："),
    ("第1步：打开首页", "part", "第1步："),
    ("第三条、定义", "part", "第三条、"),
    ("一、背景", "numeral", "一、"),
    ("一 、背景", "numeral", "一 、"),
    ("十二．背景", "numeral", "十二．"),
    ("壹、背景", "numeral", "壹、"),
    ("（一）背景", "bracketed numeral", "（一）"),
    ("(十)、背景", "bracketed numeral", "(十)、"),
    ("1.1 定义", "decimal 2", "1.1"),
    ("1.1定义", "decimal 2", "1.1"),
    ("1.1：定义", "decimal 2", "1.1"),
    ("3.1. 启动", "decimal 2", "3.1."),
    ("１．１ 定义", "decimal 2", "１．１"),
    ("3.1.1 细节", "decimal 3", "3.1.1"),
    ("3.1.1.2 细节", "decimal 4", "3.1.1.2"),
    ("1、背景", "number", "1、"),
    ("1.背景", "number", "1."),
    ("2）背景", "number", "2）"),
    ("1、2024年的政策", "number", "1、"),
    ("（1）背景", "bracketed number", "（1）"),
    ("①背景", "circled number", "①"),
    ("㉑背景", "circled number", "㉑"),
]


@pytest.mark.parametrize(("line", "form", "number"), NUMBERED)
def test_a_number(line: str, form: str, number: str) -> None:
    assert number_of(line) == (form, number)


@pytest.mark.parametrize(
    "line",
    [
        "2004年成立",
        "3.5%的利率",
        "3.5％的利率",
        "1.5G网络",
        "1.5-2倍",
        "2024.11.4",
        "1、2、3号楼",
        "1、10万元以下",
        "两、三天后就能到账",
        "第一部《流浪地球》上映",
        "第一，先看账单",
        "第一次逾期",
        "一二线城市",
        "95188",
        "100、背景",
        "",
    ],
)
def test_no_number(line: str) -> None:
    assert number_of(line) == (None, "")


@given(st.text("第一十百零壹章编部分步1２.．、：:（(）)①㉟ %甲a", max_size=8))
@example("１．１ 甲")
def test_a_line_that_no_form_begins_is_asked_for_none(line: str) -> None:
    matches = [(len(match[0]), form.name) for form in FORMS if (match := form.pattern.match(line))]
    longest = max((length for length, _ in matches), default=0)
    first = next((name for length, name in matches if length == longest), None)
    assert number_of(line) == (first, line[:longest])


def test_every_form_has_a_row() -> None:
    assert {form for _, form, _ in NUMBERED} == {form.name for form in FORMS}


@pytest.mark.parametrize(("line", "form", "number"), NUMBERED)
def test_strip_reads_the_numbers_that_structure_reads(line: str, form: str, number: str) -> None:
    folded = unmask_disguise(line).text
    # 第二部分： is a part to structure, which sees the whole outline; a line by itself begins like 第二部.
    assert is_heading(folded) == (form in {each.name for each in SECTION_NUMBERS} or "部分" in number)
    assert is_list_item(folded) == (form in {each.name for each in ITEM_NUMBERS})


def test_forms_by_name_keep_their_order() -> None:
    assert [form.name for form in forms("number", "chapter")] == ["number", "chapter"]
    with pytest.raises(KeyError):
        forms("letter")


@pytest.mark.parametrize(
    "line", ["3.5 亿元的缺口。\n", "1.5倍工资：按劳动法。\n", "1、2、3号楼的业主。\n", "1.1 定义\n"]
)
def test_a_number_in_the_text_makes_no_list(line: str) -> None:
    assert LISTS.fix(line) == line
