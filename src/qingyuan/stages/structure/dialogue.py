"""Dialogues: the speakers in bold, where at least two take turns."""

from __future__ import annotations

import re

from qingyuan.document import Edit, Found
from qingyuan.rule import Rule, found
from qingyuan.stages.structure.lines import Line, lines_with_words
from qingyuan.view import View

SPEAKER = re.compile(
    r"^(?P<who>(?P<role>问|答|[QAＱＡ])[0-9０-９]{1,3}|问|答|记者|主持人|律师|客服|用户|网友|专家|[A-ZＡ-Ｚ]|[甲乙丙丁])(?=[：:])"
)


def find_dialogue(view: View) -> Found:
    """Insertions that set the speakers of a dialogue in bold, where at least two take turns."""
    run: list[Line] = []
    edits: list[Edit] = []
    for line in [*view.about(lines_with_words), Line(len(view.text), "", None, "")]:
        if SPEAKER.match(line.text):
            run.append(line)
            continue
        turns = [match for member in run if (match := SPEAKER.match(member.text))]
        if len({turn["role"] or turn["who"] for turn in turns}) >= 2:
            for member, who in zip(run, (turn["who"] for turn in turns), strict=True):
                edits += (Edit(member.start, "", "**"), Edit(member.start + len(who), "", "**"))
        run = []
    return found(edits)


DIALOGUE = Rule(
    name="structure/dialogue",
    find=find_dialogue,
    examples=(
        ("问：可以协商吗？\n\n答：可以。\n", "**问**：可以协商吗？\n\n**答**：可以。\n"),
        ("Q1：要还吗？\nA1：要。\n", "**Q1**：要还吗？\n**A1**：要。\n"),
    ),
    keep=(
        "答：可以。\n",
        "问：甲。\n问：乙。\n",
        "**问**：甲？\n\n**答**：乙。\n",
        "记者：张三\n",
        "Q1：上升。\nQ2：下降。\n",
    ),
)
