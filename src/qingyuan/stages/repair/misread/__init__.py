"""Misread charsets: bytes written in one charset and read in another, once or twice over.

One search covers them all. A kind of accident is a pair of charsets, `written` and `read`; its damage
is `read.decode(written.encode(text))`, and its inverse the same with the two exchanged. A run of text
is reopened with every pair, and what comes out counts only if doing the damage again gives the damaged
run, exactly, and if it costs so much less than what stood there that no honest text can be meant.
"""

from __future__ import annotations

from qingyuan.stages.repair.misread.accidents import MISREADINGS, Misreading
from qingyuan.stages.repair.misread.rule import UNDO_MISREAD

__all__ = ["MISREADINGS", "UNDO_MISREAD", "Misreading"]
