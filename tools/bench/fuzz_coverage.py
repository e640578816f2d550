"""Inputs that reach code which no other input reached, looked at for what must hold (held_laws.py); by Atheris.

    pip install atheris       # in an environment of its own, beside the pinned packages
    python -m tools.bench.fuzz_coverage html --seconds 900 --found DIR

Not on CI: it needs an hour to see anything. Each kind of failure is written to DIR once, as the input that showed
it, and the run goes on. What is mended becomes a row of a test.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import re
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

try:
    import atheris  # type: ignore[import-untyped, unused-ignore]
except ModuleNotFoundError:
    atheris = None

with atheris.instrument_imports(include=["qingyuan"]) if atheris else contextlib.nullcontext():
    from qingyuan.articles import front_matter
    from qingyuan.pipeline import PIPELINE
    from qingyuan.stages.decode import DecodeError, decode, encode
    from qingyuan.stages.repair import explain, fix_text
    from tools.bench.held_laws import broken_by_text

from tools import ROOT

LONGEST = 2000  # bytes of an input: longer ones are slow and reach nothing else
PAGE = "<!DOCTYPE html><html><body><article>{}</article></body></html>"


def decoding(data: bytes) -> Iterator[str]:
    try:
        decoded = decode(data)
    except DecodeError:
        return
    if encode(decoded) != data:
        yield "encode(decode(x)) is not x"


def repair(data: bytes) -> Iterator[str]:
    text = data.decode(errors="ignore")
    repaired = explain(text)
    if repaired.trail.undo(repaired.text) != text:
        yield "a repair cannot be undone"
    if fix_text(repaired.text) != repaired.text:
        yield "fix_text(fix_text(x)) is not fix_text(x)"


def html(data: bytes) -> Iterator[str]:
    yield from broken_by_text(PAGE.format(data.decode(errors="ignore")))


def head(data: bytes) -> Iterator[str]:
    text = "---\n" + data.decode(errors="ignore")
    try:
        parts = front_matter.split(text)
    except front_matter.FrontMatterError:
        return
    if parts.head + parts.body != text:
        yield "head and body are not the file"
    if parts.metadata:
        again = front_matter.split(front_matter.compose(parts.metadata) + "文\n")
        if again.metadata != parts.metadata:
            yield "what was composed is split otherwise"
    yield from broken_by_text(text)


TARGETS: dict[str, Callable[[bytes], Iterator[str]]] = {
    "decode": decoding,
    "repair": repair,
    "html": html,
    "head": head,
}


def seeds(target: str) -> Iterator[bytes]:
    """The inputs to begin with: the rows of the rules, in several charsets for `decode`."""
    texts = {
        text
        for stage in PIPELINE
        for rule in stage.rules
        for text in (*(before for before, _ in rule.examples), *rule.keep)
    }
    for text in sorted(texts):
        if target == "html" and "<" not in text and "&" not in text:
            continue
        for charset in ("utf-8", "gb18030", "big5", "utf-16-le") if target == "decode" else ("utf-8",):
            yield text.encode(charset, "replace")
    if target == "head":
        for path in sorted((ROOT / "docs/articles").rglob("*.md")):
            yield path.read_bytes().removeprefix(b"---\n")[:LONGEST]
    if target == "html":
        yield from re.findall(rb".{1,400}", b"<table><tr><td>a<td>b</table><ul><li>a<li>b</ul><h2>c</h2>" * 4)


class Keeper:
    """Writes the first input of each kind of failure into a folder."""

    def __init__(self, target: str, folder: Path) -> None:
        self.target, self.folder = target, folder
        self.known: set[str] = set()

    def __call__(self, data: bytes) -> None:
        try:
            kinds = list(TARGETS[self.target](data))
        except Exception as error:
            place = traceback.extract_tb(error.__traceback__)[-1]
            kinds = [f"{type(error).__name__} {Path(place.filename).name} {place.lineno}"]
        for kind in kinds:
            if kind.startswith("clean(clean") or kind not in self.known:  # many mechanisms, one law
                self.known.add(kind)
                name = hashlib.sha256(data).hexdigest()[:8]
                (self.folder / f"{self.target}-{re.sub(r'[^A-Za-z0-9]+', '-', kind)}-{name}").write_bytes(
                    data
                )


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--seconds", type=int, default=900)
    parser.add_argument("--found", type=Path, required=True, help="folder for inputs that show a failure")
    given = parser.parse_args()
    if not atheris:
        parser.error("atheris is missing: pip install atheris, in an environment of its own")
    given.found.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for number, seed in enumerate(seeds(given.target)):
            (Path(folder) / str(number)).write_bytes(seed)
        arguments = [f"-max_total_time={given.seconds}", f"-max_len={LONGEST}", "-timeout=60"]
        atheris.Setup(
            [sys.argv[0], *arguments, "-rss_limit_mb=3000", folder], Keeper(given.target, given.found)
        )
        atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
