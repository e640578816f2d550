"""Annotated articles on pages that have other text too: the evidence is local, and what an author annotates stays."""

from __future__ import annotations

import random

import pytest
from tools.bench.mixtures import WAYS, count, lines_of_raw, mix

from qingyuan.stages.repair import explain
from qingyuan.stages.repair.pinyin_annotation import NAME

SIMPLIFIED = (
    "编者按：这篇文章由读者推荐，版权归原作者所有。",
    "他在会议上说，我们应该认真对待每一位顾客的意见。",
    "图书馆每周二闭馆整理，读者可以在门口归还图书。",
    "这家宾馆的设施有些陈旧，不过服务员的态度还不错。",
    "产品的质量关系到企业的声誉，检验工作不能马虎。",
)
TRADITIONAL = (
    "這間飯店的設備有些陳舊，不過服務員的態度還不錯。",
    "請按住滑鼠左鍵，然後拖曳一個不同的圖庫物件。",
    "圖書館每週二閉館整理，讀者可以在門口歸還圖書。",
    "他在會議上說，我們應該認真對待每一位顧客的意見。",
)
ANNOTATED = (
    "在現(xiàn)代社會(huì)中，用戶無(wú)法按時還款的情況越來越多。",
    "網(wǎng)絡消費(fèi)給生活帶來了便利，也增加了負擔。",
    "這會(huì)影響個人信用記錄，銀行會(huì)採取進(jìn)一步措施。",
)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("seed", range(2))
def test_no_annotation_is_left_where_articles_are_mixed(way: str, seed: int) -> None:
    clean = list(SIMPLIFIED + TRADITIONAL) * 60
    counts = count(mix(lines_of_raw(), clean, way, random.Random(seed)))
    assert counts["all"] > 0 == counts["silent"]


@pytest.mark.parametrize("note", [SIMPLIFIED * 3, SIMPLIFIED + TRADITIONAL])
def test_lines_of_others_around_do_not_switch_the_repair_off(note: tuple[str, ...]) -> None:
    repaired = explain("\n".join((*note, *ANNOTATED, *note)))
    assert "(" not in repaired.text
    assert repaired.text.split("\n")[: len(note)] == list(note)


def test_cells_of_one_line_are_judged_each() -> None:
    row = "\t".join(part for pair in zip(SIMPLIFIED, ANNOTATED * 2, strict=False) for part in pair)
    repaired = explain("\n".join([row] * 2))
    assert "(" not in repaired.text


@pytest.mark.parametrize(
    "page",
    [
        ("這個醫(yī)字怎麼寫？", *TRADITIONAL, "醫生說醫院的醫療設備很好。"),
        ("垚(yáo)是三個土。", "他姓單(shàn)，不姓單(dān)。", *SIMPLIFIED),
        ("學(xué)生(shēng)上(shàng)學(xué)了(le)，老(lǎo)師(shī)說(shuō)話(huà)。", *TRADITIONAL),
        ("yāo 要(yao)、餐(can)、飯(fàn)：詞典的讀音。", *SIMPLIFIED),
    ],
)
def test_what_an_author_annotates_stays_beside_other_text(page: tuple[str, ...]) -> None:
    text = "\n".join(page)
    repaired = explain(text)
    assert repaired.text == text
    assert not [doubt for doubt in repaired.findings if doubt.rule == NAME]
