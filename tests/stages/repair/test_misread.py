"""Misread charsets: undone with proof, and never where nothing was misread."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingyuan.stages.repair import explain, fix_text
from qingyuan.stages.repair.byte_shift.runs import spans_of_byte_shift
from qingyuan.stages.repair.misread import MISREADINGS, Misreading
from qingyuan.stages.repair.misread.accidents import chain_of, damage_chain
from qingyuan.text import charsets
from qingyuan.view import View

PARAGRAPHS = (
    "用户需要先了解自己的欠款情况，包括逾期金额、利息、罚款等，然后主动联系客服说明情况。",
    "借款人應當及時與銀行聯繫，說明情況，爭取寬限，以免影響個人信用記錄。",
)
HONEST = (
    "陆路",
    "你好",
    "Élève, où étais-tu ? « été », à l'école — déjà vu, naïve façade",
    "Grüße aus München: Äpfel, Öl, Übung, Straße",
    "Tiếng Việt có nhiều dấu: được, người, những, trường",
    "日本語の文章です。カタカナも漢字も使います。東京都千代田区",
    "한국어 문장입니다. 서울특별시에서 열린 행사",
    "½·¾×÷±°§¶",
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞß",
    "龘靐齉爩鱻麤灪龖厵滟爨癵籱饢驫鲡鹂鸾",
    "乂乜凵匚厂万丌乇亍囗兀屮彳丏冇与丮亓",
    "欧阳翀、闫戌麟、茹毅、谌贻琴、逄锦聚、亓官",
    "鸚鵡語中分百里，鳳凰聲裏過三年。",
    "ㄅㄆㄇㄈㄉㄊㄋㄌㄍㄎㄏ",
    "Ελληνικά και Кириллица",
    "α、β、γ 三种射线；№ 5；℃",
    "£100 – €200 • “quoted” ‘text’ … naïve café",
)


ONE_BYTE = (
    "windows-1252 latin-1 iso8859_15 mac_roman cp437 cp850 cp858 cp852 windows-1250 windows-1251 windows-1254 iso8859_2 koi8_r cp866"
).split()
# By charset that was written: the readers that lose no byte of the Simplified and of the Traditional paragraph.
LOSSLESS = {
    "utf-8": ([*ONE_BYTE, "iso8859_7"], [*ONE_BYTE, "iso8859_7"]),
    "gb18030": ([*ONE_BYTE, "euc_kr"], ONE_BYTE),
    "big5": ([], [*ONE_BYTE, "cp936"]),
}
ROWS = [
    (f"{written} read as {read}", paragraph)
    for written, readers in LOSSLESS.items()
    for paragraph, names in zip(PARAGRAPHS, readers, strict=True)
    for read in names
]


@pytest.mark.parametrize(("name", "paragraph"), ROWS)
def test_a_misread_document_is_recovered(name: str, paragraph: str) -> None:
    damaged = damage_chain(paragraph, chain_of(name))
    repaired = explain(damaged)
    assert repaired.text == paragraph
    assert repaired.trail.undo(paragraph) == damaged
    assert damage_chain(repaired.text, chain_of(name)) == damaged


def test_no_accident_that_loses_nothing_is_without_a_row() -> None:
    survive = set()
    for misreading in MISREADINGS:
        for paragraph in PARAGRAPHS:
            with contextlib.suppress(UnicodeError):
                if misreading.undo(misreading.damage(paragraph)) == paragraph:
                    survive.add((misreading.name, paragraph))
    assert {row for row in survive if row[0].split()[0] in LOSSLESS} == set(ROWS)


@pytest.mark.parametrize(
    "misreading",
    [
        Misreading(charsets.UTF_8, charsets.WINDOWS_1252),
        Misreading(charsets.UTF_8, charsets.LATIN_1),
        Misreading(charsets.GB18030, charsets.WINDOWS_1252),
        Misreading(charsets.GB18030, charsets.LATIN_1),
    ],
    ids=lambda misreading: misreading.name,
)
def test_a_misread_run_inside_of_clean_text_is_recovered(misreading: Misreading) -> None:
    clean = "他在信里写道：" + "支付宝逾期上门送信" + "，大家都不相信。\n第二段没有坏。\n"
    assert fix_text(clean.replace("支付宝逾期上门送信", misreading.damage("支付宝逾期上门送信"))) == clean


NAMES = (
    "新建文件夹",
    "毕业照",
    "备份",
    "安装步骤 README.txt",
    "财务报表/一季度/利润表.xls",
    "图片素材-背景",
    "课程表.xls",
)


@pytest.mark.parametrize("around", ["{}", "附件：{}", "  inflating: docs/{}", "下载的文件是“{}”，请核对。"])
@pytest.mark.parametrize("reader", ["cp437", "cp850", "cp858"])
@pytest.mark.parametrize("name", NAMES)
def test_a_name_from_an_archive_is_read_as_one(name: str, reader: str, around: str) -> None:
    for written in ("gb18030", "utf-8"):
        damaged = damage_chain(name, chain_of(f"{written} read as {reader}"))
        assert fix_text(around.format(damaged)) == around.format(name)


def test_a_comma_of_gbk_is_no_han_of_utf_8_in_cp850() -> None:
    damaged = "µÄÅóÓÑÃÇÀ´Ëµ£¬ÂòÒ»±¾¿´¿´;悼Ã¡"
    assert "未" not in fix_text(damaged)


@pytest.mark.parametrize("kinds", ["─│┌┐└┘├┤┬┴┼", "═║╔╗╚╝╠╣╦╩╬", "═│╒╕╘╛╞╡╤╧╪", "─║╓╖╙╜╟╢╥╨╫"])
def test_drawings_stay(kinds: str) -> None:
    line, side, *corners, left, right, top, bottom, cross = kinds
    one, two, three, four = corners
    for wide in range(4):
        for columns in range(1, 6):
            frames = [
                begin + middle.join([line * wide] * columns) + end
                for begin, middle, end in ((one, top, two), (left, cross, right), (three, bottom, four))
            ]
            cells = side + side.join(["Á É ñ й 项"[:wide]] * columns) + side
            drawing = "\n".join([frames[0], cells, frames[1], cells, frames[2]])
            found = explain(drawing)
            assert (found.text, found.findings) == (drawing, ())


def test_a_dash_far_from_the_misread_line_stays() -> None:
    damaged = Misreading(charsets.BIG5, charsets.CP936).damage("支付寶逾期還款，請與銀行聯繫。")
    clean = "選擇「格式」。\nChoose Data \u2013 Group \u2013 Show.\n這是沒有壞的一段文字，不可以改動。\n"
    assert fix_text(clean + damaged) == clean + "支付寶逾期還款，請與銀行聯繫。"


def test_lines_too_short_to_prove_anything_go_together() -> None:
    big5 = Misreading(charsets.GB18030, charsets.BIG5)
    titles = ("背景", "表格", "上", "下", "按鍵", "格式", "工具")
    clean = "".join(f"This page has some text.\nTitle is: {title}\n" for title in titles)
    assert fix_text(big5.damage(clean)) == clean
    assert fix_text(big5.damage("Title is: 上\n")) == big5.damage("Title is: 上\n")


@pytest.mark.parametrize(
    "damaged", ["他說，桶跡揃蹋蹈，就這樣。", "第一句沒有問題，婦奪燴腔岈璃霜，後面也沒有。"]
)
def test_a_misread_clause(damaged: str) -> None:
    fixed = damaged.replace("桶跡揃蹋蹈", "表格資料列").replace("婦奪燴腔岈璃霜", "包管理的事件流")
    assert fix_text(damaged) == fixed


def test_twice_misread() -> None:
    utf_8 = Misreading(charsets.UTF_8, charsets.WINDOWS_1252)
    gbk = Misreading(charsets.GB18030, charsets.LATIN_1)
    for clean in PARAGRAPHS:
        assert fix_text(utf_8.damage(utf_8.damage(clean))) == clean
        assert fix_text(utf_8.damage(gbk.damage(clean))) == clean


@pytest.mark.parametrize(
    ("written", "codec"),
    [  # cp1252 lacks a byte of it in UTF-8
        *(("utf-8", codec) for codec in ("koi8-r", "cp1251", "cp1250", "iso8859_2", "cp866")),
        *(("gb18030", codec) for codec in ("koi8-r", "cp1251", "cp1250", "iso8859_2", "cp866", "cp1252")),
    ],
)
def test_an_address_in_a_cell_is_read_as_one(written: str, codec: str) -> None:
    cell = "上海市浦东新区张江镇祖冲之路2305号A幢"
    damaged = cell.encode(written).decode(codec)
    assert fix_text(f"| 1 | {damaged} | 无 |\n") == f"| 1 | {cell} | 无 |\n"


def test_three_times_misread() -> None:
    utf_8 = Misreading(charsets.UTF_8, charsets.WINDOWS_1252)
    for clean in PARAGRAPHS:
        assert fix_text(utf_8.damage(utf_8.damage(utf_8.damage(clean)))) == clean


def test_what_an_article_about_encodings_shows_is_a_finding() -> None:
    repaired = explain("乱码对照表：æ”¯ä»˜ 表示 UTF-8 被按 Latin-1 读取。")
    assert not repaired.trail.steps
    assert [(finding.text, finding.candidates) for finding in repaired.findings] == [("æ”¯ä»˜", ("支付",))]


@pytest.mark.parametrize("text", HONEST)
def test_honest_text_stays(text: str) -> None:
    assert fix_text(text) == text
    assert fix_text(f"前面是中文。\n{text}\n后面也是中文。\n") == f"前面是中文。\n{text}\n后面也是中文。\n"


@pytest.mark.parametrize("text", ["锟斤拷锟斤拷", "烫烫烫烫烫", "屯屯屯屯", "支\ufffd宝"])
def test_what_is_lost_is_a_finding_and_never_a_guess(text: str) -> None:
    repaired = explain(f"开头{text}结尾")
    assert repaired.text == f"开头{text}结尾"
    assert [finding.rule for finding in repaired.findings] == ["repair/lost-text"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PARAGRAPHS + HONEST), min_size=1, max_size=4), st.sampled_from(MISREADINGS))
def test_laws_hold_for_any_mixture(lines: list[str], misreading: Misreading) -> None:
    with contextlib.suppress(UnicodeError):
        lines[0] = misreading.damage(lines[0])
    text = "\n".join(lines)
    repaired = explain(text)
    assert repaired.trail.undo(repaired.text) == text
    assert fix_text(repaired.text) == repaired.text


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_laws_hold_for_any_text(text: str) -> None:
    repaired = explain(text)
    assert repaired.trail.undo(repaired.text) == text
    assert fix_text(repaired.text) == repaired.text


# A line of GBK, and what is made of it where a reader of Windows-1252 lost its five bytes.
LOSSY = (
    (
        "在登錄提示字元下，你輸入你的使用者名，例如penguin，然後按 Enter 鍵，接下來輸入你的密碼再次按 Enter 鍵。",
        "在登錄提示字元下，你輸入你的使用者名，例如penguin，然後按 Enter 鍵，接下í輸入你的密碼再次按 Enter 鍵。",
    ),
    (
        "在 Windows 11 上安裝 Node.js 之後，請重新開啟終端機。",
        "在 Windows 11 上安裝 Node.js 之後，請重新開啟終端機。",
    ),
    (
        "接到催收電話時請先保持冷靜，記下對方姓名與公司名稱，再向銀行查證。",
        "接到催收電話時請先保持冷靜，記下對方姓名與公司名稱，再向銀行查證。",
    ),
)


def without(read: charsets.Charset, lost: Iterable[int], clean: str) -> str:
    """What a reader of GBK as another charset shows, without some characters."""
    return Misreading(charsets.GB18030, read).damage(clean).translate(dict.fromkeys(lost))


@pytest.mark.parametrize(("clean", "repaired"), LOSSY)
def test_a_line_is_read_up_to_a_lost_byte_and_on_behind_it(clean: str, repaired: str) -> None:
    assert fix_text(without(charsets.WINDOWS_1252, charsets.CP1252_HOLES, clean)) == repaired


@pytest.mark.xfail(strict=True, reason="a trail byte is lost, and nothing says which it was")
@pytest.mark.parametrize("clean", [clean for clean, repaired in LOSSY if clean != repaired])
def test_a_lost_byte_is_found_again(clean: str) -> None:
    assert fix_text(without(charsets.WINDOWS_1252, charsets.CP1252_HOLES, clean)) == clean


@pytest.mark.parametrize("clean", [clean for clean, _ in LOSSY])
def test_what_follows_a_lost_byte_is_not_read_out_of_step(clean: str) -> None:
    fixed = fix_text(without(charsets.LATIN_1, range(0x80, 0xA0), clean))
    assert not [char for char in fixed if "\u3400" <= char <= "\u9fff" and char not in clean]


@pytest.mark.parametrize(
    "clean",
    [
        "接到催收电话时先别慌，问清对方的姓名、工号和所属公司，再决定要不要继续谈。",
        "“你到底还不还？”他问。“还，下个月一定还。”我说。",
        "北京市朝阳区建国路88号院3号楼1502室",
    ],
)
def test_characters_with_two_codes_in_shift_jis(clean: str) -> None:
    assert fix_text(clean.encode("gb18030").decode("cp932")) == clean


def test_rare_words_within_prose_stay_and_misread_ones_do_not() -> None:
    prose = "这几天有不少人在问同一个问题，{}，大家都说没有什么办法。"
    for word in ("硉硉矹矹", "嵽嵲", "勤恁", "犬鷄", "忐忐忑忑", "鲃鲅鲆鲇", "綉衾雙鴛鴦", "嵕", "氕氘氚"):
        assert fix_text(word) == word
        assert fix_text(prose.format(word)) == prose.format(word)
    misread = Misreading(charsets.GB18030, charsets.BIG5)
    assert fix_text(prose.format(misread.damage("对选择"))) == prose.format("对选择")


def test_a_letter_with_a_mark_that_big5_has_as_one() -> None:
    read = "請主動聯繫銀行客服\u00ca\u0304，說明逾期的原因".encode("big5hkscs").decode("latin-1")
    for text in (
        "\u00ca\u0304\u9a1e\u5a15\u6e23\u00ca\u030c \u00c3\u00a9\u00c3\u00a9",
        read,
        read + "\ufffd",
    ):
        assert explain(text).trail.undo(explain(text).text) == text


def test_signs_behind_a_rare_character_take_nothing_from_it() -> None:
    before, clean, after = (
        "这里的客服很好，",
        "3. 窗外，居然还能看见鹤~~ 没错，真的是很大的鹤。",
        "问题当天就解决了。",
    )
    damaged = clean.encode("gb18030").decode("latin-1")
    assert explain(f"{before}\n{damaged}\n{after}").text == f"{before}\n{clean}\n{after}"


def test_what_another_accident_explains_hides_no_misread_line() -> None:
    shifted = "在現(xiàn)代社會(huì)中,用戶可能因?yàn)橥话l(fā)的資金需求而導(dǎo)致無(wú)法還款。"
    misread = "用户可以主动联系客服。".encode("gb18030").decode("latin-1")
    repaired = explain(f"{shifted}\n{misread}\n{shifted}").text.split("\n")
    assert repaired[1] == "用户可以主动联系客服。"
    assert repaired[0] == repaired[2] == "在現代社會中,用戶可能因為突發的資金需求而導致無法還款。"


def test_what_another_accident_explains_ends_with_its_line() -> None:
    text = "在現(xiàn)代社會(huì)中,用戶無(wú)法按時還款,可能會(huì)產(chǎn)生利息,真的嗎?！\n客服人员会联系你。\n真的嗎?！"
    spans = spans_of_byte_shift(View(text))
    assert len(spans) == 2
    assert not any("\n" in text[start:end] for start, end in spans)


def test_one_reading_keeps_no_other_line_misread() -> None:
    misread = "用户可以主动联系客服。".encode("gb18030").decode("latin-1")
    assert explain(f"中?guó)\n{misread}\n").text == "中?guó)\n用户可以主动联系客服。\n"
