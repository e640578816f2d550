"""The states of the search and what comes out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from qingyuan.stages.repair.byte_shift.damage import Habits
from qingyuan.text.language import Context

UNASSIGNED = 0x100  # with a trail byte, what a state waits for that has a pair without a character before it


class State(NamedTuple):
    """One way to read the bytes so far."""

    score: float
    context: Context
    pending: int  # the lead byte that waits for its trail byte, or 0; see also UNASSIGNED
    last: int  # the byte before
    text: str
    gaps: int
    guesses: int  # lost bytes that nothing but the text itself speaks for
    triggers: tuple[tuple[str, str], ...]
    habits: Habits


class Second(NamedTuple):
    """A character whose first byte went with a dropped pair."""

    char: str
    pending: int
    triggers: tuple[tuple[str, str], ...]


class First(NamedTuple):
    """A character whose trail byte went with a dropped pair; with those of which both bytes did, if any."""

    score: float
    text: str
    trail: int
    context: Context  # after it
    gaps: int  # dropped pairs, that after it included


class Bridge(NamedTuple):
    """What is read over one dropped pair or more, up to the character in which the next token begins."""

    score: float
    text: str
    context: Context
    pending: int
    triggers: tuple[tuple[str, str], ...]
    gaps: int


class Candidate(NamedTuple):
    """One way to read the run, ranked with what follows it."""

    score: float
    text: str
    end: int  # the token after the run
    gaps: int
    guesses: int
    triggers: tuple[tuple[str, str], ...]
    habits: Habits
    # What the score is made of, where it has been compared: nats by characters, by words, by what the page has.
    sequence: float = 0.0
    words: float = 0.0
    seen: float = 0.0


@dataclass(frozen=True, slots=True)
class DamagedRun:
    """What was found out about one damaged run.

    `probability`: that the first candidate is what was written; `gain`: nats by which it reads better than what
    stands there; `evidence`: what the probability follows from.
    """

    start: int
    end: int
    damaged: str
    candidates: tuple[str, ...]
    certain: bool
    probability: float = 0.0
    gain: float = 0.0
    gaps: int = 0
    guesses: int = 0
    evidence: Mapping[str, float] = field(default_factory=dict)
    can_be_certain: bool = False  # nothing forbids it, however probable it is
    kind: str = ""  # under which circumstances the accident makes the damaged run of the best candidate
