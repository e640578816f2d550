"""Readings strewn over a page by a program go; those of textbooks, glossaries and formulas stay."""

from __future__ import annotations

import random
import re

import pytest

from qingyuan.article import clean_text
from qingyuan.stages.repair import explain
from qingyuan.text.characters import UNIFIED_HAN
from qingyuan.text.readings import reading

PROSE = (
    "逾期以后先看账单，再联系客服说明情况，申请分期还款。\n\n平台会先发短信，再打电话，最后才考虑起诉。\n\n"
    "保留好每一次沟通的记录，按时还款，不要再次违约，信用会慢慢恢复。\n"
)


def annotated(text: str, share: float, brackets: str = "()", seed: int = 1) -> str:
    chance = random.Random(seed)

    def behind(match: re.Match[str]) -> str:
        char = match[0]
        return char + brackets[0] + reading(char)[0] + brackets[1] if chance.random() < share else char

    return re.sub(f"[{UNIFIED_HAN}]", behind, text)


@pytest.mark.parametrize("brackets", ["()", "（）"])
@pytest.mark.parametrize("seed", range(5))
def test_strewn_readings_go_and_can_be_put_back(brackets: str, seed: int) -> None:
    damaged = annotated(PROSE, 0.3, brackets, seed)
    repaired = explain(damaged)
    assert repaired.text == PROSE
    assert repaired.trail.undo(PROSE) == damaged
    assert clean_text(PROSE).text == PROSE


def test_textbook_keeps_its_readings() -> None:
    page = annotated(PROSE, 1.0)
    assert explain(page).text == page


def test_a_few_are_told() -> None:
    page = "逾期以后先(xian)看账单，再联系客(ke)服说明情况，申请分(fen)期还(huan)款。\n"
    told = explain(page)
    assert told.text == page
    assert [finding.rule for finding in told.findings] == ["repair/toneless-annotation"] * 4


def test_brackets_of_another_use_speak_against_it() -> None:
    page = annotated(PROSE, 0.3) + "电压(v)、电流(i)、电阻(r)、功率(w)、长(l)、宽(w)、高(h)、深(d)。\n"
    assert explain(page).text == page


def test_glossary_of_rare_characters_keeps_its_readings() -> None:
    page = "".join(f"{char}({reading(char)[0]})字很少见，" for char in "垚犇淼焱骉猋麤驫毳孖嚞囍鱻羴")
    told = explain(f"{page}都是字书里的字。\n")
    assert told.text == f"{page}都是字书里的字。\n"
    assert not told.findings
