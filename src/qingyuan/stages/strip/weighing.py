"""Signals and their sum: why a line counts as what it counts as, in words a person can check.

A signal has a name, a weight and phrases: it is seen where one of its phrases is. The phrases are rows of a
table, the weights stand in `data/notices.json`. A name that has no weight there yet counts as `ANCHOR` or
`SUPPORT`, so that a new row acts at once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from qingyuan.stages.strip.literals import needs_of
from qingyuan.stages.strip.tables import TableError, compiled, one_of, read_rows, with_names

# In the unit of the weights: a line goes from the sum 1 on.
THRESHOLD = 1.0
ANCHOR = 1.0  # a new anchor suffices alone
SUPPORT = 0.4  # a new signal that only supports: the median of those that were weighed
ROUNDING = 1e-9  # sums of tenths are not exact
COLUMNS = ("kind", "name", "pattern", "anchor", "seen")


@dataclass(frozen=True, slots=True)
class Signal:
    """One named observation; a positive weight speaks for the kind, a negative one against it.

    Without an anchor nothing is decided: the other signals only add to one.
    """

    kind: str
    name: str
    weight: float
    pattern: re.Pattern[str]
    anchor: bool


class Signals:
    """Signals to look for together, in order; most are ruled out by the characters of a text."""

    def __init__(self, signals: Iterable[Signal]) -> None:
        self.signals = tuple(signals)
        self._needs = [needs_of(each.pattern.pattern) for each in self.signals]
        self._always: list[int] = []
        self._by_char: dict[str, list[int]] = {}
        for at, needs in enumerate(self._needs):
            if not needs:
                self._always.append(at)
            else:
                for char in min(needs, key=len):
                    self._by_char.setdefault(char, []).append(at)

    def __add__(self, other: Signals) -> Signals:
        return Signals(self.signals + other.signals)

    def named(self, *names: str) -> Signals:
        """Those of these names."""
        return Signals(each for each in self.signals if each.name in names)

    def seen_in(self, text: str) -> list[Signal]:
        """Those of which a phrase is in the text."""
        chars = frozenset(text)
        likely = {at for char in self._by_char.keys() & chars for at in self._by_char[char]}
        seen: list[Signal] = []
        for at in sorted(likely.union(self._always)):
            for choice in self._needs[at]:
                if choice.isdisjoint(chars):
                    break
            else:
                if self.signals[at].pattern.search(text):
                    seen.append(self.signals[at])
        return seen


@dataclass(frozen=True, slots=True)
class Weighed:
    """The sum and the names of what went into it."""

    score: float
    signals: tuple[str, ...]

    def __bool__(self) -> bool:
        return self.score >= THRESHOLD - ROUNDING


NOTHING_SEEN = Weighed(0.0, ())


def weigh(text: str, signals: Signals, base: float = 0.0) -> Weighed:
    """Each signal counts once, however often it is seen."""
    return weighed(signals.seen_in(text), base)


def weighed(seen: Iterable[Signal], base: float = 0.0) -> Weighed:
    """The sum of signals that were seen."""
    seen = tuple(seen)
    return Weighed(base + sum(each.weight for each in seen), tuple(each.name for each in seen))


@cache
def fitted() -> dict[str, Any]:
    """The weights of `data/notices.json`."""
    table: dict[str, Any] = json.loads(
        files("qingyuan").joinpath("data/notices.json").read_text(encoding="utf-8")
    )
    return table


def read_signals(
    path: str, weights: Mapping[str, Mapping[str, float]], kinds: tuple[str, ...], names: Mapping[str, str]
) -> dict[str, Signals]:
    """The signals of each kind from a table of phrases; `names` may stand in the patterns as `{name}`.

    Raises TableError for a kind nobody knows, a pattern that is none, or a signal that is an anchor in one
    row and not in another.
    """
    phrases: dict[tuple[str, str], list[str]] = {}
    anchors: dict[tuple[str, str], str] = {}
    for kind, name, pattern, anchor, _ in read_rows(path, COLUMNS):
        key = one_of(path, "kind", kind, kinds), name
        phrases.setdefault(key, []).append(with_names(path, pattern, names))
        if anchors.setdefault(key, one_of(path, "anchor", anchor, ("yes", "no"))) != anchor:
            raise TableError(
                f"{path}  {kind}, {name}: anchor yes in one row and no in another; write the same"
            )
    found: dict[str, list[Signal]] = {kind: [] for kind in kinds}
    for (kind, name), patterns in phrases.items():
        is_anchor = anchors[kind, name] == "yes"
        weight = weights.get(kind, {}).get(name, ANCHOR if is_anchor else SUPPORT)
        phrase = compiled(path, "|".join(patterns))
        found[kind].append(Signal(kind, name, weight, phrase, is_anchor))
    return {kind: Signals(signals) for kind, signals in found.items()}
