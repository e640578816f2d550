"""Counts of symbol sequences, from running text and from the words of a list."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from pathlib import Path

from tools.language_model.symbols import Folding, is_han, with_quotations

Counts = defaultdict[str, float]
# A sequence seen n times in one file counts n to this power: laws and manuals repeat themselves.
DAMPING = 0.5
ORDER = 4


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
