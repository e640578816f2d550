"""A reading: one run of a text with what was written there if a chain of accidents is right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from qingyuan.document import Edit, in_order
from qingyuan.stages.repair.misread.accidents import Chain, damage_chain, name_of
from qingyuan.text.spans import line_around

_LOST_SIGN = "\N{WHITE SQUARE}"  # what a reader shows for bytes that its table lacks; hardly ever a square


@dataclass(frozen=True, slots=True)
class Reading:
    """One run of a text, what was written there if the chain is right, and what that gains, in nats."""

    start: int
    before: str
    after: str
    chain: Chain  # in the order in which they are undone
    gain: float

    @property
    def end(self) -> int:
        return self.start + len(self.before)

    @property
    def proved(self) -> bool:
        """Whether doing the damage again gives the damaged run (law 2)."""
        try:
            return damage_chain(self.after, self.chain) == self.before
        except UnicodeError:
            return False


def without_shared_ascii(reading: Reading) -> Reading:
    """The reading without the ASCII that both ends share."""
    before, after = reading.before, reading.after
    left = 0
    while left < min(len(before), len(after)) and before[left] == after[left] < "\x80":
        left += 1
    right = 0
    while right < min(len(before), len(after)) - left and before[-1 - right] == after[-1 - right] < "@":
        right += 1
    return replace(
        reading,
        start=reading.start + left,
        before=before[left : len(before) - right],
        after=after[left : len(after) - right],
    )


def _around_lost_signs(reading: Reading) -> Iterator[Reading]:
    """The parts of a reading between signs of lost characters, if before and after match one to one."""
    if _LOST_SIGN not in reading.before or len(reading.before) != len(reading.after):
        yield reading
        return
    for part in re.finditer(f"[^{_LOST_SIGN}]+", reading.before):
        first, last = part.span()
        piece = replace(reading, start=reading.start + first, before=part[0], after=reading.after[first:last])
        if piece.proved:
            yield piece


def edits_of(readings: Iterable[Reading]) -> tuple[Edit, ...]:
    return in_order(
        Edit(part.start, part.before, part.after, name_of(part.chain))
        for reading in readings
        for part in _around_lost_signs(reading)
    )


def without_overlaps(readings: Iterable[Reading]) -> list[Reading]:
    """The readings in order, without any that overlaps an earlier one."""
    kept: list[Reading] = []
    for reading in sorted(readings, key=lambda reading: (reading.start, -reading.end)):
        if not kept or reading.start >= kept[-1].end:
            kept.append(reading)
    return kept


def by_line(text: str, readings: Iterable[Reading]) -> Iterator[tuple[int, str, list[Reading]]]:
    """Readings that stand in order, by the line they begin in: its offset, the line, its readings."""
    start, end = 0, -1
    of_the_line: list[Reading] = []
    for reading in readings:
        if reading.start > end:
            if of_the_line:
                yield start, line_around(text, start, of_the_line[-1].end)[1], of_the_line
            start = text.rfind("\n", max(end, 0), reading.start) + 1 or start
            end = text.find("\n", reading.start)
            end = len(text) if end < 0 else end
            of_the_line = []
        of_the_line.append(reading)
    if of_the_line:
        yield start, line_around(text, start, of_the_line[-1].end)[1], of_the_line
