"""HTML pages: the seeds in three kinds of pages give the plain text's articles; nothing is lost unseen."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from bs4.element import PreformattedString
from growing import MOST, growth, times_as_long
from html_pages import TEMPLATES
from hypothesis import given, settings
from hypothesis import strategies as st
from seeds import repaired

from qingyuan.engine import Cleaned, Stage, run
from qingyuan.stages.strip import STRIP
from qingyuan.stages.strip.html.extract import extract
from qingyuan.stages.strip.html.reasons import REASONS
from qingyuan.stages.strip.html.rule import HTML, TOO_DEEP, looks_like_html
from qingyuan.view import View

STAGE = (Stage("strip", STRIP),)
SEEDS = ["000", "001", "002", "003", "004"]


def article_lines(result: Cleaned) -> list[str]:
    return [line.strip() for line in result.text.split("\n") if line.strip()]


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_seed_in_a_page_gives_the_article_of_the_plain_text(
    seed: str, template: Callable[[str, str], str]
) -> None:
    page = template(seed, repaired(seed))
    from_page, plain = run(page, STAGE), run(repaired(seed), STAGE)
    assert article_lines(from_page) == article_lines(plain)
    assert from_page.metadata == plain.metadata
    assert from_page.trail.undo(from_page.text) == page


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("seed", SEEDS)
def test_everything_on_the_page_is_kept_or_listed(seed: str, template: Callable[[str, str], str]) -> None:
    page = template(seed, repaired(seed))
    extracted = extract(page)
    accounted = "".join(piece.text for piece in extracted.pieces)
    kept = "".join(piece.text for piece in extracted.pieces if not piece.reason)
    strings = BeautifulSoup(page, "lxml").find_all(
        string=lambda text: not isinstance(text, PreformattedString)
    )
    assert re.sub(r"\s", "", accounted) == re.sub(r"\s", "", "".join(strings))
    assert len(kept) > 1000
    for text in (each for each in strings if "网友：" in each):
        assert any(text in left.text and left.visible for left in extracted.left_out)
    assert {left.reason for left in extracted.left_out} <= REASONS.keys()
    hidden = [left for left in extracted.left_out if not left.visible]
    assert any(left.reason in ("script", "not-shown", "hidden") for left in hidden)


def test_markdown_survives() -> None:
    page = """<html><body><article><h1>標題</h1>
<p>說明<a href="https://a.cn/x">鏈接</a>與<code>x = 1</code>，這是一段足夠長的正文，有逗號也有句號。</p>
<table><tr><th>机构</th><th>电话</th></tr><tr><td>支付宝</td><td>95188</td></tr></table>
<ul><li>第一项</li><li>第二项</li></ul><ol><li>先</li><li>后</li></ol>
<blockquote><p>引用一句话。</p></blockquote><pre><code>if a &lt; b:
    pass</code></pre>
<figure><img src="/a.png" alt="流程图"><figcaption>图一</figcaption></figure></article></body></html>"""
    text = extract(page).text
    for expected in (
        "说明[链接](https://a.cn/x)与`x = 1`".translate(str.maketrans("说链与", "說鏈與")),
        "| 机构 | 电话 |\n| --- | --- |\n| 支付宝 | 95188 |",
        "- 第一项\n- 第二项",
        "1. 先\n2. 后",
        "> 引用一句话。",
        "```\nif a < b:\n    pass\n```",
        "![流程图](/a.png)",
        "图一",
    ):
        assert expected in text, text


def test_facts_of_the_head() -> None:
    page = """<!DOCTYPE html><html><head><title>花呗逾期怎么办 - 某站</title>
<meta property="article:published_time" content="2024-05-06T07:08:09+08:00">
<meta name="author" content="小王">
<meta property="og:site_name" content="某站"></head>
<body><h1>花呗逾期怎么办</h1><p>正文。© 2000-2023</p></body></html>"""
    metadata = run(page, STAGE).metadata
    assert str(metadata["date"]) == "2024-05-06 07:08:09"
    assert (metadata["title"], metadata["author"], metadata["site"]) == ("花呗逾期怎么办", "小王", "某站")


def test_a_copyright_year_is_no_date() -> None:
    page = "<html><body><h1>标题在此</h1><p>公司成立于2014年。</p><p>Copyright 2000 - 2023</p></body></html>"
    assert "date" not in run(page, STAGE).metadata


@pytest.mark.parametrize(
    "text",
    [
        "# 标题\n\n正文<br>一行\n",
        "a < b\n",
        '<ins class="restored">题</ins>一句话。\n',
        "逾期\n\n<details>\n更多\n</details>\n",
    ],
)
def test_markdown_with_a_tag_is_no_page(text: str) -> None:
    assert not looks_like_html(text)
    assert HTML.fix(text) == text


# --- shapes that cost time or depth ------------------------------------------------------------------------

SHAPES = {
    "comments": lambda n: "<!-- -->" * n + "<p>花</p>",
    "marks": lambda n: "<html><body>" + "<b>花" * n,
    "links": lambda n: "<html><body>" + '<a href="/x">花' * n,
    "lists": lambda n: "<html><body>" + "<ul><li>花" * n,
    "quotations": lambda n: "<html><body>" + "<blockquote>花" * n,
    "boxes": lambda n: "<html><body>" + "<div>花" * n,
    "tables": lambda n: "<html><body>" + "<table><tr><td>花" * n,
    "paragraphs": lambda n: "<html><body>" + "<p>花呗逾期以后，先看清楚账单，再和客服商量。</p>" * n,
}


@pytest.mark.parametrize("shape", SHAPES)
def test_four_times_the_page_takes_four_times_the_time(shape: str) -> None:
    def read(page: str) -> object:
        return HTML.find(View(page))

    make = SHAPES[shape]
    if shape == "comments":  # with two ways to read each, twice as many would take 500 times as long
        assert times_as_long(read, make(9), make(18)) <= MOST
    assert growth(read, make, 50, 1_000) <= MOST


@pytest.mark.parametrize("shape", ["marks", "lists", "quotations", "boxes", "tables"])
def test_a_page_of_any_depth_is_read_and_its_depth_reported(shape: str) -> None:
    page = SHAPES[shape](3000)
    result = run(page, (Stage("strip", (HTML,)),))
    assert result.text.count("花") == 3000
    assert result.trail.undo(result.text) == page
    assert [finding.note for finding in HTML.find(View(page)).findings] == [TOO_DEEP]
    assert HTML.find(View(SHAPES[shape](10))).findings == ()


def test_below_the_deepest_element_paragraphs_stay_apart_and_scripts_unseen() -> None:
    inner = "<section><p>先看<b>清楚</b>账单。</p><p>再商量。<script>x()</script></p></section>"
    extracted = extract("<html><body>" + "<div>" * 3000 + inner)
    assert extracted.text == "先看清楚账单。\n\n再商量。\n"
    assert ("x()", False) in [(left.text, left.visible) for left in extracted.left_out]
    assert extracted.flattened


@pytest.mark.parametrize("nested", range(90, 100))
def test_up_to_the_deepest_element_marks_are_read(nested: int) -> None:
    extracted = extract("<html><body>" + "<div>" * (nested - 4) + "<p>先看<b>清楚</b>账单。</p>")
    assert (extracted.text, extracted.flattened) == ("先看**清楚**账单。\n", False)


TAGS = st.sampled_from(
    ["p", "div", "b", "span", "h2", "li", "ul", "nav", "table", "td", "script", "a", "section"]
)
SOUP = st.recursive(
    st.text(alphabet="正文一二，。 a&<\n", max_size=12).map(
        lambda text: entities.escape(text) if "&" in text else text
    ),
    lambda inner: st.tuples(TAGS, st.lists(inner, max_size=3)).map(
        lambda made: f"<{made[0]}>{''.join(made[1])}</{made[0]}>"
    ),
    max_leaves=12,
)


@settings(deadline=None)
@given(SOUP)
def test_any_page_can_be_rebuilt(soup: str) -> None:
    page = f"<!DOCTYPE html><html><body>{soup}</body></html>"
    result = run(page, (Stage("strip", (HTML,)),))
    assert result.trail.undo(result.text) == page
    assert result.text == extract(page).text
    assert HTML.find(View(result.text)).edits == () or looks_like_html(result.text)


def test_advice_costs_no_more_than_the_attributes_of_an_element() -> None:
    def page(size: int) -> str:
        return "<p " + "".join(f"a{number}=x " for number in range(size)) + ">花呗逾期怎么办</p>"

    assert growth(extract, page, 8_000, tells=0.2) < MOST


@pytest.mark.parametrize("page", ["", "<p></p>", "<p>\x01<script>x</script>\x02</p>"])
def test_page_that_gives_no_advice_says_nothing(page: str, caplog: pytest.LogCaptureFixture) -> None:
    extract(page)
    assert not caplog.records
