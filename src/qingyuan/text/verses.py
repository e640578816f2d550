"""Which lines are verses of a stanza: they stay lines, as breaks within a paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qingyuan.text.characters import HAN
from qingyuan.text.spans import lines_of


@dataclass(frozen=True, slots=True)
class Limits:
    """What makes lines verses. Measured on the poems of tools/bench/paragraphs.py."""

    longest: int = 24  # characters of a verse
    shortest: int = 2  # of a clause in regular verse
    clause: int = 8  # at most
    regular: float = 0.8  # share of clauses that have the length of most
    unmarked: int = 4  # lines of regular verse without marks, at least
    free: int = 3  # lines of irregular verse, at least
    going_on: float = 0.3  # share of lines that end with a comma, as no paragraph does, or have two clauses
    of_clauses: float = 0.7  # share of lines with several short clauses each, as long lines of verse have
    song_from: int = 5  # Han of a verse without marks, where blank lines part stanzas
    song_to: int = 16  # at most
    heads: int = 2  # lines above a poem in its block: title and author


LIMITS = Limits()

LINE = re.compile(rf"[{HAN}，。、；！？“”‘’「」『』《》…—·\s]+")
CLAUSE_END = re.compile(r"[，。；！？、\s]+")
WORDS = re.compile(f"[{HAN}]")
WORDS_ALONE = re.compile(f"[{HAN}\u3000 ]+")
GOES_ON = re.compile(r"[，、][”’」』]?$")  # a semicolon ends items as well
ENDS = re.compile(r"[，。、；！？…—][”’」』]?$")
UNMARKED = (5, 7)  # Han in a line of regular verse, where no mark tells
BREAK = "  "  # Markdown's break within a paragraph


def is_regular(lines: Sequence[str]) -> bool:
    """Whether lines are verses of clauses of one length.

    >>> is_regular(["床前明月光，", "疑是地上霜。"]), is_regular(["今天下雨了，", "我们明天再去公园里看花吧。"])
    (True, False)
    """
    texts = [line.strip() for line in lines]
    return all(map(_may_be_verse, texts)) and _regularity(texts) > 0


def _is_free(texts: Sequence[str]) -> bool:
    if len(texts) < LIMITS.free:
        return False
    going_on = sum(GOES_ON.search(text) is not None for text in texts)
    of_clauses = sum(len(CLAUSE_END.split(text.rstrip("。！？；…"))) > 1 for text in texts)
    return going_on >= LIMITS.going_on * len(texts) or (
        of_clauses >= LIMITS.of_clauses * len(texts) and in_short_clauses(texts)
    )


def _is_song(texts: Sequence[str]) -> bool:
    """Whether lines without any mark are verses: of middling length, and none as short as a name."""
    return len(texts) >= LIMITS.unmarked and all(
        LIMITS.song_from <= len(text) <= LIMITS.song_to and WORDS_ALONE.fullmatch(text) for text in texts
    )


def in_short_clauses(lines: Sequence[str]) -> bool:
    """Whether lines may be verses by their clauses: none is longer than those of verse.

    >>> in_short_clauses(["乘赤云，登彼九疑历玉门", "济天汉，至昆仑"]), in_short_clauses(["近来使用信用支付产品的人"])
    (True, False)
    """
    texts = [line.strip() for line in lines]
    return all(map(_may_be_verse, texts)) and all(
        len(clause) <= LIMITS.clause for text in texts for clause in CLAUSE_END.split(text)
    )


def _heads(texts: Sequence[str]) -> int | None:
    """How many lines stand above the verses; none if there are no verses."""
    regular = [(_regularity(texts[heads:]), -heads) for heads in range(LIMITS.heads + 1)]
    best, fewest = max(regular)
    if best > 0:
        return -fewest
    for heads in range(LIMITS.heads):
        if heads < len(texts) and ENDS.search(texts[heads]):
            return heads if _is_free(texts[heads:]) else None
    return LIMITS.heads if _is_free(texts[LIMITS.heads :]) else None


def _may_be_verse(text: str) -> bool:
    return len(text) <= LIMITS.longest and LINE.fullmatch(text) is not None


def _regularity(texts: Sequence[str]) -> float:
    """The share of clauses that are as long as most; 0.0 for what is no regular verse."""
    clauses = [[len(WORDS.findall(each)) for each in CLAUSE_END.split(text) if each] for text in texts]
    lengths = [length for line in clauses for length in line]
    if len(texts) < 2 or not lengths:
        return 0.0
    usual = max(set(lengths), key=lambda length: (lengths.count(length), length))
    if not LIMITS.shortest < usual <= LIMITS.clause or max(lengths) > 2 * LIMITS.clause:
        return 0.0
    going_on = sum(
        len(line) > 1 or GOES_ON.search(text) is not None for line, text in zip(clauses, texts, strict=True)
    )
    unmarked = usual in UNMARKED and len(texts) >= LIMITS.unmarked and not any(map(CLAUSE_END.search, texts))
    share = lengths.count(usual) / len(lengths)
    told = unmarked or going_on >= LIMITS.going_on * len(texts)
    return share if told and share >= LIMITS.regular else 0.0


def ends_of_verses(text: str) -> frozenset[int]:
    r"""Where the words of each line end that a line of the same stanza follows: a break belongs there.

    >>> sorted(ends_of_verses("静夜思\n床前明月光，\n疑是地上霜。\n\n他说。\n"))
    [10]
    """
    ends: set[int] = set()
    run: list[tuple[int, str]] = []
    stanzas = "\n\n" in text  # blank lines part paragraphs here, so that other lines belong together
    for start, line in (*lines_of(text), (len(text), "")):
        words = line.strip()
        if words and line[0] == words[0] and _may_be_verse(words):
            run.append((start, words))
            continue
        verses = [verse for _, verse in run]
        heads = _heads(verses)
        if heads is None and stanzas and _is_song(verses):
            heads = 0
        if heads is not None:
            ends.update(start + len(verse) for start, verse in run[heads:-1])
        run = []
    return frozenset(ends)
