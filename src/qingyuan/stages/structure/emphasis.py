"""Marks of strong text for which the renderer of the site would swallow a character of the text.

In *甲**乙*丙 Python-Markdown (3.11) sees that the last mark closes the first, but takes the two in the middle for its
partner, as if it were two marks itself: the 丙 is gone. Runs of marks are followed here as that renderer follows them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

RUN = re.compile(r"\\.|(?P<end>\n[ \t]*\n)|(?P<run>(?P<mark>[*_])(?P=mark)*)")
LETTER = re.compile(r"\w")


@dataclass(slots=True)
class Opening:
    """A run of marks that may open emphasis: where it starts, its length, and how many of it are not closed yet."""

    start: int
    length: int
    left: int


@dataclass(slots=True)
class Openings:
    """The runs of one mark that nothing has closed, and how many of them have one mark left."""

    runs: list[Opening] = field(default_factory=list)
    single: int = 0

    def add(self, run: Opening) -> None:
        self.runs.append(run)
        self.single += run.left == 1

    def pop(self) -> Opening:
        run = self.runs.pop()
        self.single -= run.left == 1
        return run

    def swallows(self) -> bool:
        """Whether a single mark that may open and close is taken for two by the run that came last."""
        last = self.runs[-1] if self.runs else None
        return last is not None and last.left not in (1, 3) and last.length % 3 == 2 and self.single > 0


def swallowing_marks(text: str) -> Iterator[tuple[int, int]]:
    """Where runs of marks stand that would take a character of the text with them.

    >>> list(swallowing_marks("*甲**乙*丙")), list(swallowing_marks("*甲* **乙** *丙*"))
    ([(2, 4)], [])
    """
    open_by_mark = {"*": Openings(), "_": Openings()}
    for match in RUN.finditer(text):
        if match["end"]:
            open_by_mark = {"*": Openings(), "_": Openings()}
        if not match["run"]:
            continue
        mark, openings = match["mark"], open_by_mark[match["mark"]]
        count = len(match["run"])
        opens, closes = _opens_and_closes(text, match)
        if opens and closes and count == 1:
            while openings.swallows():
                run = openings.pop()
                yield run.start, run.start + run.length
        first = match.end()  # of what is closed
        while closes and openings.runs and count:
            run = openings.runs[-1]
            if run.left > count and (run.left >= 3 or not opens):
                openings.pop()
                run.left -= count
                openings.add(run)
                first, count = run.start + run.left, 0
            elif run.left == count or (
                run.left < count
                and (not opens or count >= 3 or (run.length + count) % 3 or not (run.length % 3 or count % 3))
            ):
                openings.pop()
                first, count = run.start, count - run.left
            else:
                break
        # Marks of the other kind within what is closed open nothing more.
        other = open_by_mark["_" if mark == "*" else "*"]
        while other.runs and other.runs[-1].start > first:
            other.pop()
        if count and opens:
            openings.add(Opening(match.end() - count, len(match["run"]), count))


def _opens_and_closes(text: str, run: re.Match[str]) -> tuple[bool, bool]:
    before, after = text[run.start() - 1 : run.start()], text[run.end() : run.end() + 1]
    if before == run["mark"]:  # one behind a backslash, or it were part of the run
        before = "\\"
    opens, closes = bool(after.strip()), bool(before.strip())
    if run["mark"] == "_":  # within a word it is a letter
        opens = opens and not LETTER.match(before)
        closes = closes and not LETTER.match(after)
    return opens, closes
