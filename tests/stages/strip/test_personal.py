"""Personal numbers: rows of both labels, what a number proves by itself, and that nothing of it survives masking."""

from __future__ import annotations

import datetime
import json
import re

import pytest
from growing import MOST, growth
from hypothesis import example, given, settings
from hypothesis import strategies as st
from raw_articles import CASES

from qingyuan import clean, clean_and_explain
from qingyuan.document import Step
from qingyuan.stages.strip import hide_personal, mask
from qingyuan.stages.strip.folding import unmask_disguise
from qingyuan.stages.strip.personal.numbers import (
    CARD_WEIGHTS,
    CHECK_DIGITS,
    find_personal,
    is_identity_card,
    is_old_identity_card,
    passes_luhn,
)
from qingyuan.stages.strip.personal.rule import PERSONAL

# All numbers are made up: born in 1900, or zeros behind an issuer.
ROWS = [
    json.loads(line) for line in (CASES / "personal_numbers.jsonl").read_text(encoding="utf-8").splitlines()
]
KINDS = {
    *("bank_card", "birth_date", "escaped_phone", "handle_in_table", "identity_card", "passport", "plate"),
}


def kinds_in(text: str) -> set[str]:
    from qingyuan.view import View

    return {edit.kind for edit in PERSONAL.find(View(text)).edits}


@pytest.mark.parametrize("row", ROWS, ids=[f"{n}-{row['kind'] or 'honest'}" for n, row in enumerate(ROWS, 1)])
def test_a_personal_number_is_hidden_and_a_look_alike_stays(row: dict[str, str]) -> None:
    assert kinds_in(row["text"]) == ({row["kind"]} if row["kind"] else set())
    hidden = PERSONAL.fix(row["text"])
    assert PERSONAL.fix(hidden) == hidden


def test_each_kind_has_rows() -> None:
    assert {row["kind"] for row in ROWS} == KINDS | {""}


@pytest.mark.parametrize("row", [row for row in ROWS if row["kind"]], ids=lambda row: row["text"][:20])
def test_the_sentence_stays_and_cleaning_again_changes_nothing(row: dict[str, str]) -> None:
    once = clean(row["text"])
    assert clean(once) == once
    assert not kinds_in(once)


def identity(born: str, serial: int) -> str:
    body = f"110101{born}{serial:03}"
    return body + CHECK_DIGITS[sum(w * int(d) for w, d in zip(CARD_WEIGHTS, body, strict=True)) % 11]


def card(issuer: str, length: int, middle: int) -> str:
    body = issuer + str(middle).zfill(length - len(issuer) - 1)[-(length - len(issuer) - 1) :]
    return next(body + str(last) for last in range(10) if passes_luhn(body + str(last)))


# Nobody alive has such a card.
BEGIN, END = datetime.date(1900, 1, 1), datetime.date(1900, 12, 31)
NUMBERS = st.one_of(
    st.builds(identity, st.dates(BEGIN, END).map(lambda day: f"{day:%Y%m%d}"), st.integers(0, 999)),
    st.builds(
        card, st.sampled_from(["622848", "621700", "9558"]), st.integers(16, 19), st.integers(0, 10**9)
    ),
)
FORMS = st.sampled_from(
    [
        str,
        str.upper,
        lambda number: number.translate({ord("0") + n: chr(0xFF10 + n) for n in range(10)}),
        lambda number: (
            " ".join(number[at : at + 4] for at in range(0, len(number), 4))
            if number.isdigit() and len(number) != 18
            else f"{number[:6]} {number[6:14]} {number[14:]}"
        ),
        lambda number: " ".join(number),
        lambda number: "".join(f"&#{ord(c)};" if c.isdigit() else c for c in number),
    ]
)


@settings(deadline=None)
@example(
    "6228480015871004", lambda number: "6228 4800 1587 1004", "{}"
)  # descending, as values of a table may
@example("6228480000050002", lambda number: "6228 4800 0005 0002", "{}")
@given(NUMBERS, FORMS, st.sampled_from(["{}", "王某的{}不见了。", "身份证号：{}", "卡号{}，请查收。"]))
def test_nothing_between_the_ends_survives(number: str, form, frame: str) -> None:  # type: ignore[no-untyped-def]
    for shown in (mask(frame.format(form(number))), hide_personal(frame.format(form(number)))):
        left = re.sub(r"[ \-]", "", unmask_disguise(shown).text)
        assert not any(number[at : at + 7] in left for at in range(len(number) - 6)), shown


@pytest.mark.parametrize(
    ("digits", "real"),
    [
        ("11010119000307779x", True),
        ("110101190003077790", False),  # check digit
        ("110101190013077791", False),  # month 13
        ("990101190003077791", False),  # region
        ("110101", False),
    ],
)
def test_what_an_identity_card_proves(digits: str, real: bool) -> None:
    assert is_identity_card(digits) is real
    assert not is_old_identity_card(digits)


def test_a_title_is_captured_hidden() -> None:
    body = "一、经过\n\n王某的钱包不见了，里面的身份证也不见了，所以王某登报声明作废。\n\n二、声明\n\n王某的证件作废。\n"
    cleaned = clean_and_explain(f"# 王某身份证11010119000307779X作废\n\n{body}")
    assert "19000307" not in cleaned.text
    assert "19000307" not in str(dict(cleaned.metadata))


def test_the_trail_gives_the_number_back() -> None:
    text = "王某的卡号6222 0000 0000 0009已停用。\n"
    cleaned = clean_and_explain(text)
    assert cleaned.text == "王某的卡号6222××××××××0009已停用。\n"
    assert cleaned.trail.undo(cleaned.text) == text
    assert isinstance(cleaned.trail.steps[0], Step)


@pytest.mark.parametrize(
    "unit", ["1", "1 ", "62 ", "|1", "1\t", "京A", "微信|", "身份证1", "出生1900年", "%31", "&#49;"]
)
def test_time_grows_with_length_only(unit: str) -> None:
    assert growth(find_personal, lambda count: unmask_disguise(unit * count).text, 120, 4_000) <= MOST
