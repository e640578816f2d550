"""Readings that a converter left behind Traditional characters: `導(dǎo)` is 導."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qingyuan.document import Edit, Finding, Found
from qingyuan.rule import Place, Rule
from qingyuan.stages.repair.byte_shift.annotations import ANNOTATED, Annotations, is_of_converter
from qingyuan.stages.repair.byte_shift.damage import damage
from qingyuan.stages.repair.byte_shift.runs import extents
from qingyuan.text.spans import Spans
from qingyuan.view import View

NAME = "repair/pinyin-annotation"
NOTE = (
    "a converter may have left this reading, or the author gives it: too little of the page is like it to say"
)


def find(view: View) -> Found:
    """Edits that remove the annotations, where the page shows that a machine made them."""
    if not ANNOTATED.search(view.text):
        return Found()
    annotations = view.of(Annotations)
    if not annotations.by_machine:
        return Found(findings=tuple(_doubts(view)) if annotations.may_be_machine else ())
    doubtful = Spans(view.about(extents))
    edits: list[Edit] = []
    findings: list[Finding] = []
    for match in ANNOTATED.finditer(view.text):
        if doubtful.cover(match.start()):
            continue  # the character may be two halves of others: the finding needs the run as it is
        if match[1] in annotations.dictionary and match[2] == annotations.dictionary[match[1]]:
            edits.append(Edit(match.end(1), match[0][1:], "", match[2]))
        elif is_of_converter(match[1], match[2]):
            findings.append(_doubt(match))
    return Found(tuple(edits), tuple(findings))


def _doubts(view: View) -> Iterator[Finding]:
    """The annotations that a converter may have made, of a page that does not tell."""
    for match in ANNOTATED.finditer(view.text):
        if is_of_converter(match[1], match[2]):
            yield _doubt(match)


def _doubt(match: re.Match[str]) -> Finding:
    return Finding(NAME, match.start(), match[0], (match[1],), NOTE)


def damage_again(after: str, place: Place) -> str:
    """What the converter leaves behind the character before the place, whose reading the edit's kind has."""
    char = place.view.text[place.start - 1]
    return damage(char, {char: place.kind}).removeprefix(char) + after


PINYIN_ANNOTATION = Rule(
    name=NAME,
    find=find,
    damage=damage_again,
    proof="annotating the character again gives the annotation",
    counted_only=True,
    examples=(
        ("在現(xiàn)代社會(huì)中,用戶無(wú)法還款。", "在現代社會中,用戶無法還款。"),
        (
            "傅氏與陳氏是明末清初有師承關系的兩大醫(yī)家,世人皆知其擅長婦科,其實內科亦有造詣,臨床價值獨特。",
            "傅氏與陳氏是明末清初有師承關系的兩大醫家,世人皆知其擅長婦科,其實內科亦有造詣,臨床價值獨特。",
        ),
    ),
    keep=(
        "垚(yáo)是三個土。",
        "他姓單(shàn),不姓單(dān)。",
        "醫(yī):治病的人。",
        "小(xiǎo)學(xué)生(shēng)上(shàng)學(xué)了(le)。",
        "電磁流量(liàng)計是利用(yong)法拉第電(dian)磁感應定(ding)律",
    ),
)
