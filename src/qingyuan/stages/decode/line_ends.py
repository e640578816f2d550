r"""One line end: every later rule may rely on ``\n``. The trail remembers what the file had."""

from __future__ import annotations

import re

from qingyuan.rule import Rule, find_matches

LINE_ENDS = Rule(
    name="decode/line-ends",
    find=find_matches(re.compile(r"\r\n?|[\u2028\u2029]"), "\n"),
    examples=(("甲\r\n乙\r丙\u2028丁", "甲\n乙\n丙\n丁"),),
    keep=("甲\n乙\n", "å\x85¨"),  # U+0085 is a byte of 全, misread
)

DECODE: tuple[Rule, ...] = (LINE_ENDS,)
