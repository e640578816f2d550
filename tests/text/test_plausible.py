"""What text costs, and the gate that all rules of repair share."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingyuan.stages.repair import lost_text
from qingyuan.stages.repair.lookalikes import compatibility, full_width, invisible, private_use, radicals
from qingyuan.stages.repair.misread.accidents import ACCIDENTS
from qingyuan.text.plausible import everyday, uncommon, unusual

LOOKED_FOR = {
    **{
        f"{row.read.label}, {number}": trace.characters
        for row in ACCIDENTS
        for number, trace in enumerate(row.traces)
    },
    "holes": frozenset("äåæçèé\N{REPLACEMENT CHARACTER}"),
    "lost": lost_text.SIGNS,
    "radicals": radicals.CHARACTERS,
    "compatibility": compatibility.CHARACTERS,
    "private use": private_use.CHARACTERS,
    "invisible": invisible.CHARACTERS,
    "full width": full_width.CHARACTERS,
}


@pytest.mark.parametrize("kind", LOOKED_FOR)
def test_no_rule_looks_for_what_the_gate_leaves_out(kind: str) -> None:
    assert everyday().isdisjoint(LOOKED_FOR[kind])


def test_everyday_characters_are_usual() -> None:
    assert not unusual(everyday())
    assert len(everyday()) > 4000


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=40))
def test_the_gate_lets_all_but_everyday_characters_pass(text: str) -> None:
    assert uncommon(text) == {char for char in text if char > "\x7f" and char not in everyday()}
