"""Three-way merges: each side's changes are in the result, or a conflict is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingyuan.corpus.merging import merge

LINES = st.lists(st.sampled_from(["甲\n", "乙\n", "丙\n", "\n"]), max_size=12).map("".join)


@pytest.mark.parametrize(
    ("base", "theirs", "ours", "merged"),
    [
        ("甲\n乙\n丙\n", "甲\n乙\n丙\n", "甲\n丙\n", "甲\n丙\n"),
        ("甲\n乙\n丙\n", "甲\n新\n乙\n丙\n", "甲\n乙\n", "甲\n新\n乙\n"),
        ("甲\n乙\n丙\n", "甲\n丁\n丙\n", "甲\n丁\n丙\n", "甲\n丁\n丙\n"),  # both alike
        ("甲\n乙\n丙\n", "首\n甲\n乙\n丙\n", "甲\n乙\n丙\n尾\n", "首\n甲\n乙\n丙\n尾\n"),
        ("", "", "甲\n", "甲\n"),
        ("甲\n", "", "甲\n", ""),
        ("甲\n乙", "甲\n乙", "甲一\n乙", "甲一\n乙"),  # no line end at the end
    ],
)
def test_both_sides_changes_are_there(base: str, theirs: str, ours: str, merged: str) -> None:
    assert merge(base, theirs, ours) == (merged, True)
    assert merge(base, ours, theirs) == (merged, True)


@pytest.mark.parametrize(
    ("base", "theirs", "ours"),
    [
        ("甲\n乙\n", "甲一\n乙\n", "甲二\n乙\n"),
        ("甲\n乙\n", "甲一\n乙\n", "甲\n乙二\n"),  # neighbors: nobody can tell whether they belong together
        ("甲\n乙\n", "甲\n一\n乙\n", "甲\n二\n乙\n"),
        ("甲\n", "", "甲二\n"),
    ],
)
def test_contradictions_are_conflicts(base: str, theirs: str, ours: str) -> None:
    assert merge(base, theirs, ours) == (theirs, False)
    assert merge(base, ours, theirs) == (ours, False)


@given(LINES, LINES, LINES)
def test_a_side_that_changed_nothing_gives_way(base: str, theirs: str, ours: str) -> None:
    assert merge(base, base, ours) == (ours, True)
    assert merge(base, theirs, base) == (theirs, True)
    assert merge(base, theirs, theirs) == (theirs, True)
    assert merge(base, theirs, ours)[1] == merge(base, ours, theirs)[1]
