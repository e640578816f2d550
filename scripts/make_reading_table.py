"""Write src/qingyuan/search/readings.tsv anew from pypinyin's data; `--check` only says whether it is fresh.

A build of the site reads the table in no time; the dictionaries it comes from take 60 MB and a second.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from functools import cache, partial
from pathlib import Path

from pypinyin import Style, pinyin
from pypinyin.contrib.tone_convert import to_normal
from pypinyin.phrases_dict import phrases_dict

TABLE = Path(__file__).parents[1] / "src/qingyuan/search/readings.tsv"
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


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if the table is stale")
    check = parser.parse_args().check
    table = fresh_table()
    if TABLE.exists() and TABLE.read_text(encoding="utf-8") == table:
        print(f"{TABLE.name}: fresh")
        return 0
    if check:
        print(f"{TABLE.name}: stale; run python scripts/make_reading_table.py", file=sys.stderr)
        return 1
    TABLE.write_text(table, encoding="utf-8", newline="\n")
    print(f"{TABLE.name}: written, {len(table.splitlines())} readings")
    return 0


if __name__ == "__main__":
    sys.exit(main())
