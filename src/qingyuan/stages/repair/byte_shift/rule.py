"""Text that decodes one byte off after a byte-wise replacement: `因?yàn)橥话l(fā)的` is 因為突發的.

The bytes of a damaged run are known, but for the lead bytes that became `?`. Reading them from the other
half of the character gives the text back; where a byte is lost, every value is tried. The language model
ranks what comes out; only what the accident, run again, turns into the damaged run counts, and only if it is
far ahead of the next such candidate is the page changed. The rest are findings.
"""

from __future__ import annotations

from qingyuan.document import Edit, Finding, Found
from qingyuan.rule import Rule
from qingyuan.stages.repair.byte_shift.proof import damage_again
from qingyuan.stages.repair.byte_shift.runs import runs
from qingyuan.view import View

NAME = "repair/byte-shift"


def find(view: View) -> Found:
    """Edits for the runs that are certain, findings for the others."""
    edits: list[Edit] = []
    findings: list[Finding] = []
    for run in view.about(runs):
        if run.certain:
            edits.append(Edit(run.start, run.damaged, run.candidates[0], run.kind))
        else:
            findings.append(Finding(NAME, run.start, run.damaged, run.candidates))
    return Found(tuple(edits), tuple(findings))


BYTE_SHIFT = Rule(
    name=NAME,
    find=find,
    damage=damage_again,
    proof="annotating, splitting and decoding the result again gives the damaged run",
    examples=(
        # 因 is D2 F2 and 為 9E E9; F2 9E is 驗, whose reading landed inside 為
        ("用戶可能因?yàn)橥话l的資金需求而導致無法還款", "用戶可能因為突發的資金需求而導致無法還款"),
        ("當?shù)剞r民普遍重視農業生產", "當地農民普遍重視農業生產"),
    ),
    keep=(
        "真的嗎??可是我不知道。",
        "哪里?yàn)這個字怎么寫?",
        "return ok?ma(1):ni(2);",
        "垚(yáo)是三個土。",
    ),
)
