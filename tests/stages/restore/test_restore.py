"""Restoration: only on a page that was filtered, only what is certain, and always marked."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingyuan.engine import Stage, run
from qingyuan.stages.restore import RESTORE
from qingyuan.stages.restore.deleted_word import DELETED_WORD
from qingyuan.stages.restore.filtered import WEN_GAP, evidence_of_a_filter, is_filtered
from qingyuan.stages.restore.gaps import LIMITS, find_scars, find_wen_gaps
from qingyuan.stages.restore.marks import RESTORED, restored
from qingyuan.stages.restore.wen_ti import WEN_TI
from qingyuan.view import View

STAGE = Stage("restore", RESTORE)
EVIDENT = (
    "积极沟通是解决问的关键所在。",
    "当时就出现了呆账的问，后来没有了。",
    "这是目前最重要的问，大家都知道。",
)
INNOCENT = (
    "请问您需要帮助吗？",
    "他亲切地问：“你好吗？”",
    "记者问，他答，一问一答。",
    "问题在于沟通。",
    "结果我打电话到银行问，证明的确刷了两次。",
    "服务员两次来房间问热水的情况。",
    "`解决问的关键`",
    "用户在还款的过程中也应注意。",
)
# On a page that was filtered these are gaps, elsewhere they may be anything.
ONLY_WITH_OTHERS = ("用户在享受便利的也应重视信用。", "用户在 中可以直接说明。", "逾期问虽然常见。")
PAGES = st.lists(st.sampled_from(EVIDENT + INNOCENT + ONLY_WITH_OTHERS), max_size=8).map(tuple)


def restore(text: str) -> str:
    return run(text, (STAGE,)).text


@given(PAGES, st.sampled_from(EVIDENT))
@settings(deadline=None)
def test_nothing_is_restored_without_two_gaps(page: tuple[str, ...], gap: str) -> None:
    text = "\n".join(part for part in page if part in INNOCENT or part == gap)
    assert restore(text) == text


@given(PAGES)
@settings(deadline=None)
def test_all_that_is_certain_is_restored_with_two_gaps_and_innocent_lines_stay(page: tuple[str, ...]) -> None:
    lines = (*EVIDENT[:2], *page)
    for before, after in zip(lines, restore("\n".join(lines)).split("\n"), strict=True):
        assert (before == after) is (before in INNOCENT)


@given(PAGES)
@settings(deadline=None)
def test_what_is_restored_is_marked_and_nothing_else_changes(page: tuple[str, ...]) -> None:
    text = "\n".join(page)
    cleaned = run(text, (STAGE,))
    assert restore(cleaned.text) == cleaned.text
    for step in cleaned.trail.steps:
        assert all(RESTORED.fullmatch(edit.after) and edit.before in ("", " ") for edit in step.edits)
    scars_closed = sum(edit.before == " " for step in cleaned.trail.steps for edit in step.edits)
    left = RESTORED.sub("", cleaned.text)
    assert len(left) == len(text) - scars_closed
    assert left.replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    "line",
    [
        "子入太庙，每事问。",
        "疑思问，忿思难，见得思义。",
        "古人曰不解者问，今人不然。",
        "书名叫《现实的问》，去年出版。",
        "他说“这是最重要的问”，大家都记得。",
    ],
)
def test_words_of_others_on_a_page_that_was_filtered(line: str) -> None:
    text = f"{WEN_GAP}\n\n{line}\n"
    assert WEN_TI.fix(text) == text


@pytest.mark.parametrize("text", EVIDENT)
def test_evident_gap_alone_is_a_finding(text: str) -> None:
    found = WEN_TI.find(View(text))
    assert not found.edits
    assert [finding.candidates for finding in found.findings] == [("问题",)]


def test_the_same_gap_twice_is_one_piece_of_evidence() -> None:
    view = View("\n".join([EVIDENT[0]] * 3))
    assert len(evidence_of_a_filter(view)) == 1
    assert not is_filtered(view)


def test_words_that_are_restored_already_show_the_filter() -> None:
    assert is_filtered(View(WEN_GAP))
    assert not is_filtered(View(restored("题")))


@pytest.mark.parametrize(
    ("line", "certain"),
    [
        ("逾期问日益严重。", True),  # nobody is asked, and no question follows
        ("因呆账问影响信用。", True),  # a noun is wanted, whatever follows
        ("这只会使问更加严重。", True),
        ("上述问产生的原因。", True),  # elsewhere, and likely enough
        ("会谈就和平进程问举行。", False),
        ("我打电话到银行问，证明的确刷了两次。", False),
    ],
)
def test_certainty_of_a_gap(line: str, certain: bool) -> None:
    (gap,) = find_wen_gaps(View(line))
    assert gap.certain is certain


def test_gap_that_is_not_certain_is_a_finding_on_a_page_that_was_filtered() -> None:
    line = "会谈就和平进程问举行。"
    assert not WEN_TI.find(View(line)).findings
    found = WEN_TI.find(View(f"{WEN_GAP}\n{line}"))
    assert not found.edits
    assert len(found.findings) == 1


def test_gaps_are_found_once_for_all_rules() -> None:
    view = View(EVIDENT[0])
    assert view.about(find_wen_gaps) is view.about(find_wen_gaps)


@pytest.mark.parametrize("spaces", [LIMITS.scars, LIMITS.scars + 1])
def test_many_spaces_between_han_are_the_authors(spaces: int) -> None:
    found = find_scars(View("张 三，" * spaces))
    assert len(found) == (spaces if spaces <= LIMITS.scars else 0)


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("1. 主动联系客服：可以通过 或在线客服渠道，说明情况。", "电话"),
        ("到达以后打 给总台确认一下，再上楼。", "电话"),
    ],
)
def test_lone_space_that_wants_a_word_is_a_finding_on_any_page(line: str, word: str) -> None:
    page = f"这一页没有别的空格。\n\n{line}\n"
    found = DELETED_WORD.find(View(page))
    assert not found.edits
    (finding,) = found.findings
    assert any(word in candidate for candidate in finding.candidates)
    assert not DELETED_WORD.find(
        View(page + "张 三，李 四，王 五。")
    ).findings  # such spaces are the author's


@pytest.mark.parametrize(
    "line", ["图一 张三在还款", "花呗逾期怎么办 三个办法", "第三章 服务的质量", "房价 含早餐"]
)
def test_space_that_wants_no_word_is_none(line: str) -> None:
    assert not DELETED_WORD.find(View(f"{line}\n")).findings
