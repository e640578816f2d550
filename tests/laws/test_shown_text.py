"""Readers see the characters of the source: all of them, as they were, in their order (tools/bench/shown_text.py)."""

from __future__ import annotations

import random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tools.bench.markup_texts import markup_text
from tools.bench.shown_text import missing, not_shown

from qingyuan.article import clean_text

SEEDS = st.integers(0, 2**40).map(random.Random)

# What the fuzzers found, each once.
FOUND = [
    "*甲**甲*利率 36%",
    "- *[HTML]: 甲",
    "- [a]: 乙",
    "> [a]: 乙",
    "- [TOC]",
    "[TOC]",
    "&#35甲",
    "~~~\n&#35",
    "。||\n|||\n|||<p",
    "``\n`<b>`",
    "`L``a` ``:`<b>`",
    "```<b`",
    "```3*4`",
    "<<a@e>",
    "<\x02script>alert(1)</script>",
    "<\x03p://>",
    "##\n\t。\n```e\n`<img src on=y>\n>\n```",
    "~~~\n```\n\n\t<details open>\n[](a)",
    "<甲<p>",
    "1.`\n\t<b问",
    "`\n`<b`",
    "``<m\\`",
    "2.>\n5._\n    <i",
    "#&#35;>`&lt;`",
    "3.-\n>\n1.台",
    "甲\n:    。",
    "2.甲\n5. &nbsp;i",
    "<}<a@m>",
    "*\n=\n    ](t:",
    "    甲\n```\n\n{}\n```",
    "~~~\n```\n<textarea>\n```",
    "> ~~~\n> <b>\n> ~~~",
    "> ```\n>\n> <b>\n> ```",
    '``` title="甲"\n\n<b>\n```',
    '~~~ title="甲"\n\n<b>\n~~~',
    "    丙<b\n    ：",
    "<\n|<a@e>",
    "    甲\n1. 乙\n5. 丙",
    "```\n```\n- 甲\n\n    {}",
    "# e&gt;&gt;\n乙",
    "2024-5-1阅读浣犲ソ",
    "读# 阅读\t辦\n小編導語",
    "```\n```:期<c &copy;",
    "1. 0\n1.zw:0",
    "1.乙\n```\n{}`",
    "[]()",
    "    =&lt;\n<p",
    "&lt;html>&lt;body>&lt;p>甲&lt;/p>",
    "\t```\n<`<",
    "2. 甲\n```\n```\n1. 乙",
    "<b>甲 &lt; 乙",
    "3.，",
    "- t\n3.x",
    "1. 甲\n2. 乙\n5. 丙\n6. 丁",
    "1. 甲\n\n1. 乙",
    "01. 甲",
    "99999999999. 甲",
    "    <b>",
    "甲\n\n    <b>\n    {a}",
    "甲\n\n    if a <b: {x}\n",
    "- 甲\n\n        <b>",
    # A line that begins with a code span is text.
    "`甲`\n-\n\t<a",
    "1. 甲\n\n`乙`\n\n    {}",
    # Quotations: up to a blank line, without their mark, within an item.
    ">：\n    >\n    {}",
    "> > 甲\n>     >\n>     {}",
    ">\n2. 甲\n\n    <a",
    "> 甲\n>\n 01. 乙\n---",
    "- >     {}",
    "- >     甲\n>     {}",
    "- 甲\n>\n    {}",
    "- 甲\n> 1. 乙\n> 3. 丙\n> 4. 丁",
    "- 甲\n> 3. 01. 乙",
    "- > 1. 甲\n> 3. 乙",
    ">- >\n01. 乙",
    # Items beside the mark of another, and below a list of another kind.
    "- 3. *\n```\n3. 甲",
    "- 甲\n    1. 乙\n3. 丙",
    "- 1. 甲\n\n    3. 乙",
    "- 2. 01. 甲",
    "- >01. 甲",
    "- 3. 甲\n    - 乙\n5. 丙",
    f"{'- ' * 30}01. 甲",
    # Marks in an indented block, code spans beside code spans, references, emphasis, pictures.
    "    ` `甲`-``\n><a",
    "`&#5`",
    "甲 `&#35乙` 丙",
    "*a **b *c* d*e",
    "_：__*_。",
    "_{__\\__[",
    "*甲**\\*乙*丙",
    "\\**甲**乙*丙",
    "- *甲\n**乙*丙",
    "![[甲](b)](c.png)",
    "![[[甲](b)]]()",
    "[]( '(/)",
    "甲 | 乙\n--- | ---\n[甲](<span title='甲'>\\\\还款   | <。甲[甲](https://example.com/)\n",
    '```[](()"(：',
]


@pytest.mark.parametrize("text", FOUND)
def test_found_text_is_shown_as_it_was(text: str) -> None:
    assert not_shown(text) == ""
    cleaned = clean_text(text).text
    assert clean_text(cleaned).text == cleaned


@settings(max_examples=200, derandomize=True)
@given(SEEDS)
def test_text_of_markup_is_shown_as_it_was(chance: random.Random) -> None:
    text = markup_text(chance)
    assume(not text.startswith("---"))  # front matter is another matter
    assert not_shown(text) == "", text


@pytest.mark.slow
@settings(max_examples=5000)
@given(SEEDS)
def test_many_texts_of_markup_are_shown_as_they_were(chance: random.Random) -> None:
    text = markup_text(chance)
    assume(not text.startswith("---"))
    assert not_shown(text) == "", text


def test_what_is_not_seen_is_told() -> None:
    assert missing("a<b>c", "ac") == {"<": 1, "b": 1, ">": 1}
    assert missing("ab", "abc") is None
    assert missing("ab", "ba") is None
    assert missing("&lt;b", "<b") == {}
    assert missing("<b", "&lt;b") is None


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("<p&lt;", id="two entities in a line are opened where one is not"),
        pytest.param(
            "决>\ue2ea\ue2ea\ue2d5张\x00<x", id="an entity makes a stretch long enough to be misread"
        ),
        pytest.param("\n---\n&lt;g&gt;\n---", id="two rules and no field between them"),
        pytest.param("<m\n\\`\\`\n\\` ", id="some marks written by hand"),
        pytest.param("http://t\n一.\n二.", id="an address is no title"),
        pytest.param("# 看 http://example.com/ 吧\n\n正文。", id="a heading with an address is no title"),
        pytest.param("=http://e\n# 。\n# 原", id="nor is an address behind a mark"),
        pytest.param(
            "<html><head><title>看 http://e.com/ 吧</title></head><body><h1>看 http://e.com/ 吧</h1><p>正文，说了一些事情。</p></body></html>",
            id="nor one of a page",
        ),
        pytest.param(
            '# Print StrConv("脡脧潞拢脢脨ABC", vbUnicode)\n正文。\n',
            id="a title that is a call of a program",
        ),
        pytest.param(" &lt;b>签</", id="an entity beside a tag"),
        pytest.param("&#0\n\\`\\`&lt;b\\`", id="marks that are written beside a reference that is not"),
        pytest.param("2345678阅读", id="a count of seven digits is no handle"),
    ],
)
def test_entities_that_were_written_are_no_evidence(text: str) -> None:
    cleaned = clean_text(text).text
    assert clean_text(cleaned).text == cleaned


def test_a_number_for_a_title_stays_one() -> None:
    cleaned = clean_text("# 2345678\n-").text
    assert clean_text(cleaned).text == cleaned
