"""Decisions by people: what they overrule, and what a wrong entry is told."""

from __future__ import annotations

from raw_articles import ROOT

from qingyuan.article import clean_text
from qingyuan.articles.rulings import CUT, RULING, Ruling, overrule, parse
from qingyuan.document import Edit, Found
from qingyuan.rule import UNPROVED, Rule
from qingyuan.stages.repair.escapes.unicode import UNDO_UNICODE_ESCAPES
from qingyuan.stages.repair.lookalikes.full_width import FOLD_FULL_WIDTH
from qingyuan.stages.restore.marks import restored
from qingyuan.view import View


def cleaned(text: str, *rulings: Ruling, document: str = "a.txt") -> str:
    result = clean_text(text, rulings, document)
    assert result.trail.undo(result.text) == text
    return result.text


def test_a_name_is_kept_in_its_own_script() -> None:
    text = "導演張藝謀與陳凱歌合作拍攝這部電影。\n"
    assert "张艺谋与陈凯歌" in cleaned(text)
    keep = Ruling(rule="convert/traditional-to-simplified", text="陳凱歌", reason="署名如此")
    assert "张艺谋与陳凱歌" in cleaned(text, keep)


def test_quoted_titles_keep_their_script_on_request() -> None:
    text = "他讀過《紅樓夢》與《儒林外史》，還寫過書評。\n"
    keep = Ruling(rule="convert/traditional-to-simplified", text="《…》", reason="书名保留原字形")
    assert cleaned(text, keep) == "他读过《紅樓夢》与《儒林外史》，还写过书评。\n"
    assert "《红楼梦》" in cleaned(text)


def test_a_regional_word_is_exchanged_on_request() -> None:
    text = "這套軟體的說明書寫得很清楚。\n"
    assert "软体" in cleaned(text)
    exchange = Ruling(
        rule="convert/traditional-to-simplified", text="軟體", becomes="软件", reason="本站用大陆词汇"
    )
    assert "软件" in cleaned(text, exchange)


def test_a_registered_hotline_is_kept_from_every_rule_that_strips() -> None:
    text = "花呗逾期怎么办\n\n一、先看账单\n\n看账单。\n\n二、再联系\n\n联系电话：13800138000\n"
    assert "13800138000" not in cleaned(text)
    keep = Ruling(rule="strip", text="联系电话：13800138000", reason="官网公布")
    assert "联系电话：13800138000" in cleaned(text, keep)


def test_a_finding_is_settled_and_marked_as_restored() -> None:
    text = "信用分的区间为350950分。\n"
    ruling = Ruling(rule="restore/number-range", text="350950", becomes="350～950", reason="公布的区间")
    result = clean_text(text, (ruling,))
    assert result.text == f"信用分的区间为350{restored('～')}950分。\n"
    assert not result.findings
    assert clean_text(result.text, (ruling,)).text == result.text


def test_a_ruling_is_for_the_documents_that_it_names() -> None:
    ruling = Ruling(
        rule="restore/number-range", text="350950", becomes="350～950", reason="公布的区间", document="b*"
    )
    assert "350950" in cleaned("区间为350950分。\n", ruling, document="a.txt")
    assert "350950" not in cleaned("区间为350950分。\n", ruling, document="b.txt")


def overruled(rule: Rule, text: str, *rulings: Ruling) -> Found:
    view = View(text)
    return overrule(rule.look(view), rule, view, "a.txt", rulings)


def keeping(rule: Rule, text: str) -> Ruling:
    return Ruling(rule=rule.name, text=text, reason="原文如此")


def test_what_a_person_decided_bears_the_kind_ruling() -> None:
    ruling = Ruling(rule="repair/html-entities", text="协商", becomes="协议", reason="原文如此")
    steps = clean_text("先协商，再还款。\n", (ruling,)).trail.steps
    assert [(edit.before, edit.after, edit.kind) for step in steps for edit in step.edits] == [
        ("商", "议", RULING)
    ]


def test_what_a_ruling_leaves_of_an_edit_is_proved_again() -> None:
    text = "逾期２０２４年"
    assert overruled(FOLD_FULL_WIDTH, text, keeping(FOLD_FULL_WIDTH, "２４")).edits == (
        Edit(2, "２０", "20"),
    )
    swap = Rule(
        name="test/swap",
        find=lambda view: Found((Edit(0, "甲乙", "乙甲"),)),
        damage=lambda after, place: after[::-1],
        examples=(),
        keep=(),
    )
    (finding,) = overruled(swap, "甲乙", keeping(swap, "乙")).findings
    assert (finding.text, finding.candidates, finding.note) == ("甲", ("乙",), UNPROVED)


def test_a_run_that_cannot_be_mended_in_part_is_reported() -> None:
    run = r"\u652f\u4ed8"
    kept = overruled(UNDO_UNICODE_ESCAPES, f"{run}宝", keeping(UNDO_UNICODE_ESCAPES, r"\u4ed8"))
    assert not kept.edits
    assert [(finding.text, finding.candidates, finding.note) for finding in kept.findings] == [
        (run, ("支付",), CUT)
    ]
    assert overruled(UNDO_UNICODE_ESCAPES, f"{run}宝", keeping(UNDO_UNICODE_ESCAPES, run)) == Found()


def test_the_projects_rulings_can_be_read() -> None:
    assert parse((ROOT / "corpus" / "rulings.yml").read_text(encoding="utf-8"))
