"""What is code, an address, or talk about encodings, beside the prose that resembles it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingyuan.text import code


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("写 `&lt;` 吧", ["`&lt;`"]),
        ("前\n```\n&lt;\n```\n后", ["```\n&lt;\n```"]),
        ("前\n~~~\n&lt;", ["~~~\n&lt;"]),
        ("前<code>&lt;</code>后", ["<code>&lt;</code>"]),
        ("前<pre>&lt; 没有结束\n后", ["<pre>&lt; 没有结束"]),
        ("见 https://example.com/?a=1&amp;b=2，谢谢", ["https://example.com/?a=1&amp;b=2"]),
        ("见 www.example.com/a。", ["www.example.com/a"]),
        ('<a href="a&amp;b">甲</a>', ['href="a&amp;b"']),
        ("1 &lt; 2", []),
        ("预定 <b>甲</b>", []),
    ],
)
def test_code_and_addresses(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in code.code_and_addresses(text)] == found


@given(
    st.lists(st.sampled_from(["`", "```\n", "<code>", "</code>", "甲", "\n", "http://a.b", " "]), max_size=14)
)
def test_code_and_addresses_are_disjoint_and_in_order(pieces: list[str]) -> None:
    text = "".join(pieces)
    spans = code.code_and_addresses(text)
    ends = [position for span in spans for position in span]
    assert ends == sorted(ends)
    assert all(start < end <= len(text) for start, end in spans)


@pytest.mark.parametrize(
    "line",
    [
        'print("\\u652f")',
        "x = [1, 2];",
        "if (a) {",
        ">>> text",
        "# a comment",
        "import re",
        '"key": "值"',
        'title = "支付宝"  # 标题',
    ],
)
def test_line_of_a_program(line: str) -> None:
    assert code.is_code(line)


@pytest.mark.parametrize(
    "line",
    ["支付宝逾期怎么办？", "第一步：打开首页;", "从 import 说起", "价格 = 100 元", "", "Hello, world."],
)
def test_line_of_prose(line: str) -> None:
    assert not code.is_code(line)


def test_only_blocks_that_open_bytes_are_about_misread_text() -> None:
    opens = "```\nraw.decode('gbk')\n```"
    other = "```\nprint('浣犲ソ')\n```"
    text = f"前\n{other}\n中\n{opens}\n后\n<pre>iconv -f GBK</pre>"
    assert [text[start:end] for start, end in code.blocks_that_open_bytes(text)] == [
        opens,
        "<pre>iconv -f GBK</pre>",
    ]


@pytest.mark.parametrize(
    ("pattern", "text", "talks"),
    [
        (code.OF_GARBLED_TEXT, "打开是乱码", True),
        (code.OF_GARBLED_TEXT, "打开是空白", False),
        (code.OF_ENCODINGS, "文件的编码不对", True),
        (code.OF_ENCODINGS, "商品的编号不对", False),
        (code.OF_A_CHARSET, "另存为 utf8", True),
        (code.OF_A_CHARSET, "另存为文本", False),
        (code.OF_ESCAPES, "写成小于号", True),
        (code.OF_ESCAPES, "金额小于一百", False),
    ],
)
def test_talk_about_encodings(pattern: object, text: str, talks: bool) -> None:
    assert bool(pattern.search(text)) is talks  # type: ignore[attr-defined]
