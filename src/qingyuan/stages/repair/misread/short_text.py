"""Titles and clauses, too short to prove anything by themselves."""

from __future__ import annotations

from collections.abc import Iterator

from qingyuan.stages.repair.misread.accidents import IN_SHORT_TEXT, Chain, undo_chain
from qingyuan.stages.repair.misread.gate import ASCII, blocks_of, can_be_misread, places_of
from qingyuan.stages.repair.misread.reading import Reading
from qingyuan.stages.repair.misread.reopening import is_border
from qingyuan.stages.repair.misread.scoring import LETTERS, weighed_reading
from qingyuan.stages.repair.misread.stretches import lines_misread
from qingyuan.stages.repair.misread.weights import WEIGHTS
from qingyuan.text import language, plausible
from qingyuan.view import View


def short_runs_of_one_accident(text: str) -> list[Reading]:
    """Short runs that prove nothing singly, if one accident explains them all."""
    high = ""
    for run in LETTERS.finditer(text):
        high += run[0]
        if len(high) > WEIGHTS.few_letters:
            return []
    if len(high) < 2:
        return []
    rare = plausible.unusual(frozenset(high))
    if sum(map(high.count, rare)) < WEIGHTS.rare_of_misread * len(high) and not (
        len(high) <= WEIGHTS.word and not plausible.reads_within(high, plausible.NATS.readable)
    ):
        return []
    best, readings = WEIGHTS.short_margin.get(len(high), WEIGHTS.short_margin_of_more), []
    for chain in IN_SHORT_TEXT:
        try:
            undo_chain(high, chain)
        except UnicodeError:
            continue
        gain, explained = lines_misread(text, chain)
        gain -= WEIGHTS.foreign_reader * _is_foreign_reader(high, chain)
        if gain < best or not explained:
            continue
        usual = not plausible.unusual(frozenset("".join(reading.after for reading in explained)))
        if usual and all(
            ASCII.findall(reading.before) == ASCII.findall(reading.after) for reading in explained
        ):
            best, readings = gain, explained
    return readings


def misread_clauses(view: View) -> Iterator[Reading]:
    """Short clauses within clean text that a single accident explains."""
    for offset, block, uncommon in blocks_of(view):
        rare = frozenset(filter(can_be_misread, plausible.unusual(uncommon)))
        if not rare or len(places := places_of(block, rare)) > max(4, WEIGHTS.rare_of_prose * len(block)):
            continue
        done = -1
        for place in places:
            if place < done:
                continue
            start, done = place, place + 1
            while start > 0 and place - start <= WEIGHTS.clause and not is_border(block[start - 1]):
                start -= 1
            if place - start > WEIGHTS.clause:
                continue
            while done < len(block) and done - start <= WEIGHTS.clause and not is_border(block[done]):
                done += 1
            clause = block[start:done]
            if (
                WEIGHTS.shortest_clause <= len(clause) <= WEIGHTS.clause
                and WEIGHTS.rare_of_clause * len(clause) <= sum(char in rare for char in clause)
                and not plausible.reads_within(clause, plausible.NATS.good_clause)
            ):
                yield from _best_of_clause(offset + start, clause)


def _best_of_clause(start: int, clause: str) -> list[Reading]:
    readings: list[Reading] = []
    needed = WEIGHTS.short_margin[2] if len(clause) == 2 else WEIGHTS.clause_margin
    least = language.score(clause) + needed
    for chain in IN_SHORT_TEXT:
        try:
            after = undo_chain(clause, chain)
        except UnicodeError:
            continue
        if language.score(after) < least or plausible.unusual(frozenset(after)):
            continue  # most are far from it, and this is the cheapest way to know
        reading = weighed_reading(start, clause, after, chain)
        gain = reading.gain - WEIGHTS.foreign_reader * _is_foreign_reader(clause, chain)
        if gain >= needed and reading.proved and not ASCII.search(reading.after):
            readings.append(reading)
    return [max(readings, key=lambda reading: reading.gain)] if readings else []


def _is_foreign_reader(letters: str, chain: Chain) -> bool:
    """Whether a reader of Japan or Korea is assumed on the evidence of a few letters."""
    return len(letters) in WEIGHTS.short_margin and chain[0].read.language in ("ja", "ko")
