"""Which candidates fill the holes of a line: all of them chosen together, by the language model, with margins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from qingyuan.text import language

Options = str | tuple[str, ...]
"""What stands at a place: a character that is known, or the candidates for a hole."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The likeliest character of a hole, and by how many nats it is ahead of the next."""

    char: str
    margin: float


@dataclass(frozen=True, slots=True)
class _Weights:
    """Widths of the search, set by hand: wider ones chose alike on the texts of tools/bench/lost_bytes.py."""

    ways: int = 40  # through the line that are followed at once
    left: int = 4  # characters before a hole, and
    right: int = 7  # behind it that have a say in its margin


_WEIGHTS = _Weights()


def choose(line: Sequence[Options]) -> list[Choice]:
    """The choice for each hole, in order.

    >>> [choice.char for choice in choose(["我", ("不", "丁"), "知", ("道", "逕")])]
    ['不', '道']
    """
    chars = _best(tuple(line))
    choices: list[Choice] = []
    for at, options in enumerate(line):
        if isinstance(options, str):
            continue
        choices.append(Choice(chars[at], _margin(line, chars, at)))
    return choices


def _margin(line: Sequence[Options], chars: str, at: int) -> float:
    """By how much the chosen character is ahead of the best other one, whatever then stands in the holes around."""
    options = line[at]
    if len(options) == 1:
        return float("inf")
    first = max(0, at - _WEIGHTS.left)
    last = at + 1 + _WEIGHTS.right
    left = chars[max(0, first - 4) : first]
    before, behind = tuple(line[first:at]), tuple(line[at + 1 : last])
    scores = {option: _score((*before, option, *behind), left) for option in options}
    own = scores.pop(chars[at])
    return own - max(scores.values())


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
