"""How likely a text is as modern Chinese, in natural logarithms: what ranks the candidates of a repair.

The model counts sequences of up to four symbols. Traditional and Simplified forms of a character are one
symbol, so are a punctuation mark's widths, all digits, and all letters; spaces within a line do not count.
`tools/language_model/build.py` names the text it was made from.

The unit is the nat: `score("因為") - score("因驗")` of 5 means e⁵ times as likely. Ordinary prose costs
3.5 to 5.5 nats a character (`per_character` gives the negative of that), shuffled or misread text 9 and more.
"""

from __future__ import annotations

import lzma
import math
import re
import struct
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from itertools import accumulate
from typing import NamedTuple

from qingyuan.text.characters import WIDE, is_private_use

MAGIC = b"QYLM\x02\n"
NO_WORD = 255  # in the table of words: this sequence is none
PRIVATE_USE_COST = 25.0
UNREACHED = 1 << 40
RARE_STEPS = 8  # a symbol that is no word of the list costs this much more than by itself
LETTER_COST = math.log(52)
DIGIT_COST = math.log(10)

ONE_MARK = re.compile(r"([—…])\1+")

PUNCTUATION = {
    **{mark: WIDE[mark] for mark in ",!?;:()"},
    "．": "。", "「": "“", "」": "”", "『": "‘", "』": "’", '"': "“", "[": "【", "]": "】", "～": "~",
}  # fmt: skip


def fold_other(char: str) -> str:
    """The symbol of a character that is not Han.

    >>> fold_other("7"), fold_other("Q"), fold_other(";")
    ('0', 'a', '；')
    """
    if char.isascii():
        if char.isdigit():
            return "0"
        if char.isalpha():
            return "a"
        if char.isspace():
            return "\n"
    return PUNCTUATION.get(char, char)


class Context(dict[str, tuple[float, "Context"]]):
    """The last symbols of a text: `context[char]` is the log probability of what follows, and the context after it.

    Answers are kept, so that reading on costs no more than looking into a dictionary. `one`, `two` and
    `three` are the rows of the tables for the last one, two and three symbols, or -1 where they have none.
    """

    __slots__ = ("_model", "one", "three", "two")

    def __init__(self, model: LanguageModel, one: int, two: int, three: int) -> None:
        super().__init__()
        self._model, self.one, self.two, self.three = model, one, two, three

    def __missing__(self, char: str) -> tuple[float, Context]:
        self[char] = found = self._model.look_up(self, char)
        return found


class _Symbols(dict[str, int]):
    """Numbers of symbols; what is not in the table is looked up by its fold, once."""

    def __missing__(self, char: str) -> int:
        folded = fold_other(char)
        number = self.get(folded, 0) if folded != char else 0
        self[char] = number
        return number


class Kept(NamedTuple):
    """How much a model remembers of what it was asked."""

    answers: int  # by all contexts together
    words: int


MOST_KEPT = Kept(answers=400_000, words=50_000)


class LanguageModel:
    """A back-off model of four symbols over sorted arrays; loading only reads the arrays.

    `alphabet` has one character for each symbol. What is asked is remembered, up to `most`; `ValueError` for data
    of another version, or of another number of symbols.
    """

    def __init__(self, data: bytes, most: Kept = MOST_KEPT) -> None:
        if not data.startswith(MAGIC):
            raise ValueError(
                "language.bin: not a language model of this version; run python -m tools.language_model.build"
            )
        order: int
        step: int
        order, step = struct.unpack_from("<BB", data, len(MAGIC))
        self._step = step
        parts = _parts(lzma.decompress(data[len(MAGIC) + 2 :]), 0)
        self._most = most
        self.alphabet = letters = next(parts).decode()
        twins = next(parts).decode()
        self._symbols = _Symbols((letter, i) for i, letter in enumerate(letters, 1))
        for char, folded in zip(twins[::2], twins[1::2], strict=True):
            self._symbols[char] = self._symbols[folded]
        self._single = next(parts)
        self._word1 = next(parts)
        mean_end, mean_start = next(parts)
        # what it adds to a word's cost, by its own byte: to stand at a border, and not to stand there
        self._at_end, self._not_at_end = _border_costs(mean_end, step)
        self._at_start, self._not_at_start = _border_costs(mean_start, step)
        self._end1, self._start1 = next(parts), next(parts)
        # three times: the number of each context's successors, its back-off cost, the successors, their
        # costs, their costs as words of the list, before punctuation, and after it
        self._starts2, self._backoff2, self._next2, self._cost2, self._word2 = _level(parts)
        self._end2, self._start2 = next(parts), next(parts)
        self._starts3, self._backoff3, self._next3, self._cost3, self._word3 = _level(parts)
        self._end3, self._start3 = next(parts), next(parts)
        self._starts4, self._backoff4, self._next4, self._cost4, self._word4 = _level(parts)
        self._end4, self._start4 = next(parts), next(parts)
        if order != 4:
            raise ValueError(f"language.bin: sequences of {order} symbols, but this code reads 4")
        self._levels = (
            (self._starts2, self._next2, self._word2, self._start2, self._end2),
            (self._starts3, self._next3, self._word3, self._start3, self._end3),
            (self._starts4, self._next4, self._word4, self._start4, self._end4),
        )
        self._words: dict[str, list[tuple[int, int, int, int]]] = {}  # by the text that they begin
        self._digit = self._symbols["0"]
        self._letter = self._symbols["a"]
        self._dash = self._symbols["—"]
        self._contexts: dict[tuple[int, int, int], Context] = {}
        self._answers = 0
        newline = self._symbols["\n"]
        self.beginning = self.context(newline, -1, -1)

    def context(self, one: int, two: int, three: int) -> Context:
        """The context of these places, the same one each time."""
        key = one, two, three
        known = self._contexts.get(key)
        if known is None:
            known = self._contexts[key] = Context(self, one, two, three)
        return known

    def look_up(self, context: Context, char: str) -> tuple[float, Context]:
        """The log probability of a character in a context, and the context after it, from the tables."""
        self._answers += 1
        if self._answers > self._most.answers:
            self._forget()
        if char == " ":
            return 0.0, context
        symbol = self._symbols[char]
        extra = 0.0
        if symbol == self._digit and char.isascii():
            extra = DIGIT_COST
        elif symbol == self._letter and char.isascii():
            extra = LETTER_COST
        elif is_private_use(char):
            extra = PRIVATE_USE_COST
        one, two, three = context.one, context.two, context.three
        if extra and symbol and one == symbol:
            return -extra, context
        if symbol == self._dash and one == symbol:
            return 0.0, context  # —— is one mark
        steps = 0
        found4 = -1
        if three >= 0:
            end = self._starts4[three + 1]
            found4 = bisect_left(self._next4, symbol, self._starts4[three], end)
            if found4 == end or self._next4[found4] != symbol:
                found4 = -1
                steps += self._backoff4[three]
        found3 = -1
        if two >= 0:
            end = self._starts3[two + 1]
            found3 = bisect_left(self._next3, symbol, self._starts3[two], end)
            if found3 == end or self._next3[found3] != symbol:
                found3 = -1
        end = self._starts2[one + 1]
        found2 = bisect_left(self._next2, symbol, self._starts2[one], end)
        if found2 == end or self._next2[found2] != symbol:
            found2 = -1
        if found4 >= 0:
            steps = self._cost4[found4]
        elif found3 >= 0:
            steps += self._cost3[found3]
        else:
            if two >= 0:
                steps += self._backoff3[two]
            steps += self._cost2[found2] if found2 >= 0 else self._backoff2[one] + self._single[symbol]
        return -steps / self._step - extra, self.context(symbol, found2, found3)

    @property
    def kept(self) -> Kept:
        """How much is remembered now."""
        return Kept(sum(map(len, self._contexts.values())), len(self._words))

    def _forget(self) -> None:
        """Drop what the contexts have kept, for they hold each other; whoever holds one goes on with it."""
        for context in self._contexts.values():
            context.clear()
        self._contexts = {(self.beginning.one, -1, -1): self.beginning}
        self._answers = 0

    def read(self, text: str, context: Context | None = None) -> tuple[float, Context]:
        """The log probability of a text after a context, and the context after it."""
        if context is None:
            context = self.beginning
        total = 0.0
        for char in text:
            gain, context = context[char]
            total += gain
        return total, context

    def score(self, text: str, before: str = "") -> float:
        """The log probability of the text, after the text `before` it or at the beginning of a line."""
        return self.read(text, self.read(before[-8:])[1] if before else None)[0]

    def per_character(self, text: str) -> float:
        """The mean log probability of a character, spaces not counted; 0.0 for an empty text."""
        length = len(text) - text.count(" ")
        return self.score(text) / length if length else 0.0

    def frequency(self, char: str) -> float:
        """The log probability of a character by itself, anywhere in a text."""
        return -self._single[self._symbols[char]] / self._step

    def symbol(self, char: str) -> int:
        """The number of what the model counts the character as."""
        return self._symbols[char]

    def following(self, context: Context) -> Iterator[int]:
        """The symbols that the model has seen after the last two or three, each once."""
        seen: set[int] = set()
        for place, starts, symbols in (
            (context.three, self._starts4, self._next4),
            (context.two, self._starts3, self._next3),
        ):
            if place >= 0:
                for symbol in symbols[starts[place] : starts[place + 1]]:
                    if symbol not in seen:
                        seen.add(symbol)
                        yield symbol

    def word_score(self, text: str) -> float:
        """The log probability of the text as a row of words, each by itself, in the best division.

        Beside `score` this knows which characters can stand alone, and which words end and begin clauses; it
        knows nothing else of what follows what.
        """
        text = ONE_MARK.sub(r"\1", text.replace(" ", ""))
        size = len(text)
        # By the place of a word's first and last symbol: what its neighbor there adds to its cost. Beyond the
        # text, nobody knows what stands.
        marks = [not char.isalnum() for char in text]
        starts = [_NEITHER, *(self._at_start if mark else self._not_at_start for mark in marks[:-1])]
        ends = [*(self._at_end if mark else self._not_at_end for mark in marks[1:]), _NEITHER]
        best = [0] + [UNREACHED] * size
        known = self._words
        for i in range(size):
            here = text[i : i + 4]
            words = known.get(here)
            if words is None:
                words = self._words_of(here)
            base, start = best[i], starts[i]
            for last, cost, at_start, at_end in words:
                total = base + cost + start[at_start] + ends[i + last][at_end]
                if total < best[i + last + 1]:
                    best[i + last + 1] = total
        return -best[size] / self._step

    def is_word(self, text: str) -> bool:
        """Whether a text of up to four characters is a word of the list."""
        return any(last + 1 == len(text) for last, *_ in self._words_of(text[:4]))

    def _words_of(self, text: str) -> list[tuple[int, int, int, int]]:
        """The words that a text begins with: the place of the last symbol, the cost, and those of its borders."""
        if len(self._words) >= self._most.words:
            self._words.clear()
        symbols = [self._symbols[char] for char in text]
        one = symbols[0]
        cost = self._word1[one]
        if cost == NO_WORD:
            cost = (self._single[one] + RARE_STEPS) if one else NO_WORD
        found = self._words[text] = [(0, cost, self._start1[one], self._end1[one])]
        place = one
        for last, level in enumerate(self._levels[: len(text) - 1], 1):
            starts, successors, costs, at_start, at_end = level
            place = _find(successors, symbols[last], starts[place], starts[place + 1])
            if place < 0:
                break
            if costs[place] != NO_WORD:
                found.append((last, costs[place], at_start[place], at_end[place]))
        return found


def _border_costs(mean: int, step: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """By the cost of a word at a border: what being there adds to the word's cost, and what not being there."""
    at = [cost - mean for cost in range(NO_WORD)]
    usual = math.log1p(-math.exp(-mean / step))
    # Of the words that nearly always stand at a border, one in fifty is taken not to: the file rounds them to all.
    rests = (max(1 - math.exp(-cost / step), 0.02) for cost in range(NO_WORD))
    not_at = [round((usual - math.log(rest)) * step) for rest in rests]
    return (*at, 0), (*not_at, 0)


_NEITHER = (0,) * (NO_WORD + 1)


def _find(successors: array[int], symbol: int, start: int, end: int) -> int:
    at = bisect_left(successors, symbol, start, end)
    return at if at < end and successors[at] == symbol else -1


def _parts(data: bytes, at: int) -> Iterator[bytes]:
    while at < len(data):
        (size,) = struct.unpack_from("<I", data, at)
        yield data[at + 4 : at + 4 + size]
        at += 4 + size


def _level(parts: Iterator[bytes]) -> tuple[array[int], bytes, array[int], bytes, bytes]:
    sizes = array("H")
    sizes.frombytes(next(parts))
    starts = array("I", accumulate(sizes, initial=0))
    backoff = next(parts)
    successors = array("H")
    successors.frombytes(next(parts))
    return starts, backoff, successors, next(parts), next(parts)


@lru_cache(maxsize=1)
def model() -> LanguageModel:
    """The packaged model, read at the first use."""
    return LanguageModel(files("qingyuan").joinpath("data/language.bin").read_bytes())


def score(text: str, before: str = "") -> float:
    """The log probability of a text, in nats; see `LanguageModel.score`.

    >>> score("因為突發情況") > score("因槭突發情況")
    True
    """
    return model().score(text, before)


def per_character(text: str) -> float:
    """The mean log probability of a character, in nats."""
    return model().per_character(text)
