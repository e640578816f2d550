"""No text costs more than its length: four times the text takes about four times the time, whatever it is made of.

The shapes are those of `tools.bench.growth`, which measures them up to a megabyte. Here the sizes are small and
chosen for each shape, and only their ratio counts: how quick the machine is does not matter.
"""

from __future__ import annotations

import pytest
from growing import MOST, growth
from tools.bench.growth import Shape, shapes

from qingyuan.articles.topics import Topics
from qingyuan.corpus.cleaning import clean_one, load_tables
from qingyuan.document import RawDocument

SHAPES = {shape.name: shape for shape in shapes()}
OF_EACH_KIND = (
    "only '¦'",
    "varied annotated, in one line",
    "html varied rows",
)
SMALLEST, LARGEST = 250, 64_000  # characters
TELLS = 0.02  # seconds of CPU: below this much of the time is the same for any text


def clean(raw: RawDocument) -> None:
    work = clean_one(raw, Topics(()))
    assert "the program failed" not in work.error, work.error


def growth_of(shape: Shape) -> float:
    load_tables()
    return growth(clean, shape.document, SMALLEST, LARGEST, TELLS)


@pytest.mark.parametrize("name", OF_EACH_KIND)
def test_a_longer_text_costs_no_more_than_its_length(name: str) -> None:
    assert growth_of(SHAPES[name]) <= MOST


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(SHAPES.keys() - set(OF_EACH_KIND)))
def test_no_shape_costs_more_than_its_length(name: str) -> None:
    assert growth_of(SHAPES[name]) <= MOST
