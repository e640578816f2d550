"""How probable it is that the best candidate of a place is what was written: one calibrated number."""

from __future__ import annotations

import json
import math
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A logistic regression over named evidence, what its log odds were worth, and from where on a candidate is certain.

    Fitted on simulated damage, by `python -m tools.tables.byte_shift` (docs-dev/decisions/0018) and `tools.tables.holes`.
    """

    weights: Mapping[str, float]  # log odds for each unit of what is named; what is not named says nothing
    bias: float
    log_odds: tuple[float, ...]  # rising; the points at which `worth` is known
    worth: tuple[float, ...]  # the log odds that held-out pages bore out
    certain: float  # the probability from which a place is repaired

    def probability(self, evidence: Mapping[str, float]) -> float:
        """The calibrated probability, of 0 to 1."""
        total = self.bias + sum(self.weights.get(name, 0.0) * value for name, value in evidence.items())
        return self.worth_of(total)

    def worth_of(self, total: float) -> float:
        """The probability that log odds are worth."""
        return 1 / (1 + math.exp(-self._between(total)))

    def _between(self, total: float) -> float:
        """The calibrated log odds: straight lines between the known points, and level beyond them."""
        at = bisect_right(self.log_odds, total)
        if at == 0 or at == len(self.log_odds):
            return self.worth[min(at, len(self.worth) - 1)]
        low, high = self.log_odds[at - 1], self.log_odds[at]
        share = (total - low) / (high - low)
        return self.worth[at - 1] + share * (self.worth[at] - self.worth[at - 1])


@lru_cache(maxsize=2)
def acceptance(name: str) -> Acceptance:
    """The packaged weights of this name: `byte_shift` or `holes`; `FileNotFoundError` for another."""
    data = json.loads(files("qingyuan").joinpath(f"data/{name}.json").read_text(encoding="utf-8"))
    return Acceptance(
        data["weights"], data["bias"], tuple(data["log_odds"]), tuple(data["worth"]), data["certain"]
    )
