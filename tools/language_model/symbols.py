"""Text as the language model counts it: folded symbols, paragraphs of articles, quotations."""

from __future__ import annotations

import hashlib
import re

from qingyuan.text.language import fold_other

# One sentence in so many is quoted, and one more after a colon.
QUOTED = 12


def paragraphs(lines: list[str]) -> list[str]:
    """The lines with up to three sentences in a paragraph: articles run on where laws and manuals break."""
    found: list[str] = []
    run = 0
    for line in lines:
        if found and run < 3 and found[-1].endswith("。"):
            found[-1] += line
            run += 1
        else:
            found.append(line)
            run = 1
    return found


def is_chinese(block: str) -> bool:
    han = sum("\u4e00" <= c <= "\u9fff" for c in block)
    return han >= 4 and han * 3 >= len(block)


class Folding:
    """Characters to the symbols that the model counts; `language.py` reads the same table from the file."""

    def __init__(self) -> None:
        from opencc import OpenCC

        self._to_simplified = OpenCC("t2s").convert
        self._known: dict[str, str] = {}

    def __call__(self, char: str) -> str:
        if char not in self._known:
            self._known[char] = self._fold(char)
        return self._known[char]

    def _fold(self, char: str) -> str:
        if char == "著":
            return "着"  # in Traditional text nearly always the particle; both readings count as one
        if "\u3400" <= char <= "\u9fff":
            simple = self._to_simplified(char)
            return simple if len(simple) == 1 else char
        return fold_other(char)


def symbols(text: str, fold: Folding) -> str:
    """The text as the model sees it: spaces within a line do not count, runs of digits or letters are one."""
    folded = "".join(fold(c) for c in text if c != " ")
    return re.sub(r"0{2,}", "0", re.sub(r"a{2,}", "a", folded))


SENTENCE = re.compile(r"[^。！？]+[。！？]")


def with_quotations(line: str) -> str:
    """The line with one sentence in six inside quotation marks: laws and manuals quote nobody, articles do."""
    return SENTENCE.sub(lambda match: quoted(match[0]), line)


def quoted(sentence: str) -> str:
    if "“" in sentence or "”" in sentence:
        return sentence
    number = hashlib.sha256(sentence.encode()).digest()[0] % QUOTED
    if number == 0:
        return f"“{sentence}”"
    if number == 1:
        return f"：“{sentence}”"
    return sentence


def is_han(symbol: str) -> bool:
    return "\u3400" <= symbol <= "\u9fff"
