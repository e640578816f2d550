"""Undamaged documents by the hundred thousand: which of them does `repair` change, and what in them.

    python3 scripts/bench/undamaged.py --cache DIR [KIND ...]

A document is a page, a paragraph, a review, a poem, a word of a dictionary or a file. Prints one line a kind and
the first changes; text comes from the packages that `corpora.fetch` gets, and from files of this machine.
"""

from __future__ import annotations

import argparse
import itertools
import json
import re
import sysconfig
from collections.abc import Callable, Iterator
from pathlib import Path

import corpora
import jieba

from qingyuan.repair import explain

Documents = Callable[[], Iterator[str]]
_SHOWN = 10
_LARGEST = 300_000  # bytes of a file


def files(folder: Path, *suffixes: str, characters: int = 8_000_000) -> Iterator[str]:
    """Text files, up to so many characters in all."""
    for path in sorted(folder.rglob("*")):
        if path.suffix not in suffixes or not path.is_file() or path.stat().st_size > _LARGEST:
            continue
        try:
            text = path.read_text("utf-8")
        except (UnicodeError, OSError):
            continue
        yield text
        characters -= len(text)
        if characters < 0:
            return


def words() -> Iterator[str]:
    for line in (Path(jieba.__file__).parent / "dict.txt").read_text("utf-8").splitlines():
        yield line.split()[0]


def poems(cache: Path, every: int = 4) -> Iterator[str]:
    """One poem in so many, with title and author."""
    number = itertools.count()
    for path in sorted(cache.glob("poetry/package/dist/*/*.json")):
        try:
            content = json.loads(path.read_text("utf-8"))
        except ValueError:
            continue
        for poem in content if isinstance(content, list) else [content]:
            lines = poem.get("paragraphs") if isinstance(poem, dict) else None
            if isinstance(lines, list) and next(number) % every == 0:
                yield "\n".join((str(poem.get("title", "")), str(poem.get("author", "")), *map(str, lines)))


def kinds(cache: Path) -> dict[str, Documents]:
    installed = Path(sysconfig.get_path("purelib"))

    def manual(language: str) -> Iterator[str]:
        paragraphs: Iterator[str] = corpora.html_paragraphs(cache / f"libreoffice-help-{language}")
        return paragraphs

    table: dict[str, Documents] = {
        "news: paragraphs": lambda: corpora.news(cache),
        "news: pages": lambda: corpora.pages_of(corpora.news(cache)),
        "reviews": lambda: corpora.reviews(cache),
        "poems": lambda: poems(cache),
        "words": words,
        "Python": lambda: files(installed, ".py"),
        "JavaScript and styles": lambda: files(installed, ".js", ".mjs", ".css"),
        "C": lambda: files(Path("/usr/include"), ".h", ".c"),
        "JSON and settings": lambda: files(installed, ".json", ".toml", ".yml"),
        "Markdown and plain text": lambda: files(installed, ".md", ".rst", ".txt"),
        "HTML and XML": lambda: files(cache / "libreoffice-help-zh-cn", ".html", ".xml"),
    }
    for language in ("zh-cn", "zh-tw", "en-us", "fr", "de", "vi", "ja", "ko"):
        table[f"manual {language}: paragraphs"] = lambda language=language: manual(language)  # type: ignore[misc]
        table[f"manual {language}: pages"] = lambda language=language: corpora.pages_of(manual(language))  # type: ignore[misc]
    return table


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cache", type=Path, required=True, help="where downloaded packages are kept")
    parser.add_argument("kinds", nargs="*", metavar="KIND", help="patterns of kinds; without one, all")
    arguments = parser.parse_args()
    corpora.fetch(arguments.cache)
    characters = documents = changed = 0
    for kind, documents_of in kinds(arguments.cache).items():
        if arguments.kinds and not any(re.search(pattern, kind) for pattern in arguments.kinds):
            continue
        size = number = different = 0
        for document in documents_of():
            number += 1
            size += len(document)
            repaired = explain(document)
            if repaired.text == document:
                continue
            different += 1
            if different <= _SHOWN:
                edits = [(step.rule, edit) for step in repaired.trail for edit in step.edits][:3]
                print("   ", number, [(rule, e.before[:40], e.after[:40]) for rule, e in edits], flush=True)
        print(f"{kind}: {size:,} characters, {number:,} documents, {different} changed", flush=True)
        characters, documents, changed = characters + size, documents + number, changed + different
    print(f"all: {characters:,} characters, {documents:,} documents, {changed} changed")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
