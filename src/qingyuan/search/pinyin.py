"""Readings of titles and headings, so that they are found by pinyin and by initials."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources
from itertools import chain, product

from qingyuan.search.format import INITIALS, SYLLABLES
from qingyuan.search.keys import han_runs, search_key

Reading = tuple[str, ...]
"""The usual readings of one character."""


@cache
def _table() -> dict[str, Reading]:
    return parse(resources.files("qingyuan.search").joinpath("readings.tsv").read_text(encoding="utf-8"))


def parse(table: str) -> dict[str, Reading]:
    """The readings by character that tools/tables/readings.py wrote; `ValueError` for a line of another form.

    >>> parse("hai huan\\t还\\nkuan\\t宽款\\n")
    {'还': ('hai', 'huan'), '宽': ('kuan',), '款': ('kuan',)}
    """
    found: dict[str, Reading] = {}
    for line in table.splitlines():
        syllables, characters = line.split("\t")
        found.update(dict.fromkeys(characters, tuple(syllables.split(" "))))
    return found


def reading(character: str) -> Reading:
    """The toneless syllables that a character usually has, ü written v as input methods take it.

    Words are not looked up: the dictionaries lack many and err in some (还款 as hái kuǎn), and for finding,
    a reading too many costs little, a missing one a page.

    >>> reading("还"), reading("款")
    (('hai', 'huan'), ('kuan',))
    """
    return _table().get(character) or (character,)


# Interjections that input methods take by other letters: m, hm, hng, ê.
_VOWEL = frozenset("aeiouv")


def syllables() -> list[str]:
    """All syllables that readings have, sorted: what letters can be cut into."""
    found = {syllable for usual in _table().values() for syllable in usual}
    return sorted(syllable for syllable in found if not _VOWEL.isdisjoint(syllable))


@cache
def homophones() -> str:
    """Characters that sound alike, a line for each syllable: what an input method offers by mistake.

    The characters are those of GB 2312, which are what people type.
    """
    alike: defaultdict[str, list[str]] = defaultdict(list)
    for high, low in product(range(0xB0, 0xF8), range(0xA1, 0xFF)):
        character = bytes((high, low)).decode("gb2312", "ignore")
        if character and search_key(character) == character:
            for syllable in reading(character):
                alike[syllable].append(character)
    return "\n".join("".join(alike[syllable]) for syllable in sorted(alike))


def readings(key: str) -> list[Reading]:
    """The readings of all Han in a key, in order."""
    table = _table()
    return [table.get(character) or (character,) for character in "".join(han_runs(key))]


def reading_terms(key: str) -> Iterator[str]:
    """Pairs of syllables and pairs of initials, run by run.

    >>> list(reading_terms("上门送"))
    ['~shang men', '=sm', '~men song', '=ms']
    """
    return chain.from_iterable(chain.from_iterable(map(_pair_terms, run, run[1:]) for run in han_runs(key)))


# Headings of a site say the same things: most pairs come again.
@lru_cache(maxsize=1 << 16)
def _pair_terms(first: str, second: str) -> tuple[str, ...]:
    return tuple(
        term
        for one, other in product(reading(first), reading(second))
        for term in (f"{SYLLABLES}{one} {other}", f"{INITIALS}{one[0]}{other[0]}")
    )
