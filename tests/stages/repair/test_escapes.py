"""Escapes left in text: opened in prose, kept in code, addresses and talk about escapes."""

from __future__ import annotations

import base64
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kinds import says_what_stood_there

from qingyuan.rule import UNPROVED, Place
from qingyuan.stages.repair import explain, fix_text
from qingyuan.stages.repair.escapes import byte_escapes, entities, percent, quoted_printable, unicode
from qingyuan.stages.repair.spelling import Spellings
from qingyuan.text.markdown import protected_spans
from qingyuan.view import View

CLEAN = "用户应当及时与银行联系，说明情况：“争取宽限”。"


CARRIERS: dict[str, Spellings] = {
    "entities": entities.SPELLINGS,
    "unicode": unicode.SPELLINGS,
    "percent": percent.SPELLINGS,
    "bytes": byte_escapes.SPELLINGS,
    "quoted-printable": quoted_printable.SPELLINGS,
}
UNIFORM = [
    (carrier, name)
    for carrier, spellings in CARRIERS.items()
    for name in spellings.uniform()
    if "name" not in name
    and "of Windows-1252" not in name  # few characters have such names
    and "digits" not in name  # nor are all numbers that short
]


def escaped(carrier: str, name: str, text: str = CLEAN) -> str:
    """A text with each character outside of ASCII escaped."""
    write = CARRIERS[carrier].write
    return "".join(write(name, char) if char > "\x7f" else char for char in text)


@pytest.mark.parametrize(("carrier", "name"), UNIFORM)
def test_escaped_prose_is_opened(carrier: str, name: str) -> None:
    damaged = escaped(carrier, name)
    assert damaged.isascii()
    assert fix_text(damaged) == CLEAN
    assert fix_text(f"正文。\n{damaged}\n正文。") == f"正文。\n{CLEAN}\n正文。"


@pytest.mark.parametrize(
    ("mixed", "clean", "kinds"),
    [
        (r"\u652f\u4ED8\u5b9D", "支付宝", [r"\uXXXX × 1 + \uXXXX in upper case × 2; in the other case at 15"]),
        (r"\u652F\u{04ed8}\U00005b9d", "支付宝", [r"\uXXXX in upper case × 1 + \u{X} of 5 digits × 1 + \UXXXXXXXX × 1"]),
        (r"\u4eD8\u6b3E", "付款", [r"\uXXXX; in the other case at 4 11"]),
        (r"\xe6\x94\xAF\xE4\xbb\x98", "支付", [r"utf-8: \xXX × 2 + \xXX in upper case × 2 + \xXX × 2"]),
        ("%E6%94%AF%41", "支A", ["utf-8: %XX, every byte"]),
        ("%25E6%94%AFa%e4%BB%98", "支a付", ["utf-8: %XX, encoded once more × 1 + %XX × 3 + %XX in lower case × 1 + %XX × 2"]),
        ("&#0025903;&#x4eD8;", "支付", ["decimal of 7 digits", "hexadecimal; in the other case at 5"]),
        ("支&amp;amp;amp;amp;amp;amp;ldquo;付", "支“付", ["named; escaped again × 6"]),
        ("支&QUOT;付&#X27;&amp;款", '支"付\'&款', ["name 1 of HTML 5", "hexadecimal; in the other case at 2", "named"]),
        ("支&#x85;&#0150;付", "支…–付", ["hexadecimal byte of Windows-1252", "decimal of 4 digits byte of Windows-1252"]),
        ("=E6=94=AF=\r\n=E4=BB=98", "支付", ["utf-8: what needs it; broken behind 9r"]),
        ("=E6=94=AF=41a=E4=BB=98", "支Aa付", ["utf-8: what needs it × 3 + every byte × 1 + what needs it × 4"]),
        ("=?gbk?q?=d6=A7=B8=B6_a=20?=", "支付 a ", ["gbk?q?what needs it × 6 + every byte × 1; in the other case at 1"]),
    ],
)  # fmt: skip
def test_mixed_spellings_have_a_name_too(mixed: str, clean: str, kinds: list[str]) -> None:
    repaired = explain(mixed)
    assert repaired.text == clean
    assert repaired.trail.undo(repaired.text) == mixed
    assert not repaired.findings
    assert [edit.kind for step in repaired.trail for edit in step.edits] == kinds


@pytest.mark.parametrize(
    "nameless",
    [
        "支&#1;付",  # HTML shows nothing for it: nothing tells that something stood there
        "支&copyright;付",  # as browsers read it: ©right;
        r"\ud83d\u{de00}支付",  # half a character in either form
        "=?UTF-8?B?5pSv5LuY5a6dYR==?=",  # with a bit that means nothing
    ],
)
def test_a_spelling_without_a_name_is_reported(nameless: str) -> None:
    repaired = explain(nameless)
    assert repaired.text == nameless
    assert [finding.note for finding in repaired.findings] == [UNPROVED]


def test_a_kind_writes_its_own_text_only() -> None:
    for text, kind in (
        ("付", "hexadecimal × 2"),
        ("支付", "decimal byte of Windows-1252"),
        ("支", "no such form"),
        ("支", ""),
    ):
        assert entities.SPELLINGS.damage(text, Place(View("\0" * 8), 0, 8, kind)) != "&#25903;"


@pytest.mark.parametrize("times", [2, 3])
def test_nested_entities(times: int) -> None:
    text = CLEAN
    for _ in range(times):
        text = text.replace("&", "&amp;") if "&" in text else escaped("entities", "decimal", text)
    assert fix_text(text) == CLEAN


def test_gbk_in_percents() -> None:
    assert (
        fix_text(escaped("percent", "gb18030: %XX, every byte", "支付宝逾期上门送信")) == "支付宝逾期上门送信"
    )


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


PIECES = (
    "支付宝逾期，", "&#25903;", "&#x4ed8;", "&#X4ED8;", "&ldquo;", "&amp;amp;quot;", "&nbsp", "&#150;", "&QUOT;",
    r"\u652f\u4ED8", r"\U0001F600", r"\u{5b9d}\u{1F600}", "%u652F%u4ed8", r"\xe6\x94\xAF", r"\346\224\257",
    "%E6%94%AF%41", "%25e4%25BB%2598a%E5%AE%9D", "%D6%A7%B8%B6", "=E6=94=AF=\n=E4=BB=98", "=D6=A7=B8=B6=\r\n", "=3D",
    "=?UTF-8?B?5pSv5LuY5a6d?=", "=?gbk?q?=d6=A7=B8=B6_a?=", "⽀⺠⻓", "不\uf967", "\uf0b7 ", "３Ａ", "\n", " ", "a",
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_every_edit_passes_the_gate_however_mixed_its_spelling(text: str) -> None:
    repaired = explain(text)
    assert UNPROVED not in {finding.note for finding in repaired.findings}
    assert not [edit for step in repaired.trail for edit in step.edits if says_what_stood_there(edit)]
    assert repaired.trail.undo(repaired.text) == text


@pytest.mark.parametrize(
    ("damaged", "clean"),
    [
        ("首页 → R & D 部門 → 研究&amp;開發", "首页 → R & D 部門 → 研究&開發"),
        ('登录 → 点击"确定" → 选择&quot;逾期&quot;', '登录 → 点击"确定" → 选择"逾期"'),
    ],
)
def test_a_path_with_arrows_shows_no_escapes(damaged: str, clean: str) -> None:
    assert fix_text(damaged) == clean


@pytest.mark.parametrize(
    "text",
    [
        "见https://example.com/?q=%E6%94%AF%E4%BB%98%E5%AE%9D，",
        "开 `a`` %E6%94%AF%E4%BB%98%E5%AE%9D` 关",
        "file:///tmp/%E6%94%AF%E4%BB%98%E5%AE%9D.txt",
        "mailto:a@example.com?subject=%E6%94%AF%E4%BB%98%E5%AE%9D",
    ],
)
def test_an_address_and_a_code_span_keep_their_escapes(text: str) -> None:
    assert fix_text(text) == text
    assert protected_spans(text).cover(text.index("%"))


@settings(deadline=None)
@given(
    st.text(st.sampled_from("支付宝逾期还款 a_?="), min_size=4, max_size=12),
    st.lists(st.integers(1, 30), min_size=1, max_size=4),
    st.sampled_from("BQ"),
    st.sampled_from([" ", "\n ", "\r\n\t", "  "]),
)
def test_words_that_are_split_inside_a_character_are_opened_together(
    text: str, cuts: list[int], encoding: str, between: str
) -> None:
    text = f"支付{text}款"
    data = text.encode("utf-8")
    places = sorted({0, len(data), *(cut for cut in cuts if cut < len(data))})
    words = [
        f"=?utf-8?{encoding}?{_payload(data[first:last], encoding)}?="
        for first, last in itertools.pairwise(places)
    ]
    damaged = between.join(words)
    repaired = explain(damaged)
    assert repaired.text == text
    assert repaired.trail.undo(text) == damaged
    kinds = [edit.kind for step in repaired.trail for edit in step.edits]
    assert not any(word in kind for kind in kinds for word in words)


def _payload(data: bytes, encoding: str) -> str:
    if encoding == "B":
        return base64.b64encode(data).decode("ascii")
    return "".join(f"={byte:02X}" for byte in data)
