"""Whether a page went through a word filter at all: nothing is restored on one that did not."""

from __future__ import annotations

from collections.abc import Iterator

from qingyuan.stages.restore.gaps import AROUND, find_scars, find_tong_shi_gaps, find_wen_gaps
from qingyuan.stages.restore.marks import RESTORED
from qingyuan.view import View

ENOUGH = 2  # gaps; one can be a name or a turn of phrase, and the seeds that were filtered show three or more


def evidence_of_a_filter(view: View) -> Iterator[str]:
    """What stands around each gap that has no innocent reading, and around each word that is restored already."""
    for gap in find_wen_gaps(view):
        if gap.evident:
            yield gap.around
    for match in find_tong_shi_gaps(view):
        if not match["doubtful"]:
            yield match[0]
    for scar in find_scars(view):
        if scar.words:
            yield scar.left[-AROUND:] + scar.right[:AROUND]
    for match in RESTORED.finditer(view.text):
        yield view.text[max(0, match.start() - AROUND) : match.start()] + match[1]


def is_filtered(view: View) -> bool:
    """Whether the page has enough gaps, in different words, that cannot be read otherwise.

    >>> is_filtered(View("出现了呆账的问。积极沟通是解决问的关键。"))
    True
    >>> is_filtered(View("咏春拳师叶问、李小龙。灵魂四问，请回答。"))
    False
    """
    seen: set[str] = set()
    for around in evidence_of_a_filter(view):
        seen.add(around)
        if len(seen) >= ENOUGH:
            return True
    return False
