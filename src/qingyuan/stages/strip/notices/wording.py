"""Wording: how much a line sounds like a page talking about itself, beside the signals that have a name.

The phrases of the tables find what their author thought of. This finds what is worded alike: the sum of the
weights of a text's character n-grams, fitted together with the signals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qingyuan.stages.strip.signals import fitted

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


def sounds_like_notice(with_signs: str) -> float:
    """What the n-grams of a line, things to reach replaced by signs, add to its log odds, in nats."""
    weights = fitted().grams
    return sum(weights.get(gram, 0.0) for gram in set(grams(shape(with_signs))))
