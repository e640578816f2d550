"""Text that was lost for good when it was decoded: reported, never guessed."""

from __future__ import annotations

import re

from qingyuan.document import NOTHING, Finding, Found
from qingyuan.rule import Rule
from qingyuan.text import plausible
from qingyuan.view import View

_LOST = re.compile(
    r"""
      (?: 锟斤拷 | 锟斤 | 斤拷 | 锟 )+      # U+FFFD written as UTF-8 and read as GBK
    | (?: ï¿½ )+                           # the same, read as Windows-1252
    | \ufffd+          # a byte that fitted nowhere
    | 烫{3,} | 屯{3,} | 葺{3,}              # memory never written to: 0xCC, 0xCD, 0xDD
    """,
    re.VERBOSE,
)
SIGNS = frozenset("锟½\N{REPLACEMENT CHARACTER}")
_LOST_EVERYDAY = ("斤拷", "烫烫烫", "屯屯屯", "葺葺葺")


def find_lost(view: View) -> Found:
    """Places whose text was lost when somebody decoded it; nothing can bring it back."""
    text = view.text
    if view.of(plausible.uncommon).isdisjoint(SIGNS) and not any(run in text for run in _LOST_EVERYDAY):
        return NOTHING
    return Found(
        findings=tuple(
            Finding(
                "repair/lost-text", match.start(), match[0], note="the text here was lost when it was decoded"
            )
            for match in _LOST.finditer(text)
            if match[0] != "斤拷"
        )
    )


FIND_LOST = Rule(
    name="repair/lost-text",
    find=find_lost,
    damage_why_not="It only reports: what is lost cannot be proved to have been anything.",
    examples=(),
    doubts=(("支付宝锟斤拷锟斤拷", ""),),
    keep=("锟斤拷锟斤拷", "手持两把锟斤拷，口中疾呼烫烫烫", "支\N{REPLACEMENT CHARACTER}宝"),
)
