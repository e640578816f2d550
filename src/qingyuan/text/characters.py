"""Classes of characters, each defined here and nowhere else; the bodies go between the brackets of a pattern."""

from __future__ import annotations

UNIFIED_HAN = r"\u4e00-\u9fff"
"""The block of unified ideographs: all Han that GBK and Big5 know, so all that their accidents make."""

EXTENSION_A = r"\u3400-\u4dbf"
"""Rare Han of names and dialects."""

BMP_HAN = r"\u3400-\u9fff"
"""The unified block and Extension A: what text of the last century has outside of names."""

HAN = r"々〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Any Han character, with the iteration mark and the zero that stand among them."""

KANA = r"ぁ-ヺ"
"""Hiragana and katakana, with the marks that stand between the two blocks."""

HIRAGANA = r"ぁ-ん"

HALF_WIDTH_KANA = r"ｦ-ﾟ"

HANGUL = r"가-힣"
"""Whole syllables."""

HAN_MARKS = r"、。，：；！？（）《》“”「」"
"""The marks of Chinese prose, quotation marks included."""


def visible(text: str) -> str:
    """A text as it can be printed in one line: line ends and what shows nothing as marks.

    >>> visible("还\u200b款\\n")
    '还[U+200B]款⏎'
    """
    return "".join("⏎" if c == "\n" else c if c.isprintable() else f"[U+{ord(c):04X}]" for c in text)
