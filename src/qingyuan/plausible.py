"""How much a text costs, in nats, judged by the kinds of its characters alone.

This is the coarse scale: it needs no data and sees no words, so it tells text from noise in any script.
Which of two readable texts is the better Chinese, `language` knows.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

COMMON_PUNCTUATION = "　、。〈〉《》「」『』【】〔〕（），．：；！？～—‘’“”…·％￥"


def _two_bytes(codec: str, leads: range) -> frozenset[str]:
    chars: set[str] = set()
    for lead in leads:
        for trail in (*range(0x40, 0x7F), *range(0xA1, 0xFF)):
            try:
                char = bytes((lead, trail)).decode(codec)
            except UnicodeDecodeError:
                continue
            if len(char) == 1:
                chars.add(char)
    return frozenset(chars)


@cache
def frequent_han() -> frozenset[str]:
    """The first levels of GB 2312 (3,755) and Big5 (5,401): what people write, in either script."""
    return _two_bytes("gb2312", range(0xB0, 0xD8)) | _two_bytes("big5", range(0xA4, 0xC7))


@cache
def known_han() -> frozenset[str]:
    """The second levels: names, places, chemistry."""
    return _two_bytes("gb2312", range(0xD8, 0xF8)) | _two_bytes("big5", range(0xC9, 0xFA))


@cache
def frequent_hangul() -> frozenset[str]:
    """The 2,350 syllables of KS X 1001."""
    return _two_bytes("euc_kr", range(0xB0, 0xC9))


@lru_cache(maxsize=65536)
def cost_of(char: str) -> float:
    """Minus the logarithm of how often such a character stands in honest text."""
    code = ord(char)
    if code < 0x80:
        return 3.0 if char.isprintable() or char in "\t\r\n" else 16.0
    if char in COMMON_PUNCTUATION:
        return 4.5
    if 0x3041 <= code <= 0x3096:
        return 5.5
    if 0x30A1 <= code <= 0x30FC:
        return 6.5
    if 0x4E00 <= code <= 0x9FFF:
        return 7.0 if char in frequent_han() else 10.5 if char in known_han() else 13.0
    if 0xAC00 <= code <= 0xD7A3:
        return 7.0 if char in frequent_hangul() else 13.0
    if 0xFF01 <= code <= 0xFF5E:
        return 7.0
    category = unicodedata.category(char)
    if category in ("Co", "Cn", "Cs", "Cc"):
        return 17.0
    if code < 0x250:
        return 8.5
    if 0x370 <= code < 0x460:
        return 8.0
    if code in range(0x2010, 0x2670) or code >= 0x1F300:
        return 9.5
    return 13.0


def cost(text: str) -> float:
    """The cost of all characters.

    >>> cost("支付宝") < cost("鏀粯瀹")
    True
    """
    return sum(map(cost_of, text))
