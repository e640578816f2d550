"""Blocks of a page put together again: lists and tables with parts left out, pictures, and the account of it all."""

from __future__ import annotations

import re

import pytest
from growing import MOST, growth
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree
from raw_articles import CASES

from qingyuan.document import Step
from qingyuan.stages.strip.html import extract as extracting
from qingyuan.stages.strip.html.extract import Extracted, extract
from qingyuan.stages.strip.html.parse import parse
from qingyuan.stages.strip.html.reasons import CAPTURED, REASONS
from qingyuan.stages.strip.html.segment import Block
from qingyuan.stages.strip.html.tokens import SourceText
from qingyuan.stages.strip.html.trail import MARKUP, edits_of


def reasons_by_class(root: etree._Element, blocks: list[Block]) -> list[str]:
    """The decision that these tests need: what is marked with a reason's name is left out for it."""
    chosen = []
    for block in blocks:
        element = block.owner
        while element is not None and element.get("class") not in REASONS:
            element = element.getparent()
        chosen.append("" if element is None else element.get("class"))
    return chosen


@pytest.fixture(autouse=True)
def decided(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extracting, "reasons", reasons_by_class)


def in_body(html: str) -> str:
    return f"<html><body>{html}</body></html>"


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<ul><li>一<li class=related>二<li>三</ul>", "- 一\n- 三\n"),
        ("<ol><li>一<li class=related>二<li>三</ol>", "1. 一\n2. 三\n"),
        ("<ol start=7><li>一<li>二</ol>", "7. 一\n8. 二\n"),
        ("<ol start=-7><li>一</ol><ol start=99999999999><li>二</ol>", "1. 一\n\n1. 二\n"),
        ("<ul><li>一<ul><li>二<li class=share>三</ul><li>四</ul>", "- 一\n  - 二\n- 四\n"),
        ("<ul><li class=share>一<ul><li>二</ul></ul>", "\n"),
        ("<ol><li><p>一</p><p>二</p><li>三</ol>", "1. 一\n\n   二\n2. 三\n"),
        ("<ul><li>一<br>二<li>三</ul>", "- 一  \n  二\n- 三\n"),
        ("<li>一<li>二", "一\n\n二\n"),
        ("<ul class=navigation><li>一</ul><p>二", "二\n"),
        (
            "<table><tr><th>甲<th>乙<tr><td>一<td class=share>二<tr class=related><td>三<td>四<tr><td>五<td>六</table>",
            "| 甲 | 乙 |\n| --- | --- |\n| 一 |  |\n| 五 | 六 |\n",
        ),
        (
            "<table><tr><td class=share>甲<td>乙<tr><td>一<td>二</table>",
            "|  |  |\n| --- | --- |\n|  | 乙 |\n| 一 | 二 |\n",
        ),
        (
            "<table><caption>题</caption><thead><tr><td>甲<td>乙</thead><tbody><tr><td>一<td></tbody>"
            "<tbody><tr><td><p>二</p><p>三</p><td>四<br>五</tbody></table>",
            "题\n\n| 甲 | 乙 |\n| --- | --- |\n| 一 |  |\n| 二  三 | 四 五 |\n",
        ),
        (
            "<table><tr><td colspan=2>甲<tr><td>一<td>二<tr><td>三<td>四</table>",
            "|  |  |\n| --- | --- |\n| 甲 | |\n| 一 | 二 |\n| 三 | 四 |\n",
        ),
        ("<table><tr><td>一</td></tr></table>", "一\n"),
        ("<blockquote><p>一</p><p class=share>二</p><p>三</p></blockquote>", "> 一\n>\n> 三\n"),
        ("<blockquote><h3>一</h3><ul><li>二</ul></blockquote>", "> ### 一\n>\n> - 二\n"),
        ("<pre>if a:\n    b</pre>", "```\nif a:\n    b\n```\n"),
        ("<pre><div>一</div><div>  二</div></pre>", "```\n一\n  二\n```\n"),
        ("<pre><code>一<a href=/x>二</a></code></pre>", "```\n一二\n```\n"),
        ("<dl><dt>一<dd>二<dt class=share>三<dd class=share>四</dl>", "一\n:   二\n"),
        (
            "<h1>标题<br>副题</h1><h2><span>一</span></h2><h3><div>二</div></h3>",
            "标题副题\n\n## 一\n\n### 二\n",
        ),
        ("<h2>一<br>two</h2><h2>三</h2>", "## 一 two\n\n## 三\n"),
        ("<p>先看<b>清楚<i>账<b>单</b></i></b>。", "先看**清楚*账单***。\n"),
        ("<div class=navigation>一<p>二</p></div>三", "三\n"),
    ],
)
def test_what_is_kept_is_sound_markdown(page: str, text: str) -> None:
    extracted = extract(in_body(page))
    assert (extracted.text or "\n") == text
    assert_accounted_for(in_body(page), extracted)


IMAGE = "![](/a.png)"


@pytest.mark.parametrize(
    ("page", "stays"),
    [
        ("<p>一</p><p><img src=/a.png></p><p>二</p>", True),
        ("<p class=share>一</p><p><img src=/a.png></p><p>二</p>", False),
        ("<div class=share>零</div><div><p><img src=/a.png></p><p>一</p></div>", True),
        ("<div><p>一</p><p><img src=/a.png></p></div><div class=share>二</div>", True),
        ("<p>一</p><div><p><img src=/a.png></p><p class=advertisement>二</p></div><p>三</p>", False),
        ("<div><div class=share><p>一</p></div><p><img src=/a.png></p></div><p>二</p>", False),
        ("<p class=title>一</p><p><img src=/a.png></p><p>二</p>", True),
        ("<div><p class=title>一</p><p><img src=/a.png></p></div><p>二</p>", False),
        ("<p><img src=/a.png></p>", True),
        ("<p><img src=/a.png>一</p>", True),
        ("<p class=share><img src=/a.png>一</p>", False),
    ],
)
def test_pictures_stay_where_the_text_around_them_stays(page: str, stays: bool) -> None:
    assert (IMAGE in extract(in_body(page)).text) == stays


@pytest.mark.parametrize(
    ("image", "text"),
    [
        ("<img src=/a.png>一", "![](/a.png)\n\n一\n"),
        ("一<img src=/a.png> <img src=/b.png>", "一\n\n![](/a.png) ![](/b.png)\n"),
        ("一<img src=/a.png alt=图>二", "一![图](/a.png)二\n"),
        ("<img src=data:x data-src=/a.png>", "![](/a.png)\n"),
        ("<img src=about:blank data-original='' file=/a.png zoomfile=/b.png>", "![](/a.png)\n"),
        (
            "<amp-img src=/a.png alt='&lt;图>'><noscript><img src=/b.png></noscript></amp-img>",
            "![<图>](/a.png)\n",
        ),
        ("<img src=data:image/png;base64,aaa>一", "一\n"),
        ("<img src=/a.png width=1 height=1>一", "一\n"),
    ],
)
def test_pictures_of_all_kinds(image: str, text: str) -> None:
    assert extract(in_body(f"<p>{image}</p>")).text == text


def test_each_part_left_out_is_an_edit_of_its_own() -> None:
    page = in_body(
        "<div class=navigation>首页</div><p>先看<span hidden>甲</span>账单<script>x()</script>。</p>"
        "<ul><li>一<li class=share>微 <b>博</b><li>二</ul><p class=footer>版权&copy;</p>"
    )
    edits = edits_of(page, extract(page))
    assert [(edit.before, edit.kind) for edit in edits if edit.kind != MARKUP] == [
        ("首页", "navigation"),
        ("甲", "hidden"),
        ("x()", "script"),
        ("微 <b>博", "share"),
        ("版权&copy;", "footer"),
    ]
    assert {edit.after for edit in edits if edit.kind != MARKUP} == {""}
    assert Step("", edits).apply(page) == "先看账单。\n\n- 一\n- 二\n"


def test_a_reason_has_its_name_for_good() -> None:
    """Add a new one to tests/cases/page_reasons.txt; a line of it is never deleted."""
    ever = (CASES / "page_reasons.txt").read_text(encoding="utf-8").splitlines()[1:]
    assert ever == sorted(REASONS)
    assert REASONS.keys() >= CAPTURED


@pytest.mark.parametrize("text", [*REASONS.values()])
def test_a_reason_is_said_in_chinese(text: str) -> None:
    assert re.search(r"[\u4e00-\u9fff]", text)


# --- laws --------------------------------------------------------------------------------------------------


def assert_accounted_for(page: str, extracted: Extracted) -> None:
    """Every character is in one piece; each that is left out goes by an edit of its own; the others stay in place."""
    counted = 0
    for piece in extracted.pieces:
        assert piece.start == counted
        assert piece.end - piece.start == len("".join(piece.text.split())) > 0
        assert piece.reason in REASONS or not piece.reason
        counted = piece.end
    shown = "".join(piece.text for piece in extracted.pieces)
    assert "".join(shown.split()) == "".join("".join(parse(page).root.itertext()).split())
    edits = edits_of(page, extracted)
    step = Step("strip/html", edits)
    assert step.apply(page) == extracted.text
    assert step.undo(extracted.text) == page
    source = SourceText(page)
    stretches = list(source.stretches(0, len(source.letters)))
    left_out = [piece for piece in extracted.pieces if piece.reason]
    inside = dict.fromkeys(left_out, 0)
    for edit in edits:
        within = [stretch for stretch in stretches if edit.start < stretch.end and stretch.start < edit.end]
        if edit.kind == MARKUP and not edit.before:
            continue
        if edit.kind == MARKUP:
            assert not [s for s in within if s.stands_in(page)], "text goes by its reason, and not as markup"
            continue
        piece = next(
            piece for piece in left_out if piece.start <= within[0].before < piece.end and not inside[piece]
        )
        inside[piece] = 1
        assert edit.kind == piece.reason
        assert (within[0].before, within[-1].before + len(within[-1].shown.replace(" ", ""))) == (
            piece.start,
            piece.end,
        )
    assert all(inside.values())


TAGS = st.sampled_from(
    "p div b i code span h1 h3 li ul ol dl dt dd nav table tr td th thead tbody caption script a section pre blockquote "
    "figure figcaption button select".split()
)
ATTRIBUTES = st.sampled_from(
    [
        "",
        "",
        "",
        " class=share",
        " class=related",
        " hidden",
        " href=/x",
        " colspan=3",
        " style='display: none'",
    ]
)
TEXT = st.text(alphabet="正文一二，。 a1-*|\n\u3000\xa0", min_size=1, max_size=12)
VOID = st.sampled_from(
    ["<br>", "<img src=/a.png alt=图>", "<hr>", "<input value=x>", "<p>", "</div>", "&nbsp;", "&lt;", "&amp"]
)
SOUP = st.recursive(
    st.one_of(TEXT, TEXT, VOID),
    lambda inner: st.tuples(TAGS, ATTRIBUTES, st.lists(inner, max_size=4)).map(
        lambda made: f"<{made[0]}{made[1]}>{''.join(made[2])}</{made[0]}>"
    ),
    max_leaves=20,
)


@settings(deadline=None, max_examples=300)
@given(st.lists(SOUP, max_size=5).map("".join))
@example("<ul><li>*一<li class=share>-</ul>")
def test_everything_is_accounted_for_once(soup: str) -> None:
    page = in_body(soup)
    assert_accounted_for(page, extract(page))


ANY = st.text(st.characters(), max_size=30)
BITS = st.sampled_from(
    "<p> <td> <table> <ul <li> </ul> <!-- --> <![CDATA[ < > & &#0; &#xd800; \0 \ud800 \ufffe <svg> <html> <body> <frameset> <plaintext> <textarea> <xmp>".split(
        " "
    )
)


@settings(deadline=None)
@given(st.lists(st.one_of(ANY, BITS), max_size=8).map("".join))
@example("")
@example("<!-- -->")
@example("\ud800")
def test_any_text_at_all_is_read(text: str) -> None:
    extracted = extract(text)
    step = Step("strip/html", edits_of(text, extracted))
    assert step.apply(text) == extracted.text
    assert step.undo(extracted.text) == text


# --- growth ------------------------------------------------------------------------------------------------

SHAPES = {
    "items": lambda n: "<ol>" + "<li>花<li class=share>花" * n,
    "rows": lambda n: "<table>" + "<tr><td>花<td>花" * n,
    "rows of heads": lambda n: "<table><thead>" + "<tr><td>花<td>花" * n,
    "bodies": lambda n: "<table>" + "<tbody><tr><td>花<td>花</tbody>" * n,
    "cells": lambda n: "<table><tr><td>花<td>花<tr>" + "<td>花<td class=share>花" * n,
    "definitions": lambda n: "<dl>" + "<dt>花<dd>花" * n,
    "breaks": lambda n: "<ul><li>花" + "<br>花" * n,
    "heading": lambda n: "<h2>花" + "<br>花" * n,
    "pictures": lambda n: "<p>花" + "<p><img src=a>" * n,
    "pictures behind what goes": lambda n: "<p class=share>花<p><img src=a>" * n,
    "hidden": lambda n: "<p>" + "花<span hidden>x</span>" * n,
    "scripts": lambda n: "<p>" + "<script>a b</script>花" * n,
    "words": lambda n: "<p>" + "花  a &amp; <b>x</b> y\n" * n,
    "code": lambda n: "<pre>" + "花  a\n" * n,
    "marks": lambda n: "<p>" + "<b>花" * n,
    "spans": lambda n: "<table><tr><td>花<td>花" + "<tr><td colspan=50>花" * n,
}


@pytest.mark.parametrize("shape", SHAPES)
def test_four_times_the_blocks_take_four_times_the_time(shape: str) -> None:
    make = SHAPES[shape]

    def read(page: str) -> object:
        return edits_of(page, extract(page))

    assert growth(read, lambda n: in_body(make(n)), 100, 1_600) <= MOST
