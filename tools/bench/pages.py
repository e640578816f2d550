"""How near articles come to the gold text of their web pages, page by page, and how many pages a second of processor.

    python -m tools.bench.pages FOLDER [--peers]

FOLDER holds pages as `ID.html` or `ID.html.gz` and `gold.jsonl`, a line a page: `id`, `kind` (article or forum), `url`,
`content`; pages with gold text are public, and none is committed. What is compared are 5-grams of letters, without
front matter, marks of Markdown and addresses, width and script folded: precision, recall and F1, the mean of each
kind. `clean` is `qingyuan.clean_bytes`; `extract` takes the article's lines out of the page and makes the edits for
the trail, and no more. All methods take their turn at each page, so that a busy machine is busy for all of them.
--peers adds trafilatura and readability, which this bench alone needs (pip install trafilatura readability-lxml).

The packaged trees may have been fitted on these very pages: then the figures say how well the rest of the pipeline
keeps what they choose. `python -m tools.tables.page_blocks FOLDER … --folds 6` measures them on sites kept out.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import qingyuan
from qingyuan.articles import front_matter
from qingyuan.stages.decode import DecodeError, decode
from qingyuan.stages.strip.html.extract import extract
from qingyuan.stages.strip.html.tokens import SourceText
from qingyuan.stages.strip.html.trail import edits_of
from tools.tables.page_blocks import folded, near, site

PICTURE, LINK = (re.compile(mark + r"""\[([^\]]*)\]\([^)\s]*(?:\s+"[^"]*")?\)""") for mark in ("!", ""))
TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


@dataclass(frozen=True, slots=True)
class Page:
    """A page, its bytes and as text, and the article that a person took out of it."""

    name: str
    kind: str
    site: str
    gold: str
    data: bytes
    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a method made of the pages: precision, recall and F1 of each, and seconds of processor for all."""

    scores: list[tuple[float, float, float]]
    seconds: float
    failed: int


Method = Callable[[Page], str]


def read(folder: Path) -> list[Page]:
    """The pages of a folder; a page that is no text is left out and told."""
    pages = []
    for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        packed = folder / f"{row['id']}.html.gz"
        plain = packed.with_suffix("")
        data = gzip.decompress(packed.read_bytes()) if packed.exists() else plain.read_bytes()
        try:
            text = decode(data).text
        except DecodeError as error:
            print(f"{row['id']}: {error}", file=sys.stderr)
            continue
        pages.append(Page(row["id"], row["kind"], site(row["url"]), row["content"], data, text))
    return pages


def words(markdown: str) -> str:
    """What Markdown says: no addresses, no tags. Gold text is read like this as well, for it may show source."""
    return TAG.sub("", LINK.sub(r"\1", PICTURE.sub(r"\1", markdown)))


def cleaned(page: Page) -> str:
    """The body of the article that the whole pipeline makes."""
    return front_matter.split(qingyuan.clean_bytes(page.data)).body


def extracted(page: Page) -> str:
    """The article's lines; the edits are made as well, for the pipeline needs them."""
    found = extract(page.text)
    edits_of(page.text, found)
    return found.text


def peers() -> dict[str, Method]:
    """Other extractors; `ModuleNotFoundError` where they are not installed."""
    import readability
    import trafilatura
    from lxml import html

    logging.disable(logging.CRITICAL)  # both tell of every page that they find odd

    def by_trafilatura(page: Page, precision: bool = False) -> str:
        return trafilatura.extract(page.text, output_format="markdown", favor_precision=precision) or ""

    def by_readability(page: Page) -> str:
        utf8 = html.HTMLParser(
            encoding="utf-8"
        )  # bytes: lxml takes no text with an encoding declaration in it
        summary = readability.Document(page.text).summary().encode()
        return "".join(map(str, html.fromstring(summary, parser=utf8).itertext()))

    return {
        "trafilatura": by_trafilatura,
        "trafilatura, precision": lambda page: by_trafilatura(page, precision=True),
        "readability": by_readability,
    }


def measure(pages: Sequence[Page], methods: dict[str, Method]) -> dict[str, Outcome]:
    """What each method makes of all pages; one that fails at a page has no article there."""
    for method in methods.values():
        _tried(method, pages[0])  # loads its tables
    scores: dict[str, list[tuple[float, float, float]]] = {name: [] for name in methods}
    seconds: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    for page in pages:
        gold = words(page.gold)
        for name, method in methods.items():
            start = time.process_time()
            got = _tried(method, page)
            seconds[name] += time.process_time() - start  # type: ignore[assignment]
            failed[name] += got is None
            scores[name].append(near(gold, words(got or "")))
    return {name: Outcome(scores[name], seconds[name], failed[name]) for name in methods}


def _tried(method: Method, page: Page) -> str | None:
    try:
        return method(page)
    except Exception as error:  # of a peer: whatever it may be, its pages are counted as empty
        print(f"{page.name}: {type(error).__name__}: {error}", file=sys.stderr)
        return None


def accounted(page: Page) -> tuple[int, int]:
    """Letters that the source shows or hides, and those of them that are left out by name or stand in the lines."""
    source, found = SourceText(page.text).letters, extract(page.text)
    letters = len(folded(source))
    if source != "".join("".join(piece.text for piece in found.pieces).split()):
        return letters, 0  # the page was replaced as a whole, under no reason
    kept = Counter(folded("".join(piece.text for piece in found.pieces if not piece.reason)))
    return letters, letters - (kept - Counter(folded(found.text))).total()


def tables(pages: Sequence[Page], outcomes: dict[str, Outcome]) -> str:
    """The means by kind and speed, and each page, worst first, in Markdown."""
    kinds = sorted({page.kind for page in pages})
    heads = [f"{kind}s ({sum(page.kind == kind for page in pages)}): P, R, F1" for kind in kinds]
    lines = [
        _row(["method", *heads, "pages under .5", "failed", "pages a second"]),
        _row(["---"] * (len(heads) + 4)),
    ]
    for name, outcome in outcomes.items():
        means = [
            _mean(score for page, score in zip(pages, outcome.scores, strict=True) if page.kind == kind)
            for kind in kinds
        ]
        poor = sum(score[2] < 0.5 for score in outcome.scores)
        lines.append(_row([name, *means, poor, outcome.failed, f"{len(pages) / outcome.seconds:.1f}"]))
    lines += [
        "",
        _row(["page", "kind", *(f"{name}: P, R, F1" for name in outcomes)]),
        _row(["---"] * (len(outcomes) + 2)),
    ]
    first = next(iter(outcomes.values()))
    for at in sorted(range(len(pages)), key=lambda at: first.scores[at][2]):
        page = pages[at]
        scores = (_mean([outcome.scores[at]]) for outcome in outcomes.values())
        lines.append(_row([f"{page.site} {page.name}", page.kind, *scores]))
    return "\n".join(lines)


def _mean(scores: Iterable[tuple[float, float, float]]) -> str:
    columns = list(zip(*scores, strict=True))
    return ", ".join(f"{sum(column) / len(column):.3f}" for column in columns)


def _row(cells: Iterable[object]) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="pages and gold.jsonl")
    parser.add_argument("--peers", action="store_true", help="measure trafilatura and readability, too")
    arguments = parser.parse_args()
    pages = read(arguments.folder)
    methods: dict[str, Method] = {"clean": cleaned, "extract": extracted}
    if arguments.peers:
        methods |= peers()
    print(tables(pages, measure(pages, methods)))
    counts = [accounted(page) for page in pages]
    letters, told = (sum(column) for column in zip(*counts, strict=True))
    whole = sum(letters == told for letters, told in counts)
    print(
        f"\n{told:,} of {letters:,} letters accounted for ({told / letters:.2%}), on {whole} of {len(pages)} pages all"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
