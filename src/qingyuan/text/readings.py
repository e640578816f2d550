"""The toneless readings of characters, as input methods take them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

Reading = tuple[str, ...]
"""The usual readings of one character."""


@cache
def table() -> dict[str, Reading]:
    """The readings by character, of pypinyin (tools/tables/readings.py)."""
    return parse(files("qingyuan").joinpath("data/readings.tsv").read_text(encoding="utf-8"))


def parse(lines: str) -> dict[str, Reading]:
    """The readings by character that tools/tables/readings.py wrote; `ValueError` for a line of another form.

    >>> parse("hai huan\\t还\\nkuan\\t宽款\\n")
    {'还': ('hai', 'huan'), '宽': ('kuan',), '款': ('kuan',)}
    """
    found: dict[str, Reading] = {}
    for line in lines.splitlines():
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
    return table().get(character) or (character,)
