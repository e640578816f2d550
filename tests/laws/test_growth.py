"""No text costs more than its length: twice the text takes about twice the time, whatever it is made of.

The shapes are those of `tools.bench.growth`, which measures them up to a megabyte. Here the sizes are small and
chosen for each shape, and only their ratio counts: how quick the machine is does not matter.
"""

from __future__ import annotations

import time

import pytest
from tools.bench.growth import Shape, shapes

from qingyuan.articles.topics import Topics
from qingyuan.corpus.cleaning import clean_one

SHAPES = {shape.name: shape for shape in shapes()}
OF_EACH_KIND = (
    "only '¦'",
    "unit 'Ã¤'",
    "unit '&lt;'",
    "unit '?yàn)樗'",
    "unit '[a]('",
    "lines '# 一、花'",
    "varied sentences",
    "varied tab tables",
    "varied annotated, in one line",
    "nested brackets",
    "full width",
    "misread utf-8 as cp936, one line",
    "html varied rows",
)
SMALLEST, LARGEST = 250, 64_000  # characters
TELLS = 0.05  # seconds of CPU below which a ratio says nothing
TIMES = 4  # by which the second text is longer
MOST = 6.0  # times the time: what is linear takes 4, what is quadratic 16, or less where its linear part is great
TRIES = 3  # of which the best counts: other work on the machine can only slow a try


def took(shape: Shape, size: int) -> float:
    """Seconds of CPU."""
    raw = shape.document(size)
    start = time.process_time()
    work = clean_one(raw, Topics(()))
    assert "the program failed" not in work.error, work.error
    return time.process_time() - start


def size_that_tells(shape: Shape) -> int:
    took(shape, SMALLEST)  # what is read at the first use only
    size = SMALLEST
    while took(shape, size) < TELLS and size < LARGEST:
        size *= 2
    return size


def ratio(shape: Shape) -> float:
    size = size_that_tells(shape)
    best = float("inf")
    for _ in range(TRIES):
        best = min(best, took(shape, TIMES * size) / max(took(shape, size), TELLS / 2))
        if best <= MOST:
            break
    return best


@pytest.mark.parametrize("name", OF_EACH_KIND)
def test_a_longer_text_costs_no_more_than_its_length(name: str) -> None:
    assert ratio(SHAPES[name]) <= MOST


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(SHAPES.keys() - set(OF_EACH_KIND)))
def test_no_shape_costs_more_than_its_length(name: str) -> None:
    assert ratio(SHAPES[name]) <= MOST
