"""GBK that was read as UTF-8: `�ɹ�` is 成功. Most bytes are lost, and those that made a letter by chance are known.

Each U+FFFD is one byte that fits nowhere in UTF-8, and ɹ is C9 B9: so 成功 (B3 C9 B9 A6) is one of some thousand
pairs that leave this trace, and the language model ranks them. What is found is never more than likely, since the
lost bytes could have been others: it is offered to a person.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from qingyuan.text import language
from qingyuan.text.characters import UNIFIED_HAN
from qingyuan.text.language import Context

HAN = re.compile(f"[{UNIFIED_HAN}]")
LOST = "\N{REPLACEMENT CHARACTER}"
TRACE = re.compile(r"[\ufffd\x80-\u07ff]{2,}+")
LONGEST = 40  # characters of a trace that is read


@dataclass(frozen=True, slots=True)
class Weights:
    """What is tried. Set by hand; tests/stages/repair/test_known_bytes.py has texts on both sides."""

    beam: int = 32  # readings that are followed at once
    usual: int = 1_000  # Han tried where both bytes are lost, the most frequent ones
    unknown: int = 2  # such pairs in a trace: with more of them it could be anything
    around: int = 8  # characters on either side that the language model sees
    candidates: int = 5
    at_all: float = -9.0  # nats a character: a reading below this is none
    places: int = 10  # of a text that are read; more say no more


WEIGHTS = Weights()
Pair = tuple[int | None, int | None]


def likely_texts(before: str, trace: str, after: str) -> tuple[str, ...]:
    """The Chinese texts that leave this trace, likeliest first; none where it is no whole row of pairs.

    >>> likely_texts("", "�ɹ�", ": ")[0]
    '成功'
    """
    pairs = _pairs(trace)
    if not pairs:
        return ()
    _, context = language.model().read(before[-WEIGHTS.around :])
    beam: list[tuple[float, str, Context]] = [(0.0, "", context)]
    for pair in pairs:
        longer = []
        for score, text, context in beam:
            for char in _characters(*pair):
                gain, following = context[char]
                longer.append((score + gain, text + char, following))
        beam = sorted(longer, key=lambda each: -each[0])[: WEIGHTS.beam]
    left, told = before[-WEIGHTS.around :], after[: WEIGHTS.around]
    ranked = [
        (_with_words(left, text, told), text)
        for score, text, context in beam
        if score + context_of(context, told) >= WEIGHTS.at_all * (len(text) + len(told))
    ]
    return tuple(text for _, text in sorted(ranked, reverse=True) if leaves(text) == trace)[
        : WEIGHTS.candidates
    ]


def _with_words(before: str, text: str, after: str) -> float:
    """How well a text reads there, with its characters in words."""
    whole = before + text + after
    return language.score(whole) + language.model().word_score(whole)


def context_of(context: Context, text: str) -> float:
    """The log probability of a text after a context."""
    return language.model().read(text, context)[0]


def leaves(text: str) -> str:
    """What a reader of UTF-8 shows of a text that was written in GBK."""
    return text.encode("gbk", "replace").decode("utf-8", "replace")


def traces(text: str) -> Iterator[re.Match[str]]:
    """The places where a text shows such a trace."""
    if LOST not in text:
        return
    both = (match for match in TRACE.finditer(text) if 0 < match[0].count(LOST) < len(match[0]) <= LONGEST)
    yield from islice(both, WEIGHTS.places)


def _pairs(trace: str) -> Sequence[Pair]:
    if trace.count(LOST) * 2 < len(trace):
        return ()  # letters with a few lost between them are those of another language
    known: list[int | None] = []
    for char in trace:
        known += [None] if char == LOST else char.encode()
    if len(known) % 2:
        return ()
    pairs = tuple(zip(known[::2], known[1::2], strict=True))
    return pairs if pairs.count((None, None)) <= WEIGHTS.unknown else ()


@cache
def _by_byte() -> tuple[dict[Pair, tuple[str, ...]], tuple[str, ...]]:
    """The characters of GB 2312 by each of their bytes, and the most frequent ones."""
    found: defaultdict[Pair, list[str]] = defaultdict(list)
    everything = []
    for lead in range(0xA1, 0xF8):
        for trail in range(0xA1, 0xFF):
            char = bytes((lead, trail)).decode("gb2312", "ignore")
            if char:
                everything.append(char)
                for pair in ((lead, None), (None, trail), (lead, trail)):
                    found[pair].append(char)
    frequency = language.model().frequency
    usual = sorted(filter(HAN.fullmatch, everything), key=lambda char: -frequency(char))[: WEIGHTS.usual]
    return {pair: tuple(chars) for pair, chars in found.items()}, tuple(usual)


def _characters(lead: int | None, trail: int | None) -> tuple[str, ...]:
    by_byte, usual = _by_byte()
    return usual if lead is None and trail is None else by_byte.get((lead, trail), ())
