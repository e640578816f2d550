"""The rows of charsets: both directions, and what decode and the misread rule take from them."""

from __future__ import annotations

import binascii
import codecs

import pytest

from qingyuan.stages.decode import DecodeError, decode
from qingyuan.stages.repair import fix_text
from qingyuan.stages.repair.misread.accidents import ACCIDENTS, MISREADINGS, chain_of, name_of, prior
from qingyuan.text import charsets
from qingyuan.text.charsets import DOCUMENTS, Charset, codec_of

READERS = [row.read for row in ACCIDENTS]


@pytest.mark.parametrize("charset", [read for read in READERS if read.is_single_byte], ids=lambda c: c.name)
def test_a_charset_of_one_byte_loses_none_of_its_characters(charset: Charset) -> None:
    assert len(charset.high) >= 128
    data = bytes(range(0x80, 0x100))
    assert charset.encode(charset.decode(data)) == data
    assert set(charset.decode(data)) <= set(charset.high)
    assert all(len(charset.encode(char)) == 1 for char in charset.high)


@pytest.mark.parametrize("charset", DOCUMENTS, ids=lambda c: c.name)
def test_a_document_charset_has_what_decode_asks(charset: Charset) -> None:
    assert charset.document is not None
    assert codecs.lookup(charset.document.codec).name == charset.document.codec
    assert charset.label
    assert all(codecs.lookup(name) for name in charset.document.also)


def test_a_name_is_one_charset() -> None:
    for rows in (READERS, DOCUMENTS):
        assert len({row.name for row in rows}) == len(rows)
        assert len({row.label for row in rows}) == len(rows)


def test_browsers_show_what_a_document_must_not_have() -> None:
    assert charsets.WINDOWS_1252.decode(b"caf\xe9 \x81") == "caf\xe9 \x81"
    assert decode("déjà vu, naïve café".encode("cp1252")).charset == "cp1252"
    with pytest.raises(DecodeError, match="Windows-1252, but byte 20"):
        decode("déjà vu, naïve café \x81".encode("latin-1"), "windows-1252")


def test_the_lone_byte_of_the_euro_is_read_alike() -> None:
    data = "价格：".encode("gbk") + b"\x80" + "一百".encode("gbk")
    assert charsets.CP936.decode(data) == decode(data).text == "价格：€一百"
    assert charsets.CP936.encode("价格：€一百") == data
    with pytest.raises(UnicodeDecodeError) as error:
        charsets.CP936.decode(data + b"\xff")
    assert error.value.start == len(data)


def test_a_chain_has_a_name_and_each_reason_counts_once() -> None:
    for misreading in MISREADINGS:
        assert chain_of(name_of((misreading,))) == (misreading,)
    seldom = prior(chain_of("utf-8 read as cp437"))
    assert seldom > prior(chain_of("utf-8 read as windows-1252")) == 0
    again = prior(chain_of("utf-8 read as windows-1252, then utf-8 read as windows-1252"))
    assert prior(chain_of("utf-8 read as cp437, then utf-8 read as cp850")) == seldom + again
    with pytest.raises(KeyError):
        chain_of("utf-8 read as nonsuch")


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("gb2312", "朱镕基说明逾期"),
        ("x-gbk", "朱镕基说明逾期"),
        ("cp950", "請說明逾期"),
        ("big5", "請說明逾期"),
        ("shift_jis", "①髙橋さんの説明"),
        ("utf-8", "①朱镕基"),
    ],
)
def test_a_label_is_read_alike_in_documents_and_in_mail(label: str, text: str) -> None:
    codec = codec_of(label)
    assert codec is not None
    assert decode(f"<meta charset={label}>{text}".encode(codec)).charset == codec
    word = binascii.b2a_base64(text.encode(codec), newline=False).decode()
    assert fix_text(f"=?{label}?B?{word}?=") == text
