"""Choosing among readings: for a line, for a document, for all lines of one accident."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace

from qingyuan.document import Step
from qingyuan.stages.repair.misread.accidents import Chain, Family, family_of, undo_chain
from qingyuan.stages.repair.misread.gate import ASCII, HOLE
from qingyuan.stages.repair.misread.reading import Reading, edits_of
from qingyuan.stages.repair.misread.reopening import (
    RunsOfLine,
    reopened_runs,
    reopened_whole,
    runs_reopened,
    segments_of,
)
from qingyuan.stages.repair.misread.scoring import (
    LETTERS,
    count_cut_ends,
    is_accented_word,
    new_share,
    weighed_reading,
)
from qingyuan.stages.repair.misread.weights import WEIGHTS
from qingyuan.text import language
from qingyuan.text.spans import lines_of

_Row = tuple[Reading, "_Row | None"]


def readings_of_line(line: str, start: int) -> list[Reading]:
    """The proved readings of a line that gain anything."""
    readings: list[Reading] = []
    seen: set[tuple[int, str, str]] = set()
    everything = [(0, *whole) for whole in reopened_whole(line)]
    everything += ((at, *whole) for at, segment in segments_of(line) for whole in reopened_whole(segment))
    everything += runs_reopened(line)
    for at, before, after, chain in everything:
        if (at, before, after) in seen or before == after:
            continue
        reading = weighed_reading(
            start + at, before, after, chain, count_cut_ends(line, at, at + len(before), chain)
        )
        if reading.gain > 0 and reading.proved:
            seen.add((at, before, after))
            readings.append(reading)
    return readings


def choose_readings(readings: list[Reading], each: float = WEIGHTS.another_reading) -> list[Reading]:
    """The readings that gain most together without overlap; each costs `each` nats."""
    ordered = sorted(readings, key=lambda reading: (reading.end, reading.start))
    ends = [reading.end for reading in ordered]
    best: list[tuple[float, _Row | None]] = [(0.0, None)]
    for index, reading in enumerate(ordered):
        before, chosen = best[bisect_right(ends, reading.start, 0, index)]
        gain = before + reading.gain - each
        best.append((gain, (reading, chosen)) if gain > best[-1][0] else best[-1])
    row, chosen_readings = best[-1][1], []
    while row:
        chosen_readings.append(row[0])
        row = row[1]
    return chosen_readings[::-1]


def choose_by_main_accident(readings: list[Reading], text: str) -> list[Reading]:
    """The readings of a line that gain most; where one accident is certain, it explains the short runs too,
    and no other explains what is left between."""
    chosen = choose_readings([reading for reading in readings if not is_accented_word(reading, text)])
    weights: dict[Family, float] = {}
    for reading in chosen:
        weights[family_of(reading.chain)] = weights.get(family_of(reading.chain), 0.0) + reading.gain
    if not weights:
        return chosen
    main = max(weights, key=weights.__getitem__)
    if weights[main] < WEIGHTS.certain or (len(weights) == 1 and len(chosen) == len(readings)):
        return chosen
    read = main[0].read
    fitting = [
        reading
        for reading in readings
        if family_of(reading.chain) == main
        or (
            family_of(reading.chain)[0].read != read
            and reading.gain >= WEIGHTS.must_gain
            and not is_accented_word(reading, text)
        )
    ]
    return [
        replace(reading, gain=max(reading.gain, WEIGHTS.must_gain))
        for reading in choose_readings(fitting, WEIGHTS.switch)
    ]


def prefer_whole_line(line: str, start: int, readings: list[Reading]) -> list[Reading]:
    """The reading of the whole line in place of its parts, if it reads better: accidents hit lines."""
    chains = dict.fromkeys(reading.chain for reading in readings if reading.gain >= WEIGHTS.must_gain)
    if not chains or (len(readings) == 1 and len(readings[0].before) == len(line)):
        return readings
    best = language.score(
        Step("", edits_of(replace(reading, start=reading.start - start) for reading in readings)).apply(line)
    )
    for after, reading in _whole_texts(line, chains, start):
        if reading.gain >= WEIGHTS.must_gain and reading.proved and language.score(after) > best:
            best, readings = language.score(after), [reading]
    return readings


def _whole_texts(text: str, chains: Iterable[Chain], start: int) -> Iterator[tuple[str, Reading]]:
    """The whole text reopened by each chain that can: the text and its reading."""
    for chain in chains:
        try:
            after = undo_chain(text, chain)
        except UnicodeError:
            continue
        yield after, weighed_reading(start, text, after, chain)


def clearly_misread(text: str, chains: Iterable[Chain], start: int = 0) -> Reading | None:
    """The reading of the whole text by the chain that gains most, if that leaves no doubt."""
    best: Reading | None = None
    for _, reading in _whole_texts(text, chains, start):
        high = len(reading.before) - len(ASCII.findall(reading.before))
        if (
            reading.gain >= max(WEIGHTS.certain, WEIGHTS.clear_per_char * high)
            and (not best or reading.gain > best.gain)
            and reading.proved
        ):
            best = reading
    return best


def runs_of_certain_accidents(line: str, chains: Iterable[Chain], start: int) -> list[Reading]:
    """The runs of accidents that are certain in the document, if they explain the line between its holes."""
    readings: list[Reading] = []
    runs = RunsOfLine(line)
    for chain in chains:
        if len(chain) == 1:
            for at, before, after in reopened_runs(runs, chain[0]):
                reading = weighed_reading(
                    start + at, before, after, chain, count_cut_ends(line, at, at + len(before), chain)
                )
                if reading.gain > 0 and reading.proved:
                    readings.append(reading)
    chosen = choose_readings(readings)
    intact = HOLE.sub("", line)
    high = len(intact) - len(ASCII.findall(intact))
    return (
        chosen
        if sum(reading.gain for reading in chosen) >= max(WEIGHTS.certain, WEIGHTS.clear_per_char * high)
        else []
    )


def accident_of_document(text: str) -> Chain | None:
    """The chain that explains a document as a whole, found in its first lines; None if there is none."""
    head = text if len(text) <= WEIGHTS.document_head else text[: text.find("\n", WEIGHTS.document_head) + 1]
    chains = {chain: None for _, _, chain in reopened_whole(head)} if head else {}
    reading = clearly_misread(head, chains)
    if reading is None:
        return None
    try:
        return (
            reading.chain
            if Reading(0, text, undo_chain(text, reading.chain), reading.chain, 0.0).proved
            else None
        )
    except UnicodeError:
        return None


def lines_misread(text: str, chain: Chain, taken: Iterable[Reading] = ()) -> tuple[float, list[Reading]]:
    """The lines that the accident explains, `taken` left out, and what they and those gain together.

    Each line is misread or not, and going from one to the other costs. A line that is too short to prove
    anything, or has a dash only, goes with those around it, if these leave no doubt.
    """
    starts = sorted(reading.start for reading in taken)
    readings: list[Reading | None] = []
    gains: list[float] = []
    seen: set[str] = set()
    for start, line in lines_of(text):
        line = line.rstrip("\r\n")
        if line.isascii():
            continue
        try:
            after = undo_chain(line, chain)
        except UnicodeError:
            after = ""
        reading = (
            weighed_reading(start, line, after, chain, floor=-WEIGHTS.impossible_line)
            if after and after != line
            else None
        )
        if bisect_left(starts, start) < bisect_left(starts, start + len(line)):
            gains.append(max(0.0, reading.gain) if reading and reading.proved else 0.0)
            readings.append(None)
        elif reading and reading.proved:
            repeats = new_share(reading.before, seen)
            proves = reading.gain < 0 or LETTERS.search(reading.before) is not None
            gains.append(reading.gain * repeats if proves else 0.0)
            readings.append(reading)
        elif not after:
            gains.append(-WEIGHTS.impossible_line)  # it may have lost something; it may as well be clean
            readings.append(None)
    best, margins = _follow(gains)
    return best, [
        reading
        for reading, margin in zip(readings, margins, strict=True)
        if reading and margin >= WEIGHTS.line_margin
    ]


def _follow(gains: list[float]) -> tuple[float, list[float]]:
    """The best way through lines that are misread or not, and the margin of each as misread over intact."""
    forward = [(0.0, 0.0)]  # what is gained up to here if the last line is left, and if it is misread
    for gain in gains:
        left, misread = forward[-1]
        if len(forward) == 1:
            forward.append((0.0, gain))
        else:
            forward.append((max(left, misread - WEIGHTS.switch), gain + max(misread, left - WEIGHTS.switch)))
    backward = (0.0, 0.0)
    margins: list[float] = []
    for gain, (left, misread) in zip(reversed(gains), reversed(forward[1:]), strict=True):
        margins.append(misread + backward[1] - left - backward[0])
        opened = backward[1] + gain
        backward = (max(backward[0], opened - WEIGHTS.switch), max(opened, backward[0] - WEIGHTS.switch))
    return max(forward[-1]), margins[::-1]
