"""Which candidates fill the holes of a line: all of them chosen together, by characters and words, with evidence."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from qingyuan.text import language

Options = str | tuple[str, ...]
"""What stands at a place: a character that is known, or the candidates for a hole."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The likeliest character of a hole, and what speaks for it: named numbers, for `acceptance`."""

    char: str
    margin: float  # nats by which it is ahead of the next by characters alone; below 0 where words chose it
    evidence: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _Weights:
    """Widths of the search, set by hand: wider ones chose alike on the texts of tools/bench/lost_bytes.py. Shares
    of the score: a conditional logit on the simulated holes of tools/tables/holes.py.
    """

    ways: int = 40  # through the line that are followed at once
    left: int = 4  # characters before a hole, and
    right: int = 7  # behind it that have a say in its margin
    words: int = 8  # characters on either side of a hole that are read as words
    rescored: int = 12  # candidates, by characters the likeliest, that are read as words
    by_characters: float = 0.74
    by_words: float = 0.42
    by_rarity: float = 0.2  # against a character for being frequent anywhere
    rounds: int = 2  # of choosing with what was chosen around
    most_ahead: float = 12.0  # nats; further ahead says nothing more, and so does no rival at all
    near: int = 4  # characters on either side among which other holes make a context doubtful


_WEIGHTS = _Weights()
_STEPS = (2, 4, 6, 8)  # nats: where the worth of being ahead may bend


def choose(line: Sequence[Options]) -> list[Choice]:
    """The choice for each hole, in order.

    >>> [choice.char for choice in choose(["我", ("不", "丁"), "知", ("道", "逕")])]
    ['不', '道']
    """
    chars = list(_best(tuple(line)))
    holes = [at for at, options in enumerate(line) if not isinstance(options, str)]
    scored: dict[int, list[_Scored]] = {}
    for _ in range(_WEIGHTS.rounds):
        before = chars[:]
        for at in holes:
            scored[at] = _scored(line, "".join(chars), at)
            chars[at] = scored[at][0].char
        if chars == before:
            break
    text = "".join(chars)
    return [
        Choice(chars[at], _ahead(scored[at], "characters"), _evidence(line, text, at, scored[at]))
        for at in holes
    ]


@dataclass(frozen=True, slots=True)
class _Scored:
    """A candidate at its place, in nats."""

    char: str
    characters: float
    words: float

    @property
    def total(self) -> float:
        rarity = language.model().frequency(self.char)
        return (
            _WEIGHTS.by_characters * self.characters
            + _WEIGHTS.by_words * self.words
            - _WEIGHTS.by_rarity * rarity
        )


def _scored(line: Sequence[Options], chars: str, at: int) -> list[_Scored]:
    """The candidates for a hole, the likeliest first: by characters whatever then stands in the holes around, by words
    with what was chosen there."""
    first = max(0, at - _WEIGHTS.left)
    last = at + 1 + _WEIGHTS.right
    left = chars[max(0, first - 4) : first]
    before, behind = tuple(line[first:at]), tuple(line[at + 1 : last])
    start, end = chars[max(0, at - _WEIGHTS.words) : at], chars[at + 1 : at + 1 + _WEIGHTS.words]
    words = language.model().word_score
    by_characters = sorted(
        ((_score((*before, char, *behind), left), char) for char in line[at]), key=lambda each: -each[0]
    )
    found = [
        _Scored(char, score, words(start + char + end)) for score, char in by_characters[: _WEIGHTS.rescored]
    ]
    return sorted(found, key=lambda each: -each.total)


def _ahead(scored: Sequence[_Scored], part: str) -> float:
    """By how many nats the first is ahead, by one part of the score, of the rival that is nearest by it."""
    if len(scored) == 1:
        return math.inf
    own, *others = (float(getattr(each, part)) for each in scored)
    return own - max(others)


def _evidence(line: Sequence[Options], chars: str, at: int, scored: Sequence[_Scored]) -> dict[str, float]:
    """What speaks for the first of the candidates, and against it."""
    model, most = language.model(), _WEIGHTS.most_ahead
    best, rivals = scored[0], scored[1:]
    against = sum(math.exp(min(0.0, rival.total - best.total)) for rival in rivals)
    ahead = min(most, -math.log(against)) if rivals else most
    by_characters, by_words = (
        max(-most, min(most, _ahead(scored, part))) for part in ("characters", "words")
    )
    left = chars[max(0, at - 8) : at]
    cost, context = model.read(left + best.char)
    cost -= model.score(left)
    rest = chars[at + 1 : at + 5]
    formed = _word_around(chars, at)
    holes_near = -1.0
    for options in line[max(0, at - _WEIGHTS.near) : at + _WEIGHTS.near + 1]:
        holes_near += not isinstance(options, str)
    beside = [line[i] for i in (at - 1, at + 1) if 0 <= i < len(line)]
    return {
        "ahead": ahead,
        **{f"ahead up to {most:g}": min(ahead, most) for most in _STEPS},
        "ahead by characters": by_characters,
        **{f"ahead by characters up to {most:g}": min(by_characters, most) for most in (2, 5)},
        "ahead by words": by_words,
        **{f"ahead by words up to {most:g}": min(by_words, most) for most in (2, 5)},
        "words agree": float(by_words > 0),
        "characters agree": float(by_characters > 0),
        "ahead, a word of two": ahead * (formed == 2),
        "ahead, a longer word": ahead * (formed > 2),
        "ahead of many": ahead * math.log(len(scored)),
        "ahead, holes near": ahead * holes_near,
        "ahead by both": min(by_characters, by_words),
        "alone": float(not rivals),
        "candidates": math.log(len(scored)),
        "rarity": -model.frequency(best.char),
        "cost": -cost,
        "cost of what follows": -model.read(rest, context)[0] / len(rest) if rest else 5.0,
        "word of two": float(formed == 2),
        "longer word": float(formed > 2),
        "holes near": holes_near,
        "holes beside": float(sum(not isinstance(options, str) for options in beside)),
        "behind a mark": float(at > 0 and not chars[at - 1].isalnum()),
        "before a mark": float(at + 1 < len(chars) and not chars[at + 1].isalnum()),
        "begins": float(at == 0),
        "ends": float(at + 1 == len(chars)),
    }


def _word_around(chars: str, at: int) -> int:
    """The length of the longest word of the list that holds this place, 0 for none."""
    model = language.model()
    return max(
        (
            length
            for length in (2, 3, 4)
            for first in range(max(0, at - length + 1), at + 1)
            if first + length <= len(chars) and model.is_word(chars[first : first + length])
        ),
        default=0,
    )


@lru_cache(maxsize=50_000)  # later passes meet what the first left undecided again
def _score(places: tuple[Options, ...], left: str) -> float:
    """The log probability of the best way through some places."""
    model = language.model()
    ways = [(0.0, model.read(left)[1] if left else model.beginning)]
    for options in places:
        following: dict[int, tuple[float, language.Context]] = {}
        for score, context in ways:
            for option in options:
                gain, after = context[option]
                known = following.get(id(after))
                if known is None or known[0] < score + gain:
                    following[id(after)] = score + gain, after
        ways = sorted(following.values(), key=lambda way: -way[0])[: _WEIGHTS.ways]
    return ways[0][0]


@lru_cache(maxsize=5_000)
def _best(places: tuple[Options, ...]) -> str:
    """The characters of the best way through a line."""
    model = language.model()
    ways: list[tuple[float, str, language.Context]] = [(0.0, "", model.beginning)]
    done: list[str] = []
    for options in places:
        following: dict[int, tuple[float, str, language.Context]] = {}
        for score, chars, context in ways:
            for option in options:
                gain, after = context[option]
                known = following.get(id(after))
                if known is None or known[0] < score + gain:
                    following[id(after)] = score + gain, chars + option, after
        ways = sorted(following.values(), key=lambda way: (-way[0], way[1]))[: _WEIGHTS.ways]
        if len(ways) == 1 and ways[0][1]:  # all that came before is settled
            done.append(ways[0][1])
            ways = [(ways[0][0], "", ways[0][2])]
    return "".join((*done, ways[0][1]))
