"""What a stranger wrote is shown as it was written: no mark in it is read as one of Markdown or HTML."""

from __future__ import annotations

import re
from functools import cache

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown
from mkdocs.config import load_config
from raw_articles import ROOT

from qingyuan.article import clean_text
from qingyuan.stages.structure.markup import MARKUP

MARKS = [
    *(
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<!--",
        "-->",
        "<?php",
        "<![CDATA[",
        "</p>",
    ),
    *(
        "<plaintext>",
        "<textarea>",
        "<style>p{display:none}</style>",
        "<a href=javascript:x>",
        "<",
        "甲>",
        "<<b",
    ),
    *("{: onclick=x}", "{#search}", "{ .md-search }", "{", "}", "{{ x }}", "{% x %}"),
    *(
        "[x](javascript:alert)",
        "[x](&#9;JavaScript:alert)",
        "[x](data:text/html,y)",
        "[a]: javascript:z",
        "[a]",
    ),
    *(
        "![x](vbscript:y)",
        "!!! note",
        "??? note",
        "???+ note",
        ": y",
        "[^1]: z",
        "[^1]",
        "*[HTML]: z",
        "HTML",
    ),
    *("甲", "还款", "。", " ", "\n", "\n\n", "1", "&", "&x", "--8<--", "\\"),
]
SOUP = st.lists(st.sampled_from(MARKS), max_size=12).map("".join)


@cache
def renderer() -> Markdown:
    """Markdown with the extensions of the site."""
    config = load_config(str(ROOT / "mkdocs.yml"))
    return Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs)


def shown(text: str) -> BeautifulSoup:
    return BeautifulSoup(renderer().reset().convert(text), "html.parser")


WRITTEN = {"p", "br", "em"}  # emphasis is read: texts in Markdown have it


@settings(max_examples=400, deadline=None)
@given(SOUP)
def test_marks_of_a_stranger_make_no_element(text: str) -> None:
    page = shown(MARKUP.fix(text))
    assert {tag.name for tag in page.find_all(True)} <= WRITTEN
    assert not [tag for tag in page.find_all(True) if tag.attrs]


@settings(max_examples=400, deadline=None)
@given(SOUP)
def test_each_character_is_shown(text: str) -> None:
    text = text.replace("\\", "").replace("*", "")  # escapes and emphasis, which texts in Markdown have
    visible = shown(MARKUP.fix(text)).get_text()
    assert re.sub(r"\s", "", visible) == re.sub(r"\s", "", text.replace("&#9;", ""))


@settings(max_examples=200, deadline=None)
@given(SOUP)
def test_written_as_text_once_is_written_so_for_good(text: str) -> None:
    once = MARKUP.fix(text)
    assert MARKUP.fix(once) == once


@settings(max_examples=150, deadline=None)
@given(SOUP)
def test_the_whole_way_makes_no_element(text: str) -> None:
    names = {tag.name for tag in shown(clean_text(text).text).find_all(True)}
    assert names.isdisjoint({"script", "img", "style", "textarea", "plaintext", "a", "iframe"})


# One example set for good: what is still and what is not does not change from run to run.
@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from([mark for mark in MARKS if "&#" not in mark]), max_size=12).map("".join))
def test_what_was_written_as_text_is_still(text: str) -> None:
    cleaned = clean_text(text).text
    assert clean_text(cleaned).text == cleaned


def test_an_entity_beside_a_tag_is_still() -> None:
    cleaned = clean_text("<textarea>[x](&#9;JavaScript:alert)").text
    assert clean_text(cleaned).text == cleaned


@pytest.mark.parametrize(
    "page",
    [
        "用法：&lt;script&gt;alert(1)&lt;/script&gt;就会执行。",
        "用法：&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;就会执行。",
        "用法：&lt;scr\u200bipt&gt;alert(1)&lt;/script&gt;就会执行。",
    ],
)
def test_a_page_that_shows_code_arms_nothing(page: str) -> None:
    cleaned = clean_text(f"<!DOCTYPE html><html><body><p>{page}</p></body></html>").text
    rendered = shown(cleaned)
    assert not rendered.find("script")
    assert "<script" in rendered.get_text()
