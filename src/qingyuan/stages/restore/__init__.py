"""Words that a filter deleted, put back where that is certain and marked as restored (docs-dev/design.md §7).

A wrong insertion is worse than a gap, so nothing is restored on a page that does not show that it was filtered,
and a word comes back only where the characters around the gap cannot be read otherwise; what is merely likely
becomes a finding.
"""

from __future__ import annotations

from qingyuan.rule import Rule
from qingyuan.stages.restore.cut_heading import CUT_HEADING
from qingyuan.stages.restore.deleted_word import DELETED_WORD
from qingyuan.stages.restore.number_range import NUMBER_RANGE
from qingyuan.stages.restore.tong_shi import TONG_SHI
from qingyuan.stages.restore.wen_ti import WEN_TI

RESTORE: tuple[Rule, ...] = (
    WEN_TI,
    TONG_SHI,
    DELETED_WORD,
    NUMBER_RANGE,
    CUT_HEADING,
)
