"""Texts whose reader dropped or replaced bytes: how many come out whole, and what is wrong in the others.

    python -m tools.bench.lost_bytes --cache DIR [--texts 151] [--seed 7]

Lines of 20 to 120 characters in both scripts (tools/bench/damage.py has the same), none of which the language model
learned. *Wrong*: a text with a Han or mark that is neither the clean text's nor the damaged one's. Prints JSON.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable
from pathlib import Path

from qingyuan.stages.repair import fix_text
from qingyuan.text import charsets
from tools.bench.damage import texts_of

Damage = Callable[[str], str]
SEED, TEXTS = 7, 151  # of the lines that docs-dev/benchmarks-damage.md tells of; nothing was fitted on them
_HOLES = charsets.CP1252_HOLES


def _dropped(text: str) -> str:
    return text.encode("utf-8").translate(None, bytes(_HOLES)).decode("cp1252")


DAMAGES: dict[str, Damage] = {
    "UTF-8 as Windows-1252, five bytes dropped": _dropped,
    "the same, and spaces made plain": lambda text: _dropped(text).replace("\N{NO-BREAK SPACE}", " "),
    "the same, without the spaces and soft hyphens": lambda text: _dropped(text).translate(
        {0xA0: "", 0xAD: ""}
    ),
    "the same, shown as U+FFFD": lambda text: text.encode("utf-8").decode("cp1252", "replace"),
}


def measure(texts: list[str], damage: Damage) -> dict[str, int]:
    """How many of the texts come out whole, and how many have a Han or mark that is wrong."""
    whole = wrong = 0
    for text in texts:
        damaged = damage(text)
        fixed = fix_text(damaged)
        if fixed == text:
            whole += 1
        elif any(char >= "\u2e80" and char not in text and char not in damaged for char in fixed):
            wrong += 1
    return {"texts": len(texts), "whole": whole, "wrong": wrong}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--texts", type=int, default=TEXTS)
    parser.add_argument("--seed", type=int, default=SEED)
    arguments = parser.parse_args()
    _, lines = texts_of(arguments.cache, random.Random(arguments.seed))
    texts = lines[: arguments.texts]
    print(json.dumps({name: measure(texts, damage) for name, damage in DAMAGES.items()}, indent=1))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
