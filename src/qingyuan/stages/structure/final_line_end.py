"""The line end at the end of a file."""

from __future__ import annotations

from qingyuan.document import Edit, Found
from qingyuan.rule import Rule
from qingyuan.view import View


def find_final_line_end(view: View) -> Found:
    if not view.text or view.text.endswith("\n"):
        return Found()
    return Found((Edit(len(view.text), "", "\n"),))


FINAL_LINE_END = Rule(
    name="structure/final-line-end",
    find=find_final_line_end,
    examples=(("正文。", "正文。\n"),),
    keep=("", "正文。\n"),
)
