"""Bytes that were hidden in a text as characters that show nothing: credentials, watermarks, messages to machines.

A variation selector chooses a form of the character before it (葛󠄀), and one is all that a character may have. A run
of them says nothing to a reader: it carries bytes, as the text manifests of C2PA do (C2PA 2.4, annex A.8: U+FEFF and
a selector for each byte). So do the tags of Unicode, but for those that spell a flag behind 🏴.
"""

from __future__ import annotations

import re

from qingyuan.document import NOTHING, Edit, Finding, Found
from qingyuan.rule import Rule
from qingyuan.text.characters import SELECTORS, TAGS
from qingyuan.view import View

NAME = "repair/hidden-bytes"
HIDDEN = re.compile(
    rf"(?P<flag>\U0001f3f4[\U000e0020-\U000e007e]++\U000e007f)|\ufeff?[{SELECTORS}]{{3,}}+|[{TAGS}]++"
)
CREDENTIAL = b"C2PATXT\0"


def hidden_bytes(run: str) -> bytes:
    r"""The bytes that a run of selectors or tags stands for.

    >>> hidden_bytes("\ufeff\U000e0133\ufe01\U000e01ef"), hidden_bytes("\U000e0068\U000e0069")
    (b'C\x01\xff', b'hi')
    """
    codes = (ord(char) for char in run if char != "\ufeff")
    return bytes(
        code - 0xFE00 if code < 0xE0000 else code - 0xE0000 if code < 0xE0100 else code - 0xE0100 + 16
        for code in codes
    )


def find_hidden_bytes(view: View) -> Found:
    """Edits that take each run out as a whole, each with a finding: nothing of it is left to be taken for sound."""
    if view.text.isascii():
        return NOTHING
    edits: list[Edit] = []
    findings: list[Finding] = []
    for match in HIDDEN.finditer(view.text):
        if match["flag"]:
            continue
        length = len(hidden := hidden_bytes(match[0]))
        note = (
            f"a content credential (C2PA, {length} bytes), which holds for the text as it came"
            if hidden.startswith(CREDENTIAL)
            else f"{length} bytes hidden in characters that show nothing"
        )
        edits.append(Edit(match.start(), match[0], "", "hidden bytes"))
        findings.append(Finding(NAME, match.start(), match[0], (), note, lasts=True))
    return Found(tuple(edits), tuple(findings))


MANIFEST = "\ufeff" + "".join(
    chr(0xFE00 + byte if byte < 16 else 0xE0100 + byte - 16) for byte in CREDENTIAL + b"\1\0\0\0\2ab"
)

STRIP_HIDDEN_BYTES = Rule(
    name=NAME,
    find=find_hidden_bytes,
    damage_why_not="Bytes can be hidden anywhere in a text, so that no text says where they were and which.",
    examples=(
        (f"先看账单。{MANIFEST}\n", "先看账单。\n"),
        ("先\U000e0049\U000e0067\U000e006e看账单。\n", "先看账单。\n"),
    ),
    keep=(
        "葛\U000e0100飾区、祇\U000e0101園\n",
        "❤\ufe0f 和 ☎\ufe0e\n",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f\n",
    ),
)
