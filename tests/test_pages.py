"""The raw articles inside real page layouts, through the whole pipeline: HTML in, the same article out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from html_pages import TEMPLATES
from raw_articles import Seed

from qingyuan.article import clean_text
from qingyuan.articles import front_matter


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_damaged_page_gives_the_article_of_the_damaged_text(
    seed: Seed, template: Callable[[str, str], str]
) -> None:
    text = seed.path.read_text(encoding="utf-8")
    page = template(seed.number, text)  # damaged, as the page had it
    assert "<" in page
    from_page, plain = clean_text(page), clean_text(text)
    assert front_matter.split(from_page.text).body.split() == front_matter.split(plain.text).body.split()
    assert from_page.metadata == plain.metadata
    assert from_page.trail.undo(from_page.text) == page
