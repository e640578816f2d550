"""Escapes left in text."""

from __future__ import annotations

from qingyuan.stages.repair.escapes.context import (
    ESCAPES,
    escape_as_entities,
    escape_as_percent,
    escape_as_quoted_printable,
    escape_as_unicode,
)

__all__ = [
    "ESCAPES",
    "escape_as_entities",
    "escape_as_percent",
    "escape_as_quoted_printable",
    "escape_as_unicode",
]
