"""Postings as bytes: distances between pages, seven bits a byte."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from qingyuan.search.format import LEVEL_BITS, LEVELS

Numbers = NDArray[np.uint64]

PAGE_BITS = 20
"""A page and a level make a posting; the term stands above them while postings are gathered."""
POSTING_BITS = PAGE_BITS + LEVEL_BITS
POSTING_MASK = (1 << POSTING_BITS) - 1
LEVEL_MASK = (1 << LEVEL_BITS) - 1


def encode(postings: Numbers, starts: NDArray[np.int64]) -> tuple[bytes, NDArray[np.int64]]:
    """Postings as bytes, and where each begins in these, and the end.

    The distance to the previous page and the level are one number of seven bits a byte, lowest first. At `starts`
    a new term begins.
    """
    pages = postings >> np.uint64(LEVEL_BITS) << np.uint64(LEVEL_BITS)
    distances = postings.copy()
    distances[1:] -= pages[:-1]
    # Pages count from 1 here: the page before the first is -1.
    distances[starts] = postings[starts] + np.uint64(len(LEVELS))
    lengths = np.ones(len(distances), dtype=np.int64)
    for bits in range(7, POSTING_BITS + 7, 7):
        lengths += distances >= np.uint64(1 << bits)
    ends = np.cumsum(lengths)
    encoded = np.empty(int(ends[-1]) if len(ends) else 0, dtype=np.uint8)
    position, rest, left = ends - lengths, distances, lengths
    while len(position):
        more = left > 1
        encoded[position] = (rest & np.uint64(0x7F)) | (more.astype(np.uint64) << np.uint64(7))
        position, rest, left = position[more] + 1, rest[more] >> np.uint64(7), left[more] - 1
    return encoded.tobytes(), np.concatenate(([0], ends))


@cache
def size(value: int) -> bytes:
    """A number of seven bits a byte, lowest first."""
    encoded = bytearray()
    while value > 0x7F:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    encoded.append(value)
    return bytes(encoded)
