"""What strip, convert, normalize and restore do to clean prose, and how many deleted words come back.

    python -m tools.bench.clean_text --cache DIR [--characters 400000] [--out FILE.md]

Text comes from packages (see corpora.py) and is never committed. Every edit on clean text is a false
positive, but for by-lines and the like that news pages really carry: the edits are listed by rule, so that
a reader can judge. Deletion: 题 is taken out of 问题 with the given probability, page by page; the pages
for zh-Hant are the same ones converted by OpenCC and converted back by the pipeline.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import opencc

from qingyuan.rule import Rule
from qingyuan.stages.convert import CONVERT
from qingyuan.stages.normalize import NORMALIZE
from qingyuan.stages.restore import RESTORE
from qingyuan.stages.restore.marks import RESTORED
from qingyuan.stages.strip import STRIP
from qingyuan.view import View
from tools.bench import corpora

STAGES: dict[str, tuple[Rule, ...]] = {
    "strip": STRIP,
    "convert": CONVERT,
    "normalize": NORMALIZE,
    "restore": RESTORE,
}
SIMPLIFIED = ("Simplified: manual", "Simplified: news", "Simplified: reviews")
# The page has a title already, as an article in the pipeline has: none is looked for in its text.
KNOWN = {"title": "标题"}


def some(pages: Iterable[str], characters: int) -> Iterator[str]:
    """Pages until their characters reach the number."""
    for page in pages:
        if characters <= 0:
            return
        characters -= len(page)
        yield page


def false_positives(cache: Path, characters: int) -> dict[str, Any]:
    """For each kind of clean text and stage: characters read, characters changed, edits by rule and kind."""
    result: dict[str, Any] = {}
    for name, pages in corpora.undamaged(cache).items():
        if name not in SIMPLIFIED:
            continue
        read = 0
        changed: Counter[str] = Counter()
        edits: dict[str, Counter[str]] = {stage: Counter() for stage in STAGES}
        for page in some(pages, characters):
            read += len(page)
            for stage, rules in STAGES.items():
                for rule in rules:
                    for edit in rule.find(View(page, KNOWN)).edits:
                        changed[stage] += max(len(edit.before), len(edit.after))
                        edits[stage][f"{rule.name} {edit.kind}".strip()] += 1
        result[name] = {
            "characters": read,
            "changed": {stage: changed[stage] for stage in STAGES},
            "edits": {stage: dict(edits[stage].most_common()) for stage in STAGES},
        }
    return result


def deletions(cache: Path, probability: float, pages: int) -> dict[str, Any]:
    """How many deleted 题 come back, and what is inserted wrongly, by script."""
    to_traditional = opencc.OpenCC("s2t")
    result: dict[str, Any] = {}
    for script in ("zh-Hans", "zh-Hant"):
        for name in SIMPLIFIED:
            rng = random.Random(1)
            deleted = restored = wrong = false = read = 0
            for page in islice(corpora.undamaged(cache)[name], pages):
                clean = to_traditional.convert(page) if script == "zh-Hant" else page
                read += len(clean)
                false += len(RESTORED.findall(restore(clean)))
                word = "問題" if script == "zh-Hant" else "问题"
                parts = clean.split(word)
                gone = [rng.random() < probability for _ in parts[1:]]
                damaged = parts[0] + "".join(
                    word[: 1 if lost else 2] + part for lost, part in zip(gone, parts[1:], strict=True)
                )
                deleted += sum(gone)
                result_text = restore(damaged)
                wanted = re.sub("[問问]題", "问题", convert(clean))
                came = [match.start() for match in RESTORED.finditer(result_text)]
                plain = RESTORED.sub(lambda match: match[1], result_text)
                # Where the page is whole again, every restoration was right; else count by what is left.
                if plain == wanted:
                    restored += sum(gone)
                else:
                    left = sum(gone) - (plain.count("问题") - result_text.count("问题"))
                    good = min(len(came), sum(gone) - max(left, 0))
                    restored += good
                    wrong += len(came) - good
            result[f"{name}, {script}"] = {
                "characters": read,
                "deleted": deleted,
                "restored": restored,
                "share": round(restored / deleted, 3) if deleted else None,
                "wrong_in_damaged": wrong,
                "false_in_clean": false,
                "false_in_a_million": round(false / read * 1e6, 2),
            }
    return result


def convert(text: str) -> str:
    for rule in CONVERT:
        text = rule.fix(text)
    return text


def restore(text: str) -> str:
    text = convert(text)
    for rule in RESTORE:
        text = rule.fix(text)
    return text


def markdown(result: dict[str, Any]) -> str:
    """The two tables, for docs-dev/benchmarks.md."""
    lines = ["| clean text | characters | strip | convert | normalize | restore |", "| --- |" + " ---: |" * 5]
    for name, row in result["false_positives"].items():
        cells = " | ".join(str(row["changed"][stage]) for stage in STAGES)
        lines.append(f"| {name} | {row['characters']:,} | {cells} |")
    lines += [
        "",
        "| 题 deleted from 问题 | deleted | restored | wrong there | false in clean, a million |",
        "| --- |" + " ---: |" * 4,
    ]
    for name, row in result["deletions"].items():
        share = f"{row['share']:.1%}" if row["share"] is not None else "–"
        lines.append(
            f"| {name} | {row['deleted']} | {share} | {row['wrong_in_damaged']} | {row['false_in_a_million']} |"
        )
    return "\n".join(lines) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cache", type=Path, required=True, help="folder for downloaded packages")
    parser.add_argument("--characters", type=int, default=400_000, help="of each kind of clean text")
    parser.add_argument("--pages", type=int, default=500, help="of each kind, for the deletions")
    parser.add_argument("--probability", type=float, default=0.5, help="that a 题 is deleted")
    parser.add_argument("--out", type=Path, help="write the tables here as Markdown")
    given = parser.parse_args()
    corpora.fetch(given.cache)
    result = {
        "false_positives": false_positives(given.cache, given.characters),
        "deletions": deletions(given.cache, given.probability, given.pages),
    }
    print(json.dumps(result, ensure_ascii=False, indent=1))
    if given.out:
        given.out.write_text(markdown(result), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
