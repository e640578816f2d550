"""Classes of characters and their widths, each defined here and nowhere else.

Classes are text that goes between the brackets of a pattern.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

# --- Han ----------------------------------------------------------------------------------------------

UNIFIED_HAN = "\u4e00-\u9fff"
"""The block of unified ideographs: all Han that GBK and Big5 know, so all that their accidents make."""

EXTENSION_A = "\u3400-\u4dbf"
"""Rare Han of names and dialects."""

BMP_HAN = "\u3400-\u9fff"
"""The unified block and Extension A: what text of the last century has outside of names."""

COMPATIBILITY_HAN = "\uf900-\ufaff"
"""Second codes of Han for the sake of other tables."""

COMPATIBILITY_SUPPLEMENT = "\U0002f800-\U0002fa1f"
"""More of them."""

HAN_BEYOND_BMP = "\U00020000-\U000323af"
"""Extensions B to H, as far as Unicode 15 has characters."""

HAN = f"々〇{EXTENSION_A}{UNIFIED_HAN}{COMPATIBILITY_HAN}\U00020000-\U0003ffff"
"""Any Han character, with the iteration mark and the zero that stand among them."""

# --- other scripts ------------------------------------------------------------------------------------

KANA = "ぁ-ヺ"
"""Hiragana and katakana, with the marks that stand between the two blocks."""

HIRAGANA = "ぁ-ん"

HALF_WIDTH_KANA = "ｦ-ﾟ"

HANGUL = "가-힣"
"""Whole syllables."""

UNSPACED = f"々〇\u3041-\u30ff{EXTENSION_A}{UNIFIED_HAN}{HANGUL}{HAN_BEYOND_BMP}"
"""Scripts written without spaces: Han, kana with all their marks, Hangul."""

EAST_ASIA = "\u3000-\u9fff"
"""From the ideographic space to the last unified Han: marks, kana, Bopomofo and Han."""

PRIVATE_USE = "\ue000-\uf8ff"
"""What shows something in a font of its own, and in the user-defined areas of GBK."""

# --- marks --------------------------------------------------------------------------------------------

HAN_MARKS = "、。，：；！？（）《》“”「」"
"""The marks of Chinese prose, quotation marks included."""

HAN_OR_MARK = f"{BMP_HAN}{HAN_MARKS}"

EAST_ASIAN_MARKS = "\u3000-\u3015"
"""The ideographic space, marks and brackets of Chinese and Japanese."""

FULL_WIDTH = "！-～"
"""ASCII in full width: marks, digits, letters."""

# --- widths -------------------------------------------------------------------------------------------

WIDE: Mapping[str, str] = {chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)}
"""ASCII in full width."""

NARROW: Mapping[str, str] = {wide: narrow for narrow, wide in WIDE.items()}
"""The way back."""

# --- one character ------------------------------------------------------------------------------------


def codes_of(block: str) -> range:
    """The code points of a class that is one range.

    >>> codes_of(HANGUL) == range(0xAC00, 0xD7A4)
    True
    """
    first, last = block.split("-")
    return range(ord(first), ord(last) + 1)


def is_unified_han(char: str) -> bool:
    """Whether a character, or none, is in the block of unified ideographs."""
    return "\u4e00" <= char <= "\u9fff"


def is_private_use(char: str) -> bool:
    """Whether a character, or none, is for private use."""
    return "\ue000" <= char <= "\uf8ff"


SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
"""Variation selectors: each chooses a form of the character before it, and shows nothing itself."""

TAGS = "\U000e0000-\U000e007f"
"""Tags, which show nothing; a few of them behind a black flag spell a flag."""

SELECTORS_IN_A_ROW = re.compile(f"[{SELECTORS}{TAGS}]{{3,}}")
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
    >>> visible("还" + "\\ufe00" * 200)
    '还[200 × U+FE00…]'
    """
    text = SELECTORS_IN_A_ROW.sub(lambda run: f"[{len(run[0])} × U+{ord(run[0][0]):04X}…]", text)
    return "".join("⏎" if c == "\n" else c if c.isprintable() else f"[U+{ord(c):04X}]" for c in text)
