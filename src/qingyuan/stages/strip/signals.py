"""Signals: why a line counts as what it counts as, in words a person can check.

A signal has a name, a weight and phrases: it is seen where one of its phrases is. The phrases are rows of a
table. The weights are fitted together with those of all n-grams (`tools/tables/notices.py`) and stand in
`data/notices.json`, in nats: their sum is the log odds that a line is no line of an article. A name that has no
weight there yet counts as `UNFITTED` says, so that a new row acts at once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, reduce
from importlib.resources import files
from operator import or_

from qingyuan.stages.strip.literals import needs_of
from qingyuan.stages.strip.tables import TableError, compiled, one_of, read_rows, with_names

# Nats of a signal that was not fitted yet: an anchor suffices against the wording of most lines, and what only
# supports counts about as much as the median of those that were fitted.
UNFITTED = {"yes": 3.0, "no": 0.5}
COLUMNS = ("kind", "name", "pattern", "anchor", "seen")


@dataclass(frozen=True, slots=True)
class Signal:
    """One named observation; a positive weight speaks against the line, a negative one for it.

    A line is of a kind only with an anchor of that kind: the other signals only add to it.
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
        # A bit for each choice of characters that a signal has; a text fills those that it has a character of.
        self._wanted: list[int] = []
        self._fills: dict[str, int] = {}
        bit = 1
        for each in self.signals:
            wanted = 0
            for choice in needs_of(each.pattern.pattern):
                for char in choice:
                    self._fills[char] = self._fills.get(char, 0) | bit
                wanted |= bit
                bit <<= 1
            self._wanted.append(wanted)

    def seen_in(self, text: str) -> list[Signal]:
        """Those of which a phrase is in the text."""
        fills = self._fills
        missing = ~reduce(or_, (fills[char] for char in fills.keys() & frozenset(text)), 0)
        likely = (
            each for each, wanted in zip(self.signals, self._wanted, strict=True) if not wanted & missing
        )
        return [each for each in likely if each.pattern.search(text)]


@dataclass(frozen=True, slots=True)
class Weights:
    """Nats of each signal (`kind/name`), fact and n-gram; `bias` is what a line without any has."""

    bias: float
    signals: dict[str, float]
    grams: dict[str, float]


@cache
def fitted() -> Weights:
    """The weights of `data/notices.json`, where n-grams have hundredths of nats."""
    table = json.loads(files("qingyuan").joinpath("data/notices.json").read_text(encoding="utf-8"))
    return Weights(
        table["bias"], table["signals"], {gram: weight / 100 for gram, weight in table["grams"].items()}
    )


def read_signals(path: str, kinds: tuple[str, ...], names: Mapping[str, str]) -> Signals:
    """The signals of a table of phrases; `names` may stand in the patterns as `{name}`.

    Raises TableError for a kind nobody knows, a pattern that is none, or a signal that is an anchor in one
    row and not in another.
    """
    phrases: dict[tuple[str, str], list[str]] = {}
    anchors: dict[tuple[str, str], str] = {}
    for kind, name, pattern, anchor, _ in read_rows(path, COLUMNS):
        key = one_of(path, "kind", kind, kinds), name
        phrases.setdefault(key, []).append(with_names(path, pattern, names))
        if anchors.setdefault(key, one_of(path, "anchor", anchor, tuple(UNFITTED))) != anchor:
            raise TableError(f"{path}  {kind}, {name}: not the same under anchor in each row; write the same")
    known = fitted().signals
    found: list[Signal] = []
    for (kind, name), patterns in phrases.items():
        anchor = anchors[kind, name]
        weight = known.get(f"{kind}/{name}", UNFITTED[anchor])
        found.append(Signal(kind, name, weight, compiled(path, "|".join(patterns)), anchor == "yes"))
    return Signals(found)
