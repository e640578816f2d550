"""Readings of titles and headings, so that they are found by pinyin and by initials."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import chain, product

from qingyuan.search.format import INITIALS, SYLLABLES
from qingyuan.search.keys import han_runs, search_key
from qingyuan.text.readings import Reading, reading, table

# Interjections that input methods take by other letters: m, hm, hng, ê.
_VOWEL = frozenset("aeiouv")


def syllables() -> list[str]:
    """All syllables that readings have, sorted: what letters can be cut into."""
    found = {syllable for usual in table().values() for syllable in usual}
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
    return [reading(character) for character in "".join(han_runs(key))]


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
