"""Signals and their sum: why a line counts as what it counts as, in words a person can check."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

THRESHOLD = 1.0


@dataclass(frozen=True, slots=True)
class Signal:
    """One named observation; a positive weight speaks for the kind, a negative one against it."""

    name: str
    weight: float
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Weighed:
    """The sum and the names of what went into it."""

    score: float
    signals: tuple[str, ...]

    def __bool__(self) -> bool:
        return self.score >= THRESHOLD - 1e-9


def signal(name: str, weight: float, pattern: str) -> Signal:
    """A signal whose pattern may be laid out over several lines."""
    return Signal(name, weight, re.compile(pattern, re.VERBOSE))


def weigh(text: str, signals: Iterable[Signal], base: float = 0.0) -> Weighed:
    """Each signal counts once, however often it is seen."""
    seen = [each for each in signals if each.pattern.search(text)]
    return Weighed(base + sum(each.weight for each in seen), tuple(each.name for each in seen))
