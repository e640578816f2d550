"""Edits, steps and trails: replay both ways, and where a span came from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingyuan.document import Edit, ReplayError, Step

TEXT = "一二三四五六七八九十"


@st.composite
def steps(draw: st.DrawFn) -> Step:
    """Edits over TEXT in order, adjacent ones, deletions and insertions among them."""
    edits, at = [], 0
    for gap, before, after in draw(st.lists(st.tuples(*[st.integers(0, 3)] * 3), max_size=5)):
        at += gap
        if at + before > len(TEXT):
            break
        if before or after:
            edits.append(Edit(at, TEXT[at : at + before], "新" * after))
        at += before
    return Step("test/rule", tuple(edits))


def origin_edit_by_edit(step: Step, start: int, end: int) -> tuple[int, int]:
    """`Step.origin` as a walk over all edits: slow, and plain to read."""
    shift, first, last = 0, start, end
    for edit in step.edits:
        left = edit.start + shift
        right = left + len(edit.after)
        shift += len(edit.after) - len(edit.before)
        if left == right and start < end and left in (start, end):
            if left == start:
                first, last = start - shift, end - shift
            continue
        if right <= start and not (right == left == start):
            first = start - shift
        elif left <= start:
            first = edit.start
        if right <= end:
            last = end - shift
        elif left < end:
            last = edit.end
    return min(first, last), max(first, last)


@given(steps(), st.data())
def test_origin_is_what_a_walk_over_the_edits_gives(step: Step, data: st.DataObject) -> None:
    length = len(step.apply(TEXT))
    start = data.draw(st.integers(0, length))
    end = data.draw(st.integers(start, length))
    assert step.origin(start, end) == origin_edit_by_edit(step, start, end)


@given(steps())
def test_undo_gives_the_text_back(step: Step) -> None:
    assert step.undo(step.apply(TEXT)) == TEXT


def test_a_step_refuses_a_text_that_it_was_not_made_for() -> None:
    step = Step("test/rule", (Edit(1, "二", "贰"),))
    with pytest.raises(ReplayError, match="at 1 the text is not '二'"):
        step.apply("一叁")
    with pytest.raises(ReplayError, match="at 1 the text is not '贰'"):
        step.undo("一叁")
