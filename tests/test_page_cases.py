"""Pages of named web sites and the accidents of real pages: body and metadata come out exactly.

A case is a folder of `tests/cases/pages`; `python -m tools.page_case` makes one of a saved page.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from tools.page_case import CASES, cleaned, expectations

from qingyuan.article import clean_text
from qingyuan.engine import Cleaned
from qingyuan.stages.repair.lookalikes.private_use import FONT_OF_PAGE

# What still fails; strict, so that a row goes the day its page comes out right.
BODY_STILL_WRONG: frozenset[str] = frozenset("baike discuz douban tieba wikipedia zhidao zhihu".split())
FACTS_STILL_WRONG: frozenset[str] = frozenset()

FOLDERS = sorted(path.parent for path in CASES.glob("*/source.html"))


def rows(wrong: frozenset[str] = frozenset()) -> list[object]:
    mark = pytest.mark.xfail(strict=True, raises=AssertionError, reason="not read rightly yet")
    return [pytest.param(case, id=case.name, marks=[mark] if case.name in wrong else []) for case in FOLDERS]


@cache
def article_of(case: Path) -> Cleaned:
    return cleaned((case / "source.html").read_bytes())


def test_the_cases_are_whole() -> None:
    assert len(FOLDERS) >= 36
    assert {case.name for case in FOLDERS} >= BODY_STILL_WRONG | FACTS_STILL_WRONG
    assert [path.name for path in CASES.iterdir() if path not in FOLDERS] == []


@pytest.mark.parametrize("case", rows(BODY_STILL_WRONG))
def test_the_article_of_a_page(case: Path) -> None:
    assert expectations(article_of(case))[0] == (case / "expected.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("case", rows(FACTS_STILL_WRONG))
def test_what_a_page_says_of_itself(case: Path) -> None:
    said = json.loads(expectations(article_of(case))[1])
    assert said == json.loads((case / "expected.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", rows())
def test_the_expected_article_is_clean(case: Path) -> None:
    """What a case wants is a fixed point of the pipeline: otherwise no page could come out so."""
    body = (case / "expected.md").read_text(encoding="utf-8")
    assert expectations(clean_text(f"---\ntitle: 题目一二三四\n---\n\n{body}"))[0] == body


@pytest.mark.parametrize("case", rows())
def test_the_trail_of_a_page_leads_back(case: Path) -> None:
    result = article_of(case)
    assert "<" in result.trail.undo(result.text)


def test_digits_hidden_by_a_font_are_findings_and_stay() -> None:
    result = article_of(CASES / "private-use-digits")
    hidden = [finding for finding in result.findings if finding.rule == "repair/private-use"]
    assert [finding.note for finding in hidden] == [FONT_OF_PAGE] * 4
    body = expectations(result)[0]
    assert sum(len(finding.text) for finding in hidden) == 8
    assert sum("\ue000" <= char <= "\uf8ff" for char in body) == 8
