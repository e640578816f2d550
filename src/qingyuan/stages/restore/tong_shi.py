"""同时， where only 在…的也 is left."""

from __future__ import annotations

from qingyuan.document import Edit, Finding, Found
from qingyuan.rule import Rule
from qingyuan.stages.restore.filtered import WEN_GAP, is_filtered
from qingyuan.stages.restore.gaps import find_tong_shi_gaps
from qingyuan.stages.restore.marks import restored
from qingyuan.view import View


def find_tong_shi(view: View) -> Found:
    """同时， where only 在…的也 is left, on a page that was filtered."""
    gaps = view.about(find_tong_shi_gaps)
    if not gaps or not view.about(is_filtered):
        return Found()
    edits: list[Edit] = []
    findings: list[Finding] = []
    for match in gaps:
        if match["doubtful"]:
            word = f"{match[0]}同时，{match['doubtful']}"
            findings.append(
                Finding("restore/tong-shi", match.start(), match[0], (word,), "同时 may have been deleted")
            )
        else:
            edits.append(Edit(match.end(), "", restored("同时，")))
    return Found(tuple(edits), tuple(findings))


TONG_SHI = Rule(
    name="restore/tong-shi",
    find=find_tong_shi,
    examples=(
        (
            f"{WEN_GAP}用户在享受便利的也应重视信用。\n",
            f"{WEN_GAP}用户在享受便利的{restored('同时，')}也应重视信用。\n",
        ),
        (
            f"{WEN_GAP}在表达需求的用户还应提出方案。\n",
            f"{WEN_GAP}在表达需求的{restored('同时，')}用户还应提出方案。\n",
        ),
    ),
    keep=(
        "用户在享受便利的也应重视信用。\n",  # no sign of a filter on the page
        f"{WEN_GAP}在还款的过程中也应注意。\n",
        f"{WEN_GAP}在合理的还款计划之外。\n",
        f"{WEN_GAP}在座的也有不少专家。\n",
    ),
)
