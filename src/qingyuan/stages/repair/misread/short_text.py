"""Titles and clauses, too short to prove anything by themselves."""

from __future__ import annotations

from collections.abc import Iterator

from qingyuan.stages.repair.misread.accidents import (
    IN_SHORT_TEXT,
    Chain,
    undo_chain,
)
from qingyuan.stages.repair.misread.gate import ASCII, blocks_of, can_be_misread, places_of, reads_badly
from qingyuan.stages.repair.misread.reading import Reading
from qingyuan.stages.repair.misread.reopening import is_border
from qingyuan.stages.repair.misread.scoring import LETTERS, TITLE, weighed_reading
from qingyuan.stages.repair.misread.stretches import lines_misread
from qingyuan.text import language, plausible

_FEW = 300  # letters: more of them prove themselves line by line
_SOME_RARE = 0.12  # of a text in few characters are unusual where it is misread, hardly any where not
_SHORT_MARGIN = {2: 9.6, 3: 8.0, 4: 7.0}  # nats by characters; of 628,000 clean words none had more
_IN_JAPAN_OR_KOREA = 3.0  # nats against readers there where so few characters are all the evidence
_SHORT_MARGIN_ELSE = 9.0


def short_runs_of_one_accident(text: str) -> list[Reading]:
    """Runs of a few characters, none of which proves anything, that one accident explains all."""
    high = ""
    for run in LETTERS.finditer(text):
        high += run[0]
        if len(high) > _FEW:
            return []
    if len(high) < 2:
        return []
    rare = plausible.unusual(frozenset(high))
    if sum(map(high.count, rare)) < _SOME_RARE * len(high) and not (len(high) <= TITLE and reads_badly(high)):
        return []
    best, readings = _SHORT_MARGIN.get(len(high), _SHORT_MARGIN_ELSE), []
    for chain in IN_SHORT_TEXT:
        try:
            undo_chain(high, chain)
        except UnicodeError:
            continue
        gain, explained = lines_misread(text, chain)
        gain -= _IN_JAPAN_OR_KOREA * _is_foreign_reader(high, chain)
        if gain < best or not explained:
            continue
        usual = not plausible.unusual(frozenset("".join(reading.after for reading in explained)))
        if usual and all(
            ASCII.findall(reading.before) == ASCII.findall(reading.after) for reading in explained
        ):
            best, readings = gain, explained
    return readings


_FEW_RARE = 0.06  # of modern prose: there one rare character is enough to look at its clause
_CLAUSE = 10  # characters; what is longer has more of them, close to each other
_NOISE = 7.0  # nats a character
_SHARE_OF_RARE = 0.2  # of what is misread; of the names in clean prose it is often less
_SHORTEST_CLAUSE = 2
_CLAUSE_MUST_GAIN = 7.0  # nats, or what `_SHORT_MARGIN` says; of 300,000 words and verses with a rare character, within prose, none gained 5.5


def misread_clauses(text: str) -> Iterator[Reading]:
    """Clauses of a few characters within clean text that a single accident explains."""
    for offset, block in blocks_of(text):
        if block.isascii():
            continue
        rare = frozenset(filter(can_be_misread, plausible.unusual(plausible.uncommon(block))))
        if not rare or sum(map(block.count, rare)) > max(4, _FEW_RARE * len(block)):
            continue
        done = -1
        for place in places_of(block, rare):
            if place < done:
                continue
            start, done = place, place + 1
            while start > 0 and place - start <= _CLAUSE and not is_border(block[start - 1]):
                start -= 1
            if place - start > _CLAUSE:
                continue
            while done < len(block) and done - start <= _CLAUSE and not is_border(block[done]):
                done += 1
            clause = block[start:done]
            if (
                _SHORTEST_CLAUSE <= len(clause) <= _CLAUSE
                and _SHARE_OF_RARE * len(clause) <= sum(char in rare for char in clause)
                and -language.score(clause) > _NOISE * len(clause)
            ):
                yield from _best_of_clause(offset + start, clause)


def _best_of_clause(start: int, clause: str) -> list[Reading]:
    readings: list[Reading] = []
    needed = _SHORT_MARGIN[2] if len(clause) == 2 else _CLAUSE_MUST_GAIN
    least = language.score(clause) + needed
    for chain in IN_SHORT_TEXT:
        try:
            after = undo_chain(clause, chain)
        except UnicodeError:
            continue
        if language.score(after) < least or plausible.unusual(frozenset(after)):
            continue  # most are far from it, and this is the cheapest way to know
        reading = weighed_reading(start, clause, after, chain)
        gain = reading.gain - _IN_JAPAN_OR_KOREA * _is_foreign_reader(clause, chain)
        if gain >= needed and reading.proved and not ASCII.search(reading.after):
            readings.append(reading)
    return [max(readings, key=lambda reading: reading.gain)] if readings else []


def _is_foreign_reader(letters: str, chain: Chain) -> bool:
    """Whether so few letters are to show that a reader of another country was at work."""
    return len(letters) in _SHORT_MARGIN and chain[0].read.language in ("ja", "ko")
