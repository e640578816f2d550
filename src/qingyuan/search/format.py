"""What the two halves of the search agree on: Python writes the index, TypeScript reads it.

The one place for it. `python -m tools.tables.search_contract` writes theme/search/src/contract.ts from here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from qingyuan.text import characters
from qingyuan.text.characters import EXTENSION_A, UNIFIED_HAN
from qingyuan.text.dates import day_of

FORMAT = 3
"""Changes whenever the written form does; it stands in the digests of the cache and in the settings."""

# -- Text ------------------------------------------------------------------------------------------------------

UNSPACED = characters.UNSPACED
"""Scripts written without spaces, indexed as overlapping pairs of characters: Han (with 〇 and 々), kana, hangul."""
LETTERS = "a-z\u00df-\u024f\u0370-\u052f"
"""Letters of scripts with spaces, after folding to lower case."""
HAN = f"{EXTENSION_A}{UNIFIED_HAN}"
"""Characters that have a reading."""
INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
"""They have no width and no meaning in a key; a word with one inside would not be found."""

# -- Terms -----------------------------------------------------------------------------------------------------

PREFIX, PREFIX_LENGTH = "*", 3
"""Words are found by their first letters while the reader still types: by so many, and this mark."""
SYLLABLES, INITIALS = "~", "="
"""Marks that keep pairs of syllables and of initials apart from words: no key contains them."""
FOLLOWING, PRECEDING = ">", "<"
"""Terms of what follows a character anywhere, and of what precedes it: from these a mistyped one is put right.

Both are written as postings are: code points for pages, and for the level how many pages have the pair, as
a power of two.
"""

# -- Levels of a posting ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Level:
    """Where a page has a term, and how often."""

    name: str
    weight: float
    """What a term there counts beside one that a body has once. Fitted by hand on the judged queries."""


LEVELS = (
    Level("BODY_ONCE", 1),
    Level("BODY_TWICE", 1.3),
    Level("BODY_OFTEN", 1.6),
    Level("HEADING", 4),
    Level("ALIAS", 8),
    Level("TITLE_LONG", 8),
    Level("TITLE_MEDIUM", 9.5),
    Level("TITLE_SHORT", 11),
)
"""Weakest first; a posting holds the place in this tuple."""
BODY_ONCE, BODY_TWICE, BODY_OFTEN, HEADING, ALIAS, TITLE_LONG, TITLE_MEDIUM, TITLE_SHORT = range(len(LEVELS))
LEVEL_BITS = (len(LEVELS) - 1).bit_length()

OFTEN = 4
"""From so many occurrences in a body on, a term counts as frequent."""
# Characters of a title: up to which it counts as short, as medium.
SHORT_TITLE, MEDIUM_TITLE = 10, 16


def title_level(title: str) -> int:
    """The level of a title's terms: the shorter it is, the more a term says of it."""
    if len(title) <= SHORT_TITLE:
        return TITLE_SHORT
    return TITLE_MEDIUM if len(title) <= MEDIUM_TITLE else TITLE_LONG


SINGLE_CHARACTER_POSTINGS = 1500
"""Pages kept for a single character, those of the best levels: nobody reads further."""

JOINT, NEAR = 6, 2
"""How many times over a pair counts that stands over the border of two words of a query: between two that are sought,
and where one only asks something. Fitted by hand on the judged queries."""
COVERAGE_POWER = 3
"""The share of a query that a page has is raised to this before it scales the page's score. Fitted likewise."""

# -- Fields of a record ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """An attribute of `Record`, or what is computed from several, and what becomes of it."""

    name: str
    stored: str = ""
    """Its type in what a browser fetches for a page; empty: not fetched."""
    level: Callable[[str], int] | None = None
    """The level of its terms, by its text; None: not among what stands out of the body."""
    export: str = ""
    """The name of its folded text in the export to search servers; empty: none."""
    given: Callable[[Mapping[str, Any]], object] | None = None
    """What of it stands in the front matter of an article; None: it comes from elsewhere."""


def names(value: object) -> tuple[str, ...]:
    """A field of front matter that may be one name or several."""
    if not value:
        return ()
    return tuple(map(str, value)) if isinstance(value, list | tuple) else (str(value),)


FIELDS = (
    Field(name="url", stored="string"),
    Field(name="title", stored="string", level=title_level, export="title_keys"),
    Field(name="topic", stored="string"),
    Field(name="date", stored="string", given=lambda meta: str(day_of(meta.get("date")) or "")),
    Field(name="aside", stored="0 | 1"),
    Field(
        name="aliases",
        stored="string[]",
        level=lambda _: ALIAS,
        export="alias_keys",
        given=lambda meta: names(meta.get("aliases")),
    ),
    Field(name="readings", stored="string", export="title_pinyin"),
    Field(name="headings", level=lambda _: HEADING, export="heading_keys"),
    Field(name="sections", stored="[anchor: string, heading: string, text: string][]"),
    Field(name="text", export="text_keys"),
)
"""In the order in which they are stored, and, of those exported, by weight."""

# -- Files -----------------------------------------------------------------------------------------------------

SHARDS, RECORDS = "t", "r"
"""Folders of terms and of pages."""
FILES_PER_FOLDER = 1000


def numbered(folder: str, number: int) -> str:
    """The path of a shard or a page.

    >>> numbered("t", 2345)
    't/2/345.bin'
    """
    outer, inner = divmod(number, FILES_PER_FOLDER)
    return f"{folder}/{outer}/{inner}.bin"
