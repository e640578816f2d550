"""Mutated inputs, and what must hold of each: undo, replay, the ledger's count, and cleaning twice is cleaning once.

    python -m tools.bench.idempotence --inputs 25000 --jobs 2

The inputs are made of rows of all rules, of the raw articles, of hostile rows and of texts full of markup: put
together, cut, repeated, damaged by charsets and by bytes. What holds is asked by held_laws.py. Inputs that begin with
`---` count separately: they may be front matter.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial

from qingyuan.pipeline import RULES
from tools import ROOT
from tools.bench.held_laws import broken
from tools.bench.markup_texts import markup_text
from tools.bench.shown_text import minimized

LONGEST = 600  # characters of an input: a mechanism shows in few, and thousands are looked at
SOUP = (
    *(
        "还款",
        "逾期",
        "问",
        "協(xié)商",
        "：",
        "，",
        "。",
        "\n",
        "\n\n",
        " ",
        "\u3000",
        "1.",
        "一、",
        "- ",
        "# ",
        "---\n",
    ),
    *(
        "&amp;",
        "&#25903;",
        "\\u652f",
        "%E6%94%AF",
        "浣犲ソ",
        "锟斤拷",
        "QQ：12345678",
        "阅读",
        "(",
        "（",
        '"',
        "“",
    ),
    *(
        "<p>",
        "</p>",
        "<b>",
        "`",
        "```\n",
        "|",
        "> ",
        "*",
        "**",
        "\t",
        "\r\n",
        "\u200b",
        "2024-05-01",
        "作者：",
        "...",
        "？",
    ),
)


@cache
def sources() -> tuple[str, ...]:
    """The texts that the inputs are made of."""
    rows = {text for rule in RULES for pair in rule.examples for text in pair} | {
        text for rule in RULES for text in rule.keep
    }
    articles = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "corpus/raw").glob("*.txt"))]
    hostile = (ROOT / "tests/cases/hostile.jsonl").read_text(encoding="utf-8").splitlines()
    return (*sorted(filter(None, rows)), *articles, *(json.loads(row)["markdown"] for row in hostile))


def piece(chance: random.Random) -> str:
    """Part of a source, or a text made for the purpose."""
    kind = chance.random()
    if kind < 0.15:
        return markup_text(chance)
    if kind < 0.3:
        return "".join(chance.choice(SOUP) for _ in range(chance.randrange(1, 12)))
    text = chance.choice(sources())
    if len(text) < 200 and kind < 0.8:
        return text
    start = chance.randrange(len(text))
    return text[start : start + chance.randrange(1, 200)]


def without_some(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text))
    return text[:at] + text[at + chance.randrange(1, 9) :]


def with_soup(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text))
    return text[:at] + chance.choice(SOUP) + text[at:]


def with_repetition(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text))
    return text[:at] + text[at : at + chance.randrange(1, 30)] * 2 + text[at:]


def with_lines_moved(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    chance.shuffle(lines)
    return "\n".join(lines)


def misread(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text))
    part = text[at : at + chance.randrange(1, 40)]
    written, read = chance.choice(
        (("utf-8", "gb18030"), ("gb18030", "cp1252"), ("utf-8", "latin-1"), ("big5", "gbk"))
    )
    return text[:at] + part.encode(written, "replace").decode(read, "replace") + text[at + len(part) :]


MUTATIONS: tuple[Callable[[str, random.Random], str], ...] = (
    without_some,
    with_soup,
    with_soup,
    with_repetition,
    with_lines_moved,
    misread,
)


def mutated(chance: random.Random) -> bytes:
    """One input."""
    text = chance.choice(("", "\n", "\n\n")).join(piece(chance) for _ in range(chance.randrange(1, 4)))[
        :LONGEST
    ]
    for _ in range(chance.choice((0, 1, 1, 2, 3))):
        text = chance.choice(MUTATIONS)(text or "甲", chance)
    if chance.random() < 0.1:
        text = f"<!DOCTYPE html><html><body>{text}</body></html>"
    data = bytearray(text.encode(chance.choice(("utf-8", "utf-8", "utf-8", "gb18030")), "replace"))
    if data and chance.random() < 0.1:
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


def laws_broken(data: bytes) -> list[str]:
    """What does not hold of an input, an exception by its name."""
    try:
        return list(broken(data))
    except Exception as error:
        return [f"{type(error).__name__}: {error}"[:120]]


def look(seed: str) -> tuple[list[str], bytes]:
    """What does not hold of one input, and the input."""
    data = mutated(random.Random(seed))
    return laws_broken(data), data


def still_fails(kind: str, text: str) -> bool:
    return kind in laws_broken(text.encode())


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--inputs", type=int, default=25_000)
    parser.add_argument("--first", type=int, default=0, help="number of the first one: for a run in parts")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--show", type=int, default=5, help="of each kind of failure, minimized")
    given = parser.parse_args()
    seeds = [f"{given.seed}/{number}" for number in range(given.first, given.first + given.inputs)]
    kinds: dict[str, list[str]] = {}
    with_head = 0
    with ProcessPoolExecutor(given.jobs) as pool:
        for found, data in pool.map(look, seeds, chunksize=20):
            text = data.decode(errors="replace")
            if found:
                print(f"{', '.join(found)}: {text!r}", file=sys.stderr, flush=True)  # the whole takes long
            if found and text.lstrip("\ufeff").startswith("---"):
                with_head += 1
                continue
            for kind in found:
                kinds.setdefault(kind, []).append(text)
    for kind, texts in sorted(kinds.items()):
        print(f"{len(texts):6}  {kind}")
        for text in sorted(texts, key=len)[: given.show]:
            if still_fails(kind, text):
                text = minimized(text, partial(still_fails, kind))
            print(f"        {text!r}")
    print(
        f"{given.inputs} inputs, {sum(map(len, kinds.values()))} failures, {with_head} more that begin with ---"
    )
    return int(bool(kinds))


if __name__ == "__main__":
    sys.exit(main())
