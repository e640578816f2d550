"""What one reader's damage leaves when a program opened some of it by chance, and what a repair leaves."""

from __future__ import annotations

import random
import re

import pytest

import qingyuan
from qingyuan.engine import run
from qingyuan.pipeline import PIPELINE
from qingyuan.stages.repair import explain
from qingyuan.stages.repair.lost_text import NAME
from qingyuan.stages.repair.residue import NOTE
from qingyuan.text.charsets import LATIN_1, UTF_8_OR_LATIN_1, UTF_8_OR_WINDOWS_1252, WINDOWS_1252, Charset

PROSE = (
    "信用支付产品逾期之后，应当主动与平台协商，说明实际困难，争取分期还款，并且保留好所有的沟通记录。",
    "近年来，随着经济的发展，人民的生活水平逐步提高，越来越多的人开始关注自己的还款安排与信用记录。",
    "法院通知双方按时到庭，被告人的家属没有收到任何书面材料，只好委托律师继续申请调查。",
    "图书馆每周二闭馆整理，读者可以在门口的箱子里归还借阅的图书，工作人员第二天会登记入库。",
)
_PAIR = re.compile(rb"([\xc2-\xdf][\x80-\xbf])")


def _opened_in_parts(text: str, single: Charset, share: float, seed: int) -> str:
    """GBK read in a charset of one byte a character, of which some pairs that fit UTF-8 were opened."""
    rng = random.Random(seed)
    pieces: list[str] = []
    for piece in _PAIR.split(text.encode("gbk")):
        opened = _PAIR.fullmatch(piece) and rng.random() < share
        pieces.append(piece.decode() if opened else single.decode(piece))
    return "".join(pieces)


@pytest.mark.parametrize("reader", [UTF_8_OR_WINDOWS_1252, UTF_8_OR_LATIN_1], ids=["windows-1252", "latin-1"])
@pytest.mark.parametrize("prose", PROSE)
def test_what_a_program_opened_by_chance_is_closed_again(reader: Charset, prose: str) -> None:
    damaged = reader.decode(prose.encode("gbk"))
    repaired = explain(damaged)
    assert repaired.text == prose
    assert repaired.trail.undo(repaired.text) == damaged


@pytest.mark.parametrize("single", [WINDOWS_1252, LATIN_1], ids=lambda charset: charset.name)
@pytest.mark.parametrize("seed", range(4))
def test_the_same_where_only_some_pairs_were_opened(single: Charset, seed: int) -> None:
    repaired = [explain(_opened_in_parts(prose, single, 0.5, seed)).text for prose in PROSE]
    assert sum(text == prose for text, prose in zip(repaired, PROSE, strict=True)) >= len(PROSE) - 1
    for text, prose in zip(repaired, PROSE, strict=True):
        assert all(char in prose for char in text if char >= "\u4e00")


def _left(text: str) -> list[str]:
    return [doubt.text for doubt in explain(text).findings if doubt.rule == NAME and doubt.note == NOTE]


@pytest.mark.parametrize(
    ("damaged", "left"),
    [
        ("鎴戜滑鏉ヨ璁轰竴涓嬭繖涓棶棰", ["鏉ヨ", "涓棶棰"]),
        ("123abc娴嬭瘯銈儐銈ゃ兂", ["銈儐銈ゃ兂"]),
        (
            "ÄÏ¾©ÊÐ»°¾çÍÅµÄ¡¶´ó½±¼Á÷¡·µÈ£¬Ò²¶¼ÒÔÐÂÓ±µÄÊÓ½Ç£¬ÃôÈñµØ½ÒÊ¾³öÔÚÊ±´ú±äÇ¨µÄ¼¤Á÷ÖÐ£¬ÈËÃÇµÄÐÔ¸ñ¡£",
            ["½±¼"],
        ),
    ],
)
def test_what_a_repair_leaves_of_a_line_is_told(damaged: str, left: list[str]) -> None:
    assert _left(damaged) == left
    assert _left(f"{PROSE[0]}\n\n{damaged}\n\n{PROSE[1]}") == left


def test_it_is_told_of_articles_too() -> None:
    text = f"{PROSE[0]}\n\n鎴戜滑鏉ヨ璁轰竴涓嬭繖涓棶棰\n\n{PROSE[1]}\n"
    doubts = [doubt.text for doubt in qingyuan.clean_and_explain(text).findings if doubt.note == NOTE]
    assert any("涓棶棰" in doubt for doubt in doubts)


@pytest.mark.parametrize(
    "honest",
    [
        "他写了 café：浣犲ソ，王喆。",
        "室温是20°C±1，Ö§¸¶±¦逾期还款。",
        "Müller 说：浣犲ソ",
        "浣犲ソ，囍字贴在门上。",
    ],
)
def test_what_is_honest_beside_a_repair_is_not_told(honest: str) -> None:
    assert explain(honest).trail.steps
    assert not _left(honest)


def test_nothing_is_told_of_a_page_without_damage() -> None:
    for text in (*PROSE, "生僻字：涓棶棰，銈儐。", "ÎÒ¹ú¾¼ÃµÄ是什么？"):
        assert not [doubt for doubt in run(text, PIPELINE).findings if doubt.note == NOTE]
