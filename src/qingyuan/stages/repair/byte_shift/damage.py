"""The accident behind pinyin annotations and byte shifts, run forward: what it makes of clean text.

1. The text is encoded as CP936.
2. For each character of a dictionary, in the order of their codes, its two bytes are replaced by themselves
   and `(reading)`, over the whole stream and blind to the borders of characters. Where the second byte of one
   character and the first of the next happen to be an entry, the reading lands inside a character.
3. The stream is cut before the byte-wise matches of 。, then of ！？，；, aligned or not; some are spared.
4. Each piece is decoded on its own. Some web sites drop private-use characters later, or a lead byte left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from qingyuan.text.characters import NARROW, WIDE, is_private_use
from qingyuan.text.cp936 import EURO, PAIRS, decode, encode

SEPARATORS = ("。", "！", "？", "，", "；")
"""Before these the stream is cut, in this order."""

_SEPARATOR_CODES = frozenset(int.from_bytes(encode(s), "big") for s in SEPARATORS)

Readings = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Habits:
    """How one web site's copy of the accident varies."""

    keeps_private_use: bool = True
    lone_lead: str = "?"  # what a lead byte at the end of a piece becomes: "?" or nothing
    loses_lead: bool = False  # a read buffer ended inside a character, and its lead byte is gone


def annotate(stream: bytes, readings: Readings) -> bytes:
    """The stream with each entry's bytes followed by its reading, wherever they stand."""
    # By the pairs of the stream, for it is short and a page may have thousands of readings.
    pairs = {lead << 8 | trail for lead, trail in pairwise(stream)}
    chars = {PAIRS[pair] for pair in pairs if pair in PAIRS and PAIRS[pair] in readings}
    for code, annotated in sorted(_entry(char, readings[char]) for char in chars):
        stream = stream.replace(code, annotated)
    return stream


@lru_cache(maxsize=8192)
def _entry(char: str, reading: str) -> tuple[bytes, bytes]:
    code = encode(char)
    return code, code + b"(" + encode(reading) + b")"


def cut(stream: bytes, fires: Callable[[int], bool] = lambda _: True) -> list[bytes]:
    """The pieces of the stream; `fires` is asked with each separator's running number."""
    pieces = [stream]
    number = 0
    for separator in map(encode, SEPARATORS):
        finer: list[bytes] = []
        for piece in pieces:
            start, at = 0, piece.find(separator)
            while at != -1:
                if fires(number):
                    finer.append(piece[start:at])
                    start = at
                number += 1
                at = piece.find(separator, at + 2)
            finer.append(piece[start:])
        pieces = finer
    return pieces


def damage(
    text: str, readings: Readings, habits: Habits = Habits(), fires: Callable[[int], bool] = lambda _: True
) -> str:
    """The text after the accident.

    >>> damage("因為突發的情況", {"驗": "yàn", "發": "fā"})
    '因?yàn)橥话l(fā)的情況'
    >>> damage("等。客服人員會", {"會": "huì"}).replace("？", "?")
    '等??头\ue48f藛T會(huì)'
    """
    stream = annotate(encode(text), readings)
    damaged = "".join(decode(piece, habits.lone_lead) for piece in cut(stream, fires))
    if habits.keeps_private_use:
        return damaged
    return "".join(char for char in damaged if not is_private_use(char))


def lose_lead(text: str, at: int, readings: Readings) -> str:
    """The text with the character `at`, an entry, having lost its lead byte at the end of a read buffer.

    >>> lose_lead("作為中國最大", 3, {"國": "guó"})
    '作為中?guó)最大'
    """
    head, tail = annotate(encode(text[:at]), readings), annotate(encode(text[at:]), readings)
    return decode(head) + decode(tail[1:])


_OTHER_WIDTH = {**WIDE, **NARROW, " ": "\N{IDEOGRAPHIC SPACE}", "\N{IDEOGRAPHIC SPACE}": " "}
YES, NO = "1", "0"

Choices = tuple[int, ...]
"""The forks, numbered in the order in which they are met, at which the accident took the less usual way."""


def choices_of(text: str, damaged: str, readings: Readings, habits: Habits = Habits()) -> Choices | None:
    """What the accident chose where it can go two ways, so that `text` became `damaged`; None if it cannot have.

    Forks are: whether a separator fired, whether the lead byte was lost here, whether a character has its other
    width (web sites narrow punctuation later). This is the proof without which nothing is changed;
    `damage_chosen` goes the same way again.

    >>> choices_of("因為突發", "因?yàn)橥话l(fā)", {"驗": "yàn", "發": "fā"})
    ()
    >>> choices_of("好，", "好，", {}), choices_of("好，", "好,", {})
    ((), (0,))
    >>> choices_of("因驗突發", "因?yàn)橥话l(fā)", {"驗": "yàn", "發": "fā"}) is None
    True
    """
    stream = annotate(encode(text), readings)
    size, goal = len(stream), len(damaged)
    # Places reached: (bytes read, characters matched, whether a lead byte was lost), with a digit for each fork
    # passed. Nearly always one.
    reached: dict[tuple[int, int, bool], str] = {(0, 0, False): ""}
    while reached:
        following: dict[tuple[int, int, bool], str] = {}
        for (at, matched, lost), passed in reached.items():
            if at == size:
                if matched == goal and (lost or not habits.loses_lead):
                    return tuple(fork for fork, digit in enumerate(passed) if digit == YES)
                continue
            wanted = damaged[matched] if matched < goal else ""
            for way in _ways(stream, at, lost, habits):
                if not way.shown or wanted == way.shown:
                    place = (at + way.steps, matched + len(way.shown), way.lost)
                    following.setdefault(place, passed + way.digits)
        reached = following
    return None


def damage_chosen(text: str, readings: Readings, habits: Habits, choices: Choices) -> str:
    """What the accident makes of a text by these choices.

    >>> damage_chosen("因為突發，", {"驗": "yàn", "發": "fā"}, Habits(), ())
    '因?yàn)橥话l(fā)，'
    """
    stream = annotate(encode(text), readings)
    damaged: list[str] = []
    at, lost, fork = 0, False, 0
    while at < len(stream):
        for way in _ways(stream, at, lost, habits):
            if all((digit == YES) == (fork + n in choices) for n, digit in enumerate(way.digits)):
                damaged.append(way.shown)
                at, lost, fork = at + way.steps, way.lost, fork + len(way.digits)
                break
    return "".join(damaged)


class _Way(NamedTuple):
    """How the accident can go on from a byte."""

    steps: int  # bytes read
    shown: str
    lost: bool  # whether a lead byte was lost, here or before
    digits: str  # one for each fork: whether the less usual way was taken


def _ways(stream: bytes, at: int, lost: bool, habits: Habits) -> list[_Way]:
    """How the accident can go on from a byte.

    The digits of the ways are those of a decision tree: for any choice at each fork exactly one way fits.
    """
    byte = stream[at]
    if byte <= EURO:
        return _widths(1, "€" if byte == EURO else chr(byte), lost, "")
    if at + 1 == len(stream):
        return _widths(1, habits.lone_lead, lost, "")
    ways: list[_Way] = []
    prefix = ""
    if stream[at + 1 : at + 3] and _is_separator(stream, at + 1):
        ways += _widths(1, habits.lone_lead, lost, NO)
        prefix = YES  # spared: seldom
    if habits.loses_lead and not lost:
        ways.append(_Way(1, "", True, prefix + YES))
        prefix += NO
    char = PAIRS.get(byte << 8 | stream[at + 1], "?")
    if is_private_use(char) and not habits.keeps_private_use:
        return [*ways, _Way(2, "", lost, prefix)]
    return [*ways, *_widths(2, char, lost, prefix)]


def _widths(steps: int, char: str, lost: bool, prefix: str) -> list[_Way]:
    """A character in its own width, and in the other if it has one."""
    other = _OTHER_WIDTH.get(char)
    if other is None:
        return [_Way(steps, char, lost, prefix)]
    return [_Way(steps, char, lost, prefix + NO), _Way(steps, other, lost, prefix + YES)]


def _is_separator(stream: bytes, at: int) -> bool:
    return int.from_bytes(stream[at : at + 2], "big") in _SEPARATOR_CODES
