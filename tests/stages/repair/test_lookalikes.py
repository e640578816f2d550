"""Look-alikes: folded in running text, kept where the form itself is meant."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingyuan.stages.repair import explain, fix_text
from qingyuan.stages.repair.lookalikes.compatibility import CHARACTERS, SPELLINGS
from qingyuan.stages.repair.lookalikes.full_width import type_full_width
from qingyuan.stages.repair.lookalikes.private_use import FONT_OF_PAGE, FONT_UNKNOWN
from qingyuan.stages.repair.lookalikes.radicals import RADICALS

AS_RADICAL = {ord(char): chr(code) for code, char in reversed(RADICALS.items())}
CLEAN = "人民银行长期支付用户的车辆贷款，见面时说明2024年LPR下调3次，门口有马。"


def show_as_radicals(text: str) -> str:
    return text.translate(AS_RADICAL)


def sow_invisible(text: str, mark: str = "\N{ZERO WIDTH SPACE}") -> str:
    """An invisible mark behind every third character, as copy protections do."""
    return "".join(char + mark * (index % 3 == 0) for index, char in enumerate(text))


def test_damage_and_back() -> None:
    for damage in (show_as_radicals, sow_invisible, type_full_width):
        assert damage(CLEAN) != CLEAN
        assert fix_text(damage(CLEAN)) == CLEAN


def test_all_radicals_become_unified_ideographs() -> None:
    assert len(RADICALS) > 214
    for char in RADICALS.values():
        assert unicodedata.name(char).startswith("CJK UNIFIED IDEOGRAPH")


def test_each_compatibility_ideograph_is_one_numbered_form_of_its_character() -> None:
    kinds: set[tuple[str, str]] = set()
    folded = [char for char in sorted(CHARACTERS) if unicodedata.normalize("NFC", char) != char]
    for char in folded:
        unified = unicodedata.normalize("NFC", char)
        kind = SPELLINGS.kind(char, unified)
        assert SPELLINGS.write(kind, unified) == char
        kinds.add((unified, kind))
    assert len(kinds) == len(folded)
    assert {kind for _, kind in kinds} == {"form 1", "form 2", "form 3"}
    assert SPELLINGS.kind("\uf914\uf95c\ufa0e", "樂樂\ufa0e") == "form 1 × 1 + form 2 × 2"


def test_full_width_punctuation_is_not_touched() -> None:
    assert fix_text("你好，世界！（一）：“２”；５％") == "你好，世界！（一）：“2”；5％"


def test_unknown_private_use_is_a_finding() -> None:
    repaired = explain("图标\ue123文字")
    assert repaired.text == "图标\ue123文字"
    assert [finding.rule for finding in repaired.findings] == ["repair/private-use"]


@pytest.mark.parametrize("late", ["", "，多了\ue863成"])
def test_digits_in_a_font_of_the_page_are_findings_and_stay(late: str) -> None:
    """A web site that hides its numbers: no code is what a table gives, and none is guessed at."""
    text = f"第一天到场\ue3a1\ue07c\ue912人，第二天到场\ue912\ue3a1人{late}。"
    repaired = explain(text)
    assert repaired.text == text
    assert {finding.note for finding in repaired.findings} == {FONT_OF_PAGE}
    assert "".join(finding.text for finding in repaired.findings) == "".join(
        re.findall("[\ue000-\uf8ff]", text)
    )


def test_a_lone_unknown_character_does_not_keep_a_name_from_being_read() -> None:
    repaired = explain("图标\ue123文字，姓\ue863的人")
    assert repaired.text == "图标\ue123文字，姓䶮的人"
    assert [finding.note for finding in repaired.findings] == [FONT_UNKNOWN]


@pytest.mark.parametrize(
    "mark", ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u202e", "\u2066", "\u00ad"]
)
def test_invisible_marks_go(mark: str) -> None:
    assert fix_text(sow_invisible("支付宝逾期上门送信", mark)) == "支付宝逾期上门送信"


@settings(deadline=None)
@given(st.text(st.sampled_from("支付⽀⻓\u200b\ufeff\ue123\uf900Ａ１ か한a\n"), max_size=30))
def test_laws(text: str) -> None:
    repaired = explain(text)
    assert repaired.trail.undo(repaired.text) == text
    assert fix_text(repaired.text) == repaired.text
