"""Contact details, disguised and damaged: none is readable in a ledger, in `explain`, in the report or in an error."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from qingyuan.article import clean_text
from qingyuan.articles.topics import Topics
from qingyuan.commands.app import app
from qingyuan.corpus.cleaning import clean_one
from qingyuan.corpus.ledgers import format_ledger, recorded_trail, replay
from qingyuan.document import Edit, RawDocument, Step, Trail
from qingyuan.report.ledgers import as_html, report
from qingyuan.stages.repair import explain as explain_repair
from qingyuan.stages.strip.folding import unmask_disguise
from qingyuan.stages.strip.masked_trail import MaskedTrail

FULL_WIDTH = str.maketrans(
    "0123456789abcdefghijklmnopqrstuvwxyz",
    "０１２３４５６７８９ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ",
)
CIRCLED = str.maketrans("0123456789", "⓪①②③④⑤⑥⑦⑧⑨")
HAN = str.maketrans("0123456789", "零一二三四五六七八九")


def misread(text: str, right: str = "utf-8", wrong: str = "gb18030") -> str:
    return text.encode(right).decode(wrong, "replace")


@dataclass(frozen=True, slots=True)
class Detail:
    """A contact detail: what it is, and the line that it stands in."""

    core: str
    line: str


# Each number once, so that what is read back can be told apart.
DETAILS = (
    Detail("13821299722", "联系电话：" + "13821299722".translate(FULL_WIDTH)),
    Detail("13900332245", "电话 " + "\u200b".join("13900332245")),
    Detail("13793036426", "电话：" + "".join(f"&#{ord(digit)};" for digit in "13793036426")),
    Detail("13621573681", "电话：" + "".join(f"&amp;#{ord(digit)};" for digit in "13621573681")),
    Detail("13594580730", "联系电话：" + "".join(f"%{ord(digit):02X}" for digit in "13594580730")),
    Detail("15138323640", "联系电话：" + "".join(f"\\u{ord(digit):04x}" for digit in "15138323640")),
    Detail("15256224154", misread("联系电话：" + "15256224154".translate(FULL_WIDTH) + "，全天在线")),
    Detail("15399095145", misread("加微信同电话 15399095145，备注逾期。")),
    Detail("15547527720", "联系電話(huà)：155(yāo)47527720"),
    Detail("15640560865", "電話：" + "15640560865".translate(CIRCLED)),
    Detail("15769070293", "电话：" + "15769070293".translate(HAN)),
    Detail("15813758584", "电话：1\ufe0f\u20e35813758584"),
    Detail("15971954061", "电话：159删7195删4061"),
    Detail("17635895254", "手机：1 7 6 3 5 8 9 5 2 5 4"),
    Detail("17781454212", "手机：177-8145-4212"),
    Detail("17847201986", "手机：178\u00ad4720\u20601986"),
    Detail("18103954762", "手机：" + "18103954762".translate(str.maketrans("0123456789", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗"))),
    Detail("18200753292", "手机：182&nbsp;0075&nbsp;3292"),
    Detail("18361265206", "手机：(183)6126-5206"),
    Detail("hua9441", "详情加 v x hua9441"),
    Detail("qinghai7052", "加微信：" + "qinghai7052".translate(FULL_WIDTH)),
    Detail("qingzhai4073", misread("加微信：qingzhai4073 一对一服务", "gbk", "latin-1")),
    Detail("qingzhai4084", misread("详情请加微信：qingzhai4084，一对一服务。")),
    Detail("shanhua8173", "請添加微信：shan\u200bhua\u200b8173"),
    Detail("shuihu6184", "加薇❤：shuihu6184"),
    Detail("qingfeng5195", "加威芯 qing删feng删5195"),
    Detail("mingyue4206", "加V信：&#109;&#105;&#110;&#103;yue4206"),
    Detail("weixin3217", "加微(wēi)信(xìn)：weixin3217"),
    Detail("xiaohe2228", "加嶶信(xìn)號：xiaohe2228"),
    Detail("26831447", "加QQ：" + "26831447".translate(FULL_WIDTH)),
    Detail("26831558", "加扣扣：2 6 8 3 1 5 5 8"),
    Detail("26831669", misread("加QQ群：26831669，免费领取资料。")),
    Detail("26831771", "企鹅群：" + "26831771".translate(CIRCLED)),
    Detail("zhang3344", "邮箱：zhang3344＠qq．com"),
    Detail("wang4455", "邮箱：wang4455 (at) 163 (dot) com"),
    Detail("zhao5566", "邮箱：zhao5566&#64;qq.com"),
    Detail("liqi6677", "邮箱：liqi6677%40qq.com"),
    Detail("83736451", "联系电话：" + "021-83736451".translate(FULL_WIDTH)),
    Detail("8373652", "客服热线：" + "400-837-3652".translate(FULL_WIDTH)),
    Detail("83736673", misread("咨询热线：0571-83736673，二十四小时有人接听。")),
)
PROSE = (
    "先看账单，再联系平台说明情况。",
    "协商之前请准备好收入证明、银行流水和困难说明。",
    "平台一般会在几个工作日内答复，期间不要停止还款。",
)


def page_of(details: tuple[Detail, ...]) -> str:
    lines = ["花呗逾期怎么办", "一、先看账单"]
    for number, detail in enumerate(details):
        lines += [PROSE[number % len(PROSE)] + f"这是第{number + 1}点。", detail.line]
    return "\n\n".join(lines) + "\n"


SHORTEST = 5  # characters of a detail in a row that are too many: masking leaves four digits of a number
SPACES = re.compile(r"[\s\-_.·\u200b\u2060\u00ad]+|&nbsp;|[()]|删")


def readable(detail: Detail, output: str) -> bool:
    """Whether the output shows the detail, as it was written or so that it can be read off."""
    written = detail.line.rpartition("：")[2]
    if re.match(r"&|%|\\u", written) and written in output:
        return True
    shown = SPACES.sub("", unmask_disguise(output).text)
    core = detail.core
    size = max(SHORTEST, min(len(core) - 2, 7)) if core.isdigit() else max(SHORTEST, len(core) - 3)
    return any(core[at : at + size] in shown for at in range(len(core) - size + 1))


def test_there_are_forty_and_each_is_seen_where_it_is() -> None:
    assert len({detail.core for detail in DETAILS}) == 40
    plain = [detail for detail in DETAILS if readable(detail, explain_repair(page_of((detail,))).text)]
    assert len(plain) >= 35  # those of Han digits and of filled-in characters are read by people alone


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    text = page_of(DETAILS)
    work = clean_one(RawDocument("a.txt", text.encode()), Topics())
    assert work.entry is not None
    path = tmp_path_factory.mktemp("page") / "a.txt"
    path.write_text(text, encoding="utf-8")
    run = CliRunner()
    return {
        "ledger": format_ledger(work.entry),
        "report": report([work.entry]),
        "report in HTML": as_html([work.entry]),
        "explain": run.invoke(app, ["explain", str(path)]).output,
        "explain --json": run.invoke(app, ["explain", str(path), "--json"]).output,
        "fix --explain": run.invoke(app, ["fix", "--explain", str(path)]).output,
        "check": run.invoke(app, ["check", str(path)]).output,
    }


@pytest.mark.parametrize(
    "place", ["ledger", "report", "report in HTML", "explain", "explain --json", "fix --explain", "check"]
)
def test_no_detail_is_readable(outputs: dict[str, str], place: str) -> None:
    output = outputs[place]
    assert len(output) > 30
    assert [detail for detail in DETAILS if readable(detail, output)] == []


@pytest.mark.parametrize("detail", DETAILS, ids=lambda detail: detail.core)
def test_no_detail_is_readable_where_it_stands_alone(detail: Detail) -> None:
    text = page_of((detail,))
    work = clean_one(RawDocument("a.txt", text.encode()), Topics())
    assert work.entry is not None
    assert not readable(detail, format_ledger(work.entry))


FIELDS = ("title", "author", "site", "category", "description", "wechat", "tags:\n  -", "aliases", "summary")


def test_no_detail_in_a_strangers_front_matter_is_readable_anywhere(tmp_path: Path) -> None:
    """Each detail in each of some fields: disguised, damaged, quoted."""
    for turn, detail in enumerate(DETAILS):
        shift = FIELDS[turn % len(FIELDS) :] + FIELDS[: turn % len(FIELDS)]
        words = [detail.line, f"花呗逾期怎么办，{detail.line}", f"'{detail.line}'"]
        head = "".join(f"{field}: {said}\n" for field, said in zip(shift, words, strict=False))
        text = f"---\n{head.replace('-:', '-')}---\n\n{page_of(())}\n{PROSE[0]}\n\n{PROSE[1]}\n"
        work = clean_one(RawDocument("a.txt", text.encode()), Topics())
        assert work.entry is not None
        assert not readable(detail, work.text), work.text
        assert not readable(detail, format_ledger(work.entry))
        assert not readable(detail, work.path.replace("-", ""))
        if turn % 8 == 0:
            path = tmp_path / "a.txt"
            path.write_text(text, encoding="utf-8")
            shown = CliRunner().invoke(app, ["explain", str(path)]).output
            assert "strip/front-matter" in shown
            assert not readable(detail, shown)
            assert not readable(detail, report([work.entry]))


@pytest.mark.parametrize(
    ("line", "secret"),
    [
        ("卡号 6228 4800 1234 5678 912", "5678"),
        ("地址：北京市朝阳区建国路88号院3号楼1502室", "建国路"),
        ("联系地址：上海市浦东新区世纪大道100号，邮编200120", "世纪"),
    ],
)
def test_a_stripped_line_tells_no_card_and_no_place(line: str, secret: str) -> None:
    text = page_of(()) + f"\n先看账单，再联系平台说明情况。\n\n{line}\n\n{PROSE[1]}\n"
    work = clean_one(RawDocument("a.txt", text.encode()), Topics())
    assert work.entry is not None
    assert secret not in work.text
    assert secret not in format_ledger(work.entry)


def test_an_error_quotes_nothing_of_the_document(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ValueError("电话：１３８１２３４５６７１ 浣犲ソ")

    monkeypatch.setattr("qingyuan.corpus.cleaning.ledger_of", fail)
    error = clean_one(RawDocument("a.txt", page_of(DETAILS[:2]).encode()), Topics()).error
    assert re.search(r"the program failed on it \(ValueError at cleaning\.py:\d+\)", error)
    assert "１３８" not in error


def test_an_address_shows_no_number() -> None:
    work = clean_one(RawDocument("a.txt", "# 花呗逾期找13812345671\n\n先看账单。\n".encode()), Topics())
    assert "1381" not in work.path


def test_the_trail_shows_no_word_that_the_article_does_not_and_replays() -> None:
    text = page_of(DETAILS)
    cleaned = clean_text(text)
    rows = recorded_trail(cleaned.trail)
    assert replay({"trail": rows}, text) == cleaned.text
    shown = {piece for _, edits in rows for _, _, after in edits for piece in re.findall(r"[^*\s]+", after)}
    assert not [piece for piece in shown if piece not in cleaned.text]


def test_what_becomes_a_number_is_starred_in_every_form() -> None:
    steps = (
        Step("repair/a", (Edit(5, "x", ""), Edit(9, "乙乙", "80"))),
        Step("repair/b", (Edit(3, "甲", "138"),)),
    )
    text = "电话：甲0x013乙乙0001是谁的"
    masked = MaskedTrail(text, Trail(steps))
    forms = [masked.shown(number, form, 0, len(form)) for number, form in masked.forms()]
    assert forms == ["电话：****是谁的", "电话：****是谁的", "电话：138****0001是谁的"]


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 4), st.text("1380x电话：", max_size=4)), max_size=6)
)
def test_shown_pieces_are_in_order_and_never_fail(drafts: list[tuple[int, int, str]]) -> None:
    text = "电话：13800138000，微信 abc12345，再说。"
    steps = []
    form = text
    for start, size, after in drafts:
        before = form[start : start + size]
        if start <= len(form) and before != after:
            steps.append(Step("repair/x", (Edit(start, before, after),)))
            form = steps[-1].apply(form)
    masked = MaskedTrail(text, Trail(tuple(steps)))
    for number, each in masked.forms():
        secrets = masked.secrets(number, 0, len(each))
        assert all(a.end <= b.start for a, b in itertools.pairwise(secrets))
        assert all(0 <= secret.start < secret.end <= len(each) for secret in secrets)
        assert "13800138000" not in masked.shown(number, each, 0, len(each))
    assert [step for step, _ in masked.edits()] == steps
