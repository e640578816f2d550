"""Law 4: the output depends on the document alone."""

from __future__ import annotations

import random

from raw_articles import SEEDS

from qingyuan.articles.topics import Topics
from qingyuan.corpus.cleaning import clean_all, clean_one
from qingyuan.document import RawDocument


def test_output_depends_on_the_document_alone() -> None:
    raws = [RawDocument(seed.path.name, seed.path.read_bytes()) for seed in SEEDS]
    expected = {raw.name: clean_one(raw, Topics()) for raw in raws}
    random.Random(1).shuffle(raws)
    assert {work.name: work for work in clean_all(raws, Topics(), jobs=2)} == expected
