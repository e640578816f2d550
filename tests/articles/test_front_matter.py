"""The block between the `---` lines: what editors write there, and what must come back unchanged."""

from __future__ import annotations

import pytest

from qingyuan.articles.check import check_article
from qingyuan.articles.front_matter import FrontMatterError, compose, split
from qingyuan.articles.topics import Topics
from qingyuan.corpus import clean_one, format_ledger
from qingyuan.document import RawDocument

BODY = "\n## 一、甲\n\n逾期后应当尽快联系平台。\n"


@pytest.mark.parametrize(
    "head",
    [
        "a: !!int x",
        "a: !!bool x",
        "a: !!timestamp x",
        "a: [[[",
        "- a\n- b",
        "a: " + "[" * 2000,
        "a: !!python/x y",
    ],
)
def test_what_yaml_cannot_read_is_one_error_with_its_line(head: str) -> None:
    text = f"---\n{head}\n---\n{BODY}"
    with pytest.raises(FrontMatterError) as error:
        split(text)
    assert 1 <= error.value.line <= 4
    (problem,) = check_article(text.encode())
    assert problem.id == "front-matter/syntax"
    assert clean_one(RawDocument("a.txt", text.encode()), Topics()).text


@pytest.mark.parametrize("date", ["2024-13-45", "2024-02-30", "0000-00-00"])
def test_impossible_date_is_named_to_the_editor(date: str) -> None:
    (problem,) = check_article(f"---\ntitle: 甲乙\ndate: {date}\n---\n{BODY}".encode())
    assert (problem.line, problem.id) == (3, "front-matter/date")


@pytest.mark.parametrize(
    "field",
    [
        "tags: [2024-01-01, 1.5]",
        "tags: [{a: 2024-01-01}]",
        "title: yes",
        "title: 2024-01-01",
        "title:",
        "x: {a: b}",
    ],
)
def test_odd_values_are_cleaned_and_recorded_without_a_word_lost(field: str) -> None:
    text = f"---\n{field}\n---\n{BODY}"
    work = clean_one(RawDocument("a.txt", text.encode()), Topics())
    assert work.entry is not None
    assert format_ledger(work.entry)
    assert clean_one(RawDocument("a.txt", work.text.encode()), Topics()).text == work.text


@pytest.mark.parametrize(
    "title",
    [
        "yes",
        "null",
        "~",
        "2024-01-01",
        "1:30",
        "1e5",
        "0o17",
        "- a",
        ": a",
        "a: b",
        "a #b",
        "'a",
        '"a',
        "#a",
        "*a",
        "甲：乙",
        "[甲]",
        "甲\u2028乙",
        "甲\x85乙",
        "💰",
    ],
)
def test_title_comes_back_as_it_was(title: str) -> None:
    assert split(compose({"title": title}) + "正文。\n").metadata == {"title": title}
