"""The accident behind pinyin annotations and byte shifts, run forward: what it makes of clean text.

1. The text is encoded as CP936.
2. For each character of a dictionary, in the order of their codes, its two bytes are replaced by themselves
   and `(reading)`, over the whole stream and blind to the borders of characters. Where the second byte of one
   character and the first of the next happen to be an entry, the reading lands inside a character.
3. The stream is cut before the byte-wise matches of 。, then of ！？，；, aligned or not; some are spared.
4. Each piece is decoded on its own. Some sites drop private-use characters later, or a lead byte left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from qingyuan.text.cp936 import EURO, PAIRS, decode, encode, is_private_use

SEPARATORS = ("。", "！", "？", "，", "；")
_SEPARATOR_CODES = frozenset(int.from_bytes(encode(s), "big") for s in SEPARATORS)

Readings = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Habits:
    """How one site's copy of the accident varies."""

    keeps_private_use: bool = True
    lone_lead: str = "?"  # what a lead byte at the end of a piece becomes: "?" or nothing
    loses_lead: bool = False  # a read buffer ended inside a character, and its lead byte is gone


def annotate(stream: bytes, readings: Readings) -> bytes:
    """The stream with each entry's bytes followed by its reading, wherever they stand."""
    entries = [_entry(char, reading) for char, reading in readings.items()]
    for code, annotated in sorted([entry for entry in entries if entry[0] in stream]):
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


_NARROW = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {"\u3000": " "}


def reproduces(text: str, damaged: str, readings: Readings, habits: Habits = Habits()) -> bool:
    """Whether the accident turns the text into `damaged`, for some choice of the separators that fired.

    Width does not count: sites narrow punctuation later. This is the proof without which nothing is changed.

    >>> reproduces("因為突發", "因?yàn)橥话l(fā)", {"驗": "yàn", "發": "fā"})
    True
    >>> reproduces("因驗突發", "因?yàn)橥话l(fā)", {"驗": "yàn", "發": "fā"})
    False
    """
    stream = annotate(encode(text), readings)
    size, goal = len(stream), len(damaged)
    narrow = _NARROW
    # Places reached: (bytes read, characters matched, whether a lead byte was lost). Nearly always one.
    reached: set[tuple[int, int, bool]] = {(0, 0, False)}
    while reached:
        following: set[tuple[int, int, bool]] = set()
        for at, matched, lost in reached:
            if at == size:
                if matched == goal and (lost or not habits.loses_lead):
                    return True
                continue
            byte = stream[at]
            wanted = damaged[matched] if matched < goal else ""
            wanted = narrow.get(wanted, wanted)
            if byte <= EURO:
                if wanted == ("€" if byte == EURO else chr(byte)):
                    following.add((at + 1, matched + 1, lost))
                continue
            if at + 1 == size or (stream[at + 1 : at + 3] and _is_separator(stream, at + 1)):
                if not habits.lone_lead:
                    following.add((at + 1, matched, lost))
                elif wanted == habits.lone_lead:
                    following.add((at + 1, matched + 1, lost))
                if at + 1 == size:
                    continue
            if habits.loses_lead and not lost:
                following.add((at + 1, matched, True))
            char = PAIRS.get(byte << 8 | stream[at + 1], "?")
            if is_private_use(char) and not habits.keeps_private_use:
                following.add((at + 2, matched, lost))
            elif wanted == narrow.get(char, char):
                following.add((at + 2, matched + 1, lost))
        reached = following
    return False


def _is_separator(stream: bytes, at: int) -> bool:
    return int.from_bytes(stream[at : at + 2], "big") in _SEPARATOR_CODES
