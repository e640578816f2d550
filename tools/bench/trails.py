"""Trails of thousands of texts, recorded by one version of the code and compared with another's.

    python -m tools.bench.trails texts FILE.jsonl --cache DIR     # make the texts, always the same
    python -m tools.bench.trails record FILE.jsonl OUT.gz         # what this version makes of them
    python -m tools.bench.trails compare OLD.gz NEW.gz            # what differs, by rule; exit code 1 if anything

The texts: rows of all rules, the raw articles whole and in mixed parts, undamaged prose and every simulated
damage of it, contact lines between paragraphs, small web pages. `record` uses only the package's public
functions, so that it runs under an older version too: PYTHONPATH=OLD/src python tools/bench/trails.py record …
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any

import qingyuan

SEED = 7
PARAGRAPHS = 6000  # of each kind of prose
LONGEST = 1500  # characters of a paragraph
SHOWN = 2  # examples of each kind of difference


def rows_of_rules() -> Iterator[tuple[str, str]]:
    from qingyuan.pipeline import PIPELINE

    for stage in PIPELINE:
        for rule in stage.rules:
            pairs = (*rule.examples, *((text, text) for text in rule.keep), *rule.doubts)
            yield from ((f"rows/{rule.name}", text) for pair in pairs for text in pair if text)


def mixtures_of_articles(articles: list[str], chance: random.Random) -> Iterator[tuple[str, str]]:
    for article in articles:
        yield "article", article
        lines = article.splitlines(keepends=True)
        yield from (("article-part", "".join(lines[at : at + 25])) for at in range(0, len(lines), 12))
    for _ in range(200):
        parts = []
        for article in chance.sample(articles, 2):
            lines = article.splitlines(keepends=True)
            at = chance.randrange(len(lines))
            parts += lines[at : at + 20]
        yield "articles-mixed", "".join(parts)


def prose(cache: Path) -> dict[str, list[str]]:
    from tools.bench import corpora

    corpora.fetch(cache)
    kinds: dict[str, Iterable[str]] = {
        "news": corpora.news(cache),
        "reviews": corpora.reviews(cache),
        "poems": corpora.poems(cache),
        "manual": corpora.html_paragraphs(cache / "libreoffice-help-zh-cn"),
        "traditional": corpora.html_paragraphs(cache / "libreoffice-help-zh-tw"),
        "english": corpora.html_paragraphs(cache / "libreoffice-help-en-us"),
        "japanese": corpora.html_paragraphs(cache / "libreoffice-help-ja"),
    }
    return {
        kind: list(islice((text for text in texts if len(text) < LONGEST), PARAGRAPHS))
        for kind, texts in kinds.items()
    }


def page_of(paragraphs: list[str]) -> str:
    """A small web page with its furniture."""
    title = paragraphs[0][:20]
    body = "</p>\n<p>".join(paragraphs)
    items = "</li><li>".join(text[:15] for text in paragraphs)
    return (
        f"<html><head><title>{title}_某某网</title><meta name='author' content='小花'></head><body>"
        f"<div class=nav><a href=/>首页</a><a href=/x>新闻</a></div><h1>{title}</h1><p>{body}</p>"
        f"<ul><li>{items}</li></ul><div>Copyright © 2020 某某网</div></body></html>"
    )


def made_texts(cache: Path, each: int) -> Iterator[tuple[str, str]]:
    """All texts with their kinds; `each` is how many of every simulated damage."""
    from tools import ROOT
    from tools.bench.damage import damages

    chance = random.Random(SEED)
    yield from rows_of_rules()
    articles = [path.read_bytes().decode() for path in sorted((ROOT / "corpus/raw").glob("*.txt"))]
    yield from mixtures_of_articles(articles, chance)
    by_kind = prose(cache)
    chinese = ("news", "reviews", "manual", "traditional")

    def piece(kinds: Iterable[str], sizes: tuple[int, ...]) -> list[str]:
        texts, size = by_kind[chance.choice(list(kinds))], chance.choice(sizes)
        at = chance.randrange(max(1, len(texts) - size))
        return texts[at : at + size]

    for _ in range(each * 60):
        yield "undamaged", "\n".join(piece(by_kind, (1, 1, 2, 4, 8)))
    for name, (damage, _) in damages().items():
        for number in range(each):
            try:
                damaged = damage("\n".join(piece(chinese, (1, 1, 2, 5))))
            except UnicodeError:
                continue
            yield name, damaged
            if number % 4 == 0:
                yield (
                    f"{name}, inside",
                    "\n".join((*piece(("news",), (1,)), damaged, *piece(("news",), (1,)))),
                )
    lines = [
        json.loads(row)["text"]
        for path in sorted((ROOT / "tests/cases").glob("contact_lines*.jsonl"))
        for row in path.read_text(encoding="utf-8").splitlines()
    ]
    for at in range(0, len(lines), 2):
        parts = [*piece(("news", "manual"), (1,)), *lines[at : at + 2], *piece(("news",), (1,))]
        chance.shuffle(parts)
        yield "contact", "\n".join(parts)
    for _ in range(each * 8):
        yield "page", page_of(piece(("news", "manual", "traditional"), (4,)))


def make_texts(file: Path, cache: Path, each: int) -> int:
    made = [
        json.dumps({"id": f"{kind}/{n}", "text": text})
        for n, (kind, text) in enumerate(made_texts(cache, each))
    ]
    random.Random(SEED).shuffle(made)  # so that the first thousand are a sample
    file.write_text("\n".join(made) + "\n", encoding="ascii", newline="\n")
    print(f"{len(made)} texts")
    return 0


def _steps(trail: Any) -> list[Any]:
    return [[step.rule, [[e.start, e.before, e.after, e.kind] for e in step.edits]] for step in trail]


def _findings(findings: Iterable[Any]) -> list[Any]:
    """Findings as lists; older versions paired each with its step."""
    plain = (found[1] if isinstance(found, tuple) else found for found in findings)
    return [[f.rule, f.start, f.text, list(f.candidates), f.note] for f in plain]


def record_one(line: str) -> str:
    row = json.loads(line)
    cleaned, repaired = qingyuan.clean_and_explain(row["text"]), qingyuan.explain(row["text"])
    facts = {key: str(value) for key, value in cleaned.metadata.items()}
    results = (
        [cleaned.text, _steps(cleaned.trail), _findings(cleaned.findings), facts],
        [repaired.text, _steps(repaired.trail), _findings(repaired.findings)],
    )
    return json.dumps([row["id"], *results])


def record(file: Path, out: Path, jobs: int, most: int | None) -> int:
    lines = file.read_text(encoding="ascii").split("\n")[:-1][:most]
    with ProcessPoolExecutor(jobs) as pool, gzip.open(out, "wt", encoding="ascii") as rows:
        for row in pool.map(record_one, lines, chunksize=20):
            rows.write(row + "\n")
    return 0


def read_records(file: Path) -> dict[str, Any]:
    with gzip.open(file, "rt", encoding="ascii") as rows:
        return {key: results for key, *results in map(json.loads, rows)}


FIELDS = ("text", "trail", "findings", "metadata")


def compare(old_file: Path, new_file: Path) -> int:
    """Print what differs, grouped by function, fields and the rules of the first step that differs."""
    old, new = read_records(old_file), read_records(new_file)
    groups: Counter[str] = Counter()
    differing = 0
    for key, results in new.items():
        if old[key] == results:
            continue
        differing += 1
        for function, was, now in zip(("clean", "explain"), old[key], results, strict=True):
            if was == now:
                continue
            fields = [name for name, a, b in zip(FIELDS, was, now, strict=False) if a != b]
            at = next((n for n, (a, b) in enumerate(zip(was[1], now[1], strict=False)) if a != b), None)
            at = min(len(was[1]), len(now[1])) if at is None else at
            steps = [(trail[at : at + 1] or [["-", []]])[0] for trail in (was[1], now[1])]
            group = f"{function}: {', '.join(fields)}; {steps[0][0]} → {steps[1][0]}"
            groups[group] += 1
            if groups[group] <= SHOWN:
                print(f"{key}  {group}")
                for side, step, other in zip("-+", steps, reversed(steps), strict=True):
                    print(f"  {side} {[edit for edit in step[1] if edit not in other[1]][:3]}")
                for side, mine, others in (("-", was[2], now[2]), ("+", now[2], was[2])):
                    print(f"  {side} findings {[finding for finding in mine if finding not in others][:2]}")
    for group, count in groups.most_common():
        print(f"{count:6}  {group}")
    print(f"{len(new)} texts, {differing} differ")
    return int(differing > 0)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    texts = commands.add_parser("texts")
    texts.add_argument("file", type=Path)
    texts.add_argument("--cache", type=Path, required=True)
    texts.add_argument("--each", type=int, default=190, help="of every simulated damage (190: 20,000 texts)")
    recording = commands.add_parser("record")
    recording.add_argument("file", type=Path)
    recording.add_argument("out", type=Path)
    recording.add_argument("--jobs", type=int, default=2)
    recording.add_argument("--most", type=int, help="only the first texts of the file")
    comparing = commands.add_parser("compare")
    comparing.add_argument("old", type=Path)
    comparing.add_argument("new", type=Path)
    given = parser.parse_args()
    if given.command == "texts":
        return make_texts(given.file, given.cache, given.each)
    if given.command == "record":
        return record(given.file, given.out, given.jobs, given.most)
    return compare(given.old, given.new)


if __name__ == "__main__":
    sys.exit(main())
