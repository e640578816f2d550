"""Documents with a bad byte, and with lines in several charsets: what is proved is read, the rest is a marked hole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import qingyuan
from qingyuan.stages.decode import Decoded, DecodeError, decode, encode

SIMPLIFIED = "信用支付产品逾期之后，应当主动与平台协商，说明实际困难，争取分期还款。"
TRADITIONAL = "信用支付產品逾期之後，應當主動與平臺協商，說明實際困難，爭取分期還款。"
UTF_8, GBK, BIG5 = SIMPLIFIED.encode(), SIMPLIFIED.encode("gbk"), TRADITIONAL.encode("big5")


def _read(data: bytes) -> Decoded:
    decoded = decode(data)
    assert encode(decoded) == data
    return decoded


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (UTF_8[:-1], SIMPLIFIED[:-1] + "\ufffd"),
        (UTF_8[:30] + b"\xff" + UTF_8[30:], SIMPLIFIED[:10] + "\ufffd" + SIMPLIFIED[10:]),
        (UTF_8[:30] + b"\xa0" + UTF_8[30:], SIMPLIFIED[:10] + "\ufffd" + SIMPLIFIED[10:]),
        (UTF_8[:31] + UTF_8[32:], SIMPLIFIED[:10] + "\ufffd" + SIMPLIFIED[11:]),
        (b"\xef\xbb\xbf" + UTF_8 + b"\xff", SIMPLIFIED + "\ufffd"),
        (UTF_8 + b"\ncaf\xe9 noir", SIMPLIFIED + "\ncaf\ufffd noir"),
        (GBK[:20] + b"\xff" + GBK[20:], SIMPLIFIED[:10] + "\ufffd" + SIMPLIFIED[10:]),
        (GBK + GBK[:-1], SIMPLIFIED + SIMPLIFIED[:-1] + "\ufffd"),
        (GBK[:21] + GBK[22:] + b"\n" + GBK, f"{SIMPLIFIED[:10]}\ufffd{SIMPLIFIED[11:]}\n{SIMPLIFIED}"),
        (BIG5 + b"\n" + BIG5[:-1], TRADITIONAL + "\n" + TRADITIONAL[:-1] + "\ufffd"),
    ],
)
def test_one_bad_byte_is_one_hole(data: bytes, text: str) -> None:
    decoded = _read(data)
    assert decoded.text == text
    assert "fit" in decoded.evidence
    doubts = qingyuan.clean_and_explain(decoded.text).findings
    assert [doubt.rule for doubt in doubts if "\ufffd" in doubt.text] == ["repair/lost-text"]


@pytest.mark.parametrize(
    ("lines", "evidence"),
    [
        ((UTF_8, GBK, UTF_8), "UTF-8; GB18030 (GBK) in line 2"),
        ((UTF_8, BIG5, UTF_8, UTF_8), "UTF-8; Big5 in line 2"),
        ((GBK, UTF_8, GBK, GBK), "GB18030 (GBK); UTF-8 in line 2"),
        ((UTF_8, GBK) * 3, "in lines "),
    ],
)
def test_each_line_is_read_in_the_charset_that_explains_it(lines: tuple[bytes, ...], evidence: str) -> None:
    decoded = _read(b"\n".join(lines))
    texts = {UTF_8: SIMPLIFIED, GBK: SIMPLIFIED, BIG5: TRADITIONAL}
    assert decoded.text == "\n".join(texts[line] for line in lines)
    assert evidence in decoded.evidence


def test_pairs_of_surrogates_are_one_character() -> None:
    decoded = _read("表情".encode() + b"\xed\xa0\xbd\xed\xb8\x80" + UTF_8)
    assert decoded.text == "表情😀" + SIMPLIFIED
    assert _read("表情".encode() + b"\xed\xa0\xbd" + UTF_8).text == "表情\ufffd" + SIMPLIFIED


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(128, 256)) * 3,
        bytes(range(255, 127, -1)) * 5,
        b"\xfd\xff\xfe" * 20 + "支付".encode(),
    ],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(DecodeError):
        decode(data)


@given(st.lists(st.sampled_from([UTF_8, GBK, BIG5, b"abc", b""]), min_size=1, max_size=6), st.data())
def test_the_bytes_come_back(lines: list[bytes], data: st.DataObject) -> None:
    document = bytearray(b"\n".join(lines))
    for _ in range(data.draw(st.integers(0, 3))):
        at = data.draw(st.integers(0, len(document)))
        document[at : at + data.draw(st.integers(0, 2))] = data.draw(st.binary(max_size=2))
    try:
        decoded = decode(bytes(document))
    except DecodeError:
        return
    assert encode(decoded) == bytes(document)


def test_many_bad_bytes_cost_no_more_than_their_number() -> None:
    decoded = _read((UTF_8 + b"\xff") * 6000)
    assert decoded.text.count("\ufffd") == 6000
