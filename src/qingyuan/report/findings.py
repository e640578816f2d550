"""Findings as they are shown everywhere: a row for programs, a sentence for people, contact details masked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from qingyuan.document import Finding, Trail
from qingyuan.stages.strip import mask
from qingyuan.text.characters import visible
from qingyuan.text.spans import LineNumbers


def rows_of(findings: Iterable[Finding], trail: Trail, text: str) -> list[dict[str, Any]]:
    """Each finding as the ledger and `--json` have it (`findings` in data/ledger.schema.json).

    `line` counts in the decoded input `text`, from 1. `candidates` stand best first; `note` is there where the
    rule's name does not say it all.
    """
    numbers = LineNumbers(text)
    return [
        {
            "rule": finding.rule,
            "line": numbers.of(origin(trail, finding.start, finding.start + 1, finding.step)),
            "text": mask(finding.text),
            "candidates": [mask(candidate) for candidate in finding.candidates],
            **({"note": finding.note} if finding.note else {}),
        }
        for finding in findings
    ]


def sentence(row: dict[str, Any]) -> str:
    """A row as a line for a person.

    >>> sentence({"rule": "repair/holes", "line": 3, "text": "\ufffd?", "candidates": ["好", "号"]})
    'line 3  repair/holes  \ufffd?  →  好 / 号'
    """
    options = " / ".join(map(visible, row["candidates"])) or "no candidate"
    note = f"  {row['note']}" if "note" in row else ""
    return f"line {row['line']}  {row['rule']}  {visible(row['text'])}  →  {options}{note}"


def origin(trail: Trail, start: int, end: int, step: int) -> int:
    """Where in the input a span lay that step number `step` saw.

    It is asked for by a character, never by the border between two: a line that was stripped above the span
    ends at the same border.
    """
    start, end = (start, start + 1) if start < end else (max(start - 1, 0), start)
    return trail.origin(start, end, step)[0]
