"""Compatibility ideographs of old fonts, folded to the unified ones."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from qingyuan.document import NOTHING, Edit, Found
from qingyuan.rule import Rule
from qingyuan.stages.repair.lookalikes.neighbors import CJK, HANGUL_SIGN, KANA_SIGN, touches
from qingyuan.stages.repair.spelling import Spellings
from qingyuan.text.characters import COMPATIBILITY_HAN, COMPATIBILITY_SUPPLEMENT
from qingyuan.text.plausible import uncommon
from qingyuan.text.spans import line_around
from qingyuan.view import View

CHARACTERS = frozenset(map(chr, (*range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20))))
_COMPATIBILITY_RUN = re.compile(f"[{COMPATIBILITY_HAN}{COMPATIBILITY_SUPPLEMENT}]+")


def _forms_of() -> dict[str, list[str]]:
    """The compatibility ideographs of each unified one, by code point: up to three (of 樂)."""
    forms: dict[str, list[str]] = {}
    for char in sorted(CHARACTERS):
        if (unified := unicodedata.normalize("NFC", char)) != char:
            forms.setdefault(unified, []).append(char)
    return forms


_FORMS_OF = _forms_of()


def _form(index: int) -> Callable[[str], str]:
    return lambda char: char if char in CHARACTERS else _FORMS_OF[char][index]


# A few characters of the block are of no other, and stay.
SPELLINGS = Spellings(
    {f"form {index + 1}": _form(index) for index in range(max(map(len, _FORMS_OF.values())))}
)
"""The compatibility ideographs of a character, numbered by code point."""


def _find_compatibility(view: View) -> Found:
    edits: list[Edit] = []
    text = view.text
    if view.of(uncommon).isdisjoint(CHARACTERS):
        return NOTHING
    for match in _COMPATIBILITY_RUN.finditer(text):
        _, line = line_around(text, *match.span())
        if len(match[0]) > 4 or KANA_SIGN.search(line) or HANGUL_SIGN.search(line):
            continue  # a table; or a Japanese or Korean name, where the form is meant
        after = unicodedata.normalize("NFC", match[0])
        if after != match[0] and touches(text, *match.span(), CJK):
            edits.append(Edit(match.start(), match[0], after, SPELLINGS.kind(match[0], after)))
    return Found(tuple(edits))


FOLD_COMPATIBILITY = Rule(
    name="repair/compatibility-ideographs",
    find=_find_compatibility,
    damage=SPELLINGS.damage,
    proof="the compatibility ideograph of the result whose number by code point its kind names is what stood there",
    examples=(("不\uf967逾期", "不不逾期"), ("\uf9d0似案件", "類似案件"), ("信用\uf96e款", "信用葉款")),
    keep=("\ufa19\u3055\u3093", "\uf900\uf901\uf902\uf903\uf904\uf905", "\ufa0e"),
)
