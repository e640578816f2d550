"""What a function gives for each line of a text, asked once a line however many rules look.

Rules change a text line by line, so the next text is nearly the same: its answers are taken over, only lines
that are new are asked. Exactly the lines of the last text are kept: a page of any length costs the same a line,
and a run over many documents holds no more than one of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from qingyuan.text.spans import lines_of
from qingyuan.view import View

Answer = TypeVar("Answer")


class PerLine(Generic[Answer]):
    """A pure function of a line (without its end), with the answers for the lines of the last text."""

    def __init__(self, ask: Callable[[str], Answer]) -> None:
        self._ask = ask
        self._known: dict[str, Answer] = {}

    def __call__(self, line: str) -> Answer:
        """The answer for one line, of the last text or any other."""
        return self._known[line] if line in self._known else self._ask(line)

    def of(self, view: View) -> dict[str, Answer]:
        """The answer for each line of the text, by line."""
        return view.of(self._all)

    def _all(self, text: str) -> dict[str, Answer]:
        before = self._known
        answers: dict[str, Answer] = {}
        for _, line in lines_of(text):
            bare = line.rstrip("\n")
            if bare not in answers:
                answers[bare] = before[bare] if bare in before else self._ask(bare)
        self._known = answers
        return answers
