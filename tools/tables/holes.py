"""Fit `src/qingyuan/data/holes.json`: how probable it is that the best candidate for a lost byte is right.

    python -m tools.tables.holes DIR              # simulate, fit, write; DIR keeps what is fetched
    python -m tools.tables.holes DIR --measure    # only show how what is packaged does

A logistic regression over what `stages/repair/filling.py` names, fitted on lines whose UTF-8 a reader of
Windows-1252 showed without the bytes that it lacks (tools/bench/lost_bytes.py has the damages). What the log odds are worth is read from lines outside
the fit, by folds. A hole counts as certain from the least probability at which no more than `WRONG` of those lines get anything wrong.
None of the lines that tools/bench/lost_bytes.py asks is among them, nor any line of a page that has one. Nothing of the text ships.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import opencc
from numpy.typing import NDArray

from qingyuan.document import NOTHING, Found
from qingyuan.engine import Stage, run
from qingyuan.stages.repair.acceptance import Acceptance, acceptance
from qingyuan.stages.repair.holes import FILL_HOLES, Filled, fillings, places_of
from qingyuan.stages.repair.misread import UNDO_MISREAD
from qingyuan.view import View
from tools import ROOT
from tools.bench import corpora
from tools.bench.byte_shift_pages import web
from tools.bench.damage import texts_of
from tools.bench.lost_bytes import DAMAGES, SEED, TEXTS, Damage
from tools.language_model.symbols import is_chinese
from tools.tables.byte_shift import as_json, by_folds, packaged, reliability

TARGET = ROOT / "src" / "qingyuan" / "data" / "holes.json"
WRONG = 0.02  # of lines with holes: as many as with a margin of 4.5 nats by characters alone
LINES = {"web": 900, "news": 500, "reviews": 900, "manuals": 500}  # to fit on
_PIECES = re.compile(r"[^。！？]*[。！？]?")


@dataclass(frozen=True, slots=True)
class Hole:
    """One hole as it is fitted: what speaks for its best candidate, whether that is right, and its line."""

    evidence: Mapping[str, float]
    right: bool
    line: int


def _without_measured(cache: Path) -> Callable[[str], bool]:
    """Whether a line may be fitted on: not what is measured, and nothing of the same pages, in either script."""
    simplify = opencc.OpenCC("t2s").convert
    pages, lines = texts_of(cache, random.Random(SEED))
    measured = frozenset(lines[:TEXTS])
    near = {
        simplify(line)
        for page in pages
        if not measured.isdisjoint(of_page := page.split("\n"))
        for line in of_page
    }
    return lambda line: simplify(line) not in near


def _pieces(paragraphs: Iterable[str], chance: random.Random) -> Iterator[str]:
    """Lines of whole sentences, of different lengths."""
    for paragraph in paragraphs:
        line = ""
        for sentence in _PIECES.findall(paragraph):
            line += sentence
            if len(line) >= chance.choice((20, 40, 60, 90)):
                yield line
                line = ""
        yield line


def lines_to_fit(cache: Path, part: str = "dev") -> dict[str, list[str]]:
    """Lines by their style; every other one in Traditional. `part` is that of the articles of web sites."""
    chance = random.Random(1)
    allowed = _without_measured(cache)
    convert = opencc.OpenCC("s2tw").convert
    manuals = [
        line
        for package in ("libreoffice-help-zh-tw", "debian-reference-zh-tw")
        for line in corpora.html_paragraphs(cache / package)
    ]
    found: dict[str, list[str]] = {}
    for name, paragraphs in (
        ("web", web(cache, part)),
        ("news", list(corpora.news(cache))),
        ("reviews", list(corpora.reviews(cache))),
        ("manuals", manuals),
    ):
        pieces = _pieces(paragraphs, chance) if name in ("web", "news") else paragraphs
        lines = [
            line
            for line in dict.fromkeys(pieces)
            if 20 <= len(line) <= 120 and is_chinese(line) and allowed(line)
        ]
        chance.shuffle(lines)
        lines = lines[: LINES[name]]
        if name != "manuals":
            lines = [convert(line) if number % 2 else line for number, line in enumerate(lines)]
        found[name] = lines
    return found


def holes_of(clean: str, damage: Damage) -> list[tuple[Filled, str]]:
    """What was chosen for each hole of a line, and what stood there; none where the two cannot be laid side by side."""
    seen: list[tuple[View, list[Filled]]] = []

    def look(view: View) -> Found:
        if not seen:
            seen.append((view, list(fillings(view.text, places_of(view)))))
        return NOTHING

    run(damage(clean), (Stage("repair", (UNDO_MISREAD, replace(FILL_HOLES, find=look))),))
    ((view, filled),) = seen
    return _aligned(view.text, filled, clean, damage) or []


def _aligned(
    text: str, filled: Sequence[Filled], clean: str, damage: Damage
) -> list[tuple[Filled, str]] | None:
    places = {each.start: each for each in filled}
    found: list[tuple[Filled, str]] = []
    at = 0
    for char in clean:
        damaged = damage(char)
        if (place := places.get(at)) is not None and place.before == damaged:
            found.append((place, char))
        elif text.startswith(char, at):
            at += 1
            continue
        elif not text.startswith(damaged, at):
            return None
        at += len(damaged)
    return found if at == len(text) and len(found) == len(filled) else None


def simulate(lines: Mapping[str, Sequence[str]]) -> list[Hole]:
    """The holes of the lines; each line is damaged in one way, most of them in the commonest."""
    found: list[Hole] = []
    number = 0
    kinds = list(DAMAGES.values())
    for name, of_style in lines.items():
        print(f"{name}: {len(of_style)} lines", file=sys.stderr)
        for line in of_style:
            damage = kinds[number // 2 % len(kinds)] if number % 2 else kinds[0]
            for filled, char in holes_of(line, damage):
                if filled.is_fitted:
                    found.append(Hole(filled.choice.evidence, filled.choice.char == char, number))
            number += 1
    return found


def outcome(holes: Sequence[Hole], probabilities: Sequence[float], certain: float) -> dict[str, int]:
    """Lines that come out whole, lines with anything wrong, and all that have holes."""
    whole = dict.fromkeys((hole.line for hole in holes), True)
    wrong: set[int] = set()
    for hole, probability in zip(holes, probabilities, strict=True):
        filled = probability >= certain
        if filled and not hole.right:
            wrong.add(hole.line)
        whole[hole.line] &= filled and hole.right
    return {"lines": len(whole), "whole": sum(whole.values()), "wrong": len(wrong)}


def least_certain(holes: Sequence[Hole], probabilities: NDArray[np.float64]) -> float:
    """The least probability at which no more lines than `WRONG` are wrong."""
    worst: dict[int, float] = {}
    for hole, probability in zip(holes, probabilities, strict=True):
        if not hole.right:
            worst[hole.line] = max(worst.get(hole.line, 0.0), float(probability))
    most = int(WRONG * len({hole.line for hole in holes}))
    bound = sorted(worst.values(), reverse=True)[most] if len(worst) > most else 0.5
    return min((round(float(p), 4) for p in probabilities if p > bound), default=1.0)


def fitted(holes: Sequence[Hole]) -> Acceptance:
    """The weights that holes teach, calibrated on folds of their lines."""
    right = np.array([hole.right for hole in holes], float)
    lines = np.array([hole.line for hole in holes])
    model, of_folds = by_folds([hole.evidence for hole in holes], right, lines)
    return replace(model, certain=least_certain(holes, of_folds))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("cache", type=Path)
    parser.add_argument(
        "--measure", action="store_true", help="fit nothing; only show how what is packaged does"
    )
    arguments = parser.parse_args()
    if arguments.measure:
        model = acceptance("holes")
    else:
        model = fitted(simulate(lines_to_fit(arguments.cache)))
        TARGET.write_text(as_json(model), encoding="utf-8", newline="\n")
    holes = simulate({"web sites, other pages": lines_to_fit(arguments.cache, "test")["web"]})
    probabilities = packaged(model, [hole.evidence for hole in holes])
    print(json.dumps(outcome(holes, list(probabilities), model.certain)))
    print(*reliability(probabilities, np.array([hole.right for hole in holes], float)), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
