"""Every kind of problem against its own rows, in one loop."""

from __future__ import annotations

import json
import re

import pytest
from raw_articles import CASES

from qingyuan.articles.check import CHECKS, KINDS, check_article
from qingyuan.articles.problem import Kind
from qingyuan.rule import Rule
from qingyuan.stages.repair import REPAIR
from qingyuan.stages.strip.contact.rule import CONTACT
from qingyuan.stages.strip.notices.rule import BOILERPLATE
from qingyuan.text.spans import LineNumbers
from qingyuan.view import View


def told(kind: Kind, article: str | bytes) -> list[str]:
    data = article.encode() if isinstance(article, str) else article
    return [
        problem.message
        for problem in check_article(data)
        if problem.id == kind.id or problem.id.startswith(f"{kind.id}/")
    ]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_problem_is_told_with_a_way_out_and_a_look_alike_is_left_alone(kind: Kind) -> None:
    assert kind.examples, "a check shows what it finds"
    assert kind.keep, "a check shows what merely resembles it"
    for article in kind.examples:
        messages = told(kind, article)
        assert messages, article
        for message in messages:
            assert message.endswith("。")
            assert not re.search(r"\{[a-z]+\}", message), "a word is not filled in"
    for article in kind.keep:
        assert told(kind, article) == [], article


def test_ids_are_unique_and_permanent_in_form() -> None:
    ids = [kind.id for kind in KINDS]
    assert len(ids) == len(set(ids))
    assert {check.id for check in CHECKS} <= set(ids)


def test_a_problem_stands_where_it_is() -> None:
    text = "---\ntitle: 甲\n---\n\n正文。\n\n逾期３个月以后。\n"
    (problem,) = check_article(text.encode())
    assert str(problem) == "7:3: 错误 repair/full-width “３”像是乱码残留。应为“3”，请改正。"


LINES = [
    json.loads(line)["text"]
    for path in sorted(CASES.glob("contact_lines*.jsonl"))
    for line in path.read_text(encoding="utf-8").splitlines()
]
BODIES = (
    "加老师微信：\nzhw8800\n",
    "加老师微信：\n\n## 二、甲\n\nzhw8800\n",
    "內容侵權、刪帖舉報聯系方式：\n陳先生：13800138000 88661234@qq.com\n正文。\n",
    "协商之前，请先把收入证明、银行流水和困难说明准备好。需要代办的加V：zw668zw，一对一服务。\n",
    "```\n详情请加微信 zhw8800\n```\n",
    "kefu8800@qq.com 详情咨询\n",
    "正文。\n\n    上一篇：花呗逾期怎么办\n",
)


@pytest.mark.parametrize(
    "body",
    [
        *BODIES,
        "\n\n".join(LINES[::8]),
        "\n".join(LINES[4::8]),
        pytest.param("\n\n".join(LINES), marks=pytest.mark.slow),
        pytest.param("\n".join(LINES), marks=pytest.mark.slow),
    ],
    ids=range(len(BODIES) + 4),
)
def test_check_tells_what_the_pipeline_strips_and_nothing_else(body: str) -> None:
    lines, view = LineNumbers(body), View(body)
    stripped = [
        (*lines.place(edit.start), rule.name)
        for rule in (CONTACT, BOILERPLATE)
        for edit in rule.look(view).edits
    ]
    told = [
        (problem.line, problem.column, problem.id)
        for problem in check_article(body.encode())
        if problem.id in {CONTACT.name, BOILERPLATE.name}
    ]
    assert told == sorted(stripped)
    assert told


def test_a_problem_quotes_of_a_line_what_the_pipeline_would_take() -> None:
    kept = "协商之前，请先把收入证明、银行流水和困难说明准备好。"
    (problem,) = check_article(f"# 题\n\n{kept}需要代办的加V：zw668zw。\n".encode())
    assert (problem.line, problem.column, problem.id) == (3, len(kept) + 1, "strip/contact")
    assert problem.message.startswith("疑似推广联系方式：“需要代办的加V：")


def test_rules_share_one_view(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[View] = []
    looked = Rule.look
    monkeypatch.setattr(Rule, "look", lambda rule, view: seen.append(view) or looked(rule, view))
    check_article("# 题\n\n正文。\n".encode())
    assert len(seen) == len(REPAIR)
    assert len(set(map(id, seen))) == 1, "rules share what the view was asked"


@pytest.mark.parametrize(
    "head",
    [
        "---\ntitle: 问答: 三天\n---\n",
        "---\ntitle：花呗\n---\n",
        "---\ntitle: &a 花\nsite: *a\n---\n",
        "---\ntitle: 花呗\ntags:\n- 甲\n",
    ],
)
def test_a_body_below_front_matter_that_cannot_be_read_is_judged_all_the_same(head: str) -> None:
    problems = check_article(f"{head}\n第一段。\n\n加微信 abc88888 咨询。\n".encode())
    assert [problem.id.partition("/")[0] for problem in problems] == ["front-matter", "strip"]
    assert problems[1].line == head.count("\n") + 4
