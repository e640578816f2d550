"""The index: terms of all pages, in small files that a browser fetches as a query needs them.

A term is a pair of characters, a single character, a word, or a pair of syllables or initials
(terms.py). A posting is the number of a page and the level at which the page has the term. Terms are
dealt into shards by CRC-32 (shards.py), so that the browser knows without a directory which file holds a
term, and pages are numbered in the order of their addresses, so that the same pages give the same bytes.

theme/search/src/store.ts and rank.ts read what is written here; format.py is what both sides agree on.
"""

from __future__ import annotations

import hashlib
import json
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, count, islice, repeat
from operator import attrgetter
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, TypeVar

import numpy as np

from qingyuan.search.format import FORMAT, LEVEL_BITS, LEVELS, RECORDS, SHARDS, numbered
from qingyuan.search.records import Record
from qingyuan.search.shards import (
    BUCKETS,
    Bucket,
    all_neighbors,
    bucketed,
    deal,
    encoded_part,
    spoken,
    words_of,
)
from qingyuan.search.terms import FIRST_WORD, PACKED, PreparedPage, prepare, unpacked
from qingyuan.search.varint import LEVEL_MASK, PAGE_BITS, POSTING_BITS, Numbers

# Bytes before compression: about 5 kB in the end, so that a query of three terms costs 15 kB.
_SHARD_SIZE = 6_000
_TOPICS, _NEWEST = 12, 5


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is in memory at a time: the files are the same with any. Chosen on 100,000 pages."""

    run: int = 1 << 21
    """Postings that are gathered before they are sorted and put aside, 8 bytes each."""
    part: int = 1 << 18
    """Postings that are encoded together."""
    sample: int = 1 << 10
    """One of so many postings put aside stays in memory, to find the place of a term by."""
    pages: int = 64
    """Pages whose postings are gathered in one go: numpy takes as long to begin as to read a page."""
    window: int = 4
    """Parts that are handed out at a time."""


LIMITS = Limits()

_T = TypeVar("_T")
_NOTHING: Numbers = np.empty(0, dtype=np.uint64)
Mapper = Callable[..., Iterable[Any]]
"""The built-in `map`, or that of an executor."""
Put = Callable[[str, bytes], None]
"""Takes a file: its path in the folder of the index, and its content."""
Settings = dict[str, int | str]
"""What a browser must know to begin."""


class Index:
    """Gathers pages in any order, and puts the files of the index.

    The addresses of all pages must be known from the start: they are numbered in their order; `ValueError` if they
    are more than postings can number. Postings wait on disk, in the folder `scratch`, and files are put as they
    are finished, so that memory hardly grows with the site.
    """

    def __init__(
        self, urls: Iterable[str], put: Put, scratch: Path | None = None, limits: Limits = LIMITS
    ) -> None:
        self._limits = limits
        self._numbers = {url: number for number, url in enumerate(sorted(set(urls)))}
        if len(self._numbers) >= 1 << PAGE_BITS:
            raise ValueError(f"{len(self._numbers)} pages; the index holds {(1 << PAGE_BITS) - 1}")
        self._put_file = put
        self._digests: dict[str, bytes] = {}
        self._pages: dict[int, PreparedPage] = {}
        self._postings: array[int] = array("Q")
        # The number of a page, its terms of characters, its words.
        self._waiting: list[tuple[int, bytes, str]] = []
        # Each sorted, one after the other in a file.
        self._runs: list[SortedRun] = []
        # Systems that keep temporary files in memory are why there is a choice of folder: 16 kB a page.
        self._spilled = TemporaryFile(dir=scratch)  # noqa: SIM115 (open until the index is written)
        self._word_numbers: defaultdict[str, int] = defaultdict(count(FIRST_WORD).__next__)

    def _put(self, path: str, content: bytes) -> None:
        self._digests[path] = hashlib.sha256(content).digest()
        self._put_file(path, content)

    def add(self, page: PreparedPage) -> None:
        """Take a page; `KeyError` if its address was not among those given at the start."""
        number = self._numbers[page.url]
        self._put(numbered(RECORDS, number), page.stored)
        # The terms live on in the postings.
        self._pages[number] = PreparedPage(page.url, page.title, page.topic, page.date, b"", b"", "")
        self._waiting.append((number, page.characters, page.words))
        if len(self._waiting) >= self._limits.pages:
            self._gather()

    def _gather(self) -> None:
        """Make postings of the pages that wait."""
        if not self._waiting:
            return
        numbers, characters, words = zip(*self._waiting, strict=True)
        self._waiting = []
        pages = np.array(numbers, dtype=np.uint64)
        found = unpacked(b"".join(characters))
        each = [len(packed) // PACKED for packed in characters]
        self._add(found >> np.uint64(LEVEL_BITS), np.repeat(pages, each), found & np.uint64(LEVEL_MASK))
        # One line a level.
        lines = [line.split("\t") if line else [] for page in words for line in page.split("\n")]
        each = list(map(len, lines))
        levels = np.tile(np.arange(len(LEVELS), dtype=np.uint64), len(pages))
        terms = map(self._word_numbers.__getitem__, chain.from_iterable(lines))
        found = np.fromiter(terms, dtype=np.uint64, count=sum(each))
        self._add(found, np.repeat(np.repeat(pages, len(LEVELS)), each), np.repeat(levels, each))
        if len(self._postings) >= self._limits.run:
            self._spill()

    def _add(self, terms: Numbers, pages: Numbers, levels: Numbers) -> None:
        postings = terms << np.uint64(POSTING_BITS) | pages << np.uint64(LEVEL_BITS) | levels
        self._postings.frombytes(postings.view(np.uint8).data)

    def _spill(self) -> None:
        """Sort what has been gathered, and put it aside."""
        postings = np.frombuffer(self._postings, dtype=np.uint64)
        postings.sort()
        self._runs.append(
            SortedRun(self._spilled.tell(), len(postings), postings[:: self._limits.sample].copy())
        )
        self._spilled.write(postings.data)
        self._postings = array("Q")

    def finish(self, run: Mapper = map) -> Settings:
        """The settings, in which `data` is a digest of all files, when all that are left have been put.

        Called once: it uses up the postings. `run` may be the `map` of an executor: the files are the same.
        """
        self._gather()
        shards = self._shards(run)
        self._put("offers.json", self._offers())
        (alike,) = run(spoken, [()])
        self._put("homophones.bin", alike)
        digest = hashlib.sha256()
        for path, its_digest in sorted(self._digests.items()):
            digest.update(path.encode() + its_digest)
        folder = digest.hexdigest()[:10]
        return {"format": FORMAT, "data": folder, "pages": len(self._numbers), "shards": shards}

    def _shards(self, run: Mapper) -> int:
        """The number of shards into which all postings were dealt, encoded, and put."""
        buckets = [Bucket() for _ in range(BUCKETS)]
        pairs, having = [_NOTHING], [_NOTHING]
        words = list(self._word_numbers)
        parts = ((part, words_of(part, words)) for part in self._sorted())
        for window in _batched(parts, self._limits.window):
            for encoded, its_pairs, its_having in run(encoded_part, *zip(*window, strict=True)):
                pairs.append(its_pairs)
                having.append(its_having)
                for bucket, new in zip(buckets, encoded, strict=True):
                    bucket.extend(new)
        for bucket, new in zip(buckets, bucketed(all_neighbors(pairs, having)), strict=True):
            bucket.extend(new)
        number = -(-sum(len(bucket.entries) for bucket in buckets) // _SHARD_SIZE) or 1
        # A multiple of the number of buckets, so that each can be dealt by itself, or a divisor of it.
        number += -number % BUCKETS if number > BUCKETS else (1 << (number - 1).bit_length()) - number
        step = min(number, BUCKETS)
        merged = [Bucket.joined(buckets[first::step]) for first in range(step)]
        for first, shards in enumerate(run(deal, merged, range(step), repeat(step), repeat(number))):
            for i, shard in enumerate(shards):
                self._put(numbered(SHARDS, first + i * step), shard)
        return number

    def _sorted(self) -> Iterator[Numbers]:
        """All postings in parts that end with a term, each still to be sorted by the one who takes it."""
        self._spill()
        # Where to cut: known well enough from the samples.
        sample = np.sort(np.concatenate([run.sample for run in self._runs]))
        step = self._limits.part // self._limits.sample
        cuts = np.unique(sample[step::step] >> np.uint64(POSTING_BITS))
        begins = [0] * len(self._runs)
        for cut in [*(cuts << np.uint64(POSTING_BITS)), None]:
            ends = [run.length if cut is None else self._position(run, cut) for run in self._runs]
            slices = zip(self._runs, begins, ends, strict=True)
            part = np.concatenate([self._read(run, low, high) for run, low, high in slices])
            begins = ends
            if len(part):
                yield part
        self._runs = []
        self._spilled.close()

    def _position(self, run: SortedRun, cut: np.uint64) -> int:
        """How many postings of a run come before `cut`."""
        sampled = int(np.searchsorted(run.sample, cut))
        step = self._limits.sample
        low = max(0, sampled - 1) * step
        return low + int(np.searchsorted(self._read(run, low, min(sampled * step, run.length)), cut))

    def _read(self, run: SortedRun, low: int, high: int) -> Numbers:
        # Read rather than mapped: pages of a mapped file count as memory of the process.
        self._spilled.seek(run.offset + low * 8)
        return np.frombuffer(self._spilled.read((high - low) * 8), dtype=np.uint64)

    def _offers(self) -> bytes:
        """What a reader is offered who finds nothing: the largest topics and the newest pages."""
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


@dataclass(frozen=True, slots=True)
class SortedRun:
    """Sorted postings in a file, and every so many of them in memory."""

    offset: int
    length: int
    sample: Numbers


def _batched(parts: Iterable[_T], size: int) -> Iterator[tuple[_T, ...]]:
    rest = iter(parts)
    while batch := tuple(islice(rest, size)):
        yield batch


def build(records: Iterable[Record]) -> Mapping[str, bytes]:
    """The files of the whole index by their paths, made in memory: for tests and small sites."""
    records = list(records)
    files: dict[str, bytes] = {}
    index = Index((record.url for record in records), files.__setitem__)
    for record in records:
        index.add(prepare(record))
    settings = index.finish()
    data = {f"{settings['data']}/{path}": content for path, content in files.items()}
    return {**data, "settings.json": json.dumps(settings, separators=(",", ":")).encode()}
