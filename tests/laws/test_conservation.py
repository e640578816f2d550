"""Law 1: every change can be undone, to the byte, and every line is accounted for once."""

from __future__ import annotations

import pytest
from damaged_texts import ENCODABLE
from hypothesis import given, settings
from hypothesis import strategies as st
from raw_articles import Seed
from tools.bench.held_laws import miscounted_lines

from qingyuan.article import clean_document, clean_text
from qingyuan.articles.topics import Topics
from qingyuan.corpus.cleaning import clean_one
from qingyuan.corpus.ledgers import account, replay
from qingyuan.document import Edit, RawDocument, ReplayError, Step, Trail, edits_between, in_order
from qingyuan.stages.decode import decode, encode


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
@settings(max_examples=200, deadline=None)
def test_the_ledger_counts_lines_as_the_trail_shows_them(text: str) -> None:
    """Held by a count of its own, that follows each character by itself."""
    document = clean_document(RawDocument("a.txt", text.encode("utf-8-sig")))
    assert not miscounted_lines(document)


def test_part_of_an_edit_that_is_gone_is_counted() -> None:
    page = "<!DOCTYPE html>商犲ソ\n<b >甲</b><title></title><i >/"  # a later edit takes the line, and not all of `**`
    assert not miscounted_lines(clean_document(RawDocument("a.html", page.encode())))


def test_a_word_to_which_a_mark_clings_that_stands_is_counted() -> None:
    page = (
        "<!DOCTYPE html><html><body>[^甲]\n=\n。a。\n\n甲 | 乙\n--- | ---\n[甲](<b c> '题')甲  }：http://\n"
        "<di> '题')甲 | {: .a }：http://\n<di> '题')甲 | {: .a }：http://\n<div>\n|||?>\n</div>\n</body></html>"
    )
    assert not miscounted_lines(clean_document(RawDocument("a.html", page.encode())))


def test_ledgers_of_the_corpus_count_lines_as_the_trails_show_them(seed: Seed) -> None:
    document = clean_document(RawDocument(seed.path.name, seed.path.read_bytes()))
    assert not miscounted_lines(document)


def test_corpus_file_is_conserved_to_the_byte(seed: Seed) -> None:
    data = seed.path.read_bytes()
    decoded = decode(data)
    cleaned = clean_text(decoded.text)
    undone = cleaned.trail.undo(cleaned.text)
    assert undone == decoded.text
    assert encode(decoded) == data


def test_ledger_rebuilds_the_article_from_the_raw_file(seed: Seed) -> None:
    data = seed.path.read_bytes()
    work = clean_one(RawDocument(seed.path.name, data), Topics())
    assert work.entry is not None
    assert replay(work.entry, decode(data).text) == work.text


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
