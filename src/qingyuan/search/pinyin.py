"""Readings of titles and headings, so that they are found by pinyin and by initials."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache, partial
from itertools import pairwise, product

from qingyuan.search.keys import fold, han_runs

# Marks that keep these terms apart from words: no key contains them.
SYLLABLES = "~"
INITIALS = "="

# A reading counts as usual when at least this share of the words with the character has it.
_USUAL = 0.08

Reading = tuple[str, ...]
"""The usual readings of one character."""


@cache
def _readings_in_words() -> dict[str, Counter[str]]:
    """Count the toneless readings of each character in pypinyin's 47,000 words."""
    from pypinyin.contrib.tone_convert import to_normal
    from pypinyin.phrases_dict import phrases_dict

    toneless = cache(partial(to_normal, v_to_u=False))
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for word, syllables in phrases_dict.items():
        for character, options in zip(word, syllables, strict=False):
            counts[character][toneless(options[0])] += 1
    return dict(counts)


@cache
def reading(character: str) -> Reading:
    """Give the toneless syllables that a character usually has, ü written v as input methods take it.

    Words are not looked up: the dictionaries lack many and err in some (还款 as hái kuǎn), and for finding,
    a reading too many costs little, a missing one a page.

    >>> reading("还"), reading("款")
    (('hai', 'huan'), ('kuan',))
    """
    from pypinyin import Style, pinyin

    own = pinyin(character, style=Style.NORMAL, errors=str)[0][0]
    counts = _readings_in_words().get(character, Counter())
    usual = [syllable for syllable, count in counts.items() if count >= _USUAL * counts.total()]
    return tuple(sorted({own, *usual}))


@cache
def homophones() -> str:
    """List characters that sound alike, a line for each syllable: what an input method offers by mistake.

    The characters are those of GB 2312, which are what people type.
    """
    alike: defaultdict[str, list[str]] = defaultdict(list)
    for high, low in product(range(0xB0, 0xF8), range(0xA1, 0xFF)):
        character = bytes((high, low)).decode("gb2312", "ignore")
        if character and fold(character) == character:
            for syllable in reading(character):
                alike[syllable].append(character)
    return "\n".join("".join(alike[syllable]) for syllable in sorted(alike))


def readings(key: str) -> list[Reading]:
    """List the readings of all Han in a key, in order."""
    return [reading(character) for run in han_runs(key) for character in run]


def reading_terms(key: str) -> Iterator[str]:
    """Yield pairs of syllables and pairs of initials, run by run.

    >>> list(reading_terms("上门送"))
    ['~shang men', '=sm', '~men song', '=ms']
    """
    for run in han_runs(key):
        for first, second in pairwise(run):
            yield from _pair_terms(first, second)


# Headings of a site say the same things: most pairs come again.
@lru_cache(maxsize=1 << 16)
def _pair_terms(first: str, second: str) -> tuple[str, ...]:
    return tuple(
        term
        for one, other in product(reading(first), reading(second))
        for term in (f"{SYLLABLES}{one} {other}", f"{INITIALS}{one[0]}{other[0]}")
    )
