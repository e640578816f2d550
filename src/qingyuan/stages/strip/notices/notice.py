"""Notices: sentences with a turn of phrase that only a page uses of itself, its owner or its reader's next click.

Copyright, disclaimers, takedown offers, prompts to follow, prompts to open an app, watermarks of sites: the
phrases of each kind are rows of `phrases.tsv` and see folded text in which things to reach are signs.
"""

from __future__ import annotations

from functools import cache

from qingyuan.stages.strip.weighing import (
    NOTHING_SEEN,
    ROUNDING,
    Signals,
    Weighed,
    fitted,
    read_signals,
    weighed,
)

PHRASES = "notices/phrases.tsv"
# The first of two kinds that weigh the same is taken: what asks for an answer before what only declares.
KINDS = ("takedown_contact", "copyright", "disclaimer", "follow_prompt", "app_prompt", "site_watermark")
HONEST = "honest"  # what speaks against every kind


@cache
def signals() -> tuple[Signals, dict[str, Signals], Signals]:
    """The anchors of all kinds, what supports each kind, and what speaks against all."""
    known = read_signals(PHRASES, fitted()["notices"], (*KINDS, HONEST), {})
    anchors = Signals(each for kind in KINDS for each in known[kind].signals if each.anchor)
    support = {kind: Signals(each for each in known[kind].signals if not each.anchor) for kind in KINDS}
    return anchors, support, known[HONEST]


def weigh_notice(with_signs: str) -> tuple[str, Weighed]:
    """The kind of notice that weighs most, for a text in which reachables are signs.

    Nothing is a notice without an anchor of its kind: the other signals only add to it.
    """
    anchors, support, honest = signals()
    seen = anchors.seen_in(with_signs)
    if not seen:
        return "", NOTHING_SEEN
    against = honest.seen_in(with_signs)
    best = ("", NOTHING_SEEN)
    for kind in KINDS:
        if own := [each for each in seen if each.kind == kind]:
            total = weighed(own + support[kind].seen_in(with_signs) + against)
            if total.score > best[1].score + ROUNDING:
                best = (kind, total)
    return best
