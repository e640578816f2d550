"""Notices: sentences with a turn of phrase that only a page uses of itself, its owner or its reader's next click.

Copyright, disclaimers, takedown offers, prompts to follow, prompts to open an app, watermarks of sites: the
phrases of each kind are rows of `phrases.tsv` and see folded text in which things to reach are signs.
"""

from __future__ import annotations

from functools import cache

from qingyuan.stages.strip.signals import Signals, read_signals

PHRASES = "notices/phrases.tsv"
TAKEDOWN = "takedown_contact"
# The first of two kinds that weigh the same is taken: what asks for an answer before what only declares.
KINDS = (TAKEDOWN, "copyright", "disclaimer", "follow_prompt", "app_prompt", "site_watermark")
HONEST = "honest"  # what speaks against every kind


@cache
def signals() -> Signals:
    """The signals of all kinds of notices, and what speaks against all of them."""
    return read_signals(PHRASES, (*KINDS, HONEST), {})
