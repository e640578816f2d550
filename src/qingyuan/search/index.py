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
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain, count, islice, pairwise, repeat
from operator import attrgetter
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, TypeVar
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from qingyuan.search.keys import LETTERS, UNSPACED, fold
from qingyuan.search.pinyin import homophones, reading_terms, readings
from qingyuan.search.records import Record, Section

# Changes whenever the written form does; it stands in the digests of the cache and in the settings.
FORMAT = 3

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
_FILES_PER_FOLDER = 1000
_TOPICS, _NEWEST = 12, 5

# Postings in memory at a time: while they are gathered, and while they are encoded. Each is 8 bytes.
_RUN, _PART = 1 << 21, 1 << 18
_SAMPLE = 1 << 10
# Pages whose postings are gathered in one go: numpy takes as long to begin as to read a page.
_PAGES_AT_ONCE = 64
# Parts handed out at a time.
_WINDOW = 4
# Groups in which entries wait until the number of shards is known, which is then a multiple of this.
_BUCKETS = 64

_T = TypeVar("_T")
Numbers = NDArray[np.uint64]
_NOTHING: Numbers = np.empty(0, dtype=np.uint64)
Run = Callable[..., Iterable[Any]]
"""The built-in `map`, or that of an executor."""
Put = Callable[[str, bytes], None]
"""Takes a file: its path in the folder of the index, and its content."""
Settings = dict[str, int | str]
"""What a browser must know to begin."""

# A term as a number: up to two code points of 18 bits, or a word counted from where those end.
_POINT_BITS = 18
_POINTS = 0x323B0
_FIRST_WORD = _POINTS << _POINT_BITS
# Below the term lie the page and the level.
_PAGE_BITS = 20
_POSTING_BITS = _PAGE_BITS + _LEVEL_BITS
_POSTING_MASK = (1 << _POSTING_BITS) - 1

_WORD = re.compile(f"[{LETTERS}]+|[0-9]+")
# Skips other script quickly, since the first character alone decides.
_WORDS = re.compile(f"[{LETTERS}0-9][{LETTERS}0-9]*")


def _unspaced_points() -> NDArray[np.bool_]:
    table = np.zeros(_POINTS + 1, dtype=np.bool_)
    for first, last in re.findall("(.)(?:-(.))?", UNSPACED):
        table[ord(first) : ord(last or first) + 1] = True
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
    """Terms of characters with their levels, as `_packed` numbers."""
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
        characters=_packed(_characters_by_level(body, prominent)),
        words="\n".join(map("\t".join, _words_by_level(body, prominent))),
    )


def _characters_by_level(body: str, prominent: Mapping[int, str]) -> Numbers:
    """Find the terms of characters, each at its strongest level."""
    terms = _character_terms(body)
    terms.sort()
    first = np.flatnonzero(_begins(terms))
    occurrences = np.diff(first, append=len(terms))
    # As _body_level has it.
    levels = (occurrences > 1).astype(np.uint64) + (occurrences >= _OFTEN)
    parts = [terms[first] << np.uint64(_LEVEL_BITS) | levels]
    parts += [_at_level(_character_terms(key), level) for level, key in prominent.items() if key]
    found = np.concatenate(parts)
    found.sort()
    # The strongest level of a term comes last, right before the next term.
    last = np.ones(len(found), dtype=np.bool_)
    last[:-1] = _begins(found >> np.uint64(_LEVEL_BITS))[1:]
    return found[last]


# Bytes of two code points and a level.
_PACKED = (2 * _POINT_BITS + _LEVEL_BITS + 7) // 8


def _packed(numbers: Numbers) -> bytes:
    """Write numbers without their upper bytes, which are empty: the cache holds little else."""
    return numbers.astype("<u8").view(np.uint8).reshape(-1, 8)[:, :_PACKED].tobytes()


def _unpacked(packed: bytes) -> Numbers:
    numbers = np.zeros((len(packed) // _PACKED, 8), dtype=np.uint8)
    numbers[:, :_PACKED] = np.frombuffer(packed, dtype=np.uint8).reshape(-1, _PACKED)
    return numbers.view("<u8").reshape(-1).astype(np.uint64, copy=False)


def _begins(terms: Numbers) -> NDArray[np.bool_]:
    """Say of sorted terms which ones differ from the one before."""
    begins = np.ones(len(terms), dtype=np.bool_)
    np.not_equal(terms[1:], terms[:-1], out=begins[1:])
    return begins


def _words_by_level(body: str, prominent: Mapping[int, str]) -> list[list[str]]:
    """Find words, their beginnings, and readings, each at its strongest level."""
    strongest = {term: _body_level(number) for term, number in _words(body).items()}
    for level, key in sorted(prominent.items()):
        strongest.update(dict.fromkeys(_words(key), level))
        strongest.update(dict.fromkeys(reading_terms(key), level))
    by_level: list[list[str]] = [[] for _ in range(LEVELS)]
    for term, level in strongest.items():
        by_level[level].append(term)
    return by_level


def _words(key: str) -> Counter[str]:
    """Count words and their beginnings."""
    words = Counter(_WORD.findall(" ".join(_WORDS.findall(key))))
    for word, number in tuple(words.items()):
        if len(word) > PREFIX_LENGTH:
            words[word[:PREFIX_LENGTH] + PREFIX] += number
    return words


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
    return zlib.compress(data, 6, -zlib.MAX_WBITS)


class Index:
    """Gathers pages in any order, and puts the files of the index.

    The addresses of all pages must be known from the start: they are numbered in their order. Postings
    wait on disk, in the folder `scratch`, and files are put as they are finished, so that memory hardly grows
    with the site.
    """

    def __init__(self, urls: Iterable[str], put: Put, scratch: Path | None = None) -> None:
        self._numbers = {url: number for number, url in enumerate(sorted(set(urls)))}
        if len(self._numbers) >= 1 << _PAGE_BITS:
            raise ValueError(f"{len(self._numbers)} pages; the index holds {(1 << _PAGE_BITS) - 1}")
        self._put_file = put
        self._digests: dict[str, bytes] = {}
        self._pages: dict[int, Page] = {}
        self._postings: array[int] = array("Q")
        # The number of a page, its terms of characters, its words.
        self._waiting: list[tuple[int, bytes, str]] = []
        # Each sorted, one after the other in a file.
        self._runs: list[_Run] = []
        # Systems that keep temporary files in memory are why there is a choice of folder: 16 kB a page.
        self._spilled = TemporaryFile(dir=scratch)  # noqa: SIM115 (open until the index is written)
        self._word_numbers: defaultdict[str, int] = defaultdict(count(_FIRST_WORD).__next__)

    def _put(self, path: str, content: bytes) -> None:
        self._digests[path] = hashlib.sha256(content).digest()
        self._put_file(path, content)

    def add(self, page: Page) -> None:
        """Take a page."""
        number = self._numbers[page.url]
        self._put(_numbered("r", number), page.stored)
        # The terms live on in the postings.
        self._pages[number] = Page(page.url, page.title, page.topic, page.date, b"", b"", "")
        self._waiting.append((number, page.characters, page.words))
        if len(self._waiting) >= _PAGES_AT_ONCE:
            self._gather()

    def _gather(self) -> None:
        """Make postings of the pages that wait."""
        if not self._waiting:
            return
        numbers, characters, words = zip(*self._waiting, strict=True)
        self._waiting = []
        pages = np.array(numbers, dtype=np.uint64)
        found = _unpacked(b"".join(characters))
        each = [len(packed) // _PACKED for packed in characters]
        self._add(found >> np.uint64(_LEVEL_BITS), np.repeat(pages, each), found & np.uint64(_LEVEL_MASK))
        # One line a level.
        lines = [line.split("\t") if line else [] for page in words for line in page.split("\n")]
        each = list(map(len, lines))
        levels = np.tile(np.arange(LEVELS, dtype=np.uint64), len(pages))
        terms = map(self._word_numbers.__getitem__, chain.from_iterable(lines))
        found = np.fromiter(terms, dtype=np.uint64, count=sum(each))
        self._add(found, np.repeat(np.repeat(pages, LEVELS), each), np.repeat(levels, each))
        if len(self._postings) >= _RUN:
            self._spill()

    def _add(self, terms: Numbers, pages: Numbers, levels: Numbers) -> None:
        postings = terms << np.uint64(_POSTING_BITS) | pages << np.uint64(_LEVEL_BITS) | levels
        self._postings.frombytes(postings.view(np.uint8).data)

    def _spill(self) -> None:
        """Sort what has been gathered, and put it aside."""
        postings = np.frombuffer(self._postings, dtype=np.uint64)
        postings.sort()
        self._runs.append(_Run(self._spilled.tell(), len(postings), postings[::_SAMPLE].copy()))
        self._spilled.write(postings.data)
        self._postings = array("Q")

    def finish(self, run: Run = map) -> Settings:
        """Put all files that are left; gives the settings, in which `data` is a digest of all files.

        Called once: it uses up the postings. `run` may be the `map` of an executor: the files are the same.
        """
        self._gather()
        shards = self._shards(run)
        self._put("offers.json", self._offers())
        (spoken,) = run(_spoken, [()])
        self._put("homophones.bin", spoken)
        digest = hashlib.sha256()
        for path, its_digest in sorted(self._digests.items()):
            digest.update(path.encode() + its_digest)
        folder = digest.hexdigest()[:10]
        return {"format": FORMAT, "data": folder, "pages": len(self._numbers), "shards": shards}

    def _shards(self, run: Run) -> int:
        """Encode all postings and deal them into shards; gives the number of these."""
        buckets = [_Bucket() for _ in range(_BUCKETS)]
        pairs, having = [_NOTHING], [_NOTHING]
        words = list(self._word_numbers)
        parts = ((part, _words_of(part, words)) for part in self._sorted())
        for window in _batched(parts, _WINDOW):
            for encoded, its_pairs, its_having in run(_encoded_part, *zip(*window, strict=True)):
                pairs.append(its_pairs)
                having.append(its_having)
                for bucket, new in zip(buckets, encoded, strict=True):
                    bucket.extend(new)
        for bucket, new in zip(buckets, _bucketed(_all_neighbors(pairs, having)), strict=True):
            bucket.extend(new)
        number = -(-sum(len(bucket.entries) for bucket in buckets) // _SHARD_SIZE) or 1
        # A multiple of the number of buckets, so that each can be dealt by itself, or a divisor of it.
        number += -number % _BUCKETS if number > _BUCKETS else (1 << (number - 1).bit_length()) - number
        step = min(number, _BUCKETS)
        merged = [_Bucket.joined(buckets[first::step]) for first in range(step)]
        for first, shards in enumerate(run(_deal, merged, range(step), repeat(step), repeat(number))):
            for i, shard in enumerate(shards):
                self._put(_numbered("t", first + i * step), shard)
        return number

    def _sorted(self) -> Iterator[Numbers]:
        """Yield all postings in parts, each sorted by one who takes it, that end with a term."""
        self._spill()
        # Where to cut: known well enough from the samples.
        sample = np.sort(np.concatenate([run.sample for run in self._runs]))
        cuts = np.unique(sample[_PART // _SAMPLE :: _PART // _SAMPLE] >> np.uint64(_POSTING_BITS))
        begins = [0] * len(self._runs)
        for cut in [*(cuts << np.uint64(_POSTING_BITS)), None]:
            ends = [run.length if cut is None else self._position(run, cut) for run in self._runs]
            slices = zip(self._runs, begins, ends, strict=True)
            part = np.concatenate([self._read(run, low, high) for run, low, high in slices])
            begins = ends
            if len(part):
                yield part
        self._runs = []
        self._spilled.close()

    def _position(self, run: _Run, cut: np.uint64) -> int:
        """Say how many postings of a run come before `cut`."""
        sampled = int(np.searchsorted(run.sample, cut))
        low = max(0, sampled - 1) * _SAMPLE
        return low + int(np.searchsorted(self._read(run, low, min(sampled * _SAMPLE, run.length)), cut))

    def _read(self, run: _Run, low: int, high: int) -> Numbers:
        # Read rather than mapped: pages of a mapped file count as memory of the process.
        self._spilled.seek(run.offset + low * 8)
        return np.frombuffer(self._spilled.read((high - low) * 8), dtype=np.uint64)

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


@dataclass(frozen=True, slots=True)
class _Run:
    """Sorted postings in a file, and every so many of them in memory."""

    offset: int
    length: int
    sample: Numbers


@dataclass(slots=True)
class _Bucket:
    """Entries of shards, the checksums of their terms, and how long each is."""

    entries: bytearray = field(default_factory=bytearray)
    checksums: array[int] = field(default_factory=lambda: array("I"))
    lengths: array[int] = field(default_factory=lambda: array("I"))

    def add(self, checksum: int, entry: bytes) -> None:
        self.entries += entry
        self.checksums.append(checksum)
        self.lengths.append(len(entry))

    def extend(self, other: _Bucket) -> None:
        self.entries += other.entries
        self.checksums += other.checksums
        self.lengths += other.lengths

    @classmethod
    def joined(cls, buckets: Sequence[_Bucket]) -> _Bucket:
        if len(buckets) == 1:
            return buckets[0]
        joined = cls()
        for bucket in buckets:
            joined.extend(bucket)
        return joined


def _bucketed(terms: Iterable[tuple[bytes, bytes]]) -> list[_Bucket]:
    """Make entries of terms and their postings."""
    buckets = [_Bucket() for _ in range(_BUCKETS)]
    for term, encoded in terms:
        checksum = crc32(term)
        entry = b"".join((_size(len(term)), term, _size(len(encoded)), encoded))
        buckets[checksum % _BUCKETS].add(checksum, entry)
    return buckets


def _words_of(postings: Numbers, words: Sequence[str]) -> tuple[int, Sequence[str]]:
    """Cut out the words that postings are about; gives also the number of the first."""
    last = int(postings.max()) >> _POSTING_BITS
    if last < _FIRST_WORD:
        return _FIRST_WORD, ()
    first = max(_FIRST_WORD, int(postings.min()) >> _POSTING_BITS)
    return first, words[first - _FIRST_WORD : last - _FIRST_WORD + 1]


def _encoded_part(
    postings: Numbers, words: tuple[int, Sequence[str]]
) -> tuple[list[_Bucket], Numbers, Numbers]:
    """Encode the postings of some terms; gives also the pairs among these, and how many pages have each."""
    postings.sort()
    changes = np.flatnonzero(np.diff(postings >> np.uint64(_POSTING_BITS)))
    bounds = np.concatenate(([0], changes + 1, [len(postings)]))
    numbers = postings[bounds[:-1]] >> np.uint64(_POSTING_BITS)
    postings &= np.uint64(_POSTING_MASK)
    singles, pairs_end = np.searchsorted(numbers, np.array([_POINTS, _FIRST_WORD], dtype=np.uint64)).tolist()
    encoded, ends = _encode(postings, bounds[:-1])
    cuts = ends[bounds].tolist()
    contents = [encoded[low:high] for low, high in pairwise(cuts)]
    for i in np.flatnonzero(np.diff(bounds[: singles + 1]) > _SINGLE_CHARACTER_POSTINGS).tolist():
        best = _best_levels(postings[bounds[i] : bounds[i + 1]], _SINGLE_CHARACTER_POSTINGS)
        contents[i] = _encode(best, np.zeros(1, dtype=np.int64))[0]
    names = _names(numbers, singles, pairs_end, *words)
    having = np.diff(bounds)[singles:pairs_end].astype(np.uint64)
    return _bucketed(zip(names, contents, strict=True)), numbers[singles:pairs_end], having


def _all_neighbors(pairs: Sequence[Numbers], having: Sequence[Numbers]) -> Iterator[tuple[bytes, bytes]]:
    """Yield for each character terms with what follows and what precedes it."""
    both = np.concatenate(pairs)
    left, right = both >> np.uint64(_POINT_BITS), both & np.uint64((1 << _POINT_BITS) - 1)
    commonness = np.minimum(np.log2(np.concatenate(having)), _LEVEL_MASK).astype(np.uint64)
    yield from _neighbors(FOLLOWING, left, right, commonness)
    by_right = np.argsort(right, kind="stable")
    yield from _neighbors(PRECEDING, right[by_right], left[by_right], commonness[by_right])


def _spoken(_: object) -> bytes:
    """Write which characters sound alike."""
    return _compress(homophones().encode())


def _deal(bucket: _Bucket, first: int, step: int, number: int) -> list[bytes]:
    """Deal the entries of a bucket into its shards, every `step`-th of `number`, and compress these."""
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
    return [_compress(b"".join(shard)) for shard in shards.values()]


def _batched(parts: Iterable[_T], size: int) -> Iterator[tuple[_T, ...]]:
    rest = iter(parts)
    while batch := tuple(islice(rest, size)):
        yield batch


def _numbered(folder: str, number: int) -> str:
    outer, inner = divmod(number, _FILES_PER_FOLDER)
    return f"{folder}/{outer}/{inner}.bin"


def _names(
    numbers: Numbers, singles: int, pairs_end: int, first_word: int, words: Sequence[str]
) -> list[bytes]:
    """Give the terms of sorted numbers: single characters come first, then pairs, then words."""
    pairs = numbers[singles:pairs_end]
    lines = np.full((len(pairs), 3), ord("\n"), dtype="<u4")
    lines[:, 0] = pairs >> np.uint64(_POINT_BITS)
    lines[:, 1] = pairs & np.uint64((1 << _POINT_BITS) - 1)
    return [
        *(chr(number).encode() for number in numbers[:singles].tolist()),
        *lines.tobytes().decode("utf-32-le").encode().splitlines(),
        *(words[number - first_word].encode() for number in numbers[pairs_end:].tolist()),
    ]


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
    files: dict[str, bytes] = {}
    index = Index((record.url for record in records), files.__setitem__)
    for record in records:
        index.add(prepare(record))
    settings = index.finish()
    data = {f"{settings['data']}/{path}": content for path, content in files.items()}
    return {**data, "settings.json": json.dumps(settings, separators=(",", ":")).encode()}
