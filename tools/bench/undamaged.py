"""Undamaged documents by the hundred thousand: which of them does `repair` change, and what in them.

    python -m tools.bench.undamaged --cache DIR [--characters 8000000] [--poems 4] [KIND ...]

A document is a page, a paragraph, a review, a poem, a verse, a word of a dictionary, a rare word within prose, or
a file. Prints one line a kind and the first changes; text comes from the packages that `corpora.fetch` gets, and from files of this machine.
"""

from __future__ import annotations

import argparse
import itertools
import re
import sysconfig
from collections.abc import Callable, Iterator
from pathlib import Path

from pypinyin.phrases_dict import phrases_dict as PHRASES

from qingyuan.stages.repair import explain
from qingyuan.text import plausible
from tools.bench import corpora

Documents = Callable[[], Iterator[str]]
_SHOWN = 10
_LARGEST = 300_000  # bytes of a file


def files(characters: int, folders: tuple[Path, ...], *suffixes: str) -> Iterator[str]:
    """Text files, up to so many characters in all."""
    for path in itertools.chain.from_iterable(sorted(folder.rglob("*")) for folder in folders):
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
    """The words of jieba's list, a package that this bench needs and nothing else of the project."""
    import jieba

    for line in (Path(jieba.__file__).parent / "dict.txt").read_text("utf-8").splitlines():
        yield line.split()[0]


def rare_words() -> Iterator[str]:
    """Words with a character that modern prose hardly has, as a clause of such prose."""
    known = itertools.chain(words(), sorted(PHRASES))
    for word in dict.fromkeys(known):
        if len(word) > 1 and plausible.unusual(frozenset(word)):
            yield f"这几天有不少人在问同一个问题，{word}，大家都说没有什么办法。"


def verses(cache: Path, every: int) -> Iterator[str]:
    """The verses of one poem in so many, each by itself."""
    for poem in poems(cache, every):
        for line in poem.splitlines()[2:]:
            yield from filter(None, re.split("(?<=[，。！？；])", line))


def poems(cache: Path, every: int) -> Iterator[str]:
    """One poem in so many, with title and author."""
    number = itertools.count()
    for poem, lines in corpora.poem_records(cache):
        if next(number) % every == 0:
            yield "\n".join((str(poem.get("title", "")), str(poem.get("author", "")), *lines))


def kinds(cache: Path, characters: int, every: int) -> dict[str, Documents]:
    installed = Path(sysconfig.get_path("purelib"))
    everywhere = (
        installed,
        Path(sysconfig.get_path("stdlib")),
        Path("/usr/share"),
        Path("/usr/lib/node_modules"),
    )
    roots = tuple(dict.fromkeys(folder for folder in everywhere if folder.is_dir()))

    def manual(language: str) -> Iterator[str]:
        paragraphs: Iterator[str] = corpora.html_paragraphs(cache / f"libreoffice-help-{language}")
        return paragraphs

    table: dict[str, Documents] = {
        "news: paragraphs": lambda: corpora.news(cache),
        "news: pages": lambda: corpora.pages_of(corpora.news(cache)),
        "reviews": lambda: corpora.reviews(cache),
        "poems": lambda: poems(cache, every),
        "verses": lambda: verses(cache, 4 * every),
        "words": words,
        "words with readings": lambda: iter(sorted(PHRASES)),
        "rare words within prose": rare_words,
        "Python": lambda: files(characters, roots, ".py"),
        "JavaScript and styles": lambda: files(characters, roots, ".js", ".mjs", ".css"),
        "C": lambda: files(characters, (Path("/usr/include"),), ".h", ".c"),
        "JSON and settings": lambda: files(characters, roots, ".json", ".toml", ".yml"),
        "Markdown and plain text": lambda: files(characters, roots, ".md", ".rst", ".txt"),
        "HTML and XML": lambda: files(
            characters, (cache / "libreoffice-help-zh-cn", *roots), ".html", ".xml"
        ),
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
    parser.add_argument("--characters", type=int, default=8_000_000, help="of each kind of files")
    parser.add_argument("--poems", type=int, default=4, help="one in so many")
    parser.add_argument("kinds", nargs="*", metavar="KIND", help="patterns of kinds; without one, all")
    arguments = parser.parse_args()
    corpora.fetch(arguments.cache)
    characters = documents = changed = 0
    for kind, documents_of in kinds(arguments.cache, arguments.characters, arguments.poems).items():
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
