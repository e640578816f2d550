"""What stands beside a character, as the rules of look-alikes ask."""

from __future__ import annotations

import re

from qingyuan.text.characters import EXTENSION_A, HAN_BEYOND_BMP, HANGUL, UNIFIED_HAN

# Not `characters.HAN`: the compatibility ideographs in it are what these rules fold.
HAN = f"{EXTENSION_A}{UNIFIED_HAN}{HAN_BEYOND_BMP}"
CJK = HAN + "、。〈-】〔-〟！（），．：；？“”‘’…—"
# Not `characters.KANA`: beside a lone sound mark nothing is Japanese yet.
KANA_SIGN = re.compile(r"[ぁ-ゖァ-ヺー]")
HANGUL_SIGN = re.compile(rf"[{HANGUL}ㄱ-ㅎ]")


HAN_SIGN = re.compile(f"[{HAN}]")


def touches(text: str, start: int, end: int, chars: str) -> bool:
    """Whether one of the two neighbors is among the characters of a class."""
    return re.fullmatch(f"[{chars}]", text[end : end + 1]) is not None or (
        start > 0 and re.fullmatch(f"[{chars}]", text[start - 1]) is not None
    )


def stands_between(text: str, start: int, end: int, chars: str) -> bool:
    """Whether both neighbors are among the characters of a class, or missing."""
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    return re.fullmatch(f"[{chars}]?", before) is not None and re.fullmatch(f"[{chars}]?", after) is not None
