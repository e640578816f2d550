"""Bytes to text and back, and what is no text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingyuan.article import clean_document
from qingyuan.document import RawDocument
from qingyuan.stages.decode import DecodeError, decode, encode, refuse_containers

SIMPLIFIED = ("支付宝", "上门送信", "花呗逾期", "协商还款流程", "现在", "用户需要先了解自己的欠款情况。")
TRADITIONAL = ("支付寶", "上門送信", "這是", "協商還款", "我們應當及時與銀行聯繫。")


@pytest.mark.parametrize("text", SIMPLIFIED)
@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_short_simplified(text: str, charset: str) -> None:
    data = text.encode(charset)
    decoded = decode(data)
    assert decoded.text == text
    assert encode(decoded) == data


@pytest.mark.parametrize("text", TRADITIONAL)
@pytest.mark.parametrize("charset", ["utf-8", "big5", "big5hkscs", "gbk", "utf-16"])
def test_short_traditional(text: str, charset: str) -> None:
    data = text.encode(charset)
    decoded = decode(data)
    assert decoded.text == text
    assert encode(decoded) == data


def test_utf_16_without_a_mark() -> None:
    text = "第1章 支付宝\n逾期\n"
    for charset in ("utf-16-le", "utf-16-be"):
        assert decode(text.encode(charset)).text == text


@pytest.mark.parametrize("charset", ["hz", "utf-7"])
def test_chinese_in_seven_bits(charset: str) -> None:
    data = "中国人民银行说明，hello\n支付宝逾期还款\n".encode(charset)
    decoded = decode(data)
    assert decoded.charset == charset
    assert decoded.text == "中国人民银行说明，hello\n支付宝逾期还款\n"
    assert encode(decoded) == data


@pytest.mark.parametrize("data", [b"~{ok~} a ~{ b ~} c", b"C++ and +foobar- or +abcdef12-", b"1+1=2 ~~ x+y"])
def test_signs_of_seven_bits_in_ascii(data: bytes) -> None:
    assert decode(data).text == data.decode("ascii")


def test_gbk_that_is_valid_utf_8_by_accident() -> None:
    assert decode("陆路".encode("gbk")).text == "陆路"
    assert decode("é".encode()).text == "é"


def test_line_ends_stay() -> None:
    assert decode("甲\r\n乙\r".encode("gbk")).text == "甲\r\n乙\r"


def test_a_wrong_declaration_does_not_win() -> None:
    page = '<meta charset="big5"><p>用户需要先了解自己的欠款情况，包括逾期金额、利息、罚款等。</p>'
    decoded = decode(page.encode("gbk"))
    assert decoded.text == page
    assert "declared: big5" in decoded.evidence


def test_a_declaration_decides_where_the_bytes_do_not() -> None:
    assert decode("中文".encode("big5"), "big5").text == "中文"


def test_hong_kong_characters() -> None:
    text = "佢哋嘅嘢，係咪咁樣㗎？唔該晒你哋。"
    data = text.encode("big5hkscs")
    assert decode(data).text == text
    assert encode(decode(data)) == data


def test_the_euro_of_windows() -> None:
    data = "价格是".encode("gbk") + b"\x80100" + "，包括逾期金额".encode("gbk")
    decoded = decode(data)
    assert decoded.text == "价格是€100，包括逾期金额"
    assert decoded.patches
    assert encode(decoded) == data


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", ["empty"]),
        (b"%PDF-1.7\n", ["PDF", "pdftotext"]),
        (b"PK\x03\x04abc", ["ZIP", "unpack"]),
        (b"\x89PNG\r\n\x1a\n", ["PNG"]),
        (b"abc\x00\x01\x02", ["binary", "byte 3"]),
        ("支付宝逾期上门送信".encode() + b"\xff abc", ["UTF-8", "byte 27", "0xFF", "line 1"]),
        ("支付宝逾期".encode()[:-1], ["UTF-8", "byte 12", "cut off"]),
        ("\ufeff支付宝".encode() + b"\xff", ["byte order mark", "byte 12"]),
        (bytes(range(128, 256)) * 3, ["byte 127", "0xFF"]),
    ],
)
def test_no_text(data: bytes, words: list[str]) -> None:
    with pytest.raises(DecodeError) as error:
        decode(data)
    for word in words:
        assert word in str(error.value)


@given(st.binary(min_size=1, max_size=200))
def test_what_is_decoded_encodes_to_the_same_bytes(data: bytes) -> None:
    try:
        decoded = decode(data)
    except DecodeError:
        return
    assert encode(decoded) == data


@given(
    st.text(st.characters(codec="big5hkscs"), min_size=1, max_size=40),
    st.sampled_from(["big5hkscs", "gb18030", "utf-8", "utf-16"]),
)
def test_text_encodes_to_the_same_bytes(text: str, charset: str) -> None:
    data = text.encode(charset)
    try:
        decoded = decode(data, charset)
    except DecodeError:
        return
    assert encode(decoded) == data


PAGE = "<html><body><p>先看账单，再联系客服。</p></body></html>"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (
            "From: <Saved by Blink>\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"
            f'\ttype="text/html";\r\n\tboundary="b"\r\n\r\n--b\r\n\r\n{PAGE}\r\n--b--\r\n',
            "web archive",
        ),
        (
            'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n--b\n\n{PAGE}\n',
            "web archive",
        ),
        ('{"title": "花呗逾期", "content": "<p>先看账单。</p>"}', "JSON"),
        ('[\n  {"title": "花呗逾期"}\n]\n', "JSON"),
        ('{"title": "一"}\n{"title": "二"}\n', "JSON"),
        ('{"a": ' * 50_000, ""),  # nothing overflows
        ('{"a": 1}\n\n上面是一个 JSON 的例子，下面说它的意思。\n', ""),
        ("From: 老王\n\n先看账单。\n", ""),
        ("Content-Type: multipart/related 是网页存档的一行，说明里面有几个部分。\n" * 2, ""),
        ("说明：Content-Type: multipart/related 是网页存档的一行。\n", ""),
    ],
)
def test_text_that_holds_an_article_within_it(text: str, what: str) -> None:
    if what:
        with pytest.raises(DecodeError, match=what):
            clean_document(RawDocument("a.txt", text.encode()))
    else:
        refuse_containers(text)
