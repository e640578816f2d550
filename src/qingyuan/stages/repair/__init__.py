"""Repair: undo the accidents of encoding, each proved by doing the damage again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from qingyuan.document import NOTHING, Found
from qingyuan.engine import Cleaned, Stage, run
from qingyuan.rule import Rule
from qingyuan.stages.repair.byte_shift.annotations import HAN, READING
from qingyuan.stages.repair.byte_shift.rule import BYTE_SHIFT
from qingyuan.stages.repair.byte_shift.tokens import SCAR
from qingyuan.stages.repair.escapes import ESCAPES
from qingyuan.stages.repair.holes import FILL_HOLES
from qingyuan.stages.repair.lookalikes import LOOKALIKES
from qingyuan.stages.repair.lost_text import FIND_LOST
from qingyuan.stages.repair.misread import UNDO_MISREAD
from qingyuan.stages.repair.pinyin_annotation import PINYIN_ANNOTATION
from qingyuan.stages.repair.toneless_annotation import TONELESS_ANNOTATION
from qingyuan.view import View

_ANNOTATION = re.compile(rf"\((?<={HAN}\(){READING}\)")  # begins with a plain sign, which is found quickly


def unless_absent(rule: Rule, *signs: re.Pattern[str]) -> Rule:
    """The rule, which is not asked about a text without any of the signs: it would find nothing."""

    def find(view: View) -> Found:
        return rule.find(view) if any(sign.search(view.text) for sign in signs) else NOTHING

    return replace(rule, find=find)


REPAIR: tuple[Rule, ...] = (
    UNDO_MISREAD,  # first: every later pattern is written for real Chinese
    FILL_HOLES,  # what misread leaves of it, with the repaired text around that chooses
    # before the annotations go: they are the page's dictionary, its evidence
    unless_absent(BYTE_SHIFT, SCAR, _ANNOTATION),
    unless_absent(PINYIN_ANNOTATION, _ANNOTATION),
    TONELESS_ANNOTATION,
    *ESCAPES,  # an escape hides what the next rules look for
    *LOOKALIKES,  # after byte shift, which needs private-use and full-width characters as they came
    FIND_LOST,  # last: what nobody could repair
)

PART = 2_000_000  # characters; a page has a thousandth of it


def explain(text: str) -> Cleaned:
    """The text with its damage undone, with every change (`trail.undo(text)` is the input) and every doubt.

    >>> repaired = explain("浣犲ソ")
    >>> repaired.text, [step.rule for step in repaired.trail]
    ('你好', ['repair/misread'])
    """
    return run(text, (Stage("repair", REPAIR),))


def in_parts(text: str, size: int = PART) -> Iterator[str]:
    """A text in parts to be repaired one by one, lest a file of 100 MB need a gigabyte of memory.

    A part ends at the first blank line after `size` characters, or, where none comes in as many again, at a
    line end: what pages have in common stays together, and no damaged run is cut. The parts add up to the text.

    >>> list(in_parts("一\\n二\\n\\n三", size=3))
    ['一\\n二\\n\\n', '三']
    """
    start = 0
    while len(text) - start > size:
        end = text.find("\n\n", start + size, start + 2 * size)
        if end < 0:
            end = text.find("\n", start + size) - 1
        if end < start:
            break
        yield text[start : end + 2]
        start = end + 2
    if start < len(text):
        yield text[start:]


def fix_text(text: str) -> str:
    """The text with its damage undone; clean text comes back as it is.

    Above `PART` characters it is repaired part by part, each with its own evidence; `explain` takes it whole.

    >>> fix_text("&#25903;付宝逾期３个月")
    '支付宝逾期3个月'
    """
    return "".join(explain(part).text for part in in_parts(text))
