"""The index: terms of all pages, in small files that a browser fetches as a query needs them.

A term is a pair of characters, a word, a single character, or a pair of syllables or initials
(pinyin.py). A posting is the number of a page and the level at which the page has the term. Terms are
dealt into shards by CRC-32, so that the browser knows without a directory which file holds a term, and
pages are numbered in the order of their addresses, so that the same pages give the same bytes.

theme/search/src/postings.ts reads what is written here.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from operator import attrgetter

from qingyuan.search.keys import fold, is_unspaced, pairs, runs
from qingyuan.search.pinyin import reading_terms, readings
from qingyuan.search.records import Record

# Changes whenever the written form does; it stands in the digests of the cache and in the settings.
FORMAT = 1

# Levels of a posting, weakest first: theme/search/src/rank.ts gives them weights.
BODY_ONCE, BODY_TWICE, BODY_OFTEN, HEADING, ALIAS, TITLE_LONG, TITLE_MEDIUM, TITLE_SHORT = range(8)
LEVELS = 8
_LEVEL_BITS = 3
_LEVEL_MASK = LEVELS - 1

# Characters of a title: up to which it counts as short, as medium.
_SHORT_TITLE, _MEDIUM_TITLE = 10, 16
# In bodies a common character is a term only where it is frequent: it would be in every page.
_FREQUENT_CHARACTER = 4
# Of a single character nobody reads further than this; the best levels are kept.
_SINGLE_CHARACTER_POSTINGS = 1500
# Words are found by their first letters while the reader still types.
PREFIX, PREFIX_LENGTH = "*", 3

# Bytes before compression: about 5 kB in the end, so that a query of three terms costs 15 kB.
_SHARD_SIZE = 8_500
_PAGES_PER_FOLDER = 1000
_TOPICS, _NEWEST = 12, 5

Terms = tuple[frozenset[str], ...]
"""The terms of one page, by level."""


def page_terms(record: Record) -> Terms:
    """Find the terms of a page; each stands at its strongest level only."""
    strongest: dict[str, int] = {}
    body = fold(record.text)
    counts: Counter[str] = Counter()
    for run in runs(body):
        if is_unspaced(run):
            counts.update(pairs(run))
        else:
            counts[run] += 1
            if len(run) > PREFIX_LENGTH:
                counts[run[:PREFIX_LENGTH] + PREFIX] += 1
    for term, count in counts.items():
        strongest[term] = _body_level(count)
    for character, count in Counter(body).items():
        if is_unspaced(character) and (count >= _FREQUENT_CHARACTER or not _is_common(character)):
            strongest[character] = _body_level(count)
    for term in _prominent_terms(record.headings):
        strongest[term] = HEADING
    for term in _prominent_terms(record.aliases):
        strongest[term] = ALIAS
    level = TITLE_SHORT
    if len(record.title) > _SHORT_TITLE:
        level = TITLE_MEDIUM if len(record.title) <= _MEDIUM_TITLE else TITLE_LONG
    for term in _prominent_terms((record.title,)):
        strongest[term] = level
    by_level: list[set[str]] = [set() for _ in range(LEVELS)]
    for term, level in strongest.items():
        by_level[level].add(term)
    return tuple(map(frozenset, by_level))


def _body_level(count: int) -> int:
    if count == 1:
        return BODY_ONCE
    return BODY_TWICE if count < 4 else BODY_OFTEN


def _is_common(character: str) -> bool:
    """Say whether GB 2312 lists a character in its first level, the 3,755 most used."""
    try:
        return character.encode("gb2312")[0] < 0xD8
    except UnicodeEncodeError:
        return False


def _prominent_terms(texts: Iterable[str]) -> Iterator[str]:
    """Yield terms of titles and headings: single characters and readings too."""
    for text in texts:
        key = fold(text)
        for run in runs(key):
            if is_unspaced(run):
                yield from run
                yield from pairs(run)
            else:
                yield run
                if len(run) > PREFIX_LENGTH:
                    yield run[:PREFIX_LENGTH] + PREFIX
        yield from reading_terms(key)


@dataclass(frozen=True, slots=True)
class Page:
    """A page made ready for the index: what the cache keeps."""

    url: str
    title: str
    topic: str
    date: str
    stored: bytes
    """The record as the browser fetches it."""
    terms: bytes
    """One line a level, terms separated by tabs."""


def prepare(record: Record) -> Page:
    """Do all the work that depends on one page alone."""
    lines = ("\t".join(sorted(terms)) for terms in page_terms(record))
    return Page(
        url=record.url,
        title=record.title,
        topic=record.topic,
        date=record.date,
        stored=_compress(_stored_record(record).encode()),
        terms="\n".join(lines).encode(),
    )


def _stored_record(record: Record) -> str:
    """Write a record for the browser: an array, with the readings that verify a pinyin query."""
    spoken = (" ".join(map("/".join, readings(fold(text)))) for text in (record.title, *record.headings))
    data = [
        record.url,
        record.title,
        record.topic,
        record.date,
        list(record.aliases),
        "|".join(spoken),
        [[section.anchor, section.heading, section.text] for section in record.sections],
    ]
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _compress(data: bytes) -> bytes:
    """Deflate without header: browsers open it as `deflate-raw`, on servers that compress nothing too."""
    compressor = zlib.compressobj(7, zlib.DEFLATED, -zlib.MAX_WBITS)
    return compressor.compress(data) + compressor.flush()


class Index:
    """Gathers pages in any order, then gives the files of the index."""

    def __init__(self) -> None:
        self._pages: list[Page] = []
        self._postings: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))

    def __len__(self) -> int:
        return len(self._pages)

    def add(self, page: Page) -> None:
        """Take a page."""
        number = len(self._pages) << _LEVEL_BITS
        # The terms live on in the postings.
        self._pages.append(replace(page, terms=b""))
        postings = self._postings
        for level, line in enumerate(page.terms.decode().split("\n")):
            if line:
                posting = number | level
                for term in line.split("\t"):
                    postings[term].append(posting)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield path and content of each file of the index; the last is `settings.json`.

        All but the settings lie in a folder named for their digest, so that a browser that still has the
        settings of yesterday's site never mixes two indexes.
        """
        order = sorted(range(len(self._pages)), key=lambda number: self._pages[number].url)
        shards = self._shards(order)
        records = [self._pages[number].stored for number in order]
        offers = self._offers()
        digest = hashlib.sha256()
        for content in (*shards, *records, offers):
            digest.update(hashlib.sha256(content).digest())
        folder = digest.hexdigest()[:10]
        for number, content in enumerate(shards):
            yield f"{folder}/t/{number}.bin", content
        for number, content in enumerate(records):
            outer, inner = divmod(number, _PAGES_PER_FOLDER)
            yield f"{folder}/r/{outer}/{inner}.bin", content
        yield f"{folder}/offers.json", offers
        settings = {"format": FORMAT, "data": folder, "pages": len(records), "shards": len(shards)}
        yield "settings.json", json.dumps(settings, separators=(",", ":")).encode()

    def _shards(self, order: list[int]) -> list[bytes]:
        """Encode all postings and deal them into shards; pages are renumbered to `order`."""
        renumbered = [0] * len(order)
        for new, old in enumerate(order):
            renumbered[old] = new
        in_order = renumbered == list(range(len(order)))
        entries: list[tuple[int, bytes, bytes]] = []
        total = 0
        for term, postings in self._postings.items():
            values: Iterable[int] = postings
            if not in_order:
                values = sorted(
                    renumbered[value >> _LEVEL_BITS] << _LEVEL_BITS | value & _LEVEL_MASK
                    for value in postings
                )
            if len(term) == 1 and len(postings) > _SINGLE_CHARACTER_POSTINGS:
                values = _best_levels(values, _SINGLE_CHARACTER_POSTINGS)
            key, encoded = term.encode(), _encode_postings(values)
            total += len(key) + len(encoded) + 3
            entries.append((zlib.crc32(key), key, encoded))
        count = 1
        while count * _SHARD_SIZE < total:
            count *= 2
        entries.sort()
        shards = [bytearray() for _ in range(count)]
        for checksum, key, encoded in entries:
            shard = shards[checksum % count]
            shard += _varint(len(key)) + key + _varint(len(encoded)) + encoded
        return [_compress(bytes(shard)) for shard in shards]

    def _offers(self) -> bytes:
        """Write what a reader is offered who finds nothing: the largest topics and the newest pages."""
        counts = Counter(page.topic for page in self._pages if page.topic)
        by_url = sorted(self._pages, key=attrgetter("url"))
        own_pages = {page.title: page.url for page in reversed(by_url)}
        largest = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_TOPICS]
        newest = sorted(by_url, key=attrgetter("date"), reverse=True)[:_NEWEST]
        offers = {
            "topics": [[topic, count, own_pages.get(topic, "")] for topic, count in largest],
            "newest": [[page.title, page.url, page.topic, page.date] for page in newest],
        }
        return json.dumps(offers, ensure_ascii=False, separators=(",", ":")).encode()


def _best_levels(values: Iterable[int], limit: int) -> list[int]:
    return sorted(sorted(values, key=lambda value: (-(value & _LEVEL_MASK), value))[:limit])


def _varint(value: int) -> bytes:
    encoded = bytearray()
    while value > 0x7F:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    encoded.append(value)
    return bytes(encoded)


# Nearly every distance between postings is small: a table is four times as fast as the loop.
_VARINTS = [_varint(value) for value in range(1 << 14)]


def _encode_postings(values: Iterable[int]) -> bytes:
    """Write the distance to the previous page and the level, as one number each."""
    encoded: list[bytes] = []
    previous = -1
    for value in values:
        page = value >> _LEVEL_BITS
        distance = (page - previous) << _LEVEL_BITS | value & _LEVEL_MASK
        previous = page
        encoded.append(_VARINTS[distance] if distance < 1 << 14 else _varint(distance))
    return b"".join(encoded)


def build(records: Iterable[Record]) -> Mapping[str, bytes]:
    """Build the whole index in memory: for tests and small sites."""
    index = Index()
    for record in records:
        index.add(prepare(record))
    return dict(index.files())
