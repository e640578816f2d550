"""What became of rules whose names are no longer in use: rulings and ledgers that name them go on working.

A name is permanent (decision 0016). Where a rule has to get another, the old one becomes a row here, and where a
rule goes, its name stays here with the reason: it is never given to another rule.
"""

from __future__ import annotations

from collections.abc import Mapping

RENAMED: Mapping[str, str] = {}
"""The name of today for each that a rule or a stage had before."""

RETIRED: Mapping[str, str] = {}
"""Rules that are gone, each with a sentence that says what became of their work."""


def named_now(rule: str) -> str:
    """The name of today for a rule or stage; any other as it is."""
    return RENAMED.get(rule, rule)
