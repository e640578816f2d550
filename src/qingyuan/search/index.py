"""The index: terms of all pages, in small files that a browser fetches as a query needs them.

A term is a pair of characters, a single character, a word, or a pair of syllables or initials
(pinyin.py). A posting is the number of a page and the level at which the page has the term. Terms are
dealt into shards by CRC-32, so that the browser knows without a directory which file holds a term, and
pages are numbered in the order of their addresses, so that the same pages give the same bytes.

While they are gathered, terms are numbers: characters are packed by their code points, words are counted
from where those end. A term, a page and a level then fit into 64 bits, and one sort makes the index.

theme/search/src/store.ts and rank.ts read what is written here.
"""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import count, pairwise
from operator import attrgetter
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from qingyuan.search.keys import LETTERS, UNSPACED, fold
from qingyuan.search.pinyin import homophones, reading_terms, readings
from qingyuan.search.records import Record, Section

# Changes whenever the written form does; it stands in the digests of the cache and in the settings.
FORMAT = 2

# Levels of a posting, weakest first: theme/search/src/rank.ts gives them weights.
BODY_ONCE, BODY_TWICE, BODY_OFTEN, HEADING, ALIAS, TITLE_LONG, TITLE_MEDIUM, TITLE_SHORT = range(8)
LEVELS = 8
_LEVEL_BITS = 3
_LEVEL_MASK = LEVELS - 1

# Characters of a title: up to which it counts as short, as medium.
_SHORT_TITLE, _MEDIUM_TITLE = 10, 16
# From so many occurrences in a body on, a term counts as frequent.
_OFTEN = 4
# Of a single character nobody reads further than this; the best levels are kept.
_SINGLE_CHARACTER_POSTINGS = 1500
# Words are found by their first letters while the reader still types.
PREFIX, PREFIX_LENGTH = "*", 3

# What follows a character anywhere, and what precedes it: from these a mistyped character is put right.
# Both are written as postings are: code points for pages, and for the level how many pages have the pair,
# as a power of two.
FOLLOWING, PRECEDING = ">", "<"

# Bytes before compression: about 5 kB in the end, so that a query of three terms costs 15 kB.
_SHARD_SIZE = 6_000
_PAGES_PER_FOLDER = 1000
_TOPICS, _NEWEST = 12, 5

Numbers = NDArray[np.uint64]

# A term as a number: up to two code points of 18 bits, or a word counted from where those end.
_POINT_BITS = 18
_POINTS = 0x323B0
_FIRST_WORD = _POINTS << _POINT_BITS
# Below the term lie the page and the level.
_PAGE_BITS = 20
_POSTING_BITS = _PAGE_BITS + _LEVEL_BITS
_POSTING_MASK = (1 << _POSTING_BITS) - 1

_WORD = re.compile(f"[{LETTERS}]+|[0-9]+")


def _unspaced_points() -> NDArray[np.bool_]:
    table = np.zeros(_POINTS + 1, dtype=np.bool_)
    unspaced = re.compile(f"[{UNSPACED}]")
    table[[point for point in range(_POINTS) if unspaced.match(chr(point))]] = True
    return table


_IS_UNSPACED = _unspaced_points()


def _character_terms(key: str) -> Numbers:
    """Give all single characters and pairs of unspaced script in a key, in no useful order."""
    points = np.minimum(np.frombuffer(key.encode("utf-32-le"), dtype=np.uint32), _POINTS)
    unspaced = _IS_UNSPACED[points]
    begins = np.flatnonzero(unspaced[:-1] & unspaced[1:])
    pairs = points[begins].astype(np.uint64) << np.uint64(_POINT_BITS) | points[begins + 1]
    return np.concatenate((points[unspaced].astype(np.uint64), pairs))


def _at_level(terms: Numbers, level: int) -> Numbers:
    return terms << np.uint64(_LEVEL_BITS) | np.uint64(level)


def _title_level(title: str) -> int:
    if len(title) <= _SHORT_TITLE:
        return TITLE_SHORT
    return TITLE_MEDIUM if len(title) <= _MEDIUM_TITLE else TITLE_LONG


def _body_level(occurrences: int) -> int:
    if occurrences == 1:
        return BODY_ONCE
    return BODY_TWICE if occurrences < _OFTEN else BODY_OFTEN


@dataclass(frozen=True, slots=True)
class Page:
    """A page made ready for the index: what the cache keeps."""

    url: str
    title: str
    topic: str
    date: str
    stored: bytes
    """The record as the browser fetches it."""
    characters: bytes
    """Terms of characters with their levels, as numbers of 64 bits."""
    words: str
    """Terms that are words or readings: one line a level, terms separated by tabs."""


def prepare(record: Record) -> Page:
    """Do all the work that depends on one page alone."""
    body = fold(record.text)
    prominent = {
        HEADING: fold("\n".join(record.headings)),
        ALIAS: fold("\n".join(record.aliases)),
        _title_level(record.title): fold(record.title),
    }
    return Page(
        url=record.url,
        title=record.title,
        topic=record.topic,
        date=record.date,
        stored=_compress(_stored_record(record).encode()),
        characters=_characters_by_level(body, prominent).tobytes(),
        words="\n".join(map("\t".join, _words_by_level(body, prominent))),
    )


def _characters_by_level(body: str, prominent: Mapping[int, str]) -> Numbers:
    """Find the terms of characters, each at its strongest level."""
    terms, occurrences = np.unique(_character_terms(body), return_counts=True)
    # As _body_level has it.
    levels = (occurrences > 1).astype(np.uint64) + (occurrences >= _OFTEN)
    parts = [terms << np.uint64(_LEVEL_BITS) | levels]
    parts += [_at_level(_character_terms(key), level) for level, key in prominent.items() if key]
    found = np.concatenate(parts)
    found.sort()
    # The strongest level of a term comes last.
    last = np.empty(len(found), dtype=np.bool_)
    last[-1:] = True
    last[:-1] = (found[:-1] >> np.uint64(_LEVEL_BITS)) != (found[1:] >> np.uint64(_LEVEL_BITS))
    return found[last]


def _words_by_level(body: str, prominent: Mapping[int, str]) -> list[list[str]]:
    """Find words, their beginnings, and readings, each at its strongest level."""
    strongest = {term: _body_level(number) for term, number in Counter(_words(body)).items()}
    for level, key in sorted(prominent.items()):
        strongest.update(dict.fromkeys(_words(key), level))
        strongest.update(dict.fromkeys(reading_terms(key), level))
    by_level: list[list[str]] = [[] for _ in range(LEVELS)]
    for term, level in strongest.items():
        by_level[level].append(term)
    return by_level


def _words(key: str) -> Iterator[str]:
    for word in _WORD.findall(key):
        yield word
        if len(word) > PREFIX_LENGTH:
            yield word[:PREFIX_LENGTH] + PREFIX


def _stored_record(record: Record) -> str:
    """Write a record for the browser: an array, with the readings that verify a pinyin query."""
    spoken = (" ".join(map("/".join, readings(fold(text)))) for text in (record.title, *record.headings))
    data = [
        record.url,
        record.title,
        record.topic,
        record.date,
        int(record.aside),
        list(record.aliases),
        "|".join(spoken),
        [[section.anchor, section.heading, section.text] for section in record.sections],
    ]
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def record_from_stored(stored: bytes) -> Record:
    """Read back what a browser fetches for a page."""
    url, title, topic, date, aside, aliases, _, sections = json.loads(
        zlib.decompress(stored, -zlib.MAX_WBITS)
    )
    return Record(
        url=url,
        title=title,
        topic=topic,
        date=date,
        aside=bool(aside),
        aliases=tuple(aliases),
        sections=tuple(Section(*section) for section in sections),
    )


def _compress(data: bytes) -> bytes:
    """Deflate without header: browsers open it as `deflate-raw`, on servers that compress nothing too."""
    compressor = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return compressor.compress(data) + compressor.flush()


class Index:
    """Gathers pages in any order, then gives the files of the index.

    The addresses of all pages must be known from the start: they are numbered in their order.
    """

    def __init__(self, urls: Iterable[str]) -> None:
        self._numbers = {url: number for number, url in enumerate(sorted(set(urls)))}
        if len(self._numbers) >= 1 << _PAGE_BITS:
            raise ValueError(f"{len(self._numbers)} pages; the index holds {(1 << _PAGE_BITS) - 1}")
        self._pages: dict[int, Page] = {}
        # One buffer, sorted in place in the end: there are as many postings as memory is made for.
        self._postings: array[int] = array("Q")
        self._word_numbers: defaultdict[str, int] = defaultdict(count(_FIRST_WORD).__next__)

    def add(self, page: Page) -> None:
        """Take a page."""
        number = self._numbers[page.url]
        # The terms live on in the postings.
        self._pages[number] = replace(page, characters=b"", words="")
        found = np.frombuffer(page.characters, dtype=np.uint64)
        terms, levels = found >> np.uint64(_LEVEL_BITS), found & np.uint64(_LEVEL_MASK)
        postings = terms << np.uint64(_POSTING_BITS) | np.uint64(number << _LEVEL_BITS) | levels
        self._postings.frombytes(postings.tobytes())
        numbers = self._word_numbers
        for level, line in enumerate(page.words.split("\n")):
            if line:
                posting = number << _LEVEL_BITS | level
                self._postings.extend([numbers[term] << _POSTING_BITS | posting for term in line.split("\t")])

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield path and content of each file of the index; the last is `settings.json`.

        All but the settings lie in a folder named for their digest, so that a browser that still has the
        settings of yesterday's site never mixes two indexes. Called once: it uses up the postings.
        """
        shards = self._shards()
        offers = self._offers()
        spoken = _compress(homophones().encode())
        digest = hashlib.sha256(offers + spoken)
        pages = sorted(self._pages.items())
        for content in (*shards, *(page.stored for _, page in pages)):
            digest.update(hashlib.sha256(content).digest())
        folder = digest.hexdigest()[:10]
        for number, content in enumerate(shards):
            yield f"{folder}/t/{number}.bin", content
        for number, page in pages:
            outer, inner = divmod(number, _PAGES_PER_FOLDER)
            yield f"{folder}/r/{outer}/{inner}.bin", page.stored
        yield f"{folder}/offers.json", offers
        yield f"{folder}/homophones.bin", spoken
        settings = {"format": FORMAT, "data": folder, "pages": len(self._numbers), "shards": len(shards)}
        yield "settings.json", json.dumps(settings, separators=(",", ":")).encode()

    def _shards(self) -> list[bytes]:
        """Encode all postings and deal them into shards."""
        entries = [(crc32(term), term, encoded) for term, encoded in self._terms()]
        total = sum(len(term) + len(encoded) + 3 for _, term, encoded in entries)
        number = -(-total // _SHARD_SIZE) or 1
        # By term, since words are numbered in the order in which they came.
        entries.sort()
        shards: list[list[bytes]] = [[] for _ in range(number)]
        for checksum, term, encoded in entries:
            shards[checksum % number] += (_size(len(term)), term, _size(len(encoded)), encoded)
        return [_compress(b"".join(shard)) for shard in shards]

    def _terms(self) -> Iterator[tuple[bytes, bytes]]:
        """Yield each term with its encoded postings."""
        postings = np.frombuffer(self._postings, dtype=np.uint64)
        postings.sort()
        # Where the next term begins; in blocks, as there are as many postings as memory is made for.
        changes = [
            np.flatnonzero((block[1:] ^ block[:-1]) >= np.uint64(1 << _POSTING_BITS)) + first + 1
            for first in range(0, len(postings), _BLOCK)
            for block in (postings[first : first + _BLOCK + 1],)
        ]
        starts = np.concatenate(([0] if len(postings) else [], *changes)).astype(np.int64)
        numbers = postings[starts] >> np.uint64(_POSTING_BITS)
        postings &= np.uint64(_POSTING_MASK)
        names = self._names(numbers)
        singles = int(np.searchsorted(numbers, np.uint64(_POINTS)))
        bounds = np.append(starts, len(postings))
        # In blocks: the arrays of the encoding are many times as large as what comes out.
        first = 0
        while first < len(numbers):
            # At least one term, however many pages have it.
            last = max(first + 1, int(np.searchsorted(bounds, bounds[first] + _BLOCK, side="right")) - 1)
            block = postings[bounds[first] : bounds[last]]
            offsets = bounds[first : last + 1] - bounds[first]
            encoded, ends = _encode(block, offsets[:-1])
            cuts = ends[offsets].tolist()
            contents = [encoded[low:high] for low, high in pairwise(cuts)]
            for i in range(first, min(last, singles)):
                if bounds[i + 1] - bounds[i] > _SINGLE_CHARACTER_POSTINGS:
                    best = _best_levels(postings[bounds[i] : bounds[i + 1]], _SINGLE_CHARACTER_POSTINGS)
                    contents[i - first] = _encode(best, np.zeros(1, dtype=np.int64))[0]
            yield from zip(names[first:last], contents, strict=True)
            first = last
        pairs = numbers[singles : int(np.searchsorted(numbers, np.uint64(_FIRST_WORD)))]
        left, right = pairs >> np.uint64(_POINT_BITS), pairs & np.uint64((1 << _POINT_BITS) - 1)
        having = np.diff(bounds[singles : singles + len(pairs) + 1])
        commonness = np.minimum(np.log2(having), _LEVEL_MASK).astype(np.uint64)
        yield from _neighbors(FOLLOWING, left, right, commonness)
        by_right = np.argsort(right, kind="stable")
        yield from _neighbors(PRECEDING, right[by_right], left[by_right], commonness[by_right])

    def _names(self, numbers: Numbers) -> list[bytes]:
        """Give the terms of sorted numbers: single characters come first, then pairs, then words."""
        singles, pairs_end = np.searchsorted(numbers, np.array([_POINTS, _FIRST_WORD], dtype=np.uint64))
        pairs = numbers[singles:pairs_end]
        lines = np.full((len(pairs), 3), ord("\n"), dtype="<u4")
        lines[:, 0] = pairs >> np.uint64(_POINT_BITS)
        lines[:, 1] = pairs & np.uint64((1 << _POINT_BITS) - 1)
        words = dict(zip(self._word_numbers.values(), self._word_numbers.keys(), strict=True))
        return [
            *(chr(number).encode() for number in numbers[:singles].tolist()),
            *lines.tobytes().decode("utf-32-le").encode().splitlines(),
            *(words[number].encode() for number in numbers[pairs_end:].tolist()),
        ]

    def _offers(self) -> bytes:
        """Write what a reader is offered who finds nothing: the largest topics and the newest pages."""
        by_url = [page for _, page in sorted(self._pages.items())]
        counts = Counter(page.topic for page in by_url if page.topic)
        own_pages = {page.title: page.url for page in reversed(by_url)}
        largest = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_TOPICS]
        newest = sorted(by_url, key=attrgetter("date"), reverse=True)[:_NEWEST]
        offers = {
            "topics": [[topic, count, own_pages.get(topic, "")] for topic, count in largest],
            "newest": [[page.title, page.url, page.topic, page.date] for page in newest],
        }
        return json.dumps(offers, ensure_ascii=False, separators=(",", ":")).encode()


_BLOCK = 1 << 18


def _neighbors(
    mark: str, characters: Numbers, neighbors: Numbers, commonness: Numbers
) -> Iterator[tuple[bytes, bytes]]:
    """Yield for each of the sorted characters a term with its neighbors."""
    starts = np.flatnonzero(np.diff(characters, prepend=np.uint64(0)))
    encoded, ends = _encode(neighbors << np.uint64(_LEVEL_BITS) | commonness, starts)
    cuts = ends[np.append(starts, len(characters))].tolist()
    for character, (low, high) in zip(characters[starts].tolist(), pairwise(cuts), strict=True):
        yield f"{chr(character)}{mark}".encode(), encoded[low:high]


def _best_levels(postings: Numbers, limit: int) -> Numbers:
    """Keep the postings of the best levels, and of one level those of the first pages."""
    weakest_last = np.lexsort((postings, _LEVEL_MASK - (postings & np.uint64(_LEVEL_MASK))))
    return np.sort(postings[weakest_last[:limit]])


def _encode(postings: Numbers, starts: NDArray[np.int64]) -> tuple[bytes, NDArray[np.int64]]:
    """Write the distance to the previous page and the level as one number of seven bits a byte, lowest first.

    Also gives where each posting begins in the bytes, and the end. At `starts` a new term begins.
    """
    pages = postings >> np.uint64(_LEVEL_BITS) << np.uint64(_LEVEL_BITS)
    distances = postings.copy()
    distances[1:] -= pages[:-1]
    # Pages count from 1 here: the page before the first is -1.
    distances[starts] = postings[starts] + np.uint64(LEVELS)
    lengths = np.ones(len(distances), dtype=np.int64)
    for bits in range(7, _POSTING_BITS + 7, 7):
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
def _size(value: int) -> bytes:
    """Write a number of seven bits a byte, lowest first."""
    encoded = bytearray()
    while value > 0x7F:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    encoded.append(value)
    return bytes(encoded)


def build(records: Iterable[Record]) -> Mapping[str, bytes]:
    """Build the whole index in memory: for tests and small sites."""
    records = list(records)
    index = Index(record.url for record in records)
    for record in records:
        index.add(prepare(record))
    return dict(index.files())
