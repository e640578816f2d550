"""The folding table: which character stands for which in a search key.

One text file, `fold.tsv`, is the only source for both sides: Python reads it when the index is built,
and the build of the worker packs the same file into the browser's script. It is generated from OpenCC's
data by `tools/tables/fold.py`, so that it can be reviewed as a diff when OpenCC changes.

A search key may merge more than a conversion may change: a reader who types 借口 wants 藉口 too, although
藉 must survive in 慰藉. Every character is therefore folded by itself, without looking at its neighbors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from qingyuan.text.characters import BMP_HAN, codes_of

Convert = Callable[[str], str]

# OpenCC converts these by word (著作 stays, 看著 becomes 看着), hence not at all when they stand alone.
MERGED_BEYOND_OPENCC: Mapping[str, str] = {
    "著": "着",
    "藉": "借",
    "瞭": "了",
    "覆": "复",
    "妳": "你",
    "祇": "只",
    "衹": "只",
    "甚": "什",
    "摺": "折",
    "囌": "苏",
    "徵": "征",
    "乾": "干",
    "於": "于",
    "夥": "伙",
    "鬱": "郁",
    # No script, but what many write: 呆帐 for 呆账, 惟一 for 唯一.
    "帐": "账",
    "帳": "账",
    "惟": "唯",
}

# Han in the Basic Multilingual Plane: a pair outside of it is a name or a dictionary head, and leaving
# those out keeps every folded character as long as the one it replaces.
BASIC_HAN = codes_of(BMP_HAN)


def fold_pairs(conversions: Iterable[Convert]) -> dict[str, str]:
    """Each character with the one that stands for it, chains (薴→苧→苎) followed to their end; `ValueError` for a circle."""
    first: dict[str, str] = {}
    converters = tuple(conversions)
    for point in BASIC_HAN:
        character = chr(point)
        for convert in converters:
            target = convert(character)
            if target != character and len(target) == 1 and ord(target) in BASIC_HAN:
                first[character] = target
                break
    # 么 is the simplified 麼 far more often than the old form of 幺.
    first.pop("么", None)
    first.update(MERGED_BEYOND_OPENCC)
    return {character: _end_of_chain(character, first) for character in sorted(first)}


def _end_of_chain(character: str, first: Mapping[str, str]) -> str:
    seen = {character}
    while (target := first.get(character)) is not None:
        if target in seen:
            raise ValueError(f"folding of {character!r} runs in a circle")
        seen.add(target)
        character = target
    return character


def render(pairs: Mapping[str, str]) -> str:
    """The table as lines `target<TAB>sources`, both sides in code point order."""
    sources: dict[str, list[str]] = {}
    for source in sorted(pairs):
        sources.setdefault(pairs[source], []).append(source)
    return "".join(f"{target}\t{''.join(sources[target])}\n" for target in sorted(sources))


def parse(table: str) -> dict[str, str]:
    """The table that `render` wrote; `ValueError` for a line of another form.

    >>> parse("门\\t門\\n发\\t發髮\\n")
    {'門': '门', '發': '发', '髮': '发'}
    """
    pairs: dict[str, str] = {}
    for line in table.splitlines():
        target, sources = line.split("\t")
        pairs.update(dict.fromkeys(sources, target))
    return pairs
