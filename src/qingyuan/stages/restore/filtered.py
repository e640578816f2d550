"""Whether a page went through a word filter at all: nothing is restored on one that did not."""

from __future__ import annotations

from qingyuan.stages.restore.gaps import LIMITS, find_scars, find_tong_shi_gaps, find_wen_gaps
from qingyuan.stages.restore.marks import RESTORED, restored
from qingyuan.view import View

# For the rows of the rules: two gaps that are restored already, so the page was filtered.
WEN_GAP = f"这是解决问{restored('题')}的关键。技术问{restored('题')}也要处理。"


def evidence_of_a_filter(view: View) -> frozenset[str]:
    """What stands around each gap that has no innocent reading, and around each word that is restored already."""
    around = LIMITS.around
    return frozenset(
        (
            *(gap.around for gap in view.about(find_wen_gaps) if gap.evident),
            *(match[0] for match in view.about(find_tong_shi_gaps) if not match["doubtful"]),
            *(scar.left[-around:] + scar.right[:around] for scar in view.about(find_scars) if scar.words),
            *(
                view.text[max(0, match.start() - around) : match.start()] + match[1]
                for match in RESTORED.finditer(view.text)
            ),
        )
    )


def is_filtered(view: View) -> bool:
    """Whether the page has enough gaps, in different words, that cannot be read otherwise.

    >>> is_filtered(View("出现了呆账的问。积极沟通是解决问的关键。"))
    True
    >>> is_filtered(View("咏春拳师叶问、李小龙。灵魂四问，请回答。"))
    False
    """
    return len(evidence_of_a_filter(view)) >= LIMITS.gaps_of_a_filter
