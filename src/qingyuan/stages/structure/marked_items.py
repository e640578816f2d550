"""Lists whose items carry a bullet or a number in a circle."""

from __future__ import annotations

import re
import unicodedata

from qingyuan.document import Edit, Found
from qingyuan.rule import Rule, found
from qingyuan.stages.structure.lines import lines_with_words
from qingyuan.text.numbering import BY_NAME
from qingyuan.view import View

BULLET = re.compile(r"^(?P<mark>[•●·▪■◆◇○★☆▶►※√✓✔][ \u3000]*)(?P<text>[^\s•●·▪■◆◇○★☆▶►※√✓✔].*)$")
CIRCLED = BY_NAME["circled number"].pattern


def circled_number(text: str) -> int | None:
    """The number of a line that begins with one in a circle."""
    return int(unicodedata.numeric(text[0])) if CIRCLED.match(text) else None


def find_marked_items(view: View) -> Found:
    """Edits that make lines marked with • or ①②③ into list items."""
    edits: list[Edit] = []
    lines = view.about(lines_with_words)
    expected = 1
    for index, line in enumerate(lines):
        if match := BULLET.match(line.text):
            edits.append(Edit(line.start, match["mark"], "- "))
        number = circled_number(line.text)
        following = circled_number(lines[index + 1].text) if index + 1 < len(lines) else None
        if number == expected and (number > 1 or following == 2):
            after = len(line.text) - len(line.text[1:].lstrip(" \u3000、.．"))
            edits.append(Edit(line.start, line.text[:after], f"{number}. "))
            expected = number + 1 if following == number + 1 else 1
        else:
            expected = 1
    return found(edits)


MARKED_ITEMS = Rule(
    name="structure/marked-items",
    find=find_marked_items,
    examples=(
        ("• 身份证\n• 银行卡\n", "- 身份证\n- 银行卡\n"),
        ("①先联系客服。\n\n②再提交材料。\n", "1. 先联系客服。\n\n2. 再提交材料。\n"),
    ),
    keep=("①只有一条。\n", "·\n", "见第①条与第②条。\n", "- 身份证\n", "··· ···\n"),
)
