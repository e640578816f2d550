"""Shards: terms with their postings, dealt into files by the checksum of the term."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from zlib import crc32

import numpy as np

from qingyuan.search.format import FOLLOWING, LEVEL_BITS, PRECEDING, SINGLE_CHARACTER_POSTINGS
from qingyuan.search.pinyin import homophones
from qingyuan.search.stored import compress
from qingyuan.search.terms import FIRST_WORD, POINT_BITS, POINTS
from qingyuan.search.varint import LEVEL_MASK, POSTING_BITS, POSTING_MASK, Numbers, encode, size

BUCKETS = 64
"""Groups in which entries wait until the number of shards is known, which is then a multiple of this."""


@dataclass(slots=True)
class Bucket:
    """Entries of shards, the checksums of their terms, and how long each is."""

    entries: bytearray = field(default_factory=bytearray)
    checksums: array[int] = field(default_factory=lambda: array("I"))
    lengths: array[int] = field(default_factory=lambda: array("I"))

    def add(self, checksum: int, entry: bytes) -> None:
        self.entries += entry
        self.checksums.append(checksum)
        self.lengths.append(len(entry))

    def extend(self, other: Bucket) -> None:
        self.entries += other.entries
        self.checksums += other.checksums
        self.lengths += other.lengths

    @classmethod
    def joined(cls, buckets: Sequence[Bucket]) -> Bucket:
        if len(buckets) == 1:
            return buckets[0]
        joined = cls()
        for bucket in buckets:
            joined.extend(bucket)
        return joined


def bucketed(terms: Iterable[tuple[bytes, bytes]]) -> list[Bucket]:
    """Terms and their postings as entries, in buckets by their checksums."""
    buckets = [Bucket() for _ in range(BUCKETS)]
    for term, encoded in terms:
        checksum = crc32(term)
        entry = b"".join((size(len(term)), term, size(len(encoded)), encoded))
        buckets[checksum % BUCKETS].add(checksum, entry)
    return buckets


def words_of(postings: Numbers, words: Sequence[str]) -> tuple[int, Sequence[str]]:
    """The number of the first word that postings are about, and those words."""
    last = int(postings.max()) >> POSTING_BITS
    if last < FIRST_WORD:
        return FIRST_WORD, ()
    first = max(FIRST_WORD, int(postings.min()) >> POSTING_BITS)
    return first, words[first - FIRST_WORD : last - FIRST_WORD + 1]


def encoded_part(
    postings: Numbers, words: tuple[int, Sequence[str]]
) -> tuple[list[Bucket], Numbers, Numbers]:
    """The postings of some terms as entries, the pairs among these terms, and how many pages have each.

    It sorts the postings in place.
    """
    postings.sort()
    changes = np.flatnonzero(np.diff(postings >> np.uint64(POSTING_BITS)))
    bounds = np.concatenate(([0], changes + 1, [len(postings)]))
    numbers = postings[bounds[:-1]] >> np.uint64(POSTING_BITS)
    postings &= np.uint64(POSTING_MASK)
    singles, pairs_end = np.searchsorted(numbers, np.array([POINTS, FIRST_WORD], dtype=np.uint64)).tolist()
    encoded, ends = encode(postings, bounds[:-1])
    cuts = ends[bounds].tolist()
    contents = [encoded[low:high] for low, high in pairwise(cuts)]
    for i in np.flatnonzero(np.diff(bounds[: singles + 1]) > SINGLE_CHARACTER_POSTINGS).tolist():
        best = _best_levels(postings[bounds[i] : bounds[i + 1]], SINGLE_CHARACTER_POSTINGS)
        contents[i] = encode(best, np.zeros(1, dtype=np.int64))[0]
    names = _names(numbers, singles, pairs_end, *words)
    having = np.diff(bounds)[singles:pairs_end].astype(np.uint64)
    return bucketed(zip(names, contents, strict=True)), numbers[singles:pairs_end], having


def all_neighbors(pairs: Sequence[Numbers], having: Sequence[Numbers]) -> Iterator[tuple[bytes, bytes]]:
    """For each character the terms of what follows and what precedes it."""
    both = np.concatenate(pairs)
    left, right = both >> np.uint64(POINT_BITS), both & np.uint64((1 << POINT_BITS) - 1)
    commonness = np.minimum(np.log2(np.concatenate(having)), LEVEL_MASK).astype(np.uint64)
    yield from _neighbors(FOLLOWING, left, right, commonness)
    by_right = np.argsort(right, kind="stable")
    yield from _neighbors(PRECEDING, right[by_right], left[by_right], commonness[by_right])


def spoken(_: object) -> bytes:
    """Which characters sound alike, as the browser fetches it."""
    return compress(homophones().encode())


def deal(bucket: Bucket, first: int, step: int, number: int) -> list[bytes]:
    """The entries of a bucket dealt into its shards, every `step`-th of `number`, each compressed."""
    entries = memoryview(bucket.entries)
    found: list[tuple[int, bytes]] = []
    begin = 0
    for checksum, length in zip(bucket.checksums, bucket.lengths, strict=True):
        found.append((checksum, bytes(entries[begin : begin + length])))
        begin += length
    # By checksum, since words are numbered in the order in which they came.
    found.sort()
    shards: dict[int, list[bytes]] = {shard: [] for shard in range(first, number, step)}
    for checksum, entry in found:
        shards[checksum % number].append(entry)
    return [compress(b"".join(shard)) for shard in shards.values()]


def _names(
    numbers: Numbers, singles: int, pairs_end: int, first_word: int, words: Sequence[str]
) -> list[bytes]:
    """The terms of sorted numbers: single characters come first, then pairs, then words."""
    pairs = numbers[singles:pairs_end]
    lines = np.full((len(pairs), 3), ord("\n"), dtype="<u4")
    lines[:, 0] = pairs >> np.uint64(POINT_BITS)
    lines[:, 1] = pairs & np.uint64((1 << POINT_BITS) - 1)
    return [
        *(chr(number).encode() for number in numbers[:singles].tolist()),
        *lines.tobytes().decode("utf-32-le").encode().splitlines(),
        *(words[number - first_word].encode() for number in numbers[pairs_end:].tolist()),
    ]


def _neighbors(
    mark: str, characters: Numbers, neighbors: Numbers, commonness: Numbers
) -> Iterator[tuple[bytes, bytes]]:
    """For each of the sorted characters the term of its neighbors."""
    starts = np.flatnonzero(np.diff(characters, prepend=np.uint64(0)))
    encoded, ends = encode(neighbors << np.uint64(LEVEL_BITS) | commonness, starts)
    cuts = ends[np.append(starts, len(characters))].tolist()
    for character, (low, high) in zip(characters[starts].tolist(), pairwise(cuts), strict=True):
        yield f"{chr(character)}{mark}".encode(), encoded[low:high]


def _best_levels(postings: Numbers, limit: int) -> Numbers:
    """The postings of the best levels, and of one level those of the first pages."""
    weakest_last = np.lexsort((postings, LEVEL_MASK - (postings & np.uint64(LEVEL_MASK))))
    return np.sort(postings[weakest_last[:limit]])
