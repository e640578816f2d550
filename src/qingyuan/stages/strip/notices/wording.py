"""Wording: how much a line sounds like a page talking about itself, learned from labeled lines.

Turns of phrase written down in `boilerplate` and `contact` find what their author thought of. This finds what
is worded alike: the sum of the weights of a line's character n-grams, which `tools/tables/wording.py` fits to
labeled lines and to honest text. It has a say about whole lines only, never about a sentence of a paragraph.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

ORDER = 3
LONGEST = 80  # what is longer is a paragraph, and sentences decide


def shape(with_signs: str) -> str:
    """The text in which n-grams are counted: numbers are one 0, white space is one space, ends are marked.

    >>> shape("共 2345 字")
    '^共 0 字$'
    """
    numbers = re.sub(r"\d+", "0", with_signs.strip())
    return "^" + re.sub(r"\s+", " ", numbers) + "$"


def grams(text: str) -> Iterator[str]:
    """The n-grams up to `ORDER` of a text that `shape` made; some come twice."""
    for size in range(1, ORDER + 1):
        for at in range(len(text) - size + 1):
            yield text[at : at + size]


@cache
def _weights() -> tuple[float, dict[str, float]]:
    table = json.loads(files("qingyuan").joinpath("data/wording.json").read_text(encoding="utf-8"))
    return table["bias"], {gram: weight / 100 for gram, weight in table["weights"].items()}


def sounds_like_notice(with_signs: str) -> float:
    """Log odds that a line, things to reach replaced by signs, is a notice; below 0 an honest line."""
    bias, weights = _weights()
    return bias + sum(weights.get(gram, 0.0) for gram in set(grams(shape(with_signs))))
