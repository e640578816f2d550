"""Doubts: what is no drawing although it is made of signs to draw with, and no accident explains it with certainty."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from qingyuan.document import Finding
from qingyuan.stages.repair.misread.accidents import MISREADINGS, ONE_BYTE, undo_chain
from qingyuan.stages.repair.misread.drawn import DRAWN, OF_TWO_KINDS, cost_as_drawing, count_misses
from qingyuan.stages.repair.misread.reading import Reading, without_overlaps
from qingyuan.stages.repair.misread.scoring import is_list_of_bytes, weighed_reading
from qingyuan.stages.repair.misread.weights import WEIGHTS
from qingyuan.text import charsets, plausible

NOTE = "this looks like a name that was read as CP437 or its like, but too little of it is left to prove what it was"
_RUN = re.compile(r"[^\x00-\x7f\u3000-\uffff]+")


def unexplained_names(parts: Iterable[tuple[int, str]], taken: Sequence[Reading]) -> Iterator[Finding]:
    """Findings for runs of signs to draw with that draw nothing, with what reads best as candidate."""
    spans = [(reading.start, reading.end) for reading in without_overlaps(taken)]
    for start, line in parts:
        for match in _RUN.finditer(line):
            first, last = start + match.start(), start + match.end()
            after = bisect_left(spans, (last, 0))
            if after and spans[after - 1][1] > first:
                continue
            if _draws_nothing(match[0]):
                best = _best_candidate(match[0])
                if not best and count_misses(match[0]) < WEIGHTS.misses:
                    continue
                yield Finding("repair/misread", first, match[0], (best,) if best else (), NOTE)


def _draws_nothing(run: str) -> bool:
    return (
        len(run) >= WEIGHTS.shortest_name
        and len(DRAWN.findall(run)) >= WEIGHTS.drawn_of_name * len(run)
        and not OF_TWO_KINDS.isdisjoint(run)
        and cost_as_drawing(run) >= WEIGHTS.draws_nothing * len(run)
        and not (len(run) >= WEIGHTS.shortest_set and len(set(run)) == len(run))
        and not any(is_list_of_bytes(run, charset) for charset in ONE_BYTE)
    )


def _best_candidate(run: str) -> str:
    """What the run reads best as; empty if nothing reads well, as where a byte is lost."""
    best: Reading | None = None
    for misreading in MISREADINGS:
        try:
            after = undo_chain(run, (misreading,))
        except UnicodeError:
            continue
        reading = weighed_reading(0, run, after, (misreading,))
        if misreading.written is not charsets.UTF_8 and not plausible.reads_within(
            after, plausible.NATS.readable
        ):
            continue
        if reading.gain > 0 and reading.proved and (best is None or reading.gain > best.gain):
            best = reading
    return best.after if best else ""
