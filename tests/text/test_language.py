"""The language model: what it prefers, its units, its size and its speed to load."""

from __future__ import annotations

import math
import time
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingyuan.text import language


@pytest.mark.parametrize(
    ("likely", "unlikely"),
    [
        ("因為突發情況", "因槭突發情況"),
        ("提供便捷的服務", "提供便捷的服物"),
        ("根據合同約定", "根聚合同約定"),
        ("研究。總結了經驗", "研究海總結了經驗"),
        ("用戶可以選擇", "戶用以可擇選"),
    ],
)
def test_prefers_text(likely: str, unlikely: str) -> None:
    assert language.score(likely) > language.score(unlikely) + 2


def test_scripts_and_widths_count_the_same() -> None:
    assert language.score("說明書，第3條") == language.score("说明书,第3条")


def test_the_unit_is_the_nat() -> None:
    """The probabilities of all successors of a context add up to about one."""
    model = language.model()
    _, context = model.read("支付")
    total = sum(math.exp(context[char][0]) for char in model.alphabet if not char.isascii())
    assert 0.85 < total < 1.1


def test_prose_and_noise_are_far_apart() -> None:
    assert language.per_character("本办法所称个人信息，是指与已识别的自然人有关的各种信息。") > -5.5
    assert language.per_character("鎴戜滑鐨勪骇鍝侊細") < -9


@given(st.text(alphabet="支付寶逾期，。abc12 \n", max_size=30), st.text(alphabet="還款協商", max_size=10))
def test_reading_in_two_parts_is_reading_at_once(first: str, second: str) -> None:
    model = language.model()
    whole, context = model.read(first + second)
    one, between = model.read(first)
    two, end = model.read(second, between)
    assert whole == pytest.approx(one + two)
    assert (context.one, context.two, context.three) == (end.one, end.two, end.three)


@given(st.text(max_size=60))
def test_any_text_has_a_score(text: str) -> None:
    assert math.isfinite(language.score(text))
    assert math.isfinite(language.model().word_score(text))


def test_small_and_quick_to_load() -> None:
    data = files("qingyuan").joinpath("data/language.bin").read_bytes()
    assert len(data) <= 5_000_000
    started = time.process_time()
    language.LanguageModel(data)
    assert time.process_time() - started < 2  # 0.4 s on an idle machine


def test_words_know_where_clauses_end() -> None:
    """病 often stands before punctuation, 小 rarely: the comma speaks for 病."""
    words = language.model().word_score
    with_comma = words("各類耳鼻喉病，") - words("各類耳鼻喉小，")
    assert with_comma > words("各類耳鼻喉病") - words("各類耳鼻喉小") + 1


def test_refuses_other_files() -> None:
    with pytest.raises(ValueError, match="not a language model"):
        language.LanguageModel(b"something else")


def test_what_is_kept_is_bounded_and_changes_nothing() -> None:
    texts = [
        "用戶可以主動聯繫客服，說明情況。",
        "本办法所称个人信息，是指与已识别的自然人有关的各种信息。",
    ] * 3
    usual = [(language.score(text), language.model().word_score(text)) for text in texts]
    data = files("qingyuan").joinpath("data/language.bin").read_bytes()
    model = language.LanguageModel(data, most=language.Kept(answers=20, words=20))
    assert [(model.score(text), model.word_score(text)) for text in texts] == usual
    assert 0 < model.kept.answers <= 21
    assert 0 < model.kept.words <= 20
