"""What is known of Markdown: which heading is the title of a text, and which lines only look like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingyuan.articles.front_matter import NO_TITLE, judge
from qingyuan.text.markdown import first_heading

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
