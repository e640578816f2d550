"""What Open-gram counted on web pages: sequences of up to three words, and words beside punctuation."""

from __future__ import annotations

import math
import struct
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from qingyuan.text.language import NO_WORD
from tools.language_model.counting import ORDER, Counts
from tools.language_model.model import quantize
from tools.language_model.sources import WEB, WEB_READER, unpack
from tools.language_model.symbols import Folding, is_han, symbols

WEB_LEAST = 0.02  # words; what is expected less often in the text is left out
MARKS_BEHIND, MARKS_BEFORE = frozenset("，。；？！：”、…"), frozenset("，；：“、")
BORDER_DOUBT = 2e-6  # of all words: what is seen less often stands at borders as words do on average
ENDS = frozenset("。！？…")  # Open-gram was counted sentence by sentence: what follows one is not known


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
