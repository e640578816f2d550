"""One step of the beam search: bytes fed to a state, and what it costs that the accident annotated a character."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from qingyuan.stages.repair.byte_shift.page import ShiftPage
from qingyuan.stages.repair.byte_shift.state import State
from qingyuan.stages.repair.byte_shift.tables import IMPOSSIBLE
from qingyuan.stages.repair.byte_shift.weights import WEIGHTS
from qingyuan.text.cp936 import EURO, LAST_LEAD, PAIRS

_OF_THE_TWO_THOUSANDS = re.compile(r"0\d\d ?[年-]|0 ?世[紀纪]")


def digit_before(rest: str) -> bytes:
    """The digit that most probably stood before the text: 2 of 2018 or of the 20th century, else 1, the most frequent.

    >>> digit_before("018年"), digit_before("998年"), digit_before(".5億")
    (b'2', b'1', b'1')
    """
    return b"2" if _OF_THE_TWO_THOUSANDS.match(rest) else b"1"


def feed(costs: Mapping[str, float], state: State, data: Sequence[int], cost: float = 0.0) -> State | None:
    """The state after some bytes, or None where they are no text."""
    score, context, pending, last, text, gaps, guesses, triggers, habits = state
    score -= cost
    for byte in data:
        if pending:
            char = PAIRS.get(pending << 8 | byte)
            if char is None:
                return None
            form = costs[char]
            if form == IMPOSSIBLE:
                return None
            gain, context = context[char]
            score += gain - form
            text += char
            pending = 0
        elif byte < EURO:
            char = chr(byte)
            gain, context = context[char]
            score += gain
            text += char
        elif byte == EURO or byte > LAST_LEAD:
            return None
        else:
            pending = byte
        last = byte
    return State(score, context, pending, last, text, gaps, guesses, triggers, habits)


def trigger_cost(page: ShiftPage, char: str, reading: str) -> float:
    """What it costs that the accident annotated the character with this reading."""
    known = page.dictionary.get(char)
    if known is not None:
        return 0.0 if known == reading else WEIGHTS.contradicted_reading
    if page.annotations.plain.get(char):
        return WEIGHTS.plain_trigger
    return WEIGHTS.common_trigger if -page.model.frequency(char) < WEIGHTS.common else WEIGHTS.rare_trigger
