"""Every kind of problem against its own rows, in one loop."""

from __future__ import annotations

import re

import pytest

from qingyuan.articles.check import CHECKS, KINDS, check_article
from qingyuan.articles.problem import Kind


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
