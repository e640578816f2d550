"""A word gone and its space left: 在 中可以 → 在电话中可以."""

from __future__ import annotations

from qingyuan.document import Edit, Finding, Found
from qingyuan.rule import Rule
from qingyuan.stages.restore.filtered import WEN_GAP, is_filtered
from qingyuan.stages.restore.gaps import LIMITS, find_scars, likely_words
from qingyuan.stages.restore.marks import restored
from qingyuan.view import View


def find_deleted_words(view: View) -> Found:
    """Words whose place is marked by a lone space between Han."""
    scars = view.about(find_scars)
    if not scars:
        return Found()
    filtered = view.about(is_filtered)
    few = len(scars) <= LIMITS.scars_alone
    edits: list[Edit] = []
    findings: list[Finding] = []
    for scar in scars:
        if scar.words and filtered:
            edits.append(Edit(scar.start, " ", restored(scar.words[0])))
            continue
        likely, most = likely_words(scar.left, scar.right)
        if scar.words or filtered or (few and most >= LIMITS.missing):
            words = dict.fromkeys([*scar.words, *likely])
            candidates = tuple(
                scar.left[-LIMITS.around :] + word + scar.right[: LIMITS.around] for word in words
            )
            findings.append(
                Finding("restore/deleted-word", scar.start, " ", candidates, "a word may be missing")
            )
    return Found(tuple(edits), tuple(findings))


DELETED_WORD = Rule(
    name="restore/deleted-word",
    find=find_deleted_words,
    examples=(
        (
            f"{WEN_GAP}用户在 中可以直接说明。即使出现突 况,也能应对。\n",
            f"{WEN_GAP}用户在{restored('电话')}中可以直接说明。即使出现突{restored('发情')}况,也能应对。\n",
        ),
        (f"{WEN_GAP}通过短信、 等方式通知。\n", f"{WEN_GAP}通过短信、{restored('电话')}等方式通知。\n"),
    ),
    doubts=(("我们打 给总台确认一下。\n", "我们打电话给总台确"),),
    keep=(
        "用户在 中可以直接说明。\n",  # a single gap
        "图一 张三在还款\n",
        f"{WEN_GAP}张 三和李 四来了。\n",
        f"{WEN_GAP}进行电话催收。\n",
    ),
)
