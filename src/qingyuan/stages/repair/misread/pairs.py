"""Pairs of letters that were decoded by chance: GBK read as Windows-1252, of which a program then opened what fits UTF-8.

`Éú»îË®Æ½` (生活水平) becomes `Éú»îˮƽ`: CB AE and C6 BD happen to be UTF-8. Each character that
the first reader cannot have shown goes back to its bytes of UTF-8, and the whole run is read anew. Where the
program opened a pair whose character the first reader has too (C3 BB is û), both ways are tried.

In the same way text is read anew that lost its soft hyphens, which nobody sees: `¾¼Ã` is 经济, whose first
character is BE AD.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from qingyuan.document import Step
from qingyuan.stages.repair.misread.accidents import (
    OPENED_IN_PARTS,
    WINDOWS_1252,
    WITHOUT_SOFT_HYPHENS,
    Chain,
)
from qingyuan.stages.repair.misread.reading import Reading, by_line, edits_of
from qingyuan.stages.repair.misread.scoring import weighed_reading
from qingyuan.stages.repair.misread.weights import WEIGHTS
from qingyuan.text import charsets, cp936, language, plausible
from qingyuan.text.charsets import Charset
from qingyuan.text.spans import line_around, merged

_RUN = re.compile("(?:[^\x00-\x3f]+ ?)+")  # no trail byte lies below 0x40; some set characters apart
_FAR = re.compile(f"(?![{re.escape(WINDOWS_1252)}])[\u0100-\uffff\U000c0000-\U0010ffff]")
_WRITTEN = (charsets.GB18030, charsets.BIG5)
_UNSEEN = 0xAD
_LETTERS_OF_BYTES = re.compile(f"[\xa1-\xff{re.escape(WINDOWS_1252)}]{{2}}")


@dataclass(frozen=True, slots=True)
class _Atom:
    """The shortest part of a run with a border of characters at both ends; `after` is None where it stays."""

    start: int
    end: int
    after: str | None


_Row = tuple[_Atom, "_Row | None"]


@dataclass(frozen=True, slots=True)
class _Way:
    """One way of reading a run up to here."""

    score: float
    context: language.Context
    start: int  # where the atom began that is not yet complete
    after: str  # what it has so far
    rows: _Row | None


def has_opened(text: str) -> bool:
    """Whether a text has characters that UTF-8 opened by chance would be: letters of far alphabets, which are two
    bytes, rare Han, which are three, and private use of the last planes, which is four."""
    return any(map(_may_be_opened, _FAR.findall(text)))


@lru_cache(maxsize=65536)
def _may_be_opened(char: str) -> bool:
    return char < "\u0800" or char > "\uffff" or not plausible.is_usual(char)


def with_pairs_closed(
    text: str, parts: Iterable[tuple[int, str]], chosen: Sequence[Reading]
) -> list[Reading]:
    """The readings, with whole runs in place of those that stop at a pair that was opened.

    `parts` are the suspicious parts of the text; lines in which a reading stands are looked at too.
    """
    if not has_opened(text):
        return list(chosen)
    ordered = sorted(chosen, key=lambda reading: reading.start)
    spans = [(start, start + len(line)) for start, line, _ in by_line(text, ordered)]
    for start, part in parts:
        first, line = line_around(text, start, start + len(part))
        spans.append((first, first + len(line)))
    found = list(ordered)
    for first, last in merged(span for span in spans if has_opened(text[span[0] : span[1]])):
        here = [reading for reading in found if first <= reading.start < last]
        elsewhere = [reading for reading in found if not first <= reading.start < last]
        found = elsewhere + _with_pairs_closed_in(text, first, last, here)
    return found


def with_soft_hyphens(
    text: str, parts: Iterable[tuple[int, str]], chosen: Sequence[Reading]
) -> list[Reading]:
    """The readings, with runs read anew where soft hyphens were lost and the text with them reads far better."""
    found = sorted(chosen, key=lambda reading: reading.start)
    spans = [(start, start + len(line)) for start, line, _ in by_line(text, found)]
    for start, part in parts:
        first, line = line_around(text, start, start + len(part))
        spans.append((first, first + len(line)))
    for first, last in merged(span for span in spans if _LETTERS_OF_BYTES.search(text, *span)):
        for start, end in _doubtful_runs(text, first, last, found):
            within = [reading for reading in found if start <= reading.start < end]
            whole = _read_anew(text[start:end], start, unseen=True)
            gain = sum(reading.gain for reading in whole)
            if (
                gain >= WEIGHTS.must_gain
                and gain > sum(reading.gain for reading in within)
                and _reads_as_prose(whole)
                and _score_with(text, start, end, whole)
                > _score_with(text, start, end, within) + WEIGHTS.better_with_unseen
            ):
                found = [reading for reading in found if reading not in within] + whole
    return found


def _doubtful_runs(
    text: str, first: int, last: int, readings: Iterable[Reading]
) -> Iterator[tuple[int, int]]:
    """The runs of letters that stand for bytes, of which something is left or reads badly; whole readings with them."""
    here = [reading for reading in readings if first <= reading.start < last]
    runs = [(first + match.start(), first + match.end()) for match in _RUN.finditer(text[first:last])]
    for start, end in merged((*runs, *((reading.start, reading.end) for reading in here))):
        within = [reading for reading in here if start <= reading.start < end]
        if chr(_UNSEEN) in text[start:end]:
            continue  # it has one, so it has them all
        gains = [0.0, 0.0]
        for reading in within:
            gains[_may_be_in_parts(OPENED_IN_PARTS.get(reading.chain, reading.chain))] += reading.gain
        if gains[False] > gains[True]:
            continue  # another accident explains it
        rest, at = "", start
        for reading in within:
            rest += text[at : reading.start] + "\n"
            at = reading.end
        rest += text[at:end]
        if re.search(f"[\xa1-\xff{re.escape(WINDOWS_1252)}]", rest) or any(
            map(_reads_badly, (reading.after for reading in within))
        ):
            yield start, end


def _reads_badly(text: str) -> bool:
    """Whether two characters in a row are improbable."""
    context, last = language.model().beginning, 0.0
    for char in text:
        gain, context = context[char]
        if last - gain > 2 * WEIGHTS.doubtful_two:
            return True
        last = -gain
    return False


def _score_with(text: str, start: int, end: int, readings: Iterable[Reading]) -> float:
    """The log probability of a part of the text with the readings, in nats."""
    shifted = (replace(reading, start=reading.start - start) for reading in readings)
    return language.score(Step("", edits_of(shifted)).apply(text[start:end]))


def _with_pairs_closed_in(text: str, first: int, last: int, readings: list[Reading]) -> list[Reading]:
    """The same for one line; for several that are suspicious together."""
    certain = (
        sum(reading.gain for reading in readings if _may_be_in_parts(reading.chain)) >= WEIGHTS.must_gain
    )
    for start, end in _regions(text, first, last, readings):
        within = [reading for reading in readings if start <= reading.start < end]
        whole = _read_anew(text[start:end], start)
        gain = sum(reading.gain for reading in whole)
        if not whole or (within and gain <= sum(reading.gain for reading in within)):
            continue
        proves = gain >= WEIGHTS.must_gain and _reads_as_prose(whole)
        if proves or (certain and _reads_better(text, first, last, readings, within, whole)):
            readings = [reading for reading in readings if reading not in within] + whole
            certain = True
    return readings


def _may_be_in_parts(chain: Chain) -> bool:
    first = chain[0]
    return len(chain) == 1 and first.written in _WRITTEN and first.read.is_single_byte


def _regions(text: str, first: int, last: int, readings: Iterable[Reading]) -> Iterator[tuple[int, int]]:
    """The runs in which a pair was opened, with the readings that they touch."""
    runs = [(first + match.start(), first + match.end()) for match in _RUN.finditer(text[first:last])]
    runs = [run for run in runs if has_opened(text[run[0] : run[1]])]
    touched = [
        (reading.start, reading.end)
        for reading in readings
        if any(reading.start < end and start < reading.end for start, end in runs)
    ]
    yield from merged((*runs, *touched))


def _reads_better(
    text: str, first: int, last: int, readings: list[Reading], within: list[Reading], whole: list[Reading]
) -> bool:
    """Whether the line reads better with the new readings in place of those within them."""
    others = [reading for reading in readings if reading not in within]
    return _score_with(text, first, last, (*others, *whole)) > _score_with(text, first, last, readings)


def _read_anew(run: str, start: int, unseen: bool = False) -> list[Reading]:
    """The readings of a run by the written charset that reads best; empty where none reads better than noise.

    `unseen`: it may have lost soft hyphens.
    """
    best_score, best = -WEIGHTS.opened_each * len(run), list[Reading]()
    for written in _WRITTEN:
        score, atoms = _best_way(run, written, unseen)
        if unseen:
            atoms = _without_doubtful(run, score, atoms, written)
        atoms = _without_noise(run, atoms)
        if score > best_score and (readings := list(_readings_of(run, start, atoms, written, unseen))):
            best_score, best = score, readings
    return best


def _reads_as_prose(readings: Iterable[Reading]) -> bool:
    han = "".join(char for reading in readings for char in reading.after if char > "\x7f")
    return plausible.reads_within(han, plausible.NATS.readable)


def _without_doubtful(run: str, score: float, atoms: Sequence[_Atom], written: Charset) -> list[_Atom]:
    """The atoms, with those left as they are that another way reads otherwise, if it is nearly as good: one that
    has a soft hyphen elsewhere."""
    doubtful: set[tuple[int, int]] = set()
    codec = "gb18030" if written is charsets.GB18030 else "cp950"
    places = [atom for atom in atoms if atom.after and _UNSEEN in atom.after.encode(codec, "replace")]
    for atom in places[: WEIGHTS.most_places]:
        other, others = _best_way(run, written, True, range(atom.start, atom.end))
        if score - other < WEIGHTS.unseen_margin:
            doubtful.update((each.start, each.end) for each in atoms if each not in others)
    return [replace(atom, after=None) if (atom.start, atom.end) in doubtful else atom for atom in atoms]


def _best_way(
    run: str, written: Charset, unseen: bool, complete: range = range(0)
) -> tuple[float, list[_Atom]]:
    """The best way through a run, with its score by the language model, in nats; `unseen`: with soft hyphens where they
    help, but none at the characters that are `complete`."""
    ways: dict[int, _Way] = {0: _Way(0.0, language.model().beginning, 0, "", None)}
    opened = has_opened(run)  # where no pair was, ½ is no pair
    for index, char in enumerate(run):
        following: dict[int, _Way] = {}
        if char >= "\u2e80":  # it may be what it is
            for lead, way in ways.items():
                _keep(following, _torn(way, way.start, index) if lead else way, char, index)
        for lead, way in ways.items():
            for data, cost in _codes(char)[: 2 if opened else 1]:
                _go_on(following, way, lead, data, cost, index, written)
                if unseen and not lead and index not in complete and written is charsets.BIG5:
                    _go_on(following, way, _UNSEEN, data, cost + WEIGHTS.unseen, index, written)
            if lead:  # the byte behind this one is lost
                torn = _torn(way, way.start, index)
                for data, cost in _codes(char)[: 2 if opened else 1]:
                    _go_on(following, torn, 0, data, cost, index, written)
        if unseen and index not in complete:
            for lead, way in list(following.items()):
                if lead:
                    _add_unseen(following, way, lead, index, written)
        if not following:
            way = max(ways.values(), key=lambda way: way.score)
            following = {0: _torn(way, way.start, index + 1)}
        ways = following
    finals = [way if not lead else _torn(way, way.start, len(run)) for lead, way in ways.items()]
    best = max(finals, key=lambda way: way.score)
    row, atoms = best.rows, list[_Atom]()
    while row:
        atoms.append(row[0])
        row = row[1]
    return best.score, atoms[::-1]


def _add_unseen(ways: dict[int, _Way], way: _Way, lead: int, index: int, written: Charset) -> None:
    """Add the way that ends the open character with an unseen byte, if it is the best with nothing open."""
    char = _pair(lead, _UNSEEN, written.name)
    if not char:
        return
    gain, context = way.context[char]
    score = way.score + gain - WEIGHTS.unseen
    if 0 not in ways or ways[0].score < score:
        ways[0] = _Way(
            score, context, index + 1, "", (_Atom(way.start, index + 1, way.after + char), way.rows)
        )


def _keep(ways: dict[int, _Way], way: _Way, char: str, index: int) -> None:
    """Add the way that leaves the character at `index` as it is, if it is the best with nothing open."""
    gain, context = way.context[char]
    score = way.score + gain
    if 0 not in ways or ways[0].score < score:
        ways[0] = _Way(score, context, index + 1, "", (_Atom(index, index + 1, None), way.rows))


def _without_noise(run: str, atoms: Sequence[_Atom]) -> list[_Atom]:
    """The atoms, with those left as they are of which two in a row read like misaligned bytes."""
    context = language.model().beginning
    costs: list[float] = []  # of an atom's first character
    for atom in atoms:
        for index, char in enumerate(run[atom.start : atom.end] if atom.after is None else atom.after):
            gain, context = context[char]
            if not index:
                costs.append(-gain)
    noisy = [False] * len(atoms)
    for at, (one, two) in enumerate(pairwise(costs)):
        if one + two > 2 * WEIGHTS.opened_two and atoms[at].after and atoms[at + 1].after:
            noisy[at] = noisy[at + 1] = True
    return [replace(atom, after=None) if wrong else atom for atom, wrong in zip(atoms, noisy, strict=True)]


def _torn(way: _Way, start: int, end: int) -> _Way:
    """The way after a part in which nothing fits."""
    score = way.score - WEIGHTS.opened_torn
    return _Way(score, way.context, end, "", (_Atom(start, end, None), way.rows))


def _go_on(
    ways: dict[int, _Way], way: _Way, lead: int, data: bytes, cost: float, index: int, written: Charset
) -> None:
    """Add the way that reads these bytes of the character at `index`, if it is the best with what it leaves open."""
    score, context, after = way.score - cost, way.context, way.after
    for byte in data:
        if lead:
            char = _pair(lead, byte, written.name)
            lead = 0
        elif byte < 0x80:
            char = chr(byte)
        else:
            lead = byte
            continue
        if not char:
            return
        gain, context = context[char]
        score += gain
        after += char
    known = ways.get(lead)
    if known is not None and known.score >= score:
        return
    if lead:
        ways[lead] = _Way(score, context, way.start, after, way.rows)
    else:
        ways[lead] = _Way(score, context, index + 1, "", (_Atom(way.start, index + 1, after), way.rows))


@lru_cache(maxsize=4096)
def _codes(char: str) -> tuple[tuple[bytes, float], ...]:
    """The bytes that a character can stand for, with what it costs in nats to believe so."""
    try:
        single = charsets.WINDOWS_1252.encode(char)
    except UnicodeEncodeError:
        return ((char.encode("utf-8"), 0.0),)
    if "\x80" <= char < "\u0800":  # of ž and its like chance gives two bytes as often as one
        return (single, 0.0), (char.encode("utf-8"), WEIGHTS.opened_unseen * (char < "\u0100"))
    return ((single, 0.0),)


@lru_cache(maxsize=65536)
def _pair(lead: int, trail: int, charset: str) -> str:
    """The character of two bytes; empty where the charset has none."""
    if charset == charsets.GB18030.name:
        char = cp936.PAIRS.get(lead << 8 | trail, "")
    else:
        char = bytes((lead, trail)).decode("cp950", "ignore")
    return char if len(char) == 1 and not plausible.is_never_written(char) else ""


def _readings_of(
    run: str, start: int, atoms: Sequence[_Atom], written: Charset, unseen: bool
) -> Iterator[Reading]:
    """Readings that are proved, each of as many atoms as one chain explains."""
    both = (*OPENED_IN_PARTS.items(), *(WITHOUT_SOFT_HYPHENS.items() if unseen else ()))
    chains = tuple(
        dict.fromkeys(chain for last, plain in both if plain[0].written is written for chain in (last, plain))
    )
    group: list[_Atom] = []
    fitting = chains
    for atom in (*atoms, _Atom(len(run), len(run), None)):
        of_atom = tuple(
            chain for chain in fitting if atom.after and _reading(run, start, [atom], chain).proved
        )
        if group and not of_atom:
            yield from _proved(run, start, group, fitting)
            group = []
            of_atom = tuple(
                chain for chain in chains if atom.after and _reading(run, start, [atom], chain).proved
            )
        fitting = of_atom or chains
        if of_atom:
            group.append(atom)


def _reading(run: str, start: int, atoms: Sequence[_Atom], chain: Chain) -> Reading:
    first, last = atoms[0].start, atoms[-1].end
    after = "".join(atom.after or "" for atom in atoms)
    return Reading(start + first, run[first:last], after, chain, 0.0)


def _proved(run: str, start: int, atoms: Sequence[_Atom], chains: Sequence[Chain]) -> Iterator[Reading]:
    """The reading of these atoms together, or of either half: a pair may lie across their border that was not opened."""
    for chain in chains:
        reading = _reading(run, start, atoms, chain)
        if reading.before == reading.after:
            return
        if reading.proved:
            yield weighed_reading(reading.start, reading.before, reading.after, chain)
            return
    if len(atoms) > 1:
        half = len(atoms) // 2
        yield from _proved(run, start, atoms[:half], chains)
        yield from _proved(run, start, atoms[half:], chains)
