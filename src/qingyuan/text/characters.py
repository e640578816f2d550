"""Classes of characters, each defined here and nowhere else; the bodies go between the brackets of a pattern."""

from __future__ import annotations

import json
import re

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


OBEYED = re.compile(r"[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
"""What a terminal or a viewer obeys instead of showing it, of what JSON does not escape by itself: C1 controls,
marks that turn or hide text, line separators, halves of a character."""


def printable_json(value: object, indent: int | None = None) -> str:
    """A value as JSON that can be printed: the same value to a program, and nothing in it that a terminal obeys.

    >>> printable_json(["还\x9b2J", "\u202e款"])
    '["还\\\\u009b2J", "\\\\u202e款"]'
    """
    shown = json.dumps(value, ensure_ascii=False, indent=indent)
    return OBEYED.sub(lambda match: f"\\u{ord(match[0]):04x}", shown)


def visible(text: str) -> str:
    """A text as it can be printed in one line: line ends and what shows nothing as marks.

    All that comes from outside goes through here before it meets a terminal: names of files, lines of documents,
    and messages that quote either. A control in them would be obeyed, and a line end would forge a line.

    >>> visible("还\u200b款\\n")
    '还[U+200B]款⏎'
    """
    return "".join("⏎" if c == "\n" else c if c.isprintable() else f"[U+{ord(c):04X}]" for c in text)
