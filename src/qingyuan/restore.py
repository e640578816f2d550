"""Words that a filter deleted, put back where that is certain and marked as restored (DESIGN §7)."""

from __future__ import annotations

from qingyuan.rule import Rule

RESTORE: tuple[Rule, ...] = ()
