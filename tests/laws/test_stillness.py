"""Law 3: clean text comes out unchanged."""

from __future__ import annotations

from damaged_texts import ENCODABLE
from hypothesis import given, settings
from raw_articles import Seed

from qingyuan.article import clean_text
from qingyuan.stages.decode import decode


@given(ENCODABLE)
@settings(max_examples=300, deadline=None)
def test_stillness(text: str) -> None:
    once = clean_text(text).text
    assert clean_text(once).text == once


def test_cleaned_corpus_file_is_still(seed: Seed) -> None:
    once = clean_text(decode(seed.path.read_bytes()).text).text
    twice = clean_text(once)
    assert twice.text == once
    assert not twice.trail.steps
