"""Pinyin annotations left where a page mixes scripts: mixtures of the raw articles by line, by block, with clean text.

    python -m tools.bench.mixtures --cache DIR [--mixtures 1000] [--seed 13]

Each mixture has at least one raw article whose annotations a machine made. *Left*: annotations of the raw articles that
stand in the repaired text, and of these *silent* those that no finding covers. Prints JSON.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from pathlib import Path

from qingyuan.stages.decode import decode
from qingyuan.stages.repair import explain
from qingyuan.stages.repair.byte_shift.annotations import ANNOTATED, is_of_converter
from qingyuan.text.spans import Spans
from tools.bench.damage import texts_of

RAW = Path("corpus/raw")
WAYS = ("by line", "by block", "with clean text by line", "with clean text by block", "one after the other")


def lines_of_raw() -> list[list[str]]:
    """The lines of each raw article."""
    return [decode(path.read_bytes()).text.splitlines() for path in sorted(RAW.glob("*.txt"))]


def mix(raw: list[list[str]], clean: list[str], way: str, rng: random.Random) -> str:
    """A page of one raw article at least, mixed in this way with others or with clean lines."""
    chosen = rng.sample(raw, rng.randint(1 if "clean" in way else 2, len(raw)))
    if "clean" in way:
        start = rng.randrange(len(clean) - 200)
        chosen.append(clean[start : start + rng.randint(10, 200)])
        rng.shuffle(chosen)
    if way == "one after the other":
        return "\n".join(line for lines in chosen for line in lines)
    most = 1 if "line" in way else 20
    rests = [list(lines) for lines in chosen]
    mixed: list[str] = []
    while rests := [rest for rest in rests if rest]:
        rest = rng.choice(rests)
        size = rng.randint(1, most)
        mixed += rest[:size]
        del rest[:size]
    return "\n".join(mixed)


def count(text: str) -> Counter[str]:
    """The annotations of a text, those left when it is repaired, and those that are left without a finding."""
    repaired = explain(text)
    told = Spans(
        (doubt.start, doubt.start + len(doubt.text))
        for doubt in repaired.findings
        if doubt.step == len(repaired.trail)
    )
    counts = Counter(all=sum(is_of_converter(*match.groups()) for match in ANNOTATED.finditer(text)))
    for match in ANNOTATED.finditer(repaired.text):
        if is_of_converter(*match.groups()):
            counts["left"] += 1
            counts["silent"] += not told.cover(match.start(), match.end())
    return counts


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--mixtures", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=13)
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    _, clean = texts_of(arguments.cache, rng)
    raw = lines_of_raw()
    counts: dict[str, Counter[str]] = {way: Counter() for way in WAYS}
    for number in range(arguments.mixtures):
        way = WAYS[number % len(WAYS)]
        counts[way] += count(mix(raw, clean, way, rng)) + Counter(mixtures=1)
    print(json.dumps(counts, indent=1))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
