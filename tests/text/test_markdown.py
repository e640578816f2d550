"""Markdown: the words of a line without its marks, what no rule may touch, which heading is the title."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingyuan.articles.front_matter import NO_TITLE, judge
from qingyuan.text.markdown import (
    HEADING,
    LIST_ITEM,
    STRUCTURAL,
    first_heading,
    plain,
    protected_spans,
)

PROTECTED = [
    ("说明 `a,b` 如下", "`a,b`"),
    ("说明 ``a`b`` 如下", "``a`b``"),
    ("前\n```py\na, b\n\n```\n后", "```py\na, b\n\n```\n"),
    ("前\n~~~\na\n~~~\n后", "~~~\na\n~~~\n"),
    ("前\n```\n没有结束\n", "```\n没有结束\n"),
    ("前\n```\n没有结束", "```\n没有结束"),
    ("前\n$$\na, b\n$$\n后", "$$\na, b\n$$\n"),
    ("见https://example.com/?a=1,b:2，谢谢", "https://example.com/?a=1,b:2"),
    ("见www.example.com/a。", "www.example.com/a"),
    ("写信给someone@example.com.cn。", "someone@example.com.cn"),
    ("[文章](甲,乙.md)说", "(甲,乙.md)"),
    ('前<ins class="restored">后', '<ins class="restored">'),
    ("前<!-- a, b -->后", "<!-- a, b -->"),
    ("[1]: https://example.com 标题", "[1]: https://example.com 标题"),
]
PROSE = [
    "他说（见下文），价格是3.5元。",
    "1 < 2，3 > 2",
    "半个 ` 引号",
    "@支付宝 与 邮件@",
    "[方括号]里没有链接",
    "价格 $5，$6",
    "网址写作 www 开头",
]
TEXTS = st.lists(
    st.sampled_from(
        ["`", "``", "```\n", "~~~\n", "$$\n", "甲", "a,b", " ", "\n", "<b>", "<!--", "-->", "[", "](", ")"]
    ),
    max_size=14,
).map("".join)


@pytest.mark.parametrize(("text", "protected"), PROTECTED)
def test_protected(text: str, protected: str) -> None:
    assert [text[start:end] for start, end in protected_spans(text)] == [protected]


@pytest.mark.parametrize("text", PROSE)
def test_prose_is_not_protected(text: str) -> None:
    assert not list(protected_spans(text))


@given(TEXTS)
def test_protected_spans_are_disjoint_and_in_order(text: str) -> None:
    ends = [position for span in protected_spans(text) for position in span]
    assert ends == sorted(ends)
    assert all(start < end <= len(text) for start, end in protected_spans(text))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("## 一、背景", "一、背景"),
        ("> - **甲**：乙", "甲：乙"),
        ("12) 丙", "丙"),
        ("见[说明](a.md)与![图](b.png)", "见说明与图"),
        ("`a_b` 与 <kbd>回车</kbd>", "ab 与 回车"),
        ("3.5 亿元", "3.5 亿元"),
        ("#话题", "#话题"),
    ],
)
def test_words_without_marks(line: str, words: str) -> None:
    assert plain(line) == words


@given(st.text("甲乙 #>-*_`[]()1.", max_size=16))
def test_words_without_marks_have_no_marks_of_emphasis_left(line: str) -> None:
    assert not set(plain(line)) & set("*_`")


@pytest.mark.parametrize(
    ("line", "heading", "item", "structural"),
    [
        ("## 标题 ##", True, False, True),
        ("#标题", False, False, False),
        ("####### 七", False, False, False),
        ("- 甲", False, True, True),
        ("    1. 甲", False, True, True),
        ("1.甲", False, False, False),
        ("-甲", False, False, False),
        ("> 引文", False, False, True),
        ("| 甲 |", False, False, True),
        ("正文", False, False, False),
    ],
)
def test_what_a_line_is(line: str, heading: bool, item: bool, structural: bool) -> None:
    assert [bool(pattern.match(line)) for pattern in (HEADING, LIST_ITEM, STRUCTURAL)] == [
        heading,
        item,
        structural,
    ]


HEADED = [
    ("# 题\n", "题"),
    ("# 题", "题"),
    ("#\t题 #\n", "题"),
    ("正文。\n\n## 一\n\n# 题\n\n# 又一题\n", "题"),
    ("# **题**与`码`\n", "**题**与`码`"),
    ("```\n# install\n```\n# 题\n", "题"),
    ("~~~ sh\n# install\n~~~\n# 题\n", "题"),
    ("<!-- 注\n-->\n# 题\n", "题"),
]
NOT_HEADED = [
    "",
    "正文。\n",
    "## 一\n",
    "#\n",
    "# \n",
    "#题\n",
    " # 题\n",
    "正文 # 题\n",
    "```\n# install\n```\n",
    "~~~ sh\n# install\n~~~\n",
    "```\n# install\n",  # never closed: code to its end
    "````\n```\n# install\n```\n````\n",
]


@pytest.mark.parametrize(("text", "title"), [*HEADED, *((text, None) for text in NOT_HEADED)])
def test_first_heading(text: str, title: str | None) -> None:
    assert first_heading(text) == title


@pytest.mark.parametrize(("text", "title"), [*HEADED, *((text, None) for text in NOT_HEADED)])
def test_an_article_without_a_first_heading_has_no_title(text: str, title: str | None) -> None:
    told = [problem.id for problem in judge(text)[1]]
    assert told == [NO_TITLE.id] * (title is None)


PIECES = ["# 甲\n", "## 乙\n", "```\n", "~~~\n", "正文。\n", "\n", "# \n", "`# 丙`\n"]


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_code_around_a_text_hides_its_headings(text: str) -> None:
    assert first_heading(f"`````\n{text}\n`````\n") is None
    assert first_heading(f"`````\n{text}\n`````\n# 题\n") == "题"
