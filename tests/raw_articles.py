"""The raw articles of the corpus, with their golden results."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent
CASES = TESTS / "cases"  # rows, a file a subject


@dataclass(frozen=True)
class Seed:
    """A raw article and the number of its golden files."""

    number: str
    path: Path

    @property
    def golden(self) -> Path:
        return TESTS / "golden" / f"{self.number}.md"


SEEDS = [Seed(path.name[:3], path) for path in sorted((ROOT / "corpus" / "raw").glob("00?_*.txt"))]
