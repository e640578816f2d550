"""GBK and Big5 read as Windows-1252 or Latin-1 that lost its soft hyphens: 经 is BE AD, and AD is one."""

from __future__ import annotations

import pytest

from qingyuan.stages.repair import explain, fix_text

WITHOUT = ", without soft hyphens"


def lose(clean: str, codec: str, reader: str = "cp1252") -> str:
    return clean.encode(codec).decode(reader).replace("\N{SOFT HYPHEN}", "")


@pytest.mark.parametrize("reader", ["cp1252", "latin-1"])
@pytest.mark.parametrize(
    "clean",
    [
        "中国经济新闻网",
        "我们已经收到了你的申请",
        "经常锻炼身体，有经验的人都知道",
        "他曾经是经济学教授。",
        "请经办人签字",
    ],
)
def test_gbk(clean: str, reader: str) -> None:
    damaged = lose(clean, "gbk", reader)
    repaired = explain(damaged)
    assert repaired.text == clean
    assert repaired.trail.undo(repaired.text) == damaged
    assert any(edit.kind.endswith(WITHOUT) for step in repaired.trail for edit in step.edits)
    assert fix_text(clean) == clean


def test_big5() -> None:
    assert fix_text(lose("請輸入你的個人密碼，然後按確定", "cp950")) == "請輸入你的個人密碼，然後按確定"


def test_pairs_that_were_opened_too() -> None:
    damaged = "Ëæ×ÅÎÒ¹ú¾¼ÃµÄ½øÒ»²½·¢Õ¹£¬ÈËÃñµÄÉú»îˮƽҲÔÚÖð²½Ìá¸ß"
    assert fix_text(damaged) == "随着我国经济的进一步发展，人民的生活水平也在逐步提高"


def test_where_two_places_are_nearly_as_good_nothing_is_filled() -> None:
    """大江奔流 and 大奖辑流 have the same letters."""
    line = "南京市话剧团的《大江奔流》等，也都以新颖的视角，敏锐地揭示出在时代变迁的激流中，人们的性格。"
    repaired = explain(lose(line, "gbk"))
    assert repaired.text == line.replace("江奔", "½±¼")
    assert [finding.text for finding in repaired.findings] == ["½±¼"]


@pytest.mark.parametrize(
    "text",
    [
        "¾Àí",
        "À l’été, « Évian » coûtait ½ écu à Zoë, ¼ à Noël et ¾ à Chloë.",
        "Größe ¼, ½ und ¾: Äpfel, Öl, Übel, Straße",
        "¡Sí! ¿Qué? El año «ÑANDÚ» cuesta 5 £ ó 6 ¤.",
        "¼ ½ ¾ × ÷ ± ¹ ² ³ µ ¶ · ¸ º",
        "他说“été”是夏天，½ 是一半，¾ 是四分之三。",
    ],
)
def test_what_is_left(text: str) -> None:
    assert fix_text(text) == text
