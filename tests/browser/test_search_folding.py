"""Folding in a real Chromium: its own Unicode tables, not those of Node, meet readers."""

from __future__ import annotations

import unicodedata

from playwright.sync_api import Browser
from raw_articles import ROOT

from qingyuan.search import fold_table
from qingyuan.search.keys import runs, search_key

SEARCH = ROOT / "src/qingyuan/search"

# Punctuation and symbols, letters, Kangxi radicals and kana, Han, compatibility and full-width forms,
# hangul, and Han beyond the basic plane.
BLOCKS = (
    *((0x20, 0x250), (0x370, 0x530), (0x2000, 0x2070), (0x2100, 0x2190), (0x2460, 0x2500), (0x2E80, 0x3100)),
    *((0x3200, 0x3400), (0x3400, 0xA000), (0xAC00, 0xD7A4), (0xF900, 0xFB00), (0xFE30, 0xFFF0)),
    *((0x20000, 0x20400), (0x2F800, 0x2FA1E)),
)


def samples() -> list[str]:
    """All that the table folds, all characters of the blocks, and both mixed in one text."""
    sources = list(fold_table.parse((SEARCH / "fold.tsv").read_text(encoding="utf-8")))
    # A character that Python does not know yet may be one that the browser knows.
    forms = [
        character
        for first, last in BLOCKS
        for character in map(chr, range(first, last))
        if unicodedata.category(character) != "Cn"
    ]
    mixed = ["".join(forms[i::997]) + "ＡＰＰ　" + "".join(sources[i::97]) for i in range(97)]
    return [*sources, *forms, *mixed]


def test_chromium_folds_and_splits_as_the_index_does(chromium: Browser) -> None:
    texts = samples()
    page = chromium.new_page()
    page.add_script_tag(path=SEARCH / "browser/engine.js")
    keys = page.evaluate(
        "async texts => { await qingyuanSearch.folding; return texts.map(qingyuanSearch.fold) }", texts
    )
    wrong = [(text, key) for text, key in zip(texts, keys, strict=True) if key != search_key(text)]
    assert not wrong[:10]
    split = page.evaluate("keys => keys.map(qingyuanSearch.runs)", keys)
    page.close()
    assert [(key, parts) for key, parts in zip(keys, split, strict=True) if parts != runs(key)][:10] == []


def test_samples_are_broad() -> None:
    assert len(samples()) > 40_000
