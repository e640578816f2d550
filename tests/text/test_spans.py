"""Lines and spans: nothing of a text is lost between them, and spans agree with a set of positions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingyuan.text.spans import LineNumbers, Spans, line_around, lines_of, merged

TEXTS = st.text("甲乙 \n\r\u2028", max_size=30)
PLACES = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 6)).map(lambda p: (p[0], sum(p))), max_size=6)


@given(TEXTS)
def test_lines_join_to_the_text(text: str) -> None:
    lines = list(lines_of(text))
    assert "".join(line for _, line in lines) == text
    assert all(text.startswith(line, start) and line for start, line in lines)
    assert all(line.endswith("\n") for _, line in lines[:-1])
    assert all("\n" not in line[:-1] for _, line in lines)


@given(TEXTS, st.data())
def test_number_of_a_line_counts_the_line_ends_before(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, max(len(text) - 1, 0)))
    assert LineNumbers(text).of(offset) == text.count("\n", 0, offset) + 1


@given(TEXTS, st.data())
def test_line_around_a_span_holds_it_and_ends_at_line_ends(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    first, line = line_around(text, start, end)
    last = first + len(line)
    assert text[first:last] == line
    assert first <= start <= end <= last
    assert first == 0 or text[first - 1] == "\n"
    assert last == len(text) or text[last] == "\n"
    assert line.count("\n") == text.count("\n", start, end)


@given(PLACES)
def test_merged_spans_are_disjoint_in_order_and_hold_the_same_positions(
    places: list[tuple[int, int]],
) -> None:
    spans = merged(places)
    ends = [position for span in spans for position in span]
    assert ends == sorted(set(ends)), "in order, none touching another"
    assert positions(spans) == positions(places)


@given(PLACES, st.integers(0, 40), st.integers(1, 8))
def test_spans_cover_what_a_set_of_positions_has(
    places: list[tuple[int, int]], start: int, length: int
) -> None:
    spans = Spans(merged(places))
    assert list(spans) == merged(places)
    assert spans.cover(start) == (start in positions(places))
    assert spans.cover(start, start + length) == bool(
        positions(places).intersection(range(start, start + length))
    )


def test_an_empty_span_asks_about_the_position_it_stands_at() -> None:
    spans = Spans([(2, 4)])
    assert [spans.cover(at, at) for at in range(5)] == [False, False, True, True, False]


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [(0, 0, (0, "甲乙")), (2, 2, (0, "甲乙")), (1, 4, (0, "甲乙\n\n丙")), (3, 3, (3, ""))],
)
def test_line_around_a_place(start: int, end: int, found: tuple[int, str]) -> None:
    assert line_around("甲乙\n\n丙", start, end) == found


def positions(spans: list[tuple[int, int]]) -> set[int]:
    return {position for start, end in spans for position in range(start, end)}
