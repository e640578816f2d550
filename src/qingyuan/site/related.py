"""Articles whose titles share rare words: what a reader may want to read next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

RAREST = 6  # pairs of characters to look at in a title; common ones say nothing
CROWD = 64  # a pair that more titles share than this leads nowhere in particular, and costs n × n


def related(titles: Sequence[str], limit: int = 4) -> list[tuple[int, ...]]:
    """For each title the positions of up to `limit` others, closest first; neighbors where few are close.

    >>> related(["花呗逾期怎么办", "征信多久更新", "花呗逾期上门"], limit=1)
    [(2,), (0,), (0,)]
    """
    holders: dict[str, list[int]] = defaultdict(list)
    for index, title in enumerate(titles):
        for pair in _pairs(title):
            holders[pair].append(index)
    found: list[tuple[int, ...]] = []
    for index, title in enumerate(titles):
        shared = [pair for pair in _pairs(title) if 1 < len(holders[pair]) <= CROWD]
        shared.sort(key=lambda pair: (len(holders[pair]), pair))
        scores: dict[int, float] = defaultdict(float)
        for pair in shared[:RAREST]:
            for other in holders[pair]:
                scores[other] += 1 / len(holders[pair])
        scores.pop(index, None)
        # Titles come in topic order, so neighbors are of the same topic.
        near = sorted(scores, key=lambda other: (-scores[other], abs(other - index), other))[:limit]
        reach = range(max(0, index - limit), min(len(titles), index + limit + 1))
        for other in sorted(reach, key=lambda other: (abs(other - index), other)):
            if len(near) < limit and other != index and other not in near:
                near.append(other)
        found.append(tuple(near))
    return found


def _pairs(title: str) -> list[str]:
    return sorted({title[at : at + 2] for at in range(len(title) - 1) if title[at : at + 2].isalnum()})
