"""Pages of named web sites and the accidents of real pages: body and metadata come out exactly."""

from __future__ import annotations

from pathlib import Path

import pytest
from page_cases import CASES, body_of, cleaned, expected, facts_of

from qingyuan.article import clean_text
from qingyuan.stages.repair.lookalikes.private_use import FONT_OF_PAGE

# What still fails; strict, so that a row goes the day its page comes out right.
BODY_STILL_WRONG: frozenset[str] = frozenset("".split())
FACTS_STILL_WRONG: frozenset[str] = frozenset("".split())


def rows(wrong: frozenset[str]) -> list[object]:
    mark = pytest.mark.xfail(strict=True, raises=AssertionError, reason="not read rightly yet")
    return [pytest.param(case, id=case.name, marks=[mark] if case.name in wrong else []) for case in CASES]


def test_what_still_fails_is_a_case() -> None:
    assert {case.name for case in CASES} >= BODY_STILL_WRONG | FACTS_STILL_WRONG


@pytest.mark.parametrize("case", rows(BODY_STILL_WRONG))
def test_the_article_of_a_page(case: Path) -> None:
    assert body_of(cleaned(case)) == expected(case)[0]


@pytest.mark.parametrize("case", rows(FACTS_STILL_WRONG))
def test_what_a_page_says_of_itself(case: Path) -> None:
    assert facts_of(cleaned(case)) == expected(case)[1]


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in CASES])
def test_the_expected_article_is_clean(case: Path) -> None:
    """What the case wants is a fixed point of the pipeline: otherwise no page could come out so."""
    body = expected(case)[0]
    assert body_of(clean_text("---\ntitle: 题目一二三四\n---\n\n" + body)) == body


def test_digits_hidden_by_a_font_are_findings_and_stay() -> None:
    result = cleaned(next(case for case in CASES if case.name == "private-use-digits"))
    hidden = [finding for finding in result.findings if finding.rule == "repair/private-use"]
    assert [finding.note for finding in hidden] == [FONT_OF_PAGE] * 4
    assert sum(len(finding.text) for finding in hidden) == 8
    assert sum("\ue000" <= char <= "\uf8ff" for char in body_of(result)) == 8
