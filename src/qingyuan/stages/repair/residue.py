"""What is left of damage in lines where some of it was proved and repaired: reported, for silence is the worst fault."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from qingyuan.document import Step
from qingyuan.stages.repair import holes
from qingyuan.stages.repair.misread.accidents import (
    COMMON_TO_ALL,
    ONE_BYTE,
    UTF_8_AS_WINDOWS_1252,
    chain_of,
    name_of,
)
from qingyuan.text import plausible
from qingyuan.text.characters import EAST_ASIAN_MARKS, FULL_WIDTH
from qingyuan.text.spans import Spans, merged
from qingyuan.view import View

NOTE = "the rest of this line was repaired; this looks like more of the same damage, and nothing proves what it was"
_FEWEST_RARE = 2  # characters: one may be a name
_SHORT = 3  # characters of a run in which one rare one tells, if nothing reads
_NEAR = 20  # characters on either side in which an accented word shows
_ACCENTED = re.compile(r"(?<![^\W\d_])[A-Za-z]*[À-ɏ][A-Za-z]+|[A-Za-z]{2,}[À-ɏ]\b")  # café, Müller
_SIGNS_OF_EVERYBODY = frozenset("°±·×÷§©®µ²³«»¥£€ˇˉˊˋ˙")
_OTHER_WORDS = re.compile(rf"[^\x00-\x7f{EAST_ASIAN_MARKS}{FULL_WIDTH}“”‘’—…·]+")
_FAR_LETTERS = "\u0100-\u07ff"  # what two bytes of GBK become where a program takes them for UTF-8
_HIGH = {charset.name: charset.high for charset in ONE_BYTE}


@cache
def _letters_of(reader: str) -> re.Pattern[str]:
    """Runs of what a reader of one byte a character shows, without what everybody writes."""
    high = "".join(char for char in _HIGH[reader] if char not in COMMON_TO_ALL)
    letters = f"[{re.escape(high)}{_FAR_LETTERS if 'À' in high else ''}]"
    return re.compile(f"{letters}+(?:[{COMMON_TO_ALL}]{letters}+)*")


def _reader_of(rule: str, kind: str) -> str | None:
    """The reader that showed a letter for each byte, "" for another; None for an edit of another rule."""
    if rule == holes.NAME:
        kind = name_of(UTF_8_AS_WINDOWS_1252)
    elif rule != "repair/misread":
        return None
    try:
        readers = [misreading.read.name for misreading in chain_of(kind)]
    except KeyError:  # of a ruling
        return None
    return next((reader for reader in readers if reader in _HIGH), "")


def _repaired(steps: tuple[Step, ...]) -> dict[str, list[tuple[int, int]]]:
    """Where the text has what was repaired, by the reader."""
    found: dict[str, list[tuple[int, int]]] = {}
    for number, step in enumerate(steps):
        shift = 0
        for edit in step.edits:
            start = edit.start + shift
            shift += len(edit.after) - len(edit.before)
            reader = _reader_of(step.rule, edit.kind)
            if reader is None:
                break
            end = start + len(edit.after)
            for later in steps[number + 1 :]:
                start, end = later.result(start, end)
            if start < end:
                found.setdefault(reader, []).append((start, end))
    return found


def find_residue(view: View) -> list[tuple[int, int]]:
    """The spans that still look damaged in lines of which a part was repaired, in order."""
    if not view.steps or view.text.isascii():
        return []
    return merged(_look(view))


def _look(view: View) -> Iterator[tuple[int, int]]:
    text = view.text
    repaired = _repaired(view.steps)
    everywhere = Spans(merged(place for places in repaired.values() for place in places))
    for reader, places in repaired.items():
        pattern, looks = (_letters_of(reader), _is_of_bytes) if reader else (_OTHER_WORDS, _is_of_rare_han)
        for first, last in _lines_of(text, merged(places)):
            for run in pattern.finditer(text, first, last):
                yield from (
                    (start, end)
                    for start, end in _outside(run.start(), run.end(), everywhere)
                    if looks(text, start, end, everywhere)
                )


def _lines_of(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Where each line that has any of the spans begins and ends."""
    done = 0
    for start, end in spans:
        if end <= done:
            continue
        last = text.find("\n", end)
        first, done = max(done, text.rfind("\n", 0, start) + 1), len(text) if last < 0 else last
        yield first, done


def _outside(start: int, end: int, repaired: Spans) -> Iterator[tuple[int, int]]:
    """The parts of a run that no repair gave."""
    at = start
    while at < end:
        first = at
        while at < end and not repaired.cover(at):
            at += 1
        if first < at:
            yield first, at
        at += 1


def _is_of_bytes(text: str, start: int, end: int, repaired: Spans) -> bool:
    """Whether letters are no word of a European language, and no sign of everybody."""
    if _SIGNS_OF_EVERYBODY.issuperset(text[start:end]):
        return False
    words = _ACCENTED.finditer(text, max(0, start - _NEAR), end + _NEAR)
    return not any(word.start() <= start and end <= word.end() for word in words)


def _is_of_rare_han(text: str, start: int, end: int, repaired: Spans) -> bool:
    """Whether a run has several rare characters, or one and goes on what was repaired without a sense."""
    run = text[start:end]
    rare = sum(not plausible.is_usual(char) for char in run)
    if rare >= _FEWEST_RARE:
        return True
    touches = repaired.cover(max(0, start - 1)) or repaired.cover(end)
    return (
        bool(rare)
        and touches
        and len(run) <= _SHORT
        and not plausible.reads_within(run, plausible.NATS.readable)
    )
