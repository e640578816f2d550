"""The damaged runs of a text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qingyuan.stages.repair.byte_shift.annotations import ANNOTATED, Annotations
from qingyuan.stages.repair.byte_shift.page import Scene, ShiftPage
from qingyuan.stages.repair.byte_shift.silent import is_silent, may_be_silent
from qingyuan.stages.repair.byte_shift.state import DamagedRun
from qingyuan.stages.repair.byte_shift.tokens import AS_CUT, SCAR, SCAR_KINDS, UNKNOWN_KINDS, Token, tokens_of
from qingyuan.stages.repair.byte_shift.verdict import judge
from qingyuan.stages.repair.byte_shift.weights import WEIGHTS
from qingyuan.text.cp936 import CODES
from qingyuan.text.spans import merged
from qingyuan.view import View


def runs(view: View) -> tuple[DamagedRun, ...]:
    """The damaged runs of a text, in order; asked as `view.about(runs)`, the search is made once."""
    if not SCAR.search(view.text) and not ANNOTATED.search(view.text):
        return ()
    return tuple(runs_of_page(ShiftPage(view.text, view.of(Annotations))))


def extents(view: View) -> tuple[tuple[int, int], ...]:
    """How far the damaged runs of a text reach, certain or not; cheaper than `runs`."""
    if not SCAR.search(view.text):
        return ()
    page = ShiftPage(view.text, view.of(Annotations), thorough=False)
    return tuple((run.start, run.end) for run in runs_of_page(page))


def spans_of_byte_shift(view: View) -> list[tuple[int, int]]:
    """Spans that a byte shift explains: the charset search leaves them alone."""
    text = view.text
    by_machine = ANNOTATED.search(text) is not None and view.of(Annotations).by_machine
    explained = [
        (run.start, run.end)
        for run in view.about(runs)
        if by_machine or run.gain >= WEIGHTS.gain_without_annotations
    ]
    if by_machine:  # what stands there may have no reading that is good enough even for a finding
        for scar in SCAR.finditer(text):
            furthest = scar.end() + WEIGHTS.longest
            end = text.find("\n", scar.end(), furthest)
            explained.append((scar.start(), end if end >= 0 else furthest))
    return merged(explained)


def runs_of_page(page: ShiftPage) -> Iterator[DamagedRun]:
    """The damaged runs of a page, line by line."""
    offset = 0
    for line in page.text.split("\n"):
        if SCAR.search(line) or may_be_silent(page, line):
            yield from runs_of_line(page, tokens_of(line, offset))
        offset += len(line) + 1


def runs_of_line(page: ShiftPage, tokens: list[Token]) -> Iterator[DamagedRun]:
    """The damaged runs of a line; each is read with what the certain ones before it became."""
    at = 0
    left = ""
    while at < len(tokens):
        token = tokens[at]
        if token.kind == "char" and token.char not in AS_CUT:
            left += token.char
            at += 1
            continue
        if page.dictionary and at and tokens[at].char in AS_CUT and is_silent(page, tokens, at):
            tokens[at] = tokens[at]._replace(kind="silent")
        if tokens[at].kind in SCAR_KINDS and is_scar(page, tokens, at):
            run = judge(Scene(page, tokens, at, left[-WEIGHTS.paragraphs :]))
            if run is not None:
                yield run
                while at < len(tokens) and tokens[at].start < run.end:
                    at += 1
                left += run.candidates[0] if run.certain else run.damaged
                continue
        left += tokens[at].char if tokens[at].kind == "annotated" else page.source(tokens[at])
        at += 1


def is_scar(page: ShiftPage, tokens: Sequence[Token], at: int) -> bool:
    """Whether a damaged run can begin with the token."""
    token = tokens[at]
    if _all_unknown(tokens, at):
        return False
    if token.kind == "lost":
        before = tokens[at - 1].char if at else ""
        return before in CODES and len(CODES[before]) == 2
    return token.kind in ("cut", "twice", "silent") and (at > 0 or bool(page.dictionary))


def _all_unknown(tokens: Sequence[Token], at: int) -> bool:
    """Whether a row of question marks begins with the token that is longer than any that the accident leaves."""
    row = tokens[at : at + WEIGHTS.unknown_in_a_row]
    return len(row) == WEIGHTS.unknown_in_a_row and all(token.kind in UNKNOWN_KINDS for token in row)
