"""A three-way merge by lines: what an editor changed and what the pipeline changed, in one text.

Written for this project from the idea of diff3: both differences from the base are laid side by side, and changes
that overlap or touch are one place, which only one side may have changed, or both alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """Lines [start, end) of the base that a side replaced by `lines`; an insertion replaces none."""

    start: int
    end: int
    lines: tuple[str, ...]


def merge(base: str, theirs: str, ours: str) -> tuple[str, bool]:
    """The text with the changes of both sides, and whether it went without conflict; with one it is `theirs`.

    A byte order mark and Windows line ends stay as the editor's program wrote them.

    >>> merge("甲\\n乙\\n丙\\n", "甲一\\n乙\\n丙\\n", "甲\\n乙\\n丙二\\n")
    ('甲一\\n乙\\n丙二\\n', True)
    """
    bare = theirs.removeprefix("\ufeff")
    first, second, third = (
        text.replace("\r\n", "\n").splitlines(keepends=True) for text in (base, bare, ours)
    )
    lines = merged_lines(first, second, third)
    if lines is None:
        return theirs, False
    merged = "".join(lines)
    if "\r\n" in theirs:
        merged = merged.replace("\n", "\r\n")
    return "\ufeff" * (bare != theirs) + merged, True


def merged_lines(base: Sequence[str], theirs: Sequence[str], ours: Sequence[str]) -> list[str] | None:
    """The lines of the base with the changes of both sides; none if they contradict one another."""
    sides = changes(base, theirs), changes(base, ours)
    merged: list[str] = []
    at = 0
    for start, end in places(sides[0] + sides[1]):
        was = list(base[start:end])
        one, other = (_with_changes(base, side, start, end) for side in sides)
        if one != other and was not in (one, other):
            return None
        merged += (*base[at:start], *(other if one == was else one))
        at = end
    return [*merged, *base[at:]]


def changes(base: Sequence[str], side: Sequence[str]) -> list[Change]:
    """What a side changed, in order."""
    matcher = SequenceMatcher(None, base, side)
    return [Change(i, j, tuple(side[k:m])) for tag, i, j, k, m in matcher.get_opcodes() if tag != "equal"]


def places(all_changes: Sequence[Change]) -> list[tuple[int, int]]:
    """The places of the base that were changed; changes that overlap or touch are one place.

    >>> places([Change(1, 2, ()), Change(2, 3, ()), Change(5, 5, ("甲",))])
    [(1, 3), (5, 5)]
    """
    found: list[tuple[int, int]] = []
    for change in sorted(all_changes):
        if found and change.start <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], change.end)
        else:
            found.append((change.start, change.end))
    return found


def _with_changes(base: Sequence[str], side: Sequence[Change], start: int, end: int) -> list[str]:
    """The lines [start, end) of the base as a side has them."""
    lines: list[str] = []
    at = start
    for change in side:
        if start <= change.start and change.end <= end:
            lines += (*base[at : change.start], *change.lines)
            at = change.end
    return [*lines, *base[at:end]]
