"""CP936 beside Python's codecs: the same where both are defined, and defined where they are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingyuan.text import cp936

HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
GBK_TEXT = st.text(HAN | st.sampled_from("aZ09 \n，。《》“”·—…１Ａあア"), max_size=20)
BYTES = st.binary(max_size=24) | st.lists(
    st.sampled_from([b"\x80", b"\xff", b"\xd2\xf2", b"\x9e", b"(", b"y"])
).map(b"".join)


@given(GBK_TEXT)
def test_text_of_gbk_goes_as_the_codec_has_it_and_back(text: str) -> None:
    data = text.encode("gbk")
    assert cp936.encode(text) == data
    assert cp936.decode(data) == text
    assert cp936.decode_strictly(data) == text
    assert cp936.encode_strictly(text) == data


def test_every_pair_that_gbk_has_is_the_same_character() -> None:
    same = 0
    for pair, char in cp936.PAIRS.items():
        code = pair.to_bytes(2, "big")
        try:
            theirs = code.decode("gbk")
        except UnicodeDecodeError:
            assert cp936.is_private_use(char)
        else:
            assert char == theirs
            same += 1
    assert same == 21_791  # all that the codec has in two bytes


def test_private_use_characters_are_those_of_gb18030_where_both_have_them() -> None:
    for pair, char in cp936.PAIRS.items():
        if cp936.is_private_use(char) and cp936.is_private_use(
            theirs := pair.to_bytes(2, "big").decode("gb18030", errors="replace")
        ):
            assert char == theirs


@given(BYTES)
def test_any_bytes_decode_and_what_was_lost_is_a_question_mark(data: bytes) -> None:
    text = cp936.decode(data)
    assert len(data) / 2 <= len(text) <= len(data)
    if "?" not in text:
        assert cp936.encode(text) == data


@given(BYTES)
def test_strict_decoding_goes_back_to_the_byte_or_refuses(data: bytes) -> None:
    try:
        text, euros = cp936.decode_with_euros(data)
    except UnicodeDecodeError:
        with pytest.raises(UnicodeDecodeError):
            data.decode("gb18030")  # what it refuses, the codec does
        return
    assert [text[at] for at in euros] == ["€"] * len(euros)
    assert cp936.decode_strictly(data) == text
    if len(euros) == text.count("€"):
        assert cp936.encode_strictly(text) == data


@given(st.text(max_size=12).filter(lambda text: not any("\ud800" <= c <= "\udfff" for c in text)))
def test_any_text_goes_strictly_and_back(text: str) -> None:
    assert cp936.decode_strictly(cp936.encode_strictly(text)) == text


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (b"\x80", "€"),
        (b"\x9e(y", "?y"),  # the byte after a lead that it cannot follow goes with it
        (b"\xd2", "?"),
        (b"\xaa\xa1", "\ue000"),
        (b"\xf8\xa1", "\ue234"),
        (b"\xa1\x40", "\ue4c6"),
    ],
)
def test_what_the_codec_does_not_have(data: bytes, text: str) -> None:
    assert cp936.decode(data) == text


def test_lone_lead_at_the_end_becomes_what_is_asked_for() -> None:
    assert cp936.decode(b"\xd2\xf2\xd2", lone_lead="") == "因"


def test_character_that_cp936_lacks_is_a_question_mark() -> None:
    assert cp936.encode("因😀") == b"\xd2\xf2?"


def test_lone_surrogate_is_refused() -> None:
    with pytest.raises(UnicodeEncodeError):
        cp936.encode_strictly("\ud800")
