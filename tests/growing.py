"""How many times as long a call takes when it is given more: ratios of processor time, never seconds.

What grows in step with its text takes four times as long for four times the text, what grows with its square
sixteen times. A busy machine can only slow a run, so that the quickest of several counts, on both sides.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from typing import TypeVar

Text = TypeVar("Text")

TIMES = 4  # by which the second text is longer
MOST = 6  # times the time that such a text may take: room for the clock, and far from 16
DOUBTS = 3  # sizes at which it must take more than that
LEAST = TIMES / 2  # times the time: below this something else than the length decided, or was there before
TELLS = 0.004  # seconds of processor time below which the shorter text says nothing
TRIES = 3  # of the longer text, before it counts as slow
SHORT_TRIES = 3  # of the shorter one, each time: it costs little, and a slow one would hide a slow longer one


def seconds(call: Callable[[], object]) -> float:
    """The processor time of a call, without that of collecting what other tests left behind."""
    collects = gc.isenabled()
    gc.disable()
    try:
        started = time.process_time()
        call()
        return time.process_time() - started
    finally:
        if collects:
            gc.enable()


def times_as_long(
    ask: Callable[[Text], object], short: Text, long: Text, most: float = MOST, tells: float = TELLS
) -> float:
    """How many times as long the longer text takes, measured again while that is more than `most`."""
    few = many = ratio = float("inf")
    for _ in range(TRIES):
        few = min(few, *(seconds(lambda: ask(short)) for _ in range(SHORT_TRIES)))
        many = min(many, seconds(lambda: ask(long)))
        ratio = many / max(few, tells / 2)
        if ratio <= most:
            break
    return ratio


def growth(
    ask: Callable[[Text], object],
    make: Callable[[int], Text],
    size: int,
    largest: int = 64_000,
    tells: float = TELLS,
) -> float:
    """How many times as long a text `TIMES` the size takes: from `size` on, of the first size that tells, or the largest.

    A size tells if its time can be measured and four times the size takes more. Above `MOST`, the double size
    must say the same: the ratio of a square grows with the size, that of chance does not. What doubles its
    time with each word needs two texts of its own (`times_as_long`): it would never end here.
    """
    ask(make(size))  # what is read at the first use only
    doubts = 0
    while True:
        text = make(size)
        ratio = 0.0
        if size >= largest or seconds(lambda: ask(text)) >= tells:  # noqa: B023 (called at once)
            ratio = times_as_long(ask, text, make(TIMES * size), tells=tells)
        doubts += ratio > MOST
        if doubts == DOUBTS or (ratio <= MOST and (ratio >= LEAST or size >= largest)):
            return ratio
        size *= 2
