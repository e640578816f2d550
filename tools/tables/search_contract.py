"""Write theme/search/src/contract.ts anew: what the browser must know of the index; `--check` only compares.

Its source is qingyuan/search/format.py, and for the syllables of pinyin the table of readings.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict

from qingyuan.search import format
from qingyuan.search.pinyin import syllables
from tools import ROOT
from tools.tables.generated import write_or_check

TABLE = ROOT / "theme/search/src/contract.ts"

HEAD = "// Written by `python -m tools.tables.search_contract` from qingyuan/search/format.py and readings.tsv.\n"
TEXTS = ("UNSPACED", "LETTERS", "HAN", "INVISIBLE")
VALUES = (
    *("PREFIX", "PREFIX_LENGTH", "SYLLABLES", "INITIALS", "FOLLOWING", "PRECEDING"),
    *("LEVEL_BITS", "HEADING", "TITLE_LONG", "SINGLE_CHARACTER_POSTINGS", "SHARDS", "RECORDS"),
    *("JOINT", "NEAR", "COVERAGE_POWER"),
)


def _escaped(text: str) -> str:
    """A string of TypeScript that shows no invisible character; a class is read with the flag `u`."""
    return '"' + "".join(c if c.isascii() else f"\\u{{{ord(c):x}}}" for c in text) + '"'


def _by_initial() -> str:
    """Syllables by their first letter, the rest of each after it."""
    rests: defaultdict[str, list[str]] = defaultdict(list)
    for syllable in syllables():
        rests[syllable[0]].append(syllable[1:])
    return "\n".join(f"{initial}:{','.join(rests[initial])}" for initial in sorted(rests))


def fresh_table() -> str:
    lines = [HEAD]
    lines += [f"export const {name} = {_escaped(getattr(format, name))}" for name in TEXTS]
    lines += [f"export const {name} = {json.dumps(getattr(format, name))}" for name in VALUES]
    weights = ", ".join(f"{level.weight:g}" for level in format.LEVELS)
    names = ", ".join(level.name for level in format.LEVELS)
    stored = ", ".join(f"{field.name}: {field.stored}" for field in format.FIELDS if field.stored)
    lines += [
        f"/** By level: {names}. */\nexport const WEIGHTS = [{weights}]",
        f"/** A page as it is stored. */\nexport type Stored = [{stored}]",
        "/** The path of a shard or a page. */\nexport function numbered(folder: string, number: number): string {",
        f"  return `${{folder}}/${{Math.floor(number / {format.FILES_PER_FOLDER})}}"
        f"/${{number % {format.FILES_PER_FOLDER}}}.bin`\n}}",
        f"/** Letters of the longest syllable. */\nexport const LONGEST_SYLLABLE = {max(map(len, syllables()))}",
        "/** All syllables by their first letter, as input methods take them (ü is v). */",
        f"export const PINYIN = `\n{_by_initial()}`",
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(write_or_check(__doc__, TABLE, fresh_table()))
