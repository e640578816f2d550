"""Where the project is, and the raw articles with their golden results."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = Path(__file__).parent / "golden"


@dataclass(frozen=True)
class Seed:
    """A raw article and the number of its golden files."""

    number: str
    path: Path

    @property
    def golden(self) -> Path:
        return GOLDEN / f"{self.number}.md"


SEEDS = [Seed(path.name[:3], path) for path in sorted((ROOT / "corpus" / "raw").glob("00?_*.txt"))]


@pytest.fixture(params=SEEDS, ids=lambda seed: seed.number)
def seed(request: pytest.FixtureRequest) -> Seed:
    return request.param
