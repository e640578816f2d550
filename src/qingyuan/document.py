"""Frozen data that flows through the pipeline, and the replay of what was changed (law 1)."""

from __future__ import annotations

import difflib
import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

Metadata = Mapping[str, object]
NO_METADATA: Metadata = MappingProxyType({})


class ReplayError(ValueError):
    """A trail was replayed over a text that it does not belong to."""


@dataclass(frozen=True, slots=True)
class RawDocument:
    """Bytes as received, with the name they came under.

    `ours`: its source is marked as ours in `corpus/sources.yml`, so that its front matter counts. By default it
    is a stranger's.
    """

    name: str
    data: bytes
    ours: bool = False

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """One change: at `start` of the text the rule saw, `before` became `after`.

    `kind` names the variety where one rule knows several (`related_title`, `related_excerpt`).

    >>> edit = Edit(3, "浣犲ソ", "你好")
    >>> edit.start, edit.end
    (3, 6)
    """

    start: int
    before: str
    after: str
    kind: str = ""

    @property
    def end(self) -> int:
        return self.start + len(self.before)


@dataclass(frozen=True, slots=True)
class Finding:
    """A doubt for a person to settle: `text` at `start` of the text the rule saw, best candidate first.

    `step` is the number of the step in the trail whose input that was; the engine sets it. Without candidates
    nobody knows what stood there. `note` says what the doubt is, where the rule's name does not. `lasts` is true of
    what the rule took out: no later look at the text can settle it.
    """

    rule: str
    start: int
    text: str
    candidates: tuple[str, ...] = ()
    note: str = ""
    step: int = 0
    lasts: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule found on a page: edits to make, doubts to report, facts captured."""

    edits: tuple[Edit, ...] = ()
    findings: tuple[Finding, ...] = ()
    metadata: Metadata = field(default_factory=lambda: NO_METADATA)


NOTHING = Found()


@dataclass(frozen=True)
class Step:
    """All edits of one rule on one document, in ascending order, none touching another's characters.

    >>> Step("repair/entities", (Edit(0, "&lt;", "<"), Edit(5, "&gt;", ">"))).apply("&lt;b&gt;")
    '<b>'
    """

    rule: str
    edits: tuple[Edit, ...]

    def apply(self, text: str) -> str:
        """The text with the edits made; `ReplayError` if it is not the text they were made for."""
        pieces: list[str] = []
        at = 0
        for edit in self.edits:
            if edit.start < at or not text.startswith(edit.before, edit.start):
                raise ReplayError(f"{self.rule}: at {edit.start} the text is not {edit.before[:20]!r}")
            pieces += (text[at : edit.start], edit.after)
            at = edit.end
        pieces.append(text[at:])
        return "".join(pieces)

    def undo(self, text: str) -> str:
        """The text as it was before the edits; `ReplayError` if they do not stand in it."""
        pieces: list[str] = []
        at = 0
        for edit, start in zip(self.edits, self._starts, strict=True):
            if start < at or not text.startswith(edit.after, start):
                raise ReplayError(f"{self.rule}: at {start} the text is not {edit.after[:20]!r}")
            pieces += (text[at:start], edit.before)
            at = start + len(edit.after)
        pieces.append(text[at:])
        return "".join(pieces)

    @cached_property
    def _starts(self) -> list[int]:
        """Where each edit stands in the text after this step."""
        starts: list[int] = []
        shift = 0
        for edit in self.edits:
            starts.append(edit.start + shift)
            shift += len(edit.after) - len(edit.before)
        return starts

    def result(self, start: int, end: int) -> tuple[int, int]:
        """Where the span [start, end) of the text before this step lies after it; an edit counts whole.

        Insertions at either end lie outside the span.
        """
        befores = self._befores
        first, last = start, end
        at = bisect_right(befores, start) - 1
        if at >= 0:
            edit, left = self.edits[at], self._starts[at]
            first = left if edit.end > start else start - edit.end + left + len(edit.after)
        at = bisect_left(befores, end) - 1
        if at >= 0:
            edit, right = self.edits[at], self._starts[at] + len(self.edits[at].after)
            last = right if edit.end >= end else end - edit.end + right
        return first, max(first, last)

    @cached_property
    def _befores(self) -> list[int]:
        """Where each edit stands in the text before this step."""
        return [edit.start for edit in self.edits]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Where the span [start, end) of the text after this step lay before it; an edit counts whole.

        Deletions at either end lie outside the span, unless the span is empty.
        """
        starts = self._starts
        first, last = start, end
        at = bisect_right(starts, start) - 1
        if at >= 0:
            edit, left = self.edits[at], starts[at]
            right = left + len(edit.after)
            inside = start < right or (start == end and right == left == start)
            first = edit.start if inside else start - right + edit.end
        # The last edit that begins before the end; at the end of an empty span a deletion counts too.
        at = (bisect_left(starts, end) if start < end else bisect_right(starts, end)) - 1
        if at >= 0 and starts[at] == end and self.edits[at].after:
            at -= 1
        if at >= 0:
            edit = self.edits[at]
            right = starts[at] + len(edit.after)
            last = end - right + edit.end if right <= end else edit.end
        return min(first, last), max(first, last)


@dataclass(frozen=True, slots=True)
class Trail:
    """All changes to one document, in order.

    >>> trail = Trail((Step("repair/entities", (Edit(0, "&lt;", "<"),)), Step("normalize/x", (Edit(1, "b", "p"),))))
    >>> trail.apply("&lt;b>"), trail.undo("<p>")
    ('<p>', '&lt;b>')
    >>> trail.origin(0, 1)  # where "<" of the output came from
    (0, 4)
    """

    steps: tuple[Step, ...] = ()

    def apply(self, text: str) -> str:
        """The output, from the decoded input; `ReplayError` if it is another text."""
        for step in self.steps:
            text = step.apply(text)
        return text

    def undo(self, text: str) -> str:
        """The decoded input, from the output (law 1); `ReplayError` if it is another text."""
        for step in reversed(self.steps):
            text = step.undo(text)
        return text

    def origin(self, start: int, end: int, before_step: int | None = None) -> tuple[int, int]:
        """Where a span of the text that step number `before_step` saw lay in the decoded input.

        Without `before_step` the span is one of the output.
        """
        for step in reversed(self.steps[:before_step]):
            start, end = step.origin(start, end)
        return start, end

    def result(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of the decoded input lies in the output.

        >>> Trail((Step("repair/entities", (Edit(0, "&lt;", "<"),)),)).result(2, 6)
        (0, 3)
        """
        for step in self.steps:
            start, end = step.result(start, end)
        return start, end

    def __iter__(self) -> Iterator[Step]:
        return iter(self.steps)

    def __len__(self) -> int:
        return len(self.steps)


@dataclass(frozen=True, slots=True)
class Article:
    """Title, metadata and Markdown body, as they will stand in `docs/`."""

    body: str
    metadata: Metadata = field(default_factory=dict)

    @property
    def title(self) -> str:
        return str(self.metadata.get("title", ""))


MOST_COMPARED = 4_000
"""Characters: comparing texts of different lengths costs the square of them."""


def _between_shared_ends(before: str, after: str, start: int, kind: str) -> tuple[Edit, ...]:
    """One edit, without what both begin and end with."""
    most = min(len(before), len(after))
    left = next((at for at in range(most) if before[at] != after[at]), most)
    right = next((at for at in range(most - left) if before[-1 - at] != after[-1 - at]), most - left)
    return (Edit(start + left, before[left : len(before) - right], after[left : len(after) - right], kind),)


def edits_between(before: str, after: str, start: int = 0, kind: str = "") -> tuple[Edit, ...]:
    """The edits that turn `before` into `after`, with `before` standing at `start`.

    >>> edits_between("支付寶", "支付宝", 10)
    (Edit(start=12, before='寶', after='宝', kind=''),)
    """
    if before == after:
        return ()
    edits: list[Edit] = []
    if len(before) == len(after):
        at = 0
        while at < len(before):
            if before[at] == after[at]:
                at += 1
                continue
            end = at
            while end < len(before) and before[end] != after[end]:
                end += 1
            edits.append(Edit(start + at, before[at:end], after[at:end], kind))
            at = end
        return tuple(edits)
    if max(len(before), len(after)) > MOST_COMPARED:
        return _between_shared_ends(before, after, start, kind)
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "equal":
            edits.append(Edit(start + i1, before[i1:i2], after[j1:j2], kind))
    return tuple(edits)


def in_order(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """Edits by position; of two that overlap the one that starts first (and reaches further) stays."""
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda e: (e.start, -e.end)):
        if edit.before == edit.after:
            continue
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return tuple(kept)
