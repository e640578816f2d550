"""Pages with the accident's marks, made of clean prose: what the repair of byte shifts is measured and fitted on."""

from __future__ import annotations

import hashlib
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from qingyuan.stages.repair.byte_shift.annotations import ANNOTATED, forms
from qingyuan.stages.repair.byte_shift.damage import Habits, damage
from qingyuan.text.cp936 import CODES
from tools.bench import corpora
from tools.language_model.symbols import is_chinese

NARROW = str.maketrans("，！？；：（）\u3000", ",!?;:() ")


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


def reviews(root: Path) -> list[str]:
    """Reviews of books and hotels, one a paragraph."""
    found: list[str] = []
    for name in ("neg", "pos"):
        found += (root / "sentiment" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [text for text in found if len(text) >= 20]


def web(cache: Path, part: str) -> list[str]:
    """Paragraphs of articles that stood on web sites, of one part of the collection."""
    found: list[str] = []
    for article in corpora.web_articles(cache, part):
        for line in article:
            found += [text for text in _SENTENCES.findall(line) if len(text) >= 20 and is_chinese(text)]
    return [text for text in dict.fromkeys(found) if not _LOOKS_DAMAGED.search(text)]


# What the collection itself brings of the marks that are measured here: signs lost to `?`, and letters in brackets.
_LOOKS_DAMAGED = re.compile(r"\?|[(（][a-z]{1,6}[)）]|  |&\w+;")
_SENTENCES = re.compile(r".{150,400}?[。！？][”」]?|.+")  # some sites keep no paragraphs


@dataclass(frozen=True, slots=True)
class Variety:
    """How far pages differ from each other: what is measured on, and wider, what acceptance is fitted on."""

    sizes: tuple[int, ...] = (900,)  # characters
    least_share: float = 0.15  # of the Traditional characters are entries: in the seeds 19 to 43 %
    most_share: float = 0.45
    bare: float = 0.0  # of the pages have lost their aligned annotations to a later cleaning


USUAL = Variety()
WIDE = Variety(sizes=(400, 900, 900, 1800), least_share=0.08, most_share=0.5, bare=0.08)


def pages(
    paragraphs: list[str], seed: int, size: int = 900, variety: Variety = USUAL
) -> Iterator[dict[str, str | None]]:
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
        if len(variety.sizes) > 1:
            size = chance.choice(variety.sizes)
        kept = frozenset(char for char in shared if chance.random() < 0.7)
        clean = convert("\n".join(page), kept)
        clean = "".join(char for char in clean if char == "\n" or char in CODES)
        page = []
        share = chance.uniform(variety.least_share, variety.most_share)
        readings = {char: forms()[char].readings[0] for char in common if chance.random() < share}
        habits = Habits(chance.random() < 0.5, "" if chance.random() < 0.05 else "?")
        spared = chance.random() * 0.2
        narrow = chance.random() < 0.6
        damaged = []
        for line in clean.split("\n"):
            damaged.append(damage(line, readings, habits, lambda _: chance.random() >= spared))  # noqa: B023
        dirty = "\n".join(damaged)
        if variety.bare and chance.random() < variety.bare:
            dirty = ANNOTATED.sub(r"\1", dirty)
        if narrow:
            dirty, clean = dirty.translate(NARROW), clean.translate(NARROW)
        yield {"damaged": dirty, "repaired": clean}


BLOCK = 40  # paragraphs, of one or two articles


def in_order(paragraphs: list[str], chance: random.Random) -> list[str]:
    """The paragraphs in an order by chance that leaves neighbors together, as an article has them."""
    blocks = [paragraphs[start : start + BLOCK] for start in range(0, len(paragraphs), BLOCK)]
    chance.shuffle(blocks)
    return [paragraph for block in blocks for paragraph in block]
