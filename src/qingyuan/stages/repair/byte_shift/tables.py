"""What can stand on a page, by the bytes that are known of it."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from qingyuan.stages.repair.byte_shift.annotations import by_reading, forms
from qingyuan.stages.repair.byte_shift.weights import WEIGHTS
from qingyuan.text import language
from qingyuan.text.characters import is_private_use
from qingyuan.text.cp936 import FIRST_LEAD, LAST_LEAD, PAIRS

IMPOSSIBLE = 1e9  # the cost of a character that cannot stand on the page


LEADS = range(FIRST_LEAD, LAST_LEAD + 1)


@lru_cache(maxsize=1)
def private_pairs() -> frozenset[int]:
    return frozenset(pair for pair, char in PAIRS.items() if is_private_use(char))


@lru_cache(maxsize=1)
def private_after() -> dict[int, frozenset[int]]:
    """The second bytes of the pairs of private-use characters, by their first."""
    found: dict[int, set[int]] = {}
    for pair in private_pairs():
        found.setdefault(pair >> 8, set()).add(pair & 0xFF)
    return {first: frozenset(seconds) for first, seconds in found.items()}


@lru_cache(maxsize=1)
def private_leads() -> frozenset[int]:
    return frozenset(pair >> 8 for pair in private_pairs())


@lru_cache(maxsize=1)
def unassigned_pairs() -> dict[int, frozenset[int]]:
    """By the first byte of the pairs that CP936 does not assign: the second bytes that can begin a character."""
    found = {
        first: frozenset(
            second for second in range(FIRST_LEAD, LAST_LEAD + 1) if first << 8 | second not in PAIRS
        )
        for first in range(FIRST_LEAD, LAST_LEAD + 1)
    }
    return {first: seconds for first, seconds in found.items() if seconds}


@lru_cache(maxsize=1)
def written_as() -> dict[int, tuple[str, ...]]:
    """The characters of two bytes that the model counts as one symbol."""
    model = language.model()
    found: dict[int, list[str]] = {}
    for _, char in sorted(PAIRS.items()):
        if not is_private_use(char):
            found.setdefault(model.symbol(char), []).append(char)
    return {symbol: tuple(chars) for symbol, chars in found.items()}


class Characters(NamedTuple):
    """What can stand on a page, by the bytes that are known of it."""

    costs: dict[str, float]  # of all characters of two bytes, for their forms
    led_by: dict[int, list[tuple[int, str]]]  # trail bytes that can be lead bytes too
    ended_by: dict[int, list[tuple[int, str]]]  # the trail byte again
    # Those that the model knows: by the lead byte, where the trail byte can open a private-use pair, and by the
    # trail byte, with the lead byte.
    known_led_by: dict[int, list[tuple[str, int]]]
    known_ended_by: dict[int, list[tuple[int, str]]]


@lru_cache(maxsize=2)
def characters_of(traditional: bool) -> Characters:
    """What can stand on pages in Traditional script, or on others."""
    known_forms, model = forms(), language.model()
    leads = range(FIRST_LEAD, LAST_LEAD + 1)
    can = Characters({}, {lead: [] for lead in leads}, {trail: [] for trail in range(256)}, {}, {})
    for pair, char in PAIRS.items():
        lead, trail = pair >> 8, pair & 0xFF
        form = known_forms.get(char)
        cost = form.cost if form and form.kind != "s" else 0.0
        if is_private_use(char) or (form and form.kind == "s" and traditional):
            cost = IMPOSSIBLE
        can.costs[char] = cost
        if cost == IMPOSSIBLE:
            continue
        if trail in leads:
            can.led_by[lead].append((trail, char))
        can.ended_by[trail].append((trail, char))
        if -model.frequency(char) <= WEIGHTS.known:
            if trail in private_leads():
                can.known_led_by.setdefault(lead, []).append((char, trail))
            can.known_ended_by.setdefault(trail, []).append((lead, char))
    return can


@lru_cache(maxsize=1)
def all_by_reading() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for (_, reading), chars in by_reading().items():
        found.setdefault(reading, []).extend(chars)
    return {reading: tuple(sorted(chars)) for reading, chars in found.items()}
