"""By-lines, titles and teasers: what is read from them, and the lines that only resemble them."""

from __future__ import annotations

import datetime

import pytest

from qingyuan.engine import Stage, run
from qingyuan.stages.strip import STRIP
from qingyuan.stages.strip.byline import BYLINE, is_counters
from qingyuan.stages.strip.folding import unmask_disguise
from qingyuan.stages.strip.related import RELATED
from qingyuan.stages.strip.title import REPEATED_TITLE, TITLE, find_title
from qingyuan.view import View

STAGE = (Stage("strip", STRIP),)
BODY = (
    "一、概述\n\n信用卡逾期以后，银行会先发短信，再打电话，最后才考虑起诉，所以信用卡逾期要早处理。\n\n"
    "二、信用卡逾期怎么处理\n\n先和银行客服说明情况，再提出分期方案，必要时向监管部门反映。\n"
)


@pytest.mark.parametrize(
    ("line", "facts"),
    [
        (
            "小王2023-05-06信用卡逾期88",
            {"author": "小王", "category": "信用卡逾期", "date": datetime.date(2023, 5, 6), "views": 88},
        ),
        ("信用卡逾期 12℃ 3", {"category": "信用卡逾期", "views": 12, "comments": 3}),
        (
            "銀行逾期 2024-11-04 02:16:13",
            {"category": "銀行逾期", "date": datetime.datetime(2024, 11, 4, 2, 16, 13)},
        ),
        ("发布时间：2023年5月6日 阅读：1.2万", {"date": datetime.date(2023, 5, 6), "views": 12000}),
        (
            "作者：李四 来源：某某网 2023/05/06",
            {"author": "李四", "site": "某某网", "date": datetime.date(2023, 5, 6)},
        ),
        (
            "作者：佚名 2023-05-06 阅读(9) 评论(0)",
            {"date": datetime.date(2023, 5, 6), "views": 9, "comments": 0},
        ),
        ("2023-02-30 浏览 7 次", {"views": 7}),  # no such day: nothing invented
        # Values by their shape: a button is no category, a number no author, a time of day no counter.
        ("2023-05-06 08:09 APP", {"date": datetime.datetime(2023, 5, 6, 8, 9)}),
        ("分享到微博 2023-05-06 阅读 9", {"date": datetime.date(2023, 5, 6), "views": 9}),
        ("作者：104363 时间：2023-05-06", {"date": datetime.date(2023, 5, 6)}),
        ("作者：1994 2023-05-06", {"date": datetime.date(2023, 5, 6)}),
        ("10:41 阅读 356", {"views": 356}),
        ("1994 2023-05-06 阅读 12", {"date": datetime.date(2023, 5, 6), "views": 12}),
        ("打印 2023-05-06 12", {"date": datetime.date(2023, 5, 6)}),
        ("分类：首页 2023-05-06", {"date": datetime.date(2023, 5, 6)}),
        ("分类：Python 2023-05-06", {"category": "Python", "date": datetime.date(2023, 5, 6)}),
        ("作者：Ann Lee 2023-05-06", {"author": "Ann Lee", "date": datetime.date(2023, 5, 6)}),
        ("最新推荐文章于 2023-05-06 08:09:10 发布", {"date": datetime.datetime(2023, 5, 6, 8, 9, 10)}),
        ("2023-05-06 08:09 新浪财经", {"site": "新浪财经", "date": datetime.datetime(2023, 5, 6, 8, 9)}),
        ("李四 2023-05-06 08:09 广东", {"author": "李四", "date": datetime.datetime(2023, 5, 6, 8, 9)}),
        # Labels that run on: each value ends where the next label begins.
        (
            "来源：某某日报作者：李四 2023-05-06",
            {"site": "某某日报", "author": "李四", "date": datetime.date(2023, 5, 6)},
        ),
        ("来源:某某网编辑:李四 2023-05-06", {"site": "某某网", "date": datetime.date(2023, 5, 6)}),
        (
            "2023-05-06 浏览 88 来源 某某网",
            {"site": "某某网", "date": datetime.date(2023, 5, 6), "views": 88},
        ),
    ],
)
def test_what_a_byline_says(line: str, facts: dict[str, object]) -> None:
    result = run(f"信用卡逾期处理办法\n\n{line}\n\n{BODY}", STAGE)
    assert result.metadata == {"title": "信用卡逾期处理办法", **facts}
    assert result.text.strip() == BODY.strip()


@pytest.mark.parametrize(
    "text",
    [
        f"信用卡逾期处理办法\n\n{BODY}公司成立于2014年。\n\n2023-05-06\n",
        f"信用卡逾期处理办法\n\n{BODY}\n© 2000-2023 某站\n",
        f"信用卡逾期处理办法\n\n{BODY}相关文章\n\n另一篇的标题在此 2019-01-01\n",
    ],
)
def test_a_date_elsewhere_is_no_date(text: str) -> None:
    assert "date" not in run(text, STAGE).metadata


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"信用卡逾期处理办法\n{BODY}", "信用卡逾期处理办法"),
        (f"您好！歡迎訪問某某網！\n\n信用卡逾期处理办法\n\n{BODY}", "信用卡逾期处理办法"),
        (f"# 信用卡逾期处理办法\n\n{BODY}", "信用卡逾期处理办法"),
        (
            f"首页 > 信用卡 > 正文\n信用卡逾期处理办法\n2023-05-06 10:00:00 阅读 5\n{BODY}",
            "信用卡逾期处理办法",
        ),
    ],
)
def test_the_title_is_the_first_line_that_is_the_articles(text: str, title: str) -> None:
    result = run(text, STAGE)
    assert result.metadata["title"] == title
    assert "title_inferred" not in result.metadata


@pytest.mark.parametrize(
    "text",
    [
        "春眠不觉晓\n处处闻啼鸟\n夜来风雨声\n花落知多少\n",
        "张三：在吗\n李四：在的，怎么了\n张三：没事\n",
        "一句话。\n",
        "",
        "\n\n",
        "def f(x):\n    return x\n",
    ],
)
def test_what_is_no_article_has_no_title(text: str) -> None:
    result = run(text, STAGE)
    assert result.text == text
    assert result.metadata == {}


def test_a_given_title_is_kept_and_its_repetition_goes() -> None:
    page = View(f"信用卡逾期处理办法\n\n{BODY}", {"title": "信用卡逾期处理办法"})
    assert find_title(page).edits == ()
    assert REPEATED_TITLE.fix(page.text, page.metadata).strip() == BODY.strip()
    assert REPEATED_TITLE.fix("## 信用卡逾期处理办法\n", page.metadata) == "## 信用卡逾期处理办法\n"


def test_without_a_title_line_the_text_tells() -> None:
    text = (
        "前言\n\n本文将介绍如何通过个性化分期进行信用卡债务协商，个性化分期和信用卡债务协商都有规则可循。\n\n"
        "一、个性化分期的条件\n\n个性化分期最长五年，信用卡债务协商要先说明困难，再提出个性化分期的方案。\n\n"
        "二、信用卡债务协商的步骤\n\n信用卡债务协商先打电话，再交材料，最后签个性化分期协议。\n"
    )
    metadata = run(text, STAGE).metadata
    assert metadata == {"title": "个性化分期信用卡债务协商", "title_inferred": True}


@pytest.mark.parametrize(
    "line", ["2024年10月18日", "一、2024-10-18", "逾期30天", "利率 3.45%", "1 2 3 4", "借款10000元，还款12期"]
)
def test_numbers_alone_are_no_counters(line: str) -> None:
    assert not is_counters(unmask_disguise(line).text)


@pytest.mark.parametrize("rule", [BYLINE, RELATED, TITLE], ids=lambda rule: rule.name)
def test_empty_and_odd_pages(rule) -> None:  # type: ignore[no-untyped-def]
    for text in ("", "\n", "  \n \n", "：", "2023-05-06", "相关文章", "相关文章\n\n"):
        assert rule.fix(rule.fix(text)) == rule.fix(text)


def test_a_block_in_the_middle_of_an_article_ends_where_the_article_goes_on() -> None:
    teaser = "标题甲在此\n\n标题甲在此\n\n这是一段被截断的摘要，说的是别的事情...\n\n"
    text = f"相关文章\n\n{teaser}三、接着说\n\n正文还没有完。\n"
    assert RELATED.fix(text).strip() == "三、接着说\n\n正文还没有完。"
