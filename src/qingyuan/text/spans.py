"""Places in a text: its lines, and spans asked whether they cover a position."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator


def lines_of(text: str) -> Iterator[tuple[int, str]]:
    r"""Each line with the offset it starts at; only ``\n`` ends a line.

    >>> list(lines_of("一\n\n二"))
    [(0, '一\n'), (2, '\n'), (3, '二')]
    """
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield start, text[start:end]
        start = end


def line_around(text: str, start: int, end: int) -> tuple[int, str]:
    r"""Where the line around a span begins, and the line, without its end; all lines that the span touches.

    >>> line_around("一二\n三四\n五", 4, 5)
    (3, '三四')
    """
    first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    return first, text[first : len(text) if last < 0 else last]


def line_near(text: str, start: int, end: int, reach: int) -> tuple[int, str]:
    r"""The same as far as `reach` characters on either side: what is asked of it costs no more in a line without end.

    >>> line_near("一二\n三四五六七\n八", 5, 6, 1)
    (4, '四五六')
    """
    from_here = max(0, start - reach)
    first = text.rfind("\n", from_here, start) + 1 or from_here
    last = text.find("\n", end, end + reach)
    return first, text[first : end + reach if last < 0 else last]


class LineNumbers:
    r"""The number of the line that an offset lies in, and its column there, both counted from 1.

    >>> lines = LineNumbers("一\n\n二")
    >>> lines.of(0), lines.of(1), lines.of(2), lines.of(3)
    (1, 1, 2, 3)
    >>> lines.place(1), lines.place(3)
    ((1, 2), (3, 1))
    """

    def __init__(self, text: str) -> None:
        self._starts = [start for start, _ in lines_of(text)] or [0]

    def of(self, offset: int) -> int:
        return bisect_right(self._starts, offset)

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column."""
        line = self.of(offset)
        return line, offset - self._starts[line - 1] + 1


class Spans:
    """Disjoint spans of a text, asked whether they cover a position."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(spans)
        self._starts = [start for start, _ in ordered]
        self._ends = [end for _, end in ordered]

    def cover(self, start: int, end: int | None = None) -> bool:
        """Whether any character of [start, end) lies in one of the spans."""
        last = bisect_right(self._starts, start if end is None else max(start, end - 1)) - 1
        return last >= 0 and self._ends[last] > start

    def hold(self, start: int, end: int) -> bool:
        """Whether [start, end) lies in one of the spans, behind its beginning."""
        last = bisect_left(self._starts, start) - 1
        return last >= 0 and end <= self._ends[last]

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return iter(zip(self._starts, self._ends, strict=True))


def merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same places in order, none within another or touching it.

    >>> merged([(5, 7), (1, 3), (2, 4)])
    [(1, 4), (5, 7)]
    """
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found
