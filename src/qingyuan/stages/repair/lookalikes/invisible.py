"""Characters that show nothing and were sown, or left behind, in running text."""

from __future__ import annotations

import re

from qingyuan.document import NOTHING, Edit, Found
from qingyuan.rule import Rule
from qingyuan.stages.repair.lookalikes.neighbors import CJK, stands_between, touches
from qingyuan.text.plausible import uncommon
from qingyuan.text.spans import line_near
from qingyuan.view import View

_INVISIBLE = re.compile(
    "["
    "\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}\N{WORD JOINER}"
    "\N{ZERO WIDTH NO-BREAK SPACE}\N{SOFT HYPHEN}\N{MONGOLIAN VOWEL SEPARATOR}"
    "\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}\N{ARABIC LETTER MARK}"
    "\N{LEFT-TO-RIGHT EMBEDDING}-\N{RIGHT-TO-LEFT OVERRIDE}"
    "\N{LEFT-TO-RIGHT ISOLATE}-\N{POP DIRECTIONAL ISOLATE}"
    "\u2061-\u2064\ufff9-\ufffb"
    "\x02\x03"
    "]+"
)
# Python-Markdown leaves these two out of any text, so that `<\x02b>` were a tag in the end.
_LEFT_OUT = re.compile("[\x02\x03]")
_NEAR = 2_000  # characters of a line on either side that tell which script it is in
CHARACTERS = frozenset(char for char in map(chr, range(0xFFFF)) if _INVISIBLE.match(char))
# Scripts that join letters or run from the right, and emoji: there these characters have work to do.
_NEEDS_THEM = re.compile(
    "[\u0590-\u08ff\u0900-\u109f\u1780-\u18af\ufb1d-\ufdff\ufe70-\ufefe\U0001f000-\U0001faff\u2600-\u27bf\ufe0f]"
)


def _find_invisible(view: View) -> Found:
    edits: list[Edit] = []
    text = view.text
    misread_mark = text.startswith("ï»¿") and any(char > "\u2e80" for char in text[3:200])
    if view.of(uncommon).isdisjoint(CHARACTERS) and not misread_mark and not _LEFT_OUT.search(text):
        return NOTHING
    if misread_mark:
        edits.append(Edit(0, "ï»¿", "", "byte order mark"))
    for match in _INVISIBLE.finditer(text):
        start, end = match.span()
        marks = set(match[0])
        if marks == {"\N{ZERO WIDTH NO-BREAK SPACE}"}:
            edits.append(Edit(start, match[0], "", "byte order mark"))
            continue
        if _LEFT_OUT.search(match[0]):
            edits += (
                Edit(start + left.start(), left[0], "", "invisible") for left in _LEFT_OUT.finditer(match[0])
            )
            continue  # the others are looked at when they stand by themselves
        if marks & set("\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}") and _NEEDS_THEM.search(
            text[max(0, start - 2) : end + 2]
        ):
            continue
        if _NEEDS_THEM.search(line_near(text, start, end, _NEAR)[1]) and not marks <= {
            "\N{ZERO WIDTH SPACE}"
        }:
            continue
        if "\N{SOFT HYPHEN}" in marks and not stands_between(text, start, end, CJK):
            continue  # where a European word may be broken; or a byte of misread text
        if "\N{ZERO WIDTH SPACE}" in marks and touches(
            text, start, end, "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
        ):
            continue  # between the words of Thai, Lao, Burmese and Khmer
        edits.append(Edit(start, match[0], "", "invisible"))
    return Found(tuple(edits))


STRIP_INVISIBLE = Rule(
    name="repair/invisible-characters",
    find=_find_invisible,
    damage_why_not="Any of these characters can stand anywhere, so that no text says which of them were there.",
    examples=(
        ("支\N{ZERO WIDTH SPACE}付\N{ZERO WIDTH NON-JOINER}宝", "支付宝"),
        ("\N{ZERO WIDTH NO-BREAK SPACE}支付宝", "支付宝"),
        ("ï»¿支付宝", "支付宝"),
        ("逾期\x02还款\x03", "逾期还款"),
        ("\N{RIGHT-TO-LEFT OVERRIDE}支付宝\N{POP DIRECTIONAL FORMATTING}", "支付宝"),
    ),
    keep=(
        "👨\N{ZERO WIDTH JOINER}👩\N{ZERO WIDTH JOINER}👧",
        "می\N{ZERO WIDTH NON-JOINER}خواهم",
        "Donau\N{SOFT HYPHEN}dampf\N{SOFT HYPHEN}schiff",
        "\N{RIGHT-TO-LEFT MARK}שלום",
    ),
)
