"""Candidates: runs, cells and whole lines decoded the way they were written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

from qingyuan.stages.repair.misread.accidents import ACCIDENTS, MISREADINGS, Misreading
from qingyuan.stages.repair.misread.gate import looks_damaged
from qingyuan.stages.repair.misread.weights import WEIGHTS
from qingyuan.text import charsets, language
from qingyuan.text.characters import EAST_ASIAN_MARKS, FULL_WIDTH
from qingyuan.text.charsets import Charset

_HIGH_RUN = re.compile(r"[^\x00-\x7f]+")
_BYTE_RUN = re.compile(r"[^\x00-\x3f]+")  # no trail byte of any of these charsets lies below 0x40
_RUNS = {  # the same of a charset with one byte a character: high ones, and those with trail bytes
    row.read: (re.compile(f"[{high}]+"), re.compile(f"[\x40-\x7f{high}]+"))
    for row in ACCIDENTS
    if (high := re.escape(row.read.high))
}


_UTF_8_RUN = re.compile(
    rb"""(?: [\x00-\x7f] | [\xc2-\xdf][\x80-\xbf] | \xe0[\xa0-\xbf][\x80-\xbf] | [\xe1-\xec\xee\xef][\x80-\xbf]{2}
        | \xed[\x80-\x9f][\x80-\xbf] | \xf0[\x90-\xbf][\x80-\xbf]{2} | [\xf1-\xf3][\x80-\xbf]{3}
        | \xf4[\x80-\x8f][\x80-\xbf]{2} )+""",
    re.VERBOSE,
)
# Both sides two bytes a character: a run may be reopened character by character.
_IN_PARTS = frozenset(
    misreading
    for misreading in MISREADINGS
    if misreading.written.language == "zh" and misreading.written.pairs and misreading.read.pairs
)
_SEGMENTS = (  # an accident may have hit only this: a cell, an attribute, what stands between clean Chinese
    re.compile(r'(?:(?! \| )[^"<>\n])+'),
    re.compile(r'(?:(?! \| )[^"<>\n\u2e80-\uffff])+'),
    re.compile(r'(?:(?! \| )[^"<>\n\u2e80-\uffff“”‘’])+'),  # or between clean marks, as names stand in prose
)
_FIRST_WINDOW = (
    256  # characters: windows double, so that a run full of characters that a charset lacks is read once
)
NATURAL_BORDER = re.compile(rf"[\x00-\x7f{EAST_ASIAN_MARKS}{FULL_WIDTH}“”‘’—…·]")


def _run_pattern(misreading: Misreading) -> re.Pattern[str]:
    """The pattern of runs that this accident can have made."""
    high, with_trails = _RUNS.get(misreading.read, (_HIGH_RUN, _BYTE_RUN))
    return with_trails if misreading.read.slips and misreading.written is not charsets.UTF_8 else high


class RunsOfLine:
    """The runs of one line, which all accidents that were read alike ask for; it lives no longer than the search."""

    def __init__(self, line: str) -> None:
        self.line = line
        self._known: dict[tuple[re.Pattern[str], Charset], list[tuple[int, str, bytes]]] = {}

    def encodable(self, pattern: re.Pattern[str], charset: Charset) -> list[tuple[int, str, bytes]]:
        """The parts of the pattern's matches that the charset can hold, with offset and bytes."""
        found = self._known.get((pattern, charset))
        if found is None:
            found = self._known[pattern, charset] = list(_encodable_runs(self.line, pattern, charset))
        return found


def _encodable_runs(
    line: str, pattern: re.Pattern[str], charset: Charset
) -> Iterator[tuple[int, str, bytes]]:
    for match in pattern.finditer(line):
        if match[0].isascii():
            continue
        at = match.start()
        size = _FIRST_WINDOW
        while at < match.end():
            window = line[at : min(at + size, match.end())]
            try:
                data = charset.encode(window)
            except UnicodeEncodeError as error:
                stop = at + _error_offset(window, charset, error)
                if stop > at:
                    yield at, line[at:stop], charset.encode(line[at:stop])
                at, size = stop + 1, _FIRST_WINDOW
                continue
            if at + size >= match.end():
                yield at, window, data
                break
            size *= 2


def _error_offset(run: str, charset: Charset, error: UnicodeEncodeError) -> int:
    """The offset of the first character that the charset lacks."""
    if error.object == run or len(error.object) == len(run):
        return error.start
    for index, char in enumerate(run):  # the charset encodes piece by piece
        try:
            charset.encode(char)
        except UnicodeEncodeError:
            return index
    return 0


def _utf_8_runs(run: str, data: bytes, read: Charset) -> Iterator[tuple[int, int, str]]:
    """The parts of a run, between borders of characters, whose bytes are UTF-8: offsets and text."""
    if read.is_single_byte:
        borders = None
    else:
        borders = [0]
        for char in run:
            try:
                borders.append(borders[-1] + len(read.encode(char)))
            except UnicodeEncodeError:
                return  # a letter and a mark above it that have one code together
        if borders[-1] != len(data):
            return
    here = {at: index for index, at in enumerate(borders or ())}
    for match in _UTF_8_RUN.finditer(data):
        if match[0].isascii():
            continue
        if borders is None:
            yield match.start(), match.end(), match[0].decode("utf-8")
            continue
        common: list[int] = []
        at = match.start()
        for char in match[0].decode("utf-8"):
            if at in here:
                common.append(at)
            at += len(char.encode("utf-8"))
        if at in here:
            common.append(at)
        if len(common) > 1:
            first, last = common[0], common[-1]
            yield here[first], here[last], data[first:last].decode("utf-8")


@lru_cache(maxsize=200_000)
def _reopened(char: str, misreading: Misreading) -> str:
    """What one character was; empty if this accident cannot give it."""
    try:
        return misreading.undo(char)
    except UnicodeError:
        return ""


def _best_parts(run: str, misreading: Misreading) -> Iterator[tuple[int, int, str]]:
    """The parts of a run that read better reopened; the rest is left as it is.

    Two ways through the run, left and reopened, are followed at once, each with what the language makes of
    it up to here; going from one to the other costs, but for marks, at which an accident may well end.
    """
    beginning = language.model().beginning
    after = [_reopened(char, misreading) for char in run]
    left, left_at = 0.0, beginning
    opened, opened_at = float("-inf"), beginning
    origins: list[tuple[bool, bool]] = []  # whether the best way to left, and to opened, comes from opened
    change = 0.0
    for char, new in zip(run, after, strict=True):
        mark = NATURAL_BORDER.match(char) is not None
        from_opened = opened - (0.0 if mark else WEIGHTS.change) > left
        to_left = (opened - (0.0 if mark else WEIGHTS.change), opened_at) if from_opened else (left, left_at)
        stays = opened >= left - change
        to_opened = (opened, opened_at) if stays else (left - change, left_at)
        origins.append((from_opened, stays))
        gain, left_at = to_left[1][char]
        left = to_left[0] + gain
        if len(new) == 1:
            gain, opened_at = to_opened[1][new]
            opened = to_opened[0] + gain
        else:
            opened = float("-inf")
        change = 0.0 if mark else WEIGHTS.change
    is_open = opened > left
    states: list[bool] = []
    for origin in reversed(origins):
        states.append(is_open)
        is_open = origin[is_open]
    states.reverse()
    at = 0
    for opened_here, part in groupby(states):
        size = len(list(part))
        if opened_here:
            yield at, at + size, "".join(after[at : at + size])
        at += size


def reopened_runs(runs: RunsOfLine, misreading: Misreading) -> Iterator[tuple[int, str, str]]:
    """Offset, before and after of each run that this misreading could explain."""
    read, written = misreading.read, misreading.written
    for start, run, data in runs.encodable(_run_pattern(misreading), read):
        if run.isascii():
            continue
        if written is charsets.UTF_8:
            for first, last, after in _utf_8_runs(run, data, read):
                yield start + first, run[first:last], after
            continue
        try:
            after = misreading.undo(run) if read is charsets.SHIFT_JIS else written.decode(data)
        except UnicodeError:
            after = ""
        if after:
            yield start, run, after
        if misreading in _IN_PARTS:
            for first, last, part in _best_parts(run, misreading):
                if part != after:
                    yield start + first, run[first:last], part


def reopened_whole(
    line: str, depth: int = WEIGHTS.deepest
) -> Iterator[tuple[str, str, tuple[Misreading, ...]]]:
    """The line reopened as a whole, by one accident or more: before, after, chain."""
    for misreading in MISREADINGS:
        try:
            after = misreading.undo(line)
        except UnicodeError:
            continue
        yield line, after, (misreading,)
        if depth > 1 and misreading.written is charsets.UTF_8 and looks_damaged(after):
            yield from ((line, deeper, (misreading, *c)) for _, deeper, c in reopened_whole(after, depth - 1))


def segments_of(line: str) -> Iterator[tuple[int, str]]:
    """The cells, attributes and texts between tags of a line."""
    known = {line}
    for pattern in _SEGMENTS:
        for match in pattern.finditer(line):
            segment = match[0].strip("| ")
            if segment not in known and not segment.isascii():
                known.add(segment)
                yield match.start() + match[0].find(segment), segment


def runs_reopened(line: str) -> Iterator[tuple[int, str, str, tuple[Misreading, ...]]]:
    """Runs of the line reopened: offset, before, after, chain."""
    runs = RunsOfLine(line)
    for misreading in MISREADINGS:
        for at, before, after in reopened_runs(runs, misreading):
            yield at, before, after, (misreading,)
            if misreading.written is charsets.UTF_8 and looks_damaged(after):
                deeper = reopened_whole(after, WEIGHTS.deepest - 1)
                yield from ((at, before, deepest, (misreading, *chain)) for _, deepest, chain in deeper)


@lru_cache(maxsize=65536)
def is_border(char: str) -> bool:
    return NATURAL_BORDER.match(char) is not None
