"""Search keys: text as it is compared, the same at build time and in the browser.

`search_key` is the twin of `fold` in theme/search/src/fold.ts, and `runs` of `runs` in theme/search/src/query.ts;
tests/search/test_search_keys.py runs both sides on the same strings.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib import resources
from operator import add

import numpy as np
from numpy.typing import NDArray

from qingyuan.search import fold_table
from qingyuan.search.format import HAN, INVISIBLE, LETTERS, UNSPACED

_RUN = re.compile(f"[{UNSPACED}]+|[{LETTERS}]+|[0-9]+")
_UNSPACED = re.compile(f"[{UNSPACED}]")
_HAN_RUN = re.compile(f"[{HAN}]+")


class _Folding(dict[int, str]):
    """A `str.translate` table that fills itself: each distinct character is folded once."""

    def __init__(self) -> None:
        table = resources.files("qingyuan.search").joinpath("fold.tsv").read_text(encoding="utf-8")
        self._pairs = fold_table.parse(table)
        super().__init__()

    def __missing__(self, point: int) -> str:
        character = chr(point)
        if character in INVISIBLE:
            folded = ""
        else:
            plain = unicodedata.normalize("NFKC", character).lower()
            folded = "".join(self._pairs.get(part, part) for part in plain)
        self[point] = folded
        return folded


@cache
def _folding() -> _Folding:
    return _Folding()


# From this length on, one look-up for all characters is quicker than one for each.
_LONG = 200
_UNKNOWN = 0xFFFFFFFF


def search_key(text: str) -> str:
    """Text with script, width and case folded: what a reader may type in many ways has one key.

    >>> search_key("上門送信 ＡＰＰ")
    '上门送信 app'
    """
    return text.translate(_folding()) if len(text) < _LONG else _fold_long(text)


@cache
def _folded_points() -> NDArray[np.uint32]:
    """Code points by code point, filled as characters come; those that fold to none or several stay unknown."""
    return np.full(sys.maxunicode + 1, _UNKNOWN, dtype=np.uint32)


def _fold_long(text: str) -> str:
    folding, known = _folding(), _folded_points()
    while True:
        points = np.frombuffer(text.encode("utf-32-le"), dtype="<u4")
        folded = known[points]
        unknown = points[folded == _UNKNOWN]
        if not len(unknown):
            return str(folded.tobytes(), "utf-32-le")
        for point in set(unknown.tolist()):
            key = folding[point]
            if len(key) == 1:
                known[point] = ord(key)
            else:
                # A key is its own key: what comes in here is left alone by the next round.
                text = text.replace(chr(point), key)


def runs(key: str) -> list[str]:
    """The runs of unspaced script, letters, or digits of a key.

    >>> runs("花呗app2024年")
    ['花呗', 'app', '2024', '年']
    """
    return _RUN.findall(key)


def is_unspaced(run: str) -> bool:
    """Whether a run is written without spaces, so that its pairs are its terms."""
    return _UNSPACED.match(run) is not None


def han_runs(key: str) -> list[str]:
    """The runs of Han characters of a key: what has a reading."""
    return _HAN_RUN.findall(key)


def pairs(run: str) -> Iterator[str]:
    """The overlapping pairs of a run.

    >>> list(pairs("上门送信"))
    ['上门', '门送', '送信']
    """
    return map(add, run, run[1:])
