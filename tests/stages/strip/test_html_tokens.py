"""Where text stands in the source of a page: the same text as the tree's, in time that grows with the page."""

from __future__ import annotations

import pytest
from growing import MOST, growth
from hypothesis import given, settings
from hypothesis import strategies as st

from qingyuan.engine import Stage, run
from qingyuan.stages.strip.html.extract import extract
from qingyuan.stages.strip.html.parse import parse
from qingyuan.stages.strip.html.rule import HTML
from qingyuan.stages.strip.html.tokens import SourceText, text_tokens
from qingyuan.stages.strip.html.trail import edits_of

SHAPES = [
    "一<!-- 二 -->三",
    "<!-->一-->二",
    "<!--->一-->二",
    "<!---->一",
    "<!-- 一 --!>二-->三",
    "<!-- 一 -- 二 ->三",
    "一<!-- 二",
    "<p>一<![CDATA[二<b>三</b>]]>四</p>",
    "<svg><![CDATA[一<b>]]></svg>",
    "<!x>一",
    "<?php 一 > 二 ?>三",
    "</>一",
    "</ 一>二",
    "<plaintext>一<b>二",
    "<textarea>一<b>二</b>&lt;</textarea>三",
    "<textarea>一</textarea x>二",
    "<title>一<b>二</b>&amp;三</title>四",
    "<script>一&amp;<b></script >二",
    "<script>一</scrip></script>二",
    "<script><!--<script>一</script>二--></script>三",
    "<script><!--<script>一</script>二</script>三",
    "<script><!--></script>一",
    "<script>一</script<b",
    "<script>一",
    "<style>一<b</style>二",
    "<xmp>一<b>二</xmp>三",
    "<iframe>一<b></iframe>二",
    "<noembed>一<b></noembed>二",
    "<noscript>一<b>二</b></noscript>三",
    '<p title="一>二">三',
    "<p title='一>二'>三",
    "<p title=一>二>三",
    '<p title="一\n>二">三',
    "<p title=>一",
    "<p =一>二",
    "<p/一>二",
    "<br/ >一",
    "</p 一='>'>二",
    "一<b",
    "一<b title='二",
    "一<",
    "一</",
    "一 <3 二 < 三",
    "一 & 二 &copy &copy三 &unknown; &#x; &#65 &#65; &#x4e00; &#0; &#128; &notit; &ampx &amp",
    f"一&#{'1' * 5000};&#x{'f' * 30};&#{'0' * 5000}65;二",
    "一\0二",
]


def text_of_the_tree(page: str) -> str:
    return "".join("".join(parse(page).root.itertext()).split())


@pytest.mark.parametrize("shape", SHAPES)
def test_the_source_shows_the_text_of_the_tree(shape: str) -> None:
    page = f"<html><body>{shape}"
    assert SourceText(page).letters == text_of_the_tree(page)


@pytest.mark.parametrize("shape", SHAPES)
def test_each_character_is_found_where_it_stands(shape: str) -> None:
    page = f"<html><body>{shape}"
    text = SourceText(page)
    stretches = list(text.stretches(0, len(text.letters)))
    assert "".join(stretch.shown for stretch in stretches).replace(" ", "") == text.letters
    at = 0
    for stretch in stretches:
        assert at <= stretch.start < stretch.end
        assert page[stretch.start : stretch.end] == stretch.shown or {*page[stretch.start : stretch.end]} & {
            *"&\0"
        }
        at = stretch.end


@pytest.mark.parametrize("shape", SHAPES)
def test_a_part_of_the_text_is_found_as_in_the_whole(shape: str) -> None:
    text = SourceText(f"<html><body>{shape}")
    ends = {}  # of each character: where the part of the source that shows it begins and ends
    for start in range(min(len(text.letters), 40)):
        (only,) = text.stretches(start, start + 1)
        ends[start] = (only.start, only.end)
        assert (only.before, only.shown) == (start, text.letters[start])
    for start in ends:
        for end in range(start + 1, len(ends) + 1):
            shown = "".join(stretch.shown for stretch in text.stretches(start, end))
            assert shown.replace(" ", "") == text.letters[start:end]
            assert text.span(start, end) == (ends[start][0], ends[end - 1][1])


PARTS = st.sampled_from(
    "一 二 < > / ! - -- <!-- --> & &lt; &#1 ; <p <b> </b> </ = \" ' a= <script> </script> <title> </title> <textarea>"
    " </textarea> <style> </style> <? ]]> <![CDATA[ <xmp> </xmp> <br/>".split(" ")
)


@settings(deadline=None)
@given(st.lists(PARTS, max_size=14).map("".join))
def test_any_source_shows_the_text_of_the_tree(source: str) -> None:
    page = f"<html><body>{source}"
    assert SourceText(page).letters == text_of_the_tree(page)


@pytest.mark.parametrize(
    "part",
    [
        "<p>一<!-- ",
        "<script>一",
        "<div ",
        "<![CDATA[一",
        "<a b='",
        '<a b="',
        "</",
        "<",
        "&",
        "&a",
        "<?x ",
        "<title>一",
        "<a b=",
    ],
)
def test_four_times_the_source_takes_four_times_the_time(part: str) -> None:
    assert growth(lambda source: list(text_tokens(source)), lambda count: part * count, 1_000) <= MOST


def test_a_page_with_odd_markup_keeps_its_characters_in_place() -> None:
    page = '<html><body><p title="a>b">先看<b>清楚</b>账单。</p><!-- 一 --!><p>再商量<![CDATA[。]]></p></body></html>'
    result = run(page, (Stage("strip", (HTML,)),))
    assert result.text == extract(page).text == "先看**清楚**账单。\n\n再商量\n"
    assert result.trail.undo(result.text) == page
    assert len(result.trail.steps[0].edits) > 4  # not the whole page at once


def test_what_the_source_shows_otherwise_is_replaced_as_a_whole() -> None:
    page = "<html><body><p>先看清楚账单。</p></body></html>"
    extracted = extract(page.replace("账单", "帐单"))
    (edit,) = edits_of(page, extracted)
    assert (edit.start, edit.before, edit.after) == (0, page, "先看清楚帐单。\n")
