"""Front matter that a stranger wrote: what it plainly says is kept, nothing of it is obeyed, each line is accounted for."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from growing import MOST, growth
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qingyuan.article import clean_text
from qingyuan.articles import front_matter
from qingyuan.corpus.ledgers import account
from qingyuan.document import Step
from qingyuan.stages.strip.front_matter import (
    CAPTURED,
    CONTACT,
    FACTS,
    FRONT_MATTER,
    MARK,
    SETTING,
    entries_at,
    plain_text,
)
from qingyuan.stages.strip.masking import mask
from qingyuan.view import View

BODY = "先看账单，再联系客服。\n\n说明情况，申请分期。\n"
BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


def page(head: str, body: str = BODY) -> str:
    return f"---\n{head}\n---\n\n{body}"


# What a probe of the program did harm with, or tried to; what is left of each above the article.
HOSTILE: dict[str, dict[str, object]] = {
    "template: nope.html": {},
    # a number as YAML may escape it
    'author: "\\x31\\x33\\x38\\x30\\x30\\x31\\x33\\x38\\x30\\x30\\x30"\ntitle: 甲': {"title": "甲"},
    "title: 关于第2345678号文件": {"title": "关于第2345678号文件"},
    "title: 甲 139-0013-9000\nauthor: 小王2345678": {},
    "views: 2345678\ncomments: 13800138000": {"views": 2345678},
    "template: /etc/passwd": {},
    "template: ../../../etc/passwd": {},
    "title: 甲\nicon: ../../../../etc/passwd": {"title": "甲"},
    "title: 甲\nhide: 3": {"title": "甲"},
    "template: topic.html\ntopic: nope": {},
    'title: "a\\uD800b"': {},
    "tags: &a [x, *a]": {},
    "title: 甲\n" + BOMB: {"title": "甲"},
    "tags: &a [x, x]\naliases: &b [*a, *a]\ndescription: [*b, *b]": {},
    "title: 甲\nslug: ../../../x": {"title": "甲"},
    "title: 甲\ntopic: ../..": {"title": "甲"},
    "title: 甲\npath: /etc": {"title": "甲"},
    "title: 甲\nsource_id: [1]": {"title": "甲"},
    "title: 甲\nsource_file: ../../x": {"title": "甲"},
    "title: 甲\naliases: {}": {"title": "甲"},
    "title: [甲, 乙]": {},
    "title: {甲: 乙}\nauthor: [乙]": {},
    'title: "甲\\0乙"': {},
    "title: 甲\nviews: .inf": {"title": "甲"},
    "title: 甲\ndate: 0001-01-01": {"title": "甲"},
    "title: 甲\ndate: 9999-12-31": {"title": "甲"},
    "title: 甲\nviews: " + "9" * 5000: {"title": "甲"},
    "title: !!binary aGVsbG8=": {},
    "tags: !!set {甲, 乙}": {},
    "title: 甲\n<<: {template: nope.html}": None,  # type: ignore[dict-item]
    "title: &a {甲: *a}": {},
    "title: !!python/object/apply:os.system ['true']": {},
    "title: 甲\n? template\n: nope.html": None,  # type: ignore[dict-item]
    "title: 甲\n\"template\": nope.html\n'icon': ../x": {"title": "甲"},
    "TITLE: 甲\nTemplate: nope.html": {"title": "甲"},
    "title: *甲": {},
    "title: |\n  甲\n  template: nope.html": {},
    "tags: ['<img src=x onerror=window.pwned=1>']": {},
    'search: {exclude: true}\nlang: zh" onload="x': {},
    "title: 首plate: home.html": {"title": "首plate: home.html"},
}  # None: no front matter at all, but text


@pytest.mark.parametrize(("head", "left"), HOSTILE.items(), ids=[repr(head[:40]) for head in HOSTILE])
def test_nothing_of_it_is_obeyed(head: str, left: dict[str, object] | None) -> None:
    text = page(head)
    cleaned = clean_text(text)
    assert cleaned.trail.undo(cleaned.text) == text
    parts = front_matter.split(cleaned.text)
    if left is None:
        assert not parts.head
        assert not cleaned.text.startswith("---\n")
        return
    assert parts.metadata == left
    assert parts.body == BODY
    assert clean_text(cleaned.text).text == cleaned.text


def test_each_line_is_accounted_for_by_what_became_of_it() -> None:
    text = page(
        "title: 花呗逾期怎么办\ndate: 2024/11/4\nauthor: 加微信 abc12345\ntags:\n  - 花呗\n  - QQ群 12345678\n"
        "\n# 草稿\nlayout: post\nviews: 1,024\ncomments: true\nwechat: hua9440\ncategories: 平台逾期"
    )
    accounts = account(text, clean_text(text).trail)
    assert [(each.line, each.kind) for each in accounts if each.line < 17] == [
        *((1, MARK), (2, CAPTURED), (3, CAPTURED), (4, CONTACT), (5, SETTING), (6, SETTING), (7, CONTACT)),
        *(
            (9, SETTING),
            (10, SETTING),
            (11, CAPTURED),
            (12, SETTING),
            (13, CONTACT),
            (14, CAPTURED),
            (15, MARK),
        ),
    ]
    assert {each.kind: each.fate for each in accounts if each.kind} == {
        CAPTURED: "metadata",
        MARK: "stripped",
        SETTING: "stripped",
        CONTACT: "stripped",
    }
    assert clean_text(text).metadata == {
        "title": "花呗逾期怎么办",
        "date": datetime.date(2024, 11, 4),
        "views": 1024,
        "category": "平台逾期",
    }


@pytest.mark.parametrize(
    "head",
    [
        "title: 花呗逾期怎么办",
        "title: 'Plan B: later'\nauthor: 小花",
        'title: "花呗"\ndate: 2024/11/04',
        "title: 花呗逾期怎么办\ntitle_inferred: true\ndate: 2024-11-04 02:16:00\nauthor: 小花\n"
        "category: 平台逾期\nsite: 逾期频道\nviews: 445\ncomments: 0",
    ],
)
def test_what_says_only_what_a_by_line_would_stays_as_it_was_written(head: str) -> None:
    cleaned = clean_text(page(head))
    assert cleaned.text == page(head)
    assert not cleaned.trail.steps
    assert "title" in cleaned.metadata


@pytest.mark.parametrize(
    ("head", "facts"),
    [
        ("title: 支付寶逾期", {"title": "支付寶逾期"}),
        ("title: 浣犲ソ，花呗", {"title": "你好，花呗"}),
        ("title: &#25903;付宝逾期", {"title": "支付宝逾期"}),
        ("title: 花呗逾期,怎么办?", {"title": "花呗逾期，怎么办？"}),
        ("title: 寻人：身份证11010119000307779X", {"title": "寻人：身份证110101××××××××779X"}),
        ("title: 花呗 # 草稿", {"title": "花呗"}),
        ('title: "花呗"怎么办', {"title": "“花呗”怎么办"}),
        ("title: 甲\ntitle: 乙", {"title": "甲"}),
        ("author: 小花\ntitle_inferred: true", {"author": "小花"}),
        ("title: ~\nauthor:\nsite: null", {}),
    ],
)
def test_what_is_captured_is_repaired_and_in_house_style(head: str, facts: dict[str, object]) -> None:
    assert clean_text(page(head)).metadata == facts


@pytest.mark.parametrize(
    "text",
    [
        "---\n\n读者搜索的是文章，不是手册\n---\n\n# 题\n\n正文一句。\n",
        "---\n---\n\n先看账单。\n",
        "---\n\n先看账单。\n",
        "先看账单。\n\n---\n\ntitle: a\n",
    ],
)
def test_rules_around_text_are_text(text: str) -> None:
    assert clean_text(text).text == text


@pytest.mark.parametrize(
    "text",
    [
        "---\n 读者搜索的是文章，不是手册\n---\n# 什么可以写，什么不可以\n## 不留联系方式 {#不留联系方式}",
        "---\ntitle: 首plate: home.html\n---\n# 题\n",
        "---\n详情加微信 abc12345\n---\n# 题\n正文一句。\n",
        "---\ntitle: 甲\n---\n---\ntitle: 乙\ntemplate: x\n---\n" * 12 + "正文一句。\n",
        "您好！欢迎访问逾期频道！\n---\ntemplate: x\n---\n正文一句。\n",
        "---\nhide: [toc]\n正文一句。\n---\n正文两句。\n",
        "---\nNote: 一句话\n---\n正文一句。\n",
        "---\n{template: x}\n---\n正文一句。\n",
        "---\ntemplate: x\n...\n正文一句。\n",
    ],
)
def test_cleaned_twice_is_cleaned_once_and_nobody_reads_a_setting(text: str) -> None:
    once = clean_text(text)
    assert once.trail.undo(once.text) == text
    assert clean_text(once.text).text == once.text
    assert set(front_matter.judge(once.text)[0].metadata) <= set(FACTS)
    assert not once.text.startswith("---\n") or "template" not in once.text


KEYS = st.sampled_from(
    [
        *FACTS,
        *(
            "template",
            "icon",
            "hide",
            "tags",
            "aliases",
            "description",
            "slug",
            "wechat",
            "lang",
            "source_id",
        ),
        *("Title", "'title'", "标题", "categories", "published", "<<", "? x"),
    ]
)
VALUES = st.sampled_from(
    [
        *(
            "花呗逾期怎么办",
            "小花",
            "平台逾期",
            "'甲''乙'",
            '"甲\\n乙"',
            '"甲',
            "[甲, 乙]",
            "{甲: 乙}",
            "&a 甲",
            "*a",
        ),
        *(
            "!!str 甲",
            "|",
            ">",
            "2024-11-04",
            "2024年11月4日 08:09",
            "445",
            "true",
            "null",
            "~",
            "",
            "甲: 乙",
            "甲 #乙",
        ),
        *(
            "加微信 abc12345",
            "ＱＱ群：１２３４５６７８",
            "13800138000",
            "浣犲ソ",
            "支付寶",
            "<b>甲</b>",
            "---",
            "...",
        ),
        *("\\u652f付宝", "&amp;", "a`b", "%E6%94%AF", "- 甲", "协(xié)商", "“甲”", "0o17", "46e10", "\\"),
    ]
) | st.text("甲乙:#'\"[]{}&*!|>-? \\", max_size=8)
LINES = st.one_of(
    st.tuples(KEYS, VALUES).map(": ".join),
    VALUES.map("  {}".format),
    VALUES.map("- {}".format),
    st.sampled_from(["", "# 注", "title:", "一句话。"]),
)
HEADS = st.lists(LINES, min_size=1, max_size=7).map("\n".join)


# One example set for good: what is still and what is not does not change from run to run.
@settings(max_examples=300, deadline=None, derandomize=True)
@given(HEADS, st.sampled_from([BODY, "# 题\n\n" + BODY, "---\ntemplate: x\n---\n" + BODY, ""]))
@example("title: 甲\n# 注\ntemplate: x", BODY)
def test_whatever_a_stranger_puts_in_front(head: str, body: str) -> None:
    text = page(head, body)
    cleaned = clean_text(text)
    assert cleaned.trail.undo(cleaned.text) == text
    lines = [number for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    assert [each.line for each in account(text, cleaned.trail)] == lines
    parts, _ = front_matter.judge(cleaned.text)
    assert set(parts.metadata) <= set(FACTS)
    assert not parts.refused
    for value in parts.metadata.values():
        assert isinstance(value, str | int | datetime.date)
        assert mask(str(value)) == str(value)
    assert clean_text(cleaned.text).text == cleaned.text


@given(st.text("甲a:#'\"[]{}&*!|>-? \\\n~", max_size=30))
def test_the_lines_of_a_block_are_the_block(text: str) -> None:
    text = f"---\ntitle: 甲\n{text}\n---\n"
    entries = entries_at(text)
    assert text.startswith("".join(entry.line for entry in entries))
    assert Step(FRONT_MATTER.name, FRONT_MATTER.find(View(text)).edits).apply(text) in text


@given(st.text(max_size=20))
def test_what_the_program_writes_reads_back(text: str) -> None:
    written = front_matter.compose({"title": text})
    line = written.removeprefix("---\ntitle:").partition("\n")[0]
    if text == text.strip() and text.isprintable() and text not in ("", "null"):
        assert plain_text(line) == text


def test_fields_of_ours_are_judged_as_an_editors() -> None:
    text = page("title: 支付寶\ntags: [花呗]\ntemplate: nope.html\nhide: 3\ndescription: 一句话")
    cleaned = clean_text(text, ours=True)
    assert cleaned.trail.undo(cleaned.text) == text
    assert front_matter.split(cleaned.text).metadata == {
        "title": "支付寶",
        "tags": ["花呗"],
        "description": "一句话",
    }
    assert [(text[doubt.start :].partition("\n")[0], doubt.note) for doubt in cleaned.findings] == [
        ("template: nope.html", "template is no field of articles; it was left out"),
        ("hide: 3", "hide cannot have this value; it was left out"),
    ]
    kinds = [(each.fate, each.kind) for each in account(text, cleaned.trail)]
    assert kinds[:7] == [
        *(("stripped", MARK), ("metadata", CAPTURED), ("metadata", CAPTURED)),
        *(("stripped", SETTING), ("stripped", SETTING), ("metadata", CAPTURED), ("stripped", MARK)),
    ]
    assert clean_text(cleaned.text, ours=True).text == cleaned.text


def test_front_matter_of_ours_that_cannot_be_read_is_read_as_a_strangers() -> None:
    assert clean_text(page("title: Plan B: later"), ours=True).metadata == {"title": "Plan B: later"}


SHAPES: dict[str, Callable[[int], str]] = {
    "aliases": lambda n: page("a: &a [x]\n" + "b: [*a, *a, *a]\n" * (n // 16)),
    "deep brackets": lambda n: page("title: " + "[" * n),
    "deep indents": lambda n: page(
        "title: 甲\n" + "".join(" " * (k % 90) + "- 甲\n" for k in range(n // 50))
    ),
    "many keys": lambda n: page("title: 甲\n" + "".join(f"k{k}: 甲\n" for k in range(n // 8))),
    "many titles": lambda n: page("title: 甲\n" * (n // 10)),
    "quotes": lambda n: page("title: " + "'" * n),
    "backslashes": lambda n: page('title: "' + "\\" * n),
    "comments": lambda n: page("title: 甲" + " #" * n),
    "blocks": lambda n: "---\ntitle: 甲\n---\n" * (n // 16),
    "rules that nobody closes": lambda n: "---\ntitle: 甲\n" + "--- \ta\n" * (n // 8),
    "rules": lambda n: "---\n" * (n // 4),
    "colons": lambda n: page("title" + ":" * n),
    "spaces": lambda n: page("title:" + " " * n),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_four_times_the_front_matter_takes_four_times_the_time(shape: str) -> None:
    assert growth(lambda text: FRONT_MATTER.find(View(text)), SHAPES[shape], 250) <= MOST
