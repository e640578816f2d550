"""What stands beside a character, as the rules of look-alikes ask."""

from __future__ import annotations

import re

HAN = "㐀-䶿一-鿿\U00020000-\U000323af"
CJK = HAN + "、。〈-】〔-〟！（），．：；？“”‘’…—"
KANA = re.compile(r"[ぁ-ゖァ-ヺー]")
HANGUL = re.compile(r"[가-힣ㄱ-ㅎ]")


def touches(text: str, start: int, end: int, chars: str) -> bool:
    """Whether one of the two neighbors is among the characters of a class."""
    return re.fullmatch(f"[{chars}]", text[end : end + 1]) is not None or (
        start > 0 and re.fullmatch(f"[{chars}]", text[start - 1]) is not None
    )


def stands_between(text: str, start: int, end: int, chars: str) -> bool:
    """Whether both neighbors are among the characters of a class, or missing."""
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    return re.fullmatch(f"[{chars}]?", before) is not None and re.fullmatch(f"[{chars}]?", after) is not None


HAN_SIGN = re.compile(f"[{HAN}]")


def line_around(text: str, start: int, end: int) -> str:
    last = text.find("\n", end)
    return text[text.rfind("\n", 0, start) + 1 : len(text) if last < 0 else last]
