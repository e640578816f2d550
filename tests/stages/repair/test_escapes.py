"""Escapes left in text: opened in prose, kept in code, addresses and talk about escapes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingyuan.stages.repair import fix_text
from qingyuan.stages.repair.escapes.entities import escape_as_entities
from qingyuan.stages.repair.escapes.percent import escape_as_percent
from qingyuan.stages.repair.escapes.quoted_printable import escape_as_quoted_printable
from qingyuan.stages.repair.escapes.unicode import escape_as_unicode

CLEAN = "用户应当及时与银行联系，说明情况：“争取宽限”。"


@pytest.mark.parametrize(
    "damage", [escape_as_entities, escape_as_percent, escape_as_unicode, escape_as_quoted_printable]
)
def test_escaped_prose_is_opened(damage: object) -> None:
    assert callable(damage)
    assert fix_text(damage(CLEAN)) == CLEAN
    assert fix_text(f"正文。\n{damage(CLEAN)}\n正文。") == f"正文。\n{CLEAN}\n正文。"


@pytest.mark.parametrize("times", [2, 3])
def test_nested_entities(times: int) -> None:
    text = CLEAN
    for _ in range(times):
        text = escape_as_entities(text)
    assert fix_text(text) == CLEAN


def test_gbk_in_percents() -> None:
    assert fix_text(escape_as_percent("支付宝逾期上门送信", "gbk")) == "支付宝逾期上门送信"


def test_entities_that_hide_a_misreading() -> None:
    assert fix_text("&Ouml;&sect;&cedil;&para;&plusmn;&brvbar;&Oacute;&acirc;&AElig;&Uacute;") == "支付宝逾期"


@pytest.mark.parametrize(
    "text",
    [
        "```\n\\u652f\\u4ed8 &nbsp; %E6%94%AF%E4%BB%98\n```\n",
        "用 `&lt;` 转义小于号",
        "实体 &amp; 会显示成 &",
        "<code>&lt;p&gt;</code>",
        "https://example.com/s?wd=%E6%94%AF%E4%BB%98%E5%AE%9D&amp=1",
        "见 https://zh.wikipedia.org/wiki/%E6%94%AF%E4%BB%98%E5%AE%9D。",
        "s = '\\u4f60\\u597d'",
        "[\\u4e00-\\u9fff]+",
        "AT&T 与 R&D",
        "a=1&b=2&copy=3",
        "折扣 100%20 元",
        "if (a &amp;&amp; b) { return; }",
        "x=E6=94=AF",
    ],
)
def test_escapes_at_home_stay(text: str) -> None:
    assert fix_text(text) == text


@given(st.text(st.sampled_from("支付宝逾期ab &;#x%=\\u0123456789<>\"'`\n"), max_size=40))
def test_opening_is_final(text: str) -> None:
    assert fix_text(fix_text(text)) == fix_text(text)


@pytest.mark.parametrize(
    ("damaged", "clean"),
    [
        ("首页 → R & D 部門 → 研究&amp;開發", "首页 → R & D 部門 → 研究&開發"),
        ('登录 → 点击"确定" → 选择&quot;逾期&quot;', '登录 → 点击"确定" → 选择"逾期"'),
    ],
)
def test_a_path_with_arrows_shows_no_escapes(damaged: str, clean: str) -> None:
    assert fix_text(damaged) == clean
