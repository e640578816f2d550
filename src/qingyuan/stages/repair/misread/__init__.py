"""Misread charsets: bytes written in one charset and read in another."""

from __future__ import annotations

from qingyuan.stages.repair.misread.rule import FIND_LOST, MISREADINGS, UNDO_MISREAD, Misreading

__all__ = ["FIND_LOST", "MISREADINGS", "UNDO_MISREAD", "Misreading"]
