"""The terms of one page: pairs of characters, single ones, words, pairs of syllables and initials.

While they are gathered, terms are numbers: characters are packed by their code points, words are counted
from where those end. A term, a page and a level then fit into 64 bits, and one sort makes the index.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from qingyuan.search.format import (
    BODY_OFTEN,
    BODY_TWICE,
    FIELDS,
    LETTERS,
    LEVEL_BITS,
    LEVELS,
    OFTEN,
    PREFIX,
    PREFIX_LENGTH,
    UNSPACED,
)
from qingyuan.search.keys import search_key
from qingyuan.search.pinyin import reading_terms
from qingyuan.search.records import Record
from qingyuan.search.stored import compress, stored_record
from qingyuan.search.varint import Numbers

# A term as a number: up to two code points of unspaced script, or a word counted from where those end.
POINTS = ord(max(UNSPACED)) + 1
POINT_BITS = POINTS.bit_length()
FIRST_WORD = POINTS << POINT_BITS

_WORD = re.compile(f"[{LETTERS}]+|[0-9]+")
# Skips other script quickly, since the first character alone decides.
_WORDS = re.compile(f"[{LETTERS}0-9][{LETTERS}0-9]*")


def _unspaced_points() -> NDArray[np.bool_]:
    table = np.zeros(POINTS + 1, dtype=np.bool_)
    for first, last in re.findall("(.)(?:-(.))?", UNSPACED):
        table[ord(first) : ord(last or first) + 1] = True
    return table


_IS_UNSPACED = _unspaced_points()


def character_terms(key: str) -> Numbers:
    """All single characters and pairs of unspaced script in a key, in no useful order."""
    points = np.minimum(np.frombuffer(key.encode("utf-32-le"), dtype=np.uint32), POINTS)
    unspaced = _IS_UNSPACED[points]
    begins = np.flatnonzero(unspaced[:-1] & unspaced[1:])
    pairs = points[begins].astype(np.uint64) << np.uint64(POINT_BITS) | points[begins + 1]
    return np.concatenate((points[unspaced].astype(np.uint64), pairs))


def at_level(terms: Numbers, level: int) -> Numbers:
    return terms << np.uint64(LEVEL_BITS) | np.uint64(level)


_Count = TypeVar("_Count", int, NDArray[np.int64])


def body_level(occurrences: _Count) -> _Count:
    """The level of a term that a body has so often, or of many such terms."""
    return (occurrences > 1) * BODY_TWICE + (occurrences >= OFTEN) * (BODY_OFTEN - BODY_TWICE)


@dataclass(frozen=True, slots=True)
class PreparedPage:
    """A page made ready for the index: what the cache keeps."""

    url: str
    title: str
    topic: str
    date: str
    stored: bytes
    """The record as the browser fetches it."""
    characters: bytes
    """Terms of characters with their levels, as `_packed` numbers."""
    words: str
    """Terms that are words or readings: one line a level, terms separated by tabs."""


def prepare(record: Record) -> PreparedPage:
    """The page of a record made ready: all the work that depends on one page alone."""
    body = search_key(record.text)
    prominent: dict[int, str] = {}
    for field in FIELDS:
        if field.level is not None:
            value = getattr(record, field.name)
            text = value if isinstance(value, str) else "\n".join(value)
            level, key = field.level(text), search_key(text)
            prominent[level] = f"{prominent[level]}\n{key}" if level in prominent else key
    return PreparedPage(
        url=record.url,
        title=record.title,
        topic=record.topic,
        date=record.date,
        stored=compress(stored_record(record).encode()),
        characters=_packed(_characters_by_level(body, prominent)),
        words="\n".join(map("\t".join, _words_by_level(body, prominent))),
    )


def _characters_by_level(body: str, prominent: Mapping[int, str]) -> Numbers:
    """The terms of characters, each at its strongest level."""
    terms = character_terms(body)
    terms.sort()
    first = np.flatnonzero(_begins(terms))
    occurrences = np.diff(first, append=len(terms))
    levels = body_level(occurrences).astype(np.uint64)
    parts = [terms[first] << np.uint64(LEVEL_BITS) | levels]
    parts += [at_level(character_terms(key), level) for level, key in prominent.items() if key]
    found = np.concatenate(parts)
    found.sort()
    # The strongest level of a term comes last, right before the next term.
    last = np.ones(len(found), dtype=np.bool_)
    last[:-1] = _begins(found >> np.uint64(LEVEL_BITS))[1:]
    return found[last]


# Bytes of two code points and a level.
PACKED = (2 * POINT_BITS + LEVEL_BITS + 7) // 8


def _packed(numbers: Numbers) -> bytes:
    """Numbers without their upper bytes, which are empty: the cache holds little else."""
    return numbers.astype("<u8").view(np.uint8).reshape(-1, 8)[:, :PACKED].tobytes()


def unpacked(packed: bytes) -> Numbers:
    numbers = np.zeros((len(packed) // PACKED, 8), dtype=np.uint8)
    numbers[:, :PACKED] = np.frombuffer(packed, dtype=np.uint8).reshape(-1, PACKED)
    return numbers.view("<u8").reshape(-1).astype(np.uint64, copy=False)


def _begins(terms: Numbers) -> NDArray[np.bool_]:
    """Of sorted terms, which ones differ from the one before."""
    begins = np.ones(len(terms), dtype=np.bool_)
    np.not_equal(terms[1:], terms[:-1], out=begins[1:])
    return begins


def _words_by_level(body: str, prominent: Mapping[int, str]) -> list[list[str]]:
    """Words, their beginnings, and readings, each at its strongest level: a list a level."""
    strongest = {term: int(body_level(number)) for term, number in _words(body).items()}
    for level, key in sorted(prominent.items()):
        strongest.update(dict.fromkeys(_words(key), level))
        strongest.update(dict.fromkeys(reading_terms(key), level))
    by_level: list[list[str]] = [[] for _ in LEVELS]
    for term, level in strongest.items():
        by_level[level].append(term)
    return by_level


def _words(key: str) -> Counter[str]:
    """How often a key has each word, and each beginning of a longer one."""
    words = Counter(_WORD.findall(" ".join(_WORDS.findall(key))))
    for word, number in tuple(words.items()):
        if len(word) > PREFIX_LENGTH:
            words[word[:PREFIX_LENGTH] + PREFIX] += number
    return words
