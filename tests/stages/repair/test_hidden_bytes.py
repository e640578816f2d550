"""Bytes hidden in a text go as a whole and are told; a selector behind its character stays."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from qingyuan.article import clean_text
from qingyuan.stages.repair import explain
from qingyuan.stages.repair.lookalikes.hidden_bytes import CREDENTIAL, hidden_bytes

SENTENCES = ("花呗逾期以后先看账单。", "葛\U000e0100飾区和祇\U000e0101園。", "还款记录❤\ufe0f要保存好。")


def manifest(payload: bytes) -> str:
    return "\ufeff" + "".join(chr(0xFE00 + byte if byte < 16 else 0xE0100 + byte - 16) for byte in payload)


@given(st.binary(min_size=3, max_size=300), st.sampled_from(SENTENCES), st.integers(0, 20))
@settings(deadline=None)
def test_nothing_of_them_is_left_and_nothing_else_goes(payload: bytes, sentence: str, at: int) -> None:
    at = min(at, len(sentence))
    while sentence[at : at + 1] and not sentence[at].isprintable():
        at += 1
    if sentence[at : at + 1] in ("\U000e0100", "\U000e0101", "\ufe0f"):
        at += 1  # between a character and its selector nothing can be told apart
    text = sentence[:at] + manifest(payload) + sentence[at:]
    repaired = explain(text)
    assert repaired.text == sentence
    assert repaired.trail.undo(repaired.text) == text
    (finding,) = repaired.findings
    assert finding.rule == "repair/hidden-bytes"
    assert hidden_bytes(manifest(payload)) == payload


def test_credential_is_called_one() -> None:
    (finding,) = clean_text(f"先看账单，再联系客服。{manifest(CREDENTIAL + bytes(200))}\n").findings
    assert "C2PA, 208 bytes" in finding.note
