"""One text as a rule sees it, with what is known about it; what is asked of the text is computed once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar, cast

from qingyuan.document import NO_METADATA, Metadata
from qingyuan.text.markdown import protected_spans
from qingyuan.text.spans import Spans, lines_of

Answer = TypeVar("Answer")


@dataclass(frozen=True, eq=False)
class View:
    """The text a rule looks at, and the facts that earlier rules captured from the document.

    The engine makes one view a text, so rules that look at the same text share what it was asked: nothing
    is computed twice, and no module keeps a cache of pages.
    """

    text: str
    metadata: Metadata = field(default_factory=lambda: NO_METADATA)
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
