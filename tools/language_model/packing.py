"""The model as bytes, as `qingyuan.text.language` reads them."""

from __future__ import annotations

import lzma
import math
import struct
from array import array
from bisect import bisect_left
from itertools import pairwise

from qingyuan.text.language import MAGIC, NO_WORD
from tools.language_model.counting import ORDER, Counts
from tools.language_model.model import STEP, Model, quantize
from tools.language_model.symbols import Folding
from tools.language_model.web import Borders


def pack(model: Model, words: Counts, borders: Borders, fold: Folding) -> bytes:
    """The trie as arrays: a symbol's successors are sorted numbers, found by bisection."""
    letters = sorted((g for g in model.p if len(g) == 1), key=lambda g: (-model.p[g], g))
    number = {symbol: i + 1 for i, symbol in enumerate(letters)}  # 0: unknown
    twins = []
    for code in range(0x3400, 0xA000):
        char = chr(code)
        if fold(char) != char and fold(char) in number:
            twins.append(char + fold(char))
    levels: list[list[tuple[int, ...]]] = []
    for n in range(2, ORDER + 1):
        levels.append(sorted(tuple(number[c] for c in g) for g in model.p if len(g) == n))
    names = {i: s for s, i in number.items()}

    def text_of(key: tuple[int, ...]) -> str:
        return "".join(names[i] for i in key)

    parts: list[bytes] = []
    size = sum(words.values())

    def word_cost(key: tuple[int, ...]) -> int:
        count = words.get(text_of(key))
        return quantize(math.log(count / size)) if count else NO_WORD

    def put(data: bytes) -> None:
        parts.append(struct.pack("<I", len(data)) + data)

    put("".join(letters).encode())
    put("".join(twins).encode())
    contexts: list[tuple[int, ...]] = [(0,), *((number[s],) for s in letters)]
    put(bytes([quantize(math.log(model.unknown))] + [quantize(math.log(model.p[s])) for s in letters]))
    put(bytes([NO_WORD] + [word_cost((number[s],)) for s in letters]))
    put(bytes(quantize(math.log(share)) for share in (borders.mean_end, borders.mean_start)))
    border_costs = [borders.costs(s) for s in letters]
    put(bytes([NO_WORD] + [end for end, _ in border_costs]))
    put(bytes([NO_WORD] + [start for _, start in border_costs]))
    for level in levels:
        # how many successors each context has, its back-off weight, the successors, their values
        starts = [*(bisect_left(level, (*context, 0)) for context in contexts), len(level)]
        sizes = array("H", (end - start for start, end in pairwise(starts)))
        backoffs = bytes(
            quantize(math.log(model.backoff.get(text_of(c), 1.0))) if c != (0,) else 0 for c in contexts
        )
        put(sizes.tobytes())
        put(backoffs)
        put(array("H", (key[-1] for key in level)).tobytes())
        put(bytes(quantize(math.log(model.p[text_of(key)])) for key in level))
        put(bytes(map(word_cost, level)))
        border_costs = [borders.costs(text_of(key)) for key in level]
        put(bytes(end for end, _ in border_costs))
        put(bytes(start for _, start in border_costs))
        contexts = level
    return MAGIC + struct.pack("<BB", ORDER, STEP) + lzma.compress(b"".join(parts), preset=9)
