"""Misaligned bytes behind a lost one: they decode to rare Han, so they are left as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate

from qingyuan.stages.repair.misread.accidents import HIGH
from qingyuan.stages.repair.misread.reading import Reading, by_line, without_overlaps
from qingyuan.stages.repair.misread.scoring import LETTERS_OF_EAST_ASIA
from qingyuan.stages.repair.misread.weights import WEIGHTS
from qingyuan.text import charsets, language
from qingyuan.text.characters import BMP_HAN, HALF_WIDTH_KANA

# Where a byte was lost, all that follows is out of step up to the next plain sign, and turns into rare Han.
_REST_OF_DAMAGE = re.compile(f"[{HIGH}\ufffd{HALF_WIDTH_KANA}]")
_SHOWN_AS_QUESTION = re.compile(r"(?<=[^\x00-\x7f])\?(?=[^\x00-\x7f])")  # or a question
_LONE_TRAIL = re.compile(
    rf"(?<=[{BMP_HAN}])[@-~](?=[^\x00-\x7f])"
)  # the byte of a character whose other one was lost


_HAN_OR_PAUSE = re.compile(f"[{BMP_HAN}、。！-？]")  # with figures, and all marks that a sentence has


def _costs(text: str) -> list[float]:
    context, costs = language.model().beginning, []
    for char in text:
        gain, context = context[char]
        costs.append(-gain)
    return costs


def _has_lone_trail(text: str) -> bool:
    """Whether a letter between two Han is a lone trail byte: one of the two is improbable there."""
    trails = list(_LONE_TRAIL.finditer(text))
    costs = _costs(text) if trails else []
    return any(
        max(costs[trail.start() - 1], costs[trail.end()])
        > WEIGHTS.beside_trail + WEIGHTS.capital * trail[0].isupper()
        for trail in trails
    )


def _reads_better_one_byte_on(reading: Reading) -> bool:
    """Whether another alignment of the bytes turns rare characters in a row into usual ones."""
    if not _can_be_misaligned(reading):
        return False
    (misreading,) = reading.chain
    costs, size = _costs(reading.after), WEIGHTS.window
    rare = [
        at for at in range(len(costs) - size + 1) if sum(costs[at : at + size]) > size * WEIGHTS.rare_in_a_row
    ]
    if not rare:
        return False
    try:
        data = [misreading.written.encode(char) for char in reading.after]
    except UnicodeEncodeError:
        return False  # HKSCS has a letter and its mark as one
    for at in rare[: WEIGHTS.most_places]:
        codes = b"".join(data[at : at + size])
        if codes.isascii() or len(codes) < 2 * size - 1:
            continue
        other = codes[1:-1].decode("gb18030" if misreading.written is charsets.GB18030 else "big5", "ignore")
        if len(_HAN_OR_PAUSE.findall(other)) == size - 1 and -language.score(
            other
        ) < WEIGHTS.usual_in_a_row * len(other):
            return True
    return False


def _has_lost_bytes(line: str, readings: list[Reading], start: int) -> bool:
    """Whether the line lost bytes in the accident that these readings explain."""
    whole = len(readings) == 1 and len(readings[0].before) > WEIGHTS.nearly_all * len(line)
    if "\ufffd" in line or (not whole and _SHOWN_AS_QUESTION.search(line)):
        return True
    at, rest = 0, ""
    for reading in readings:
        first, last = reading.start - start, reading.end - start
        if _has_lone_trail(reading.after) or _reads_better_one_byte_on(reading):
            return True
        rest += line[at:first]
        at = last
    return _REST_OF_DAMAGE.search(rest + line[at:]) is not None


def _aligned_parts(reading: Reading, lost: bool) -> Iterator[Reading]:
    """The parts of a reading that read well; the rest is misaligned."""
    (misreading,) = reading.chain
    after, costs = reading.after, _costs(reading.after)
    high = [char > "\x7f" for char in after]
    most_of_one = WEIGHTS.misaligned_one_after_loss if lost else WEIGHTS.misaligned_one
    most_of_three = 3 * (WEIGHTS.misaligned_three_after_loss if lost else WEIGHTS.misaligned_three)
    wrong = [cost > most_of_one and here for cost, here in zip(costs, high, strict=True)]
    for at in range(len(costs) - 2):
        if sum(costs[at : at + 3]) > most_of_three and sum(high[at : at + 3]) > 1:
            wrong[at : at + 3] = [True] * 3
    try:
        sizes = [len(misreading.written.encode(char)) for char in after]
    except UnicodeEncodeError:  # HKSCS has a letter and its mark as one
        if not lost:
            yield reading
        return
    if not any(wrong) and not lost:
        yield reading
        return
    borders = {0: 0}  # where each character that was read begins, by bytes
    size = 0
    for index, char in enumerate(reading.before, 1):
        size += len(misreading.read.encode(char))
        borders[size] = index
    starts = list(accumulate(sizes, initial=0))
    index = 0
    while index < len(after):
        end = next((at for at in range(index, len(after)) if wrong[at]), len(after))
        first, last = borders.get(starts[index]), borders.get(starts[end])
        if first is not None and last is not None and len(LETTERS_OF_EAST_ASIA.findall(after[index:end])) > 1:
            part = replace(
                reading,
                start=reading.start + first,
                before=reading.before[first:last],
                after=after[index:end],
            )
            if part.proved:
                yield part
        index = next((at for at in range(end, len(after)) if after[at] < "@" and not wrong[at]), len(after))


def without_misaligned(text: str, readings: list[Reading], all_of_it: bool = False) -> list[Reading]:
    """The readings without what follows a lost byte.

    `all_of_it`: they are the lines of a document that decodes as a whole, so that no byte is missing.
    """
    kept: list[Reading] = []
    for start, line, of_the_line in by_line(text, without_overlaps(readings)):
        if not any(_can_be_misaligned(reading) for reading in of_the_line):
            kept += of_the_line
            continue
        lost = _has_lost_bytes(line, of_the_line, start)
        for reading in of_the_line:
            if not _can_be_misaligned(reading) or (not lost and (all_of_it or reading.before == line)):
                kept.append(reading)
            else:
                kept += _aligned_parts(reading, lost)
    return kept


def _can_be_misaligned(reading: Reading) -> bool:
    (first, *deeper) = reading.chain
    return not deeper and first.written is not charsets.UTF_8 and first.read.slips
