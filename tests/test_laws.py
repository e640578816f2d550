"""The four laws, on generated text and on every corpus file."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from raw_articles import Seed

from qingyuan.article import clean_text
from qingyuan.articles.topics import Topics
from qingyuan.corpus.cleaning import clean_all, clean_one
from qingyuan.corpus.ledgers import account, replay
from qingyuan.document import Edit, RawDocument, ReplayError, Step, Trail, edits_between, in_order
from qingyuan.stages.decode import decode, encode

# The material of which damaged pages are made: words, marks, annotations, numbers, white space.
FRAGMENTS = st.sampled_from(
    [
        "支付宝",
        "支付寶",
        "逾期",
        "協(xié)商",
        "協商",
        "问题",
        "問",
        "因?yàn)橥话l(fā)",
        "现(xiàn)在",
        ",",
        "。",
        "：",
        ":",
        "?",
        "？",
        "!",
        "(",
        ")",
        "（",
        "）",
        '"',
        "“",
        "”",
        "'",
        "...",
        "……",
        "--",
        "一、背景",
        "二、",
        "1.1",
        "1.",
        "2、",
        "（一）",
        "第一章",
        "例如：",
        "材料：",
        "小编导语",
        "总结",
        "\n",
        "\n\n",
        "\r\n",
        "\u3000\u3000",
        "\u200b",
        "\ufeff",
        "⽀",
        "&amp;",
        "&#25903;",
        "\\u652f",
        "%E6%94%AF",
        "浣犲ソ",
        "Ö§¸¶±¦",
        "锟斤拷",
        "微信：abc12345",
        "QQ群：12345678",
        "电话：13800138000",
        "95188",
        "http://example.com/?a=1,b",
        "`a,b`",
        "```",
        "---",
        "#",
        "##",
        "-",
        "*",
        ">",
        "|",
        "\t",
        "0",
        "9",
        "A",
        "z",
    ]
) | st.sampled_from([" ", "\n", "\n\n", "\r\n", "\ue30a", "\ue48f", "€"])
TEXTS = st.lists(FRAGMENTS | st.text(max_size=4), max_size=24).map("".join)
ENCODABLE = TEXTS.map(lambda text: "".join(c for c in text if not 0xD800 <= ord(c) < 0xE000))


@given(ENCODABLE)
@settings(max_examples=300, deadline=None)
def test_conservation_of_text(text: str) -> None:
    cleaned = clean_text(text)
    assert cleaned.trail.undo(cleaned.text) == text
    assert cleaned.trail.apply(text) == cleaned.text


@given(ENCODABLE)
@settings(max_examples=200, deadline=None)
def test_every_line_is_accounted_for_once(text: str) -> None:
    cleaned = clean_text(text)
    lines = [number for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    accounts = account(text, cleaned.trail)
    assert [entry.line for entry in accounts] == lines
    assert {entry.fate for entry in accounts} <= {"kept", "metadata", "stripped"}
    assert all(entry.rule for entry in accounts if entry.fate != "kept")


@given(ENCODABLE)
@settings(max_examples=300, deadline=None)
def test_stillness(text: str) -> None:
    once = clean_text(text).text
    assert clean_text(once).text == once


def test_corpus_file_is_conserved_to_the_byte(seed: Seed) -> None:
    data = seed.path.read_bytes()
    decoded = decode(data)
    cleaned = clean_text(decoded.text)
    undone = cleaned.trail.undo(cleaned.text)
    assert undone == decoded.text
    assert encode(decoded) == data


def test_cleaned_corpus_file_is_still(seed: Seed) -> None:
    once = clean_text(decode(seed.path.read_bytes()).text).text
    twice = clean_text(once)
    assert twice.text == once
    assert not twice.trail.steps


def test_ledger_rebuilds_the_article_from_the_raw_file(seed: Seed) -> None:
    data = seed.path.read_bytes()
    work = clean_one(RawDocument(seed.path.name, data), Topics())
    assert work.entry is not None
    assert replay(work.entry, decode(data).text) == work.text


def test_output_depends_on_the_document_alone() -> None:
    from raw_articles import SEEDS

    raws = [RawDocument(seed.path.name, seed.path.read_bytes()) for seed in SEEDS]
    expected = {raw.name: clean_one(raw, Topics()) for raw in raws}
    random.Random(1).shuffle(raws)
    assert {work.name: work for work in clean_all(raws, Topics(), jobs=2)} == expected


@given(st.text("甲乙丙丁\n", max_size=30), st.text("甲乙丙丁\n", max_size=30))
def test_edits_between_two_texts_lead_from_one_to_the_other_and_back(before: str, after: str) -> None:
    step = Step("test/rule", edits_between(before, after))
    assert step.apply(before) == after
    assert step.undo(after) == before


@given(
    st.lists(st.tuples(st.integers(0, 19), st.integers(0, 5), st.text("戊己", max_size=3)), max_size=6),
    st.data(),
)
def test_origin_of_a_span_covers_what_it_was_made_of(
    cuts: list[tuple[int, int, str]], data: st.DataObject
) -> None:
    text = "".join(chr(ord("a") + n) for n in range(20))
    step = Step(
        "test/rule",
        in_order(Edit(start, text[start : start + length], after) for start, length, after in cuts),
    )
    result = step.apply(text)
    start = data.draw(st.integers(0, len(result)))
    end = data.draw(st.integers(start, len(result)))
    first, last = Trail((step,)).origin(start, end)
    untouched = [c for c in result[start:end] if c.isascii()]
    assert 0 <= first <= last <= len(text)
    assert all(c in text[first:last] for c in untouched)


def test_a_trail_refuses_a_text_that_is_not_its_own() -> None:
    step = Step("test/rule", (Edit(0, "甲", "乙"),))
    with pytest.raises(ReplayError, match="test/rule"):
        step.apply("丙")
    with pytest.raises(ReplayError, match="test/rule"):
        step.undo("丙")
