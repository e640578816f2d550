"""Paragraphs: wrapped prose comes back whole, lines that are meant stay, and only white space is touched."""

from __future__ import annotations

import random
import re

import pytest
from growing import MOST, growth
from hypothesis import given, settings
from hypothesis import strategies as st
from raw_articles import ROOT
from tools.bench.paragraphs import MEASURES, WAYS, WIDTHS, Score, first_line, of_people

import qingyuan
from qingyuan.pipeline import PIPELINE
from qingyuan.rule import Rule
from qingyuan.stages.strip.paging import CONTENTS, PAGE_MARKS
from qingyuan.stages.structure import PARAGRAPHS, WRAPPED_LINES
from qingyuan.stages.structure.heading_levels import HEADING_LEVELS
from qingyuan.stages.structure.spaced_han import SPACED_HAN
from qingyuan.stages.structure.verses import VERSES
from qingyuan.text.markdown import plain
from qingyuan.view import View

ARTICLES = sorted((ROOT / "docs" / "articles").rglob("*.md"))
PROSE = re.compile(r"[\u4e00-\u9fff“].{45,}[。！？]")


def paragraphs() -> list[str]:
    """The paragraphs of prose of our own articles."""
    lines = (plain(line) for path in ARTICLES for line in path.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if PROSE.fullmatch(line)]


# Lines of 70 Han are too few in our articles, two a page, to tell a width.
SHAPES = [
    (measure, width) for measure in MEASURES for width in WIDTHS if (measure, width) != ("characters", 70)
]


@pytest.mark.parametrize(("measure", "width"), SHAPES)
@pytest.mark.parametrize("way", range(len(WAYS)))
def test_wrapped_prose_is_rejoined(width: int, measure: str, way: int) -> None:
    texts, score = paragraphs(), Score()
    _, between, indent = WAYS[way]
    for at in range(0, len(texts) - 5, 6):
        page = texts[at : at + 6]
        score.add(
            [first_line(text, width, MEASURES[measure], indent, way != 1) for text in page],
            page,
            between,
            indent,
        )
    assert score.joints > 50
    assert score.rejoined >= 0.99 * score.joints, score.shown
    assert score.swallowed <= (0.15 if between == "\n" and not indent else 0) * score.ends


CLAUSES = (
    "春江潮水连海平 海上明月共潮生 信用支付的还款提醒 平台公布了新的费率 客服电话无人接听 分期还款的手续费 "
    "他在雨里走了很久 村里的人都来帮忙 今年的收成比去年好 银行调整了利率 逾期以后怎么办 收到了法院的传票"
).split()


@pytest.mark.parametrize(
    "kind", ["addresses", "logs", "dialogues", "credits", "tables", "lists", "headlines"]
)
def test_lines_that_people_broke_stay(kind: str) -> None:
    groups = of_people(lambda: (CLAUSES[at * 7 % len(CLAUSES)] for at in range(10_000)), random.Random(5))[
        kind
    ]
    for lines, _ in zip(groups, range(60), strict=False):
        text = "\n".join(lines) + "\n"
        assert WRAPPED_LINES.fix(text) == text


def test_a_paragraph_that_breaks_off_is_told() -> None:
    text = "近年来，随着移动支付的普及，越来越多的人开始使用信用支付产\n\n品。还不上的时候，先和平台协商。\n"
    (doubt,) = [each for each in qingyuan.clean_and_explain(text).findings if each.rule == WRAPPED_LINES.name]
    assert doubt.text.endswith("支付产")


def test_paragraphs_of_a_book_come_back_over_the_ends_of_its_pages() -> None:
    text = (
        "第一章 概述\n"
        "近年来，随着移动支付的普及，越来越多的人开始使用信用支付产\n"
        "品。如果不能按时还款，会产生罚息，也会影响个人的信用记录。因\n"
        "信用支付研究\n— 1 —\n"
        "此，应当尽早与平台协商，争取分期还款，并且保留好所有的沟通记\n"
        "录，以备不时之需。\n"
        "信用支付研究\n— 2 —\n"
        "还款之前，先把收入与支出列清楚，再决定每个月可以拿出多少钱来\n"
        "信用支付研究\n— 3 —\n"
        "还款。\n"
    )
    body = qingyuan.clean(text).split("---\n")[-1]
    assert "信用支付产品。如果" in body
    assert "信用记录。因此，应当" in body
    assert "拿出多少钱来还款。" in body
    assert "— 1 —" not in body
    assert "信用支付研究" not in body


PIECES = st.sampled_from(
    [
        "近年来，越来越多的人开始使用信用支付产",
        "品。如果不能按时还款，会产生罚息。因",
        "此，应当尽早与平台协商，争取分期还款。",
        "床前明月光，",
        "疑是地上霜。",
        "规 定了范 围",
        "    缩进的一段话。",
        "　　首段。",
        "- 3 -",
        "第 4 页",
        "7",
        "信用支付研究",
        "目录",
        "第一章概述……3",
        "# 1.1 背景",
        "# 1.1.1 原因",
        "＃＃ 办法",
        "1、先核对。",
        "- 甲",
        "```",
        "> 引文",
        "| 甲 | 乙 |",
        "Q1：要还吗？",
        "use open",
        "source tools",
        "`code`",
        "",
        "",
    ]
)
PAGES = st.lists(PIECES, max_size=14).map(lambda lines: "\n".join(lines) + "\n")
OF_WHITE_SPACE: tuple[Rule, ...] = (*PARAGRAPHS, VERSES)


@given(PAGES)
@settings(deadline=None)
def test_rules_of_paragraphs_touch_white_space_alone(text: str) -> None:
    for rule in OF_WHITE_SPACE:
        assert "".join(rule.fix(text).split()) == "".join(text.split())


@given(PAGES)
@settings(deadline=None)
def test_a_page_comes_out_the_same_twice(text: str) -> None:
    once = qingyuan.clean(text)
    assert qingyuan.clean(once) == once


def test_no_rule_of_paragraphs_grows_faster_than_its_text() -> None:
    shapes = {
        "wrapped": "近年来，越来越多的人开始使用信用支付产\n品，如果不能按时还款，会产生罚息，因而\n",
        "numbers": "第 1 页\n",
        "heads": "信用支付研究\n越来越多的人开始使用信用支付产\n",
        "contents": "第一章概述……3\n",
        "dots": "甲．．．．．．．．．．",
        "blanks": "规 定了范 围和 ",
        "verses": "床前明月光，\n",
        "headings": "# 1.1 背景\n# 1.1.1 原因\n",
        "indents": "    缩进的一段话。\n",
    }
    rules = (*PARAGRAPHS, VERSES, PAGE_MARKS, CONTENTS, HEADING_LEVELS)
    for name, piece in shapes.items():
        for rule in rules:
            ratio = growth(
                lambda text, rule=rule: rule.find(View(text)),
                lambda size, piece=piece: piece * (size // len(piece)),
                4_000,
            )
            assert ratio <= MOST, (name, rule.name)


def test_paragraphs_come_before_their_indents_go() -> None:
    names = [rule.name for stage in PIPELINE for rule in stage.rules]
    assert (
        names.index(SPACED_HAN.name) < names.index(WRAPPED_LINES.name) < names.index("normalize/white-space")
    )


ONE = "近年来，随着信贷的普及，越来越多的人\n开始关注还款的安排。先把每个月的收入\n与支出列清楚，再决定可以拿出多少钱。\n"
OTHER = "收到催款通知以后，先核对欠款的数额，\n再和平台的客服联系，说明自己的困难，\n并且保留好通话的记录，以后可以作证。\n"


def test_where_only_full_lines_could_tell_a_paragraph_the_page_has_one_finding() -> None:
    def doubts(text: str) -> list[str]:
        found = qingyuan.clean_and_explain(text).findings
        return [doubt.text for doubt in found if doubt.rule == "structure/wrapped-lines"]

    assert "多少钱。收到" in qingyuan.clean(ONE + OTHER)
    assert doubts(ONE + OTHER) == ["与支出列清楚，再决定可以拿出多少钱。"]
    assert doubts(f"{ONE}\n{OTHER}") == []
    assert doubts(ONE) == []
