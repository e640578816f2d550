"""Where a text looks misread: the cheap question that comes before the search."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from operator import itemgetter

from qingyuan.stages.repair.misread.accidents import ACCIDENTS, CONTINUATION
from qingyuan.stages.repair.misread.weights import WEIGHTS
from qingyuan.text import plausible
from qingyuan.text.characters import (
    BMP_HAN,
    HALF_WIDTH_KANA,
    HANGUL,
    HIRAGANA,
    KANA,
    PRIVATE_USE,
    is_private_use,
)
from qingyuan.text.cp936 import CODES
from qingyuan.view import View

ASCII = re.compile(r"[\x00-\x7f]")
HAN_SIGN = re.compile(rf"[{BMP_HAN}]")
HIRAGANA_SIGN = re.compile(rf"[{HIRAGANA}]")
_KANA = re.compile(rf"[{KANA}ー]")
HANGUL_SIGN = re.compile(rf"[{HANGUL}]")
_NEVER_WRITTEN = re.compile(rf"[\x80-\xa6{PRIVATE_USE}\ufffd{HALF_WIDTH_KANA}ㄅ-ㆎ]")
# What is left of UTF-8 where a byte was lost: holes.py knows what to do with it, and nothing else does.
HOLE = re.compile(f"[\xc2-\xf4]?{CONTINUATION}{{0,2}}\ufffd+(?:{CONTINUATION}{{1,2}}\ufffd*)?")


_SEEN_IN = tuple(row.read.shows for row in ACCIDENTS if row.read.shows)
_CYRILLIC_OR_GREEK = re.compile(r"[\u0370-\u045f]")


@cache
def _traces() -> tuple[tuple[frozenset[str], re.Pattern[str], bool], ...]:
    """The traces of all accidents; traces with the same characters are sought together."""
    patterns: dict[tuple[frozenset[str], bool], dict[str, None]] = {}
    for row in ACCIDENTS:
        for trace in row.traces:
            patterns.setdefault((trace.characters, trace.among_letters), {})[trace.pattern] = None
    return tuple(
        (characters, re.compile("|".join(alternatives)), among_letters)
        for (characters, among_letters), alternatives in patterns.items()
    )


def blocks_of(view: View) -> Iterator[tuple[int, str, frozenset[str]]]:
    """The text in pieces of whole lines: offset, piece, and its uncommon characters."""
    text = view.text
    if len(text) <= WEIGHTS.block:
        if not text.isascii():
            yield 0, text, view.of(plausible.uncommon)
        return
    start = 0
    while start < len(text):
        end = text.find("\n", start + WEIGHTS.block) + 1 or len(text)
        block = text[start:end]
        if not block.isascii():
            yield start, block, plausible.uncommon(block)
        start = end


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _lines_with(chars: frozenset[str], text: str) -> Iterator[tuple[int, int, frozenset[str]]]:
    """The lines that hold any of some characters: where each begins and ends, and which it holds."""
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if not line.isascii() and (held := chars.intersection(line)):
            yield start, end, held
        start = end + 1


def _hits(text: str, chars: frozenset[str]) -> Iterator[int]:
    """Where text looks as honest text hardly does, not in order; `chars` are the uncommon characters of the text."""
    if "\ufffd" in chars:
        text = HOLE.sub(_blank, text)
        chars = frozenset(text)
    lines = list(
        _lines_with(chars, text)
    )  # no trace goes over a line's end; most lines of a web page are ASCII
    for characters, pattern, _ in _traces():
        if not chars.isdisjoint(characters):
            for start, end, uncommon in lines:
                if not uncommon.isdisjoint(characters):
                    yield from (match.start() for match in pattern.finditer(text, start, end))
    rare = frozenset(filter(can_be_misread, plausible.unusual(chars)))
    if rare and len(text) <= WEIGHTS.name:
        yield from places_of(text, rare)
    elif rare and len(places := places_of(text, rare)) >= WEIGHTS.fewest_rare:
        for size, close in ((3, WEIGHTS.close_three), (4, WEIGHTS.close_four)):
            yield from (
                first
                for first, last in zip(places, places[size - 1 :], strict=False)
                if last - first < close and "\n" not in text[first:last]
            )


@lru_cache(maxsize=65536)
def can_be_misread(char: str) -> bool:
    """Whether any reader of these accidents can show the character; a radical, say, none can."""
    for codec in _SEEN_IN:
        try:
            char.encode(codec)
        except UnicodeEncodeError:
            continue
        return True
    return char < "\u2000" or is_private_use(char)


def places_of(text: str, chars: frozenset[str]) -> list[int]:
    if len(chars) > 20:
        return [at for at, char in enumerate(text) if char in chars]
    places: list[int] = []
    for char in chars:
        at = text.find(char)
        while at >= 0:
            places.append(at)
            at = text.find(char, at + 1)
    return sorted(places)


def looks_damaged(text: str) -> bool:
    """Whether the search is worth its time."""
    return not text.isascii() and next(_hits(text, plausible.uncommon(text)), None) is not None


def _is_explained(at: int, char: str, explained: Sequence[tuple[int, int]]) -> bool:
    """Whether a place lies in one of the spans and its character can be a misaligned pair of bytes.

    >>> _is_explained(5, "氯", [(1, 9)]), _is_explained(9, "氯", [(1, 9)]), _is_explained(5, "Ó", [(1, 9)])
    (True, False, False)
    """
    before = bisect_right(explained, at, key=itemgetter(0)) - 1
    return before >= 0 and at < explained[before][1] and char in CODES


def suspicious_parts(view: View, explained: Sequence[tuple[int, int]] = ()) -> Iterator[tuple[int, str]]:
    """The lines, or parts of long lines, in which the gate finds something, with their offsets."""
    for offset, block, uncommon in blocks_of(view):
        line_start, line_end, done = 0, -1, -1
        hits = sorted(_hits(block, uncommon))
        if explained:
            hits = [hit for hit in hits if not _is_explained(offset + hit, block[hit], explained)]
        for index, hit in enumerate(hits):
            if hit < done:
                continue
            if hit > line_end:
                line_start = block.rfind("\n", line_end + 1, hit) + 1 or line_end + 1
                line_end = block.find("\n", hit)
                line_end = len(block) if line_end < 0 else line_end
            reach = WEIGHTS.whole_line if line_end - line_start <= WEIGHTS.whole_line else WEIGHTS.around_hit
            start, end = max(line_start, hit - reach, done), hit
            while index < len(hits) and hits[index] < line_end and hits[index] - end <= 2 * reach:
                end = hits[index]
                index += 1
            done = min(line_end, end + reach)
            part = block[start:done]
            if not _reads_well(block[hit : end + WEIGHTS.close_three]) and not _is_foreign(part):
                yield offset + start, part


def _reads_well(core: str) -> bool:
    """Whether the suspicious characters are modern Chinese with rare words."""
    high = ASCII.sub("", core)
    return plausible.reads_within(high, plausible.NATS.readable)


def _is_foreign(line: str) -> bool:
    """Whether the line is in another language, whose characters are rare in Chinese."""
    high = len(line) - len(ASCII.findall(line))
    if high > WEIGHTS.longest_word and len(_CYRILLIC_OR_GREEK.findall(line)) >= WEIGHTS.cyrillic * high:
        return not any(among_letters and pattern.search(line) for _, pattern, among_letters in _traces())
    kana, syllables = len(_KANA.findall(line)), HANGUL_SIGN.findall(line)
    hangul = len(syllables)
    if kana >= WEIGHTS.kana * high and len(HIRAGANA_SIGN.findall(line)) >= WEIGHTS.hiragana * high:
        return not _NEVER_WRITTEN.search(line)
    if hangul < WEIGHTS.hangul * high or not hangul or HAN_SIGN.search(line) or _NEVER_WRITTEN.search(line):
        return False
    rare = sum(syllable not in plausible.frequent_hangul() for syllable in syllables)
    return rare <= WEIGHTS.rare_hangul * hangul
