"""Write src/qingyuan/data/readings.tsv anew from pypinyin's data; `--check` only says whether it is fresh.

A build of the site reads the table in no time; the dictionaries it comes from take 60 MB and a second.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from functools import cache, partial

from pypinyin import Style, pinyin
from pypinyin.contrib.tone_convert import to_normal
from pypinyin.phrases_dict import phrases_dict

from tools import ROOT
from tools.tables.generated import write_or_check

TABLE = ROOT / "src/qingyuan/data/readings.tsv"
# As `han_runs` in keys.py has it.
HAN = (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))
# A reading counts as usual when at least this share of the words with the character has it.
USUAL = 0.08


def fresh_table() -> str:
    in_words = _readings_in_words()
    sharing: defaultdict[str, list[str]] = defaultdict(list)
    for character in map(chr, HAN):
        own = pinyin(character, style=Style.NORMAL, errors="ignore")
        counts = in_words.get(character, Counter())
        usual = [syllable for syllable, count in counts.items() if count >= USUAL * counts.total()]
        if syllables := {*(own[0][:1] if own else ()), *usual}:
            sharing[" ".join(sorted(syllables))].append(character)
    return "".join(f"{syllables}\t{''.join(sharing[syllables])}\n" for syllables in sorted(sharing))


def _readings_in_words() -> dict[str, Counter[str]]:
    """Count the toneless readings of each character in pypinyin's 47,000 words."""
    toneless = cache(partial(to_normal, v_to_u=False))
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for word, syllables in phrases_dict.items():
        for character, options in zip(word, syllables, strict=False):
            counts[character][toneless(options[0])] += 1
    return dict(counts)


if __name__ == "__main__":
    sys.exit(write_or_check(__doc__, TABLE, fresh_table()))
