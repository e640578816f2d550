"""Byte shifts and pinyin annotations: the proof, the repair, and the innocent text that resembles them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from growing import MOST, times_as_long
from hypothesis import given, settings
from hypothesis import strategies as st

from qingyuan.stages.repair.byte_shift.annotations import Annotations
from qingyuan.stages.repair.byte_shift.damage import Habits, annotate, choices_of, cut, damage, lose_lead
from qingyuan.stages.repair.byte_shift.marks import misplaced_marks
from qingyuan.stages.repair.byte_shift.rule import BYTE_SHIFT
from qingyuan.stages.repair.byte_shift.runs import runs as runs_in
from qingyuan.stages.repair.byte_shift.state import DamagedRun
from qingyuan.stages.repair.pinyin_annotation import PINYIN_ANNOTATION
from qingyuan.text.cp936 import CODES, PAIRS, decode, encode
from qingyuan.view import View

READINGS = {
    "驗": "yàn", "發": "fā", "會": "huì", "數": "shù", "內": "nèi", "國": "guó", "據": "jù", "頁": "yè",
    "無": "wú", "導": "dǎo", "現": "xiàn", "產": "chǎn", "務": "wù", "項": "xiàng", "聯": "lián",
}  # fmt: skip

# A page around a damaged run: what shows that the accident passed here.
CONTEXT = "在現(xiàn)代社會(huì)中,用戶無(wú)法按時還款,可能會(huì)產(chǎn)生利息。"


def runs(text: str) -> tuple[DamagedRun, ...]:
    return runs_in(View(text))


def fix(text: str) -> str:
    return PINYIN_ANNOTATION.fix(BYTE_SHIFT.fix(text))


# ---------------------------------------------------------------- CP936


def test_cp936_is_gbk_with_the_lenient_ends() -> None:
    text = "支付寶逾期，可以協商。"
    assert encode(text) == text.encode("gbk")
    assert decode(encode(text)) == text
    assert decode(b"\x80") == "€"
    assert decode(b"\xb0(") == "?"
    assert decode(b"\xb0") == "?"
    assert decode(b"\xaa\xa1\xf8\xa1\xa1\x40") == "\ue000\ue234\ue4c6"


def test_cp936_every_pair_comes_back() -> None:
    for pair, char in PAIRS.items():
        assert decode(pair.to_bytes(2, "big")) == char
        assert PAIRS[int.from_bytes(CODES[char], "big")] == char


# ---------------------------------------------------------------- the accident, forward


@pytest.mark.parametrize(
    ("clean", "damaged"),
    [
        ("導語", "導(dǎo)語"),
        ("因為突發的資金需求", "因?yàn)橥话l(fā)的資金需求"),
        ("信用分數", "信用分?jǐn)?shù)"),
        ("理據性", "理?yè)?jù)性"),
        ("等。客服人員會根據", "等?？头\ue48f藛T會(huì)根據(jù)"),
        ("研究。總結了", "研究?？偨Y了"),
        ("<p>因為</p>", "<p>因?yàn)?/p>"),
    ],
)
def test_damage(clean: str, damaged: str) -> None:
    readings = READINGS | ({"謹": "jǐn"} if "jǐn" in damaged else {})
    made = damage(clean, readings)
    assert made == damaged
    assert choices_of(clean, damaged, readings) is not None


def test_damage_variants() -> None:
    text = "等。客服人員會"
    assert damage(text, READINGS, Habits(keeps_private_use=False)) == "等?？头藛T會(huì)"
    assert damage(text, READINGS, Habits(lone_lead="")) == "等？头\ue48f藛T會(huì)"
    assert damage(text, READINGS, fires=lambda _: False) == "等。客服人員會(huì)"
    assert lose_lead("作為中國最大", 3, READINGS) == "作為中?guó)最大"


def test_pieces_make_up_the_stream() -> None:
    stream = annotate(encode("等。客服人員會！好，很好；對。"), READINGS)
    assert b"".join(cut(stream)) == stream


def test_readings_of_characters_that_the_stream_has_not_cost_nothing() -> None:
    stream = encode("等。客服人員會！好，很好；對。" * 20)
    others = {char: "yàn" for char in PAIRS.values() if "一" <= char <= "鿿" and encode(char) not in stream}
    assert len(others) > 5_000
    assert annotate(stream, READINGS | others) == annotate(stream, READINGS)
    assert times_as_long(lambda readings: annotate(stream, readings), READINGS, READINGS | others) <= MOST


@pytest.mark.parametrize(
    ("wrong", "damaged"),
    [
        ("因驗突發", "因?yàn)橥话l(fā)"),
        ("因為突發", "因?yàn)橥话l的"),
        ("因為突發", "因為突發"),  # an entry may not stand plain
        ("研究。總結", "研究，總結"),
    ],
)
def test_no_choices_make_it(wrong: str, damaged: str) -> None:
    assert choices_of(wrong, damaged, READINGS) is None


# ---------------------------------------------------------------- the repair


@pytest.mark.parametrize("rule", [BYTE_SHIFT, PINYIN_ANNOTATION], ids=lambda rule: rule.name)
def test_examples_and_innocent_text(rule) -> None:  # type: ignore[no-untyped-def]
    assert rule.examples
    assert rule.keep
    for dirty, clean in rule.examples:
        assert rule.fix(dirty) == clean
        assert rule.fix(clean) == clean
    for innocent in rule.keep:
        assert rule.fix(innocent) == innocent


@pytest.mark.parametrize(
    ("damaged", "clean"),
    [
        ("用戶可能因?yàn)橥话l(fā)的資金需求而逾期", "用戶可能因為突發的資金需求而逾期"),
        ("嚴重影響個人信用分?jǐn)?shù)", "嚴重影響個人信用分數"),
        (
            "根據(jù)目前的經濟狀況等??头\ue48f藛T會(huì)根據(jù)情況評估",
            "根據目前的經濟狀況等。客服人員會根據情況評估",
        ),
        (
            "這是日常生活的一部分,支付寶作為中?guó)最大的電子支付平臺",
            "這是日常生活的一部分,支付寶作為中國最大的電子支付平臺",
        ),
    ],
)
def test_runs_of_real_pages(damaged: str, clean: str) -> None:
    assert fix(CONTEXT + damaged).endswith(clean)


def test_a_page_without_annotations_is_repaired_where_the_proof_and_the_text_are_strong() -> None:
    assert fix("目前,當?shù)剞r民普遍重視農業生產") == "目前,當地農民普遍重視農業生產"


def test_what_is_not_certain_is_a_finding_with_candidates() -> None:
    text = CONTEXT + "有輕有重(沉?。?;有大有小"
    found = BYTE_SHIFT.find(View(text))
    for finding in found.findings:
        assert finding.candidates
        assert text.startswith(finding.text, finding.start)
    assert len(found.findings) + len(found.edits) >= 1


def test_every_edit_is_proved() -> None:
    text = CONTEXT + "因?yàn)橥话l(fā)的情況,信用分?jǐn)?shù)下降,人們?nèi)粘I\ue30a钪校"
    dictionary = dict(Annotations(text).dictionary)
    found = BYTE_SHIFT.find(View(text))
    assert found.edits
    for edit in found.edits:
        before = text[edit.start - 1]
        readings = dictionary | {"驗": "yàn", "謹": "jǐn", "數": "shù", "內": "nèi", "發": "fā"}
        assert choices_of(before + edit.after, before + edit.before, readings) is not None


def test_a_whole_character_between_two_dropped_ones_comes_back() -> None:
    clean = "在甘肅，當地政府和地震局的負責同志向記者講敘。"
    readings = {"責": "zé", "負": "fù", "當": "dāng", "數": "shù", "記": "jì", "講": "jiǎng"}
    damaged = damage(clean, readings, Habits(keeps_private_use=False))
    (run,) = runs(CONTEXT + damaged)
    assert run.candidates[0] == "地政府和地震局的負"
    assert run.gaps == 2


def test_what_the_page_repeats_is_ahead() -> None:
    """稻 has lost its first byte and 水 its second; elsewhere the page has all four characters."""
    clean = "農戶在水稻生產中用鋅肥很少,缺鋅已成為當地水稻生產的一個問題,大家應當重視。"
    readings = {"數": "shù", "產": "chǎn", "為": "wéi", "農": "nóng", "應": "yīng", "當": "dāng"}
    (run,) = runs(damage(clean, readings, Habits(keeps_private_use=False)))
    assert run.candidates[0] == "地水稻生產"


def test_two_lone_bytes_in_a_row_are_two_characters() -> None:
    (run,) = runs(CONTEXT + damage("這一次我們的速度非常快，大家都很滿意。", READINGS))
    assert run.damaged == "?？?，"
    assert run.candidates[0] == "常快，"
    (run,) = runs(CONTEXT + "這一次我們的速度非???,大家都很滿意。")  # its marks made narrow later
    assert run.candidates[0] == "常快"


def test_the_mark_that_closes_what_is_open_is_found() -> None:
    lines = "他說：『這件事情我們已經辦好了。』", "大家都很滿意。"
    (run,) = runs(CONTEXT + "\n".join(damage(line, READINGS) for line in lines))
    assert run.damaged == "?！?"
    assert run.candidates[0] == "。』"


def test_nothing_is_certain_behind_what_stays_out_of_step() -> None:
    text = "無論是誰，為?jǐn)嗣穹??，就要認真工作。"  # no entry of the dictionary explains the annotation
    assert fix(CONTEXT + text).endswith(text)


SPOKEN = "號稱“死亡之海”的塔里木出現了奇跡。", "評論說這是“亂停”的司機，大家都很滿意。"


@pytest.mark.parametrize("clean", SPOKEN)
def test_no_sentence_ends_in_speech_before_a_particle(clean: str) -> None:
    (run,) = runs(CONTEXT + damage(clean, READINGS, Habits(keeps_private_use=False)))
    assert "”的" in run.candidates[0]
    assert not run.certain


@pytest.mark.xfail(strict=True, reason="the text reads well without the character that was dropped")
def test_a_character_that_the_text_does_not_miss_comes_back() -> None:
    clean = "先決條件。海口市教職工家庭的人均居住面積已達八平方米。"
    damaged = damage(clean, {**READINGS, "積": "jī"}, Habits(keeps_private_use=False))
    assert "人居住面積" not in fix(CONTEXT + damaged)


def test_no_character_is_guessed_from_heaped_marks_alone() -> None:
    text = "我很喜歡??！下次"
    assert runs(CONTEXT + text)[0].candidates[0] == "啊！"
    assert fix(CONTEXT + text).endswith(text)


def test_marks() -> None:
    assert misplaced_marks("”", frozenset("“"), "好") == 0
    assert misplaced_marks("”", frozenset(), "好") == 1
    assert misplaced_marks("“", frozenset("“"), "：") == 1


# ---------------------------------------------------------------- innocent text

INNOCENT = [
    "垚(yáo)是一個漢字,三個土。",
    "“行”讀作行(xíng),不讀行(háng)。",
    "葉(yè)公好龍的故事出自《新序》。",
    "醫(yī):治病的人。藥(yào):治病的草。",
    "他姓單(shàn),不姓單(dān)。",
    "小(xiǎo)學(xué)生(shēng)上(shàng)學(xué)了(le)。",
    "什么??真的?!你不是說好的嗎?",
    "真的嗎??可是我不知道。",
    "if (a?b:c) return x?ma(1):ni(2);",
    "f(x?yi) + g(y?er)",
    "哪里(nǎ lǐ)?yàn 是什么?",
    "0引言(yan)\n電磁流量(liàng)計(以下簡(jiǎn)稱EMF)是利用(yong)法拉第電(dian)磁感應定(ding)律",
]


@pytest.mark.parametrize("text", INNOCENT)
def test_innocent_text_stays(text: str) -> None:
    assert fix(text) == text


@pytest.mark.parametrize("text", ["不是吧?!真的假的???", "what?,ok", "怎么办??!急", "什么?真的!?你说呢。"])
def test_heaped_punctuation_is_no_finding(text: str) -> None:
    assert not BYTE_SHIFT.find(View(text)).findings


CLEAN = st.text(alphabet="在現代社會支付寶逾期可以協商。，！？“”（）abc?()12 \n", max_size=80)


@given(CLEAN)
@settings(max_examples=60, deadline=None)
def test_clean_text_stays(text: str) -> None:
    assert fix(text) == text


SENTENCES = [
    "在現代社會，電子支付已經成為人們日常生活中不可或缺的一部分。",
    "用戶可能因為突發的資金需求而導致無法按時還款。",
    "逾期還款會被記錄在用戶的信用報告中，嚴重影響個人信用分數。",
    "通過聯系客服，可以根據自身的情況提出協商請求。",
    "語言是文化的一部分。可以簡明地介紹。",
]


@given(
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6),
    st.sets(st.sampled_from(sorted(READINGS)), max_size=12),
    st.booleans(),
    st.integers(0, 255),
)
@settings(max_examples=60, deadline=None)
def test_laws_on_simulated_damage(sentences: list[str], entries: set[str], keeps: bool, spared: int) -> None:
    """The simulator and its proof agree; the repair can be undone, and done twice changes nothing more."""
    clean = "\n".join(sentences)
    readings = {char: READINGS[char] for char in entries}
    habits = Habits(keeps_private_use=keeps)
    damaged = "\n".join(
        damage(line, readings, habits, lambda number: not spared >> number % 8 & 1) for line in sentences
    )
    for line, dirty in zip(sentences, damaged.split("\n"), strict=True):
        assert choices_of(line, dirty, readings, habits) is not None
    found = BYTE_SHIFT.find(View(damaged))
    for edit in found.edits:
        assert damaged.startswith(edit.before, edit.start)
        assert edit.after in clean
    once = BYTE_SHIFT.fix(damaged)
    assert BYTE_SHIFT.fix(once) == once


def test_the_same_every_time() -> None:
    text = CONTEXT + "因?yàn)橥话l(fā)的情況"
    first = runs(text)
    assert runs(text) == first


@pytest.mark.skipif(not Path("corpus/raw").is_dir(), reason="the corpus is not here")
def test_the_corpus_keeps_no_trace() -> None:
    for path in sorted(Path("corpus/raw").glob("*.txt")):
        fixed = fix(path.read_text(encoding="utf-8"))
        assert not Annotations(fixed).dictionary, path.name
        assert json.dumps(fixed)


GARBLED = (
    ("人們?nèi)粘I\ue30a钪胁豢苫蛉钡囊徊糠?。支付寶", "人們日常生活中不可或缺的一部分。支付寶"),
    ("語言??梢院喢鞫笠亟榻B自己", "語言。可以簡明扼要地介紹自己"),  # 要地 lost two bytes between them
)


@pytest.mark.parametrize(("damaged", "clean"), GARBLED)
def test_long_runs(damaged: str, clean: str) -> None:
    found = BYTE_SHIFT.find(View(CONTEXT + damaged))
    best = [edit.after for edit in found.edits] + [finding.candidates[0] for finding in found.findings]
    assert best
    assert best[0] in clean
