"""Fixtures for all tests."""

from __future__ import annotations

import pytest
from raw_articles import SEEDS, Seed


@pytest.fixture(params=SEEDS, ids=lambda seed: seed.number)
def seed(request: pytest.FixtureRequest) -> Seed:
    """Each raw article of the corpus in turn."""
    return request.param
