"""The model itself: probabilities of symbols after others, pruned."""

from __future__ import annotations

import math
from collections import defaultdict

from tools.language_model.counting import ORDER, Counts

DISCOUNT = 0.6
# Every kind of successor seen adds this much room for those not seen: articles are about other things.
ROOM = 4.0
# Below these counts an n-gram is left to the shorter ones: what keeps the file below 5 MB.
LEAST = {2: 0.6, 3: 0.9, 4: 0.9}
STEP = 8  # quantization: steps in a nat


def quantize(log_probability: float) -> int:
    return max(0, min(255, round(-log_probability * STEP)))


class Model:
    """Interpolated absolute discounting over the mixed counts, pruned, in back-off form.

    An n-gram stays for what it is worth: its count, times the nats by which it is likelier than the shorter
    n-gram says (the weighted difference of Seymore and Rosenfeld, 1996).
    """

    def __init__(self, counts: dict[int, Counts], totals: dict[int, Counts], least: float) -> None:
        size = sum(counts[1].values())
        vocabulary = len(counts[1]) + 1
        floor = 0.5 / size
        self.p: dict[str, float] = {}
        self.backoff: dict[str, float] = {}
        for symbol, count in counts[1].items():
            self.p[symbol] = (count / size) * 0.999 + floor
        self.unknown = 0.001 / vocabulary / 50
        everything = {
            n: {
                gram: count
                for gram, count in counts[n].items()
                if count >= LEAST[n] and all(char in self.p for char in gram)
            }
            for n in range(2, ORDER + 1)
        }
        self.fit(everything, totals)
        kept: dict[int, dict[str, float]] = {n: {} for n in everything}
        for n in range(ORDER, 1, -1):
            prefixes = {gram[:-1] for gram in kept[n + 1]} if n < ORDER else set()
            for gram, count in everything[n].items():
                shorter = self.backoff[gram[:-1]] * self.probability(gram[1:])
                if gram in prefixes or count * math.log(self.p[gram] / shorter) >= least:
                    kept[n][gram] = count
        for n in kept:
            for gram in everything[n]:
                del self.p[gram]
        self.backoff.clear()
        self.fit(kept, totals)

    def fit(self, grams: dict[int, dict[str, float]], totals: dict[int, Counts]) -> None:
        """Give the n-grams their probabilities, and their contexts what is left for the shorter ones."""
        for n in range(2, ORDER + 1):
            successors: dict[str, list[str]] = defaultdict(list)
            for gram in grams[n]:
                successors[gram[:-1]].append(gram)
            fresh: dict[str, float] = {}
            for context, followers in successors.items():
                total = max(totals[n][context], sum(grams[n][gram] for gram in followers))
                total += 1.0 + ROOM * len(followers)
                mass = 1.0
                for gram in followers:
                    discounted = max(grams[n][gram] - DISCOUNT, 0.05) / total
                    fresh[gram] = discounted
                    mass -= discounted
                self.backoff[context] = max(mass, 1e-6)
                for gram in followers:
                    fresh[gram] += self.backoff[context] * self.probability(gram[1:])
            self.p |= fresh

    def probability(self, gram: str) -> float:
        scale = 1.0
        while gram not in self.p:
            if len(gram) == 1:
                return scale * self.unknown
            scale *= self.backoff.get(gram[:-1], 1.0)
            gram = gram[1:]
        return scale * self.p[gram]

    def log_probability(self, line: str) -> float:
        padded = "\n" + line + "\n"
        return sum(
            math.log(self.probability(padded[max(0, i - ORDER + 1) : i + 1])) for i in range(1, len(padded))
        )
