"""Two numbers that a lost dash has joined: 350950分."""

from __future__ import annotations

import re

from qingyuan.document import Finding, Found
from qingyuan.rule import Rule
from qingyuan.view import View

JOINED_NUMBERS = re.compile(r"(?<![\d.,])\d{6,8}(?=分(?!钟|之)|岁|个月)")


def find_joined_numbers(view: View) -> Found:
    """Doubts about two numbers that a lost dash has joined: 350950分. Never an edit."""
    findings = []
    protected = view.protected
    for match in JOINED_NUMBERS.finditer(view.text):
        half = len(match[0]) // 2
        low, high = match[0][:half], match[0][half:]
        if len(match[0]) % 2 == 0 and int(low) < int(high) and not protected.cover(match.start()):
            note = "a dash between two numbers may be missing"
            findings.append(
                Finding("restore/number-range", match.start(), match[0], (f"{low}～{high}",), note)
            )
    return Found((), tuple(findings))


NUMBER_RANGE = Rule(
    name="restore/number-range",
    find=find_joined_numbers,
    examples=(),
    keep=("编号20240101，共650分。\n", "2024年，650分。\n"),
    doubts=(("分数范围为350950分。\n", "350～950"),),
)
