"""One text as a rule sees it, with what is known about it; what is asked of the text is computed once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar, cast

from qingyuan.document import NO_METADATA, Metadata, Step
from qingyuan.text.markdown import protected_spans
from qingyuan.text.spans import Spans, lines_of

Answer = TypeVar("Answer")


class LineMemory:
    """What functions of a line gave, for as long as one document is worked on.

    Rules change a text line by line, so the next text is nearly the same: only lines that are new are asked.
    """

    def __init__(self) -> None:
        self._answers: dict[tuple[Callable[..., Any], str], Any] = {}

    def of(self, question: Callable[[str], Answer], line: str) -> Answer:
        """What a function of a line gives, computed at the first call."""
        key = question, line
        if key not in self._answers:
            self._answers[key] = question(line)
        return cast(Answer, self._answers[key])

    def about(self, question: Callable[[str, LineMemory], Answer], line: str) -> Answer:
        """The same for a function that asks others, which is handed the memory."""
        key = question, line
        if key not in self._answers:
            self._answers[key] = question(line, self)
        return cast(Answer, self._answers[key])


@dataclass(frozen=True, eq=False)
class View:
    """The text a rule looks at, and the facts that earlier rules captured from the document.

    `steps` led to this text, those of former passes too: what was proved of a place counts for what stands beside it.

    The engine makes one view a text, so rules that look at the same text share what it was asked: nothing
    is computed twice, and no module keeps a cache of pages. What lines were asked goes on to the next text.
    """

    text: str
    metadata: Metadata = field(default_factory=lambda: NO_METADATA)
    memory: LineMemory = field(default_factory=LineMemory, repr=False)
    steps: tuple[Step, ...] = field(default=(), repr=False)
    _answers: dict[Callable[..., Any], Any] = field(default_factory=dict, repr=False)

    def of(self, question: Callable[[str], Answer]) -> Answer:
        """What a function of the text gives, computed at the first call.

        >>> View("支付寶").of(len)
        3
        """
        try:
            return cast(Answer, self._answers[question])
        except KeyError:
            answer = self._answers[question] = question(self.text)
            return answer

    def about(self, question: Callable[[View], Answer]) -> Answer:
        """What a function of the view gives that asks further questions of it, computed at the first call."""
        try:
            return cast(Answer, self._answers[question])
        except KeyError:
            answer = self._answers[question] = question(self)
            return answer

    def after(self, step: Step, metadata: Metadata) -> View:
        """The view of the document's next text, which a step gives."""
        return View(step.apply(self.text), metadata, self.memory, (*self.steps, step))

    def knowing(self, metadata: Metadata) -> View:
        """The same view of the same text, with other facts about the document."""
        return replace(self, metadata=metadata)

    @property
    def lines(self) -> tuple[tuple[int, str], ...]:
        """Each line with the offset it starts at, line ends kept."""
        return self.of(_lines)

    @property
    def protected(self) -> Spans:
        """Code, addresses, link targets and HTML tags: where characters mean something exact."""
        return self.of(protected_spans)


def _lines(text: str) -> tuple[tuple[int, str], ...]:
    return tuple(lines_of(text))
