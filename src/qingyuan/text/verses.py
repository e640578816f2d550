"""Which lines are verses of a stanza: they stay lines, as breaks within a paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qingyuan.text.characters import HAN


@dataclass(frozen=True, slots=True)
class Limits:
    """What makes lines verses. Measured on the poems of tools/bench/paragraphs.py."""

    longest: int = 24  # characters of a verse
    shortest: int = 2  # of a clause in regular verse
    clause: int = 8  # at most
    regular: float = 0.8  # share of clauses that have the length of most
    free: int = 3  # lines of irregular verse, at least
    going_on: float = 0.3  # share of its lines that end with a comma: no paragraph does


LIMITS = Limits()

LINE = re.compile(rf"[{HAN}，。、；：！？“”‘’「」『』《》…—·\s]+")
CLAUSE_END = re.compile(r"[，。；：！？、\s]+")
WORDS = re.compile(f"[{HAN}]")
GOES_ON = re.compile(r"[，、；][”’」』]?$")


def is_verse(lines: Sequence[str]) -> bool:
    """Whether lines are verses: of clauses of one length, or short and broken at commas.

    >>> is_verse(["床前明月光，", "疑是地上霜。"]), is_verse(["今天下雨了，", "我们明天再去公园里看花吧。"])
    (True, False)
    """
    texts = [line.strip() for line in lines]
    if len(texts) < 2 or not all(LINE.fullmatch(text) and len(text) <= LIMITS.longest for text in texts):
        return False
    return _is_regular(texts) or _is_free(texts)


def _is_regular(texts: Sequence[str]) -> bool:
    clauses = [
        len(WORDS.findall(clause)) for text in texts for clause in CLAUSE_END.split(text) if clause.strip()
    ]
    if not clauses:
        return False
    usual = max(set(clauses), key=clauses.count)
    marked = sum(CLAUSE_END.search(text) is not None for text in texts)
    return (
        LIMITS.shortest < usual <= LIMITS.clause
        and max(clauses) <= 2 * LIMITS.clause
        and clauses.count(usual) >= LIMITS.regular * len(clauses)
        and (2 * marked >= len(texts) or (len(texts) >= LIMITS.free and usual in (5, 7)))
    )


def _is_free(texts: Sequence[str]) -> bool:
    going_on = sum(GOES_ON.search(text) is not None for text in texts)
    return len(texts) >= LIMITS.free and going_on >= LIMITS.going_on * len(texts)
