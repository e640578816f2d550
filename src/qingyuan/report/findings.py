"""Findings as they are shown everywhere: a row for programs, a sentence for people, contact details masked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from qingyuan.document import Finding, Trail
from qingyuan.stages.strip.masked_trail import MaskedTrail
from qingyuan.stages.strip.masking import STARS, mask, masked_part
from qingyuan.text.characters import visible
from qingyuan.text.spans import LineNumbers, line_near

_NEAR = 500  # characters of a line on either side of a candidate: what they show of it, more would not


def rows_of(findings: Iterable[Finding], masked: MaskedTrail) -> list[dict[str, Any]]:
    """Each finding as the ledger and `--json` have it (`findings` in data/ledger.schema.json).

    `line` counts in the decoded input, from 1. `candidates` stand best first; `note` is there where the
    rule's name does not say it all.
    """
    findings = list(findings)
    numbers = LineNumbers(masked.text)
    wanted = {finding.step for finding in findings}
    forms = {number: text for number, text in masked.forms() if number in wanted}
    rows = []
    for finding in findings:
        text, candidates = _shown(finding, forms[finding.step], masked)
        row = {
            "rule": finding.rule,
            "line": numbers.of(origin(masked.trail, finding.start, finding.start + 1, finding.step)),
            "text": text,
            "candidates": candidates,
        }
        rows.append(row | ({"note": mask(finding.note)} if finding.note else {}))
    return rows


def _shown(finding: Finding, text: str, masked: MaskedTrail) -> tuple[str, list[str]]:
    """The text and the candidates of a finding as they may be shown: each judged in its place in the line."""
    start, end = finding.start, finding.start + len(finding.text)
    if not text.startswith(finding.text, start):  # what it quotes is not the text itself
        return mask(finding.text), [mask(candidate) for candidate in finding.candidates]
    first, line = line_near(text, start, end, _NEAR)
    head, tail = line[: start - first], line[end - first :]
    candidates = [
        masked_part(head + candidate + tail, len(head), len(head) + len(candidate))
        for candidate in finding.candidates
    ]
    if masked.secrets(finding.step, start, end):
        # What may be shown of a candidate depends on the trail, and it has none: nothing is.
        candidates = [STARS for _ in candidates]
    return masked.shown(finding.step, text, start, end), candidates


def sentence(row: dict[str, Any]) -> str:
    """A row as a line for a person.

    >>> sentence({"rule": "repair/holes", "line": 3, "text": "\ufffd?", "candidates": ["好", "号"]})
    'line 3  repair/holes  \ufffd?  →  好 / 号'
    """
    options = " / ".join(map(visible, row["candidates"])) or "no candidate"
    note = f"  {visible(row['note'])}" if "note" in row else ""
    return f"line {row['line']}  {row['rule']}  {visible(row['text'])}  →  {options}{note}"


def origin(trail: Trail, start: int, end: int, step: int) -> int:
    """Where in the input a span lay that step number `step` saw.

    It is asked for by a character, never by the border between two: a line that was stripped above the span
    ends at the same border.
    """
    start, end = (start, start + 1) if start < end else (max(start - 1, 0), start)
    return trail.origin(start, end, step)[0]
