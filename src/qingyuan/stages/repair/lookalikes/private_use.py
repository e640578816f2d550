"""Private-use characters: bullets of symbol fonts, and what GBK had before Unicode did."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from qingyuan.document import NOTHING, Edit, Finding, Found
from qingyuan.rule import Place, Rule
from qingyuan.stages.repair.lookalikes.neighbors import HAN, touches
from qingyuan.text.characters import PRIVATE_USE, codes_of, is_private_use
from qingyuan.text.plausible import uncommon
from qingyuan.text.spans import line_near
from qingyuan.view import View

FONT_UNKNOWN = "private-use characters: what they show depends on a font that is not known"
FONT_OF_PAGE = "private-use characters among the text: the page drew digits or words with a font of its own"

_PRIVATE = re.compile(f"[{PRIVATE_USE}]+")
_AMONG_TEXT = HAN + "0-9.%，。"
CHARACTERS = frozenset(map(chr, codes_of(PRIVATE_USE)))
_BULLETS = {  # Symbol and Wingdings, which word processors put at U+F0xx
    "\uf0b7": "•",
    "\uf06c": "●",
    "\uf06e": "■",
    "\uf075": "◆",
    "\uf076": "❖",
    "\uf0a7": "▪",
    "\uf0a8": "◻",
    "\uf0d8": "➢",
    "\uf0e0": "→",
    "\uf0fc": "✓",
    "\uf0fb": "✗",
}


@dataclass(frozen=True, slots=True)
class _Weights:
    """When private use stands for a character, set by hand; the rows of the rule hold it."""

    indent: int = 200  # blanks before a bullet, at most
    longest_run: int = 2  # characters, of a name; a longer run is text in a font of its own
    of_a_font: int = 3  # characters that no table gives, among text: the page drew them with its own font


_WEIGHTS = _Weights()


def _gbk_late_characters() -> dict[str, str]:
    """Eighty characters that GBK had before Unicode did: Windows showed FE50–FEA0 as private use."""
    table: dict[str, str] = {}
    code = 0xE815
    for trail in (*range(0x50, 0x7F), *range(0x80, 0xA1)):
        char = bytes((0xFE, trail)).decode("gb18030", "ignore")
        if len(char) == 1 and not is_private_use(char):
            table[chr(code)] = char
        code += 1
    return table


_LATE = _gbk_late_characters()


def _has_own_font(text: str) -> bool:
    """Whether a page draws digits or words with a font that came with it, so that no program can read them.

    Novels, prices and counts are hidden so: 到场\ue3a1\ue07c人. Then no code of the page is what a table gives.
    """
    unknown = (
        match
        for match in _PRIVATE.finditer(text)
        if not any(char in _LATE or char in _BULLETS for char in match[0])
        and touches(text, match.start(), match.end(), _AMONG_TEXT)
    )
    return sum(len(match[0]) for match in islice(unknown, _WEIGHTS.of_a_font)) >= _WEIGHTS.of_a_font


def _find_private(view: View) -> Found:
    edits: list[Edit] = []
    findings: list[Finding] = []
    text = view.text
    if view.of(uncommon).isdisjoint(CHARACTERS):
        return NOTHING
    own_font = _has_own_font(text)
    for match in _PRIVATE.finditer(text):
        run, start = match[0], match.start()
        first, line = line_near(text, start, start, _WEIGHTS.indent)
        if not line[: start - first].strip() and run in _BULLETS and match.end() < len(text):
            edits.append(Edit(start, run, _BULLETS[run], "symbol font"))
        elif (
            not own_font
            and all(char in _LATE for char in run)
            and touches(text, start, match.end(), HAN)
            and len(run) <= _WEIGHTS.longest_run
        ):
            edits.append(Edit(start, run, "".join(_LATE[char] for char in run), "GBK's late characters"))
        else:
            findings.append(
                Finding(
                    "repair/private-use",
                    start,
                    run,
                    (_BULLETS[run],) if run in _BULLETS else (),
                    FONT_OF_PAGE if own_font else FONT_UNKNOWN,
                )
            )
    return Found(tuple(edits), tuple(findings))


_AS_IT_WAS = {
    "symbol font": str.maketrans({after: before for before, after in _BULLETS.items()}),
    "GBK's late characters": str.maketrans({after: before for before, after in _LATE.items()}),
}


def _show_as_private_use(after: str, place: Place) -> str:
    return after.translate(_AS_IT_WAS[place.kind])


FOLD_PRIVATE_USE = Rule(
    name="repair/private-use",
    find=_find_private,
    damage=_show_as_private_use,
    proof="the font or the table that its kind names has the result at the private-use code",
    examples=(("\uf0b7 协商还款", "• 协商还款"), ("姓\ue863的人", "姓䶮的人")),
    keep=(
        "到场\ue3a1\ue07c\ue912人，比上周多\ue863成",
        "粘I\ue30a钪",
        "??头\ue48f藛T",
        "图标\uf0b7与文字",
        "\ue863",
    ),
)
