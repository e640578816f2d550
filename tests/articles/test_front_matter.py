"""The block between the `---` lines: what editors write there, and what must come back unchanged."""

from __future__ import annotations

import datetime
from string import ascii_lowercase

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from mkdocs.utils.meta import get_data

from qingyuan.articles.check import check_article
from qingyuan.articles.front_matter import (
    FIELDS,
    WRONG_VALUES,
    FrontMatterError,
    compose,
    judge,
    split,
)
from qingyuan.articles.topics import Topics
from qingyuan.corpus.cleaning import clean_one
from qingyuan.corpus.ledgers import format_ledger
from qingyuan.document import RawDocument
from qingyuan.site.source import as_judged
from qingyuan.text import dates

BODY = "\n## 一、甲\n\n逾期后应当尽快联系平台。\n"


@pytest.mark.parametrize(
    "head",
    [
        "a: !!int x",
        "a: !!bool x",
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
    assert clean_one(RawDocument("a.txt", work.text.encode(), ours=True), Topics()).text == work.text


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


DAY = datetime.date(2024, 11, 4)
TAKEN = {
    "date: 2024-11-04": DAY,
    "date: 2024/11/04": DAY,
    "date: 2024.11.4": DAY,
    "date: 2024年11月4日": DAY,
    "date: 2024-11-04 02:16:13": datetime.datetime(2024, 11, 4, 2, 16, 13),
    "date: 2024-11-04T02:16:13.5+08:00": datetime.datetime(2024, 11, 4, 2, 16, 13),
    "tags: 逾期、协商": ["逾期", "协商"],
    "tags: 花呗，分期": ["花呗", "分期"],
    "tags: 花呗 分期": ["花呗", "分期"],
    "tags: [2024, 1.50, ~, 花呗]": ["2024", "1.50", "花呗"],
    "aliases: 催收函, Final Notice": ["催收函", "Final Notice"],
    "title: 2024": "2024",
    "title: 2024.10": "2024.10",
    "title: yes": "yes",
    "title: 2024-01-01": "2024-01-01",
    "source_id: 46e10": "46e10",
    "views: 1,024": 1024,
    "views: '0445'": 445,
    "title_inferred: true": True,
}
REFUSED = (
    "date: 2024年10月",
    "date: 2024-13-45",
    "date: 2024-11-045",
    "date: 去年",
    "date: 1888-05-01",
    "date: 0001-01-01",
    "date: !!timestamp x",
    "date: [2024-11-04]",
    "tags: {a: b}",
    "tags: [[a], b]",
    "title: [甲]",
    "title: {甲: 乙}",
    "views: 1.2万",
    "views: 1:30",
    "views: true",
    "views: -5",
    "title_inferred: 1",
)


@pytest.mark.parametrize(("line", "value"), TAKEN.items(), ids=list(TAKEN))
def test_what_is_certain_is_taken_in_any_form(line: str, value: object) -> None:
    name = line.partition(":")[0]
    text = f"---\n{line}\n---\n# 题\n{BODY}"
    assert split(text).accepted == {name: value}
    assert type(split(text).accepted[name]) is type(value)
    assert judge(text)[1] == ()


@pytest.mark.parametrize("line", REFUSED)
def test_what_is_not_certain_is_told_and_not_shown(line: str) -> None:
    name = line.partition(":")[0]
    text = f"---\n{line}\n---\n# 题\n{BODY}"
    (problem,) = judge(text)[1]
    assert (problem.line, problem.id) == (2, WRONG_VALUES[name].id)
    assert split(text).accepted == {}
    assert name in split(text).metadata  # an article that is cleaned again keeps what its editor wrote


WRITTEN_DATES = (
    "2024-11-04",
    "2024-11-4",
    "2024-11-04 02:16:13",
    "2024-11-04t02:16:13",
    "2024-11-04T02:16:13.25Z",
    "2024-11-04 2:16:13. +8",
    "2024-11-04 02:16:13   -08:30",
    "2024-11-04 25:16:13",
    "2024-02-30",
    "1888-05-01",
    "1899-12-31 23:59:59",
    "1900-01-01",
    "2099-12-31",
    "2100-01-01",
    "0001-01-01",
    "0000-00-00",
)


@pytest.mark.parametrize("date", WRITTEN_DATES)
def test_a_date_is_judged_alike_whatever_yaml_takes_it_for(date: str) -> None:
    """Plain, a date is a timestamp to YAML, quoted a string, and with slashes a string in any case."""
    day = dates.read(date)
    accepted = {} if day is None else {"date": day}
    for written in (date, f"'{date}'", date.replace("-", "/", 2)):
        parts, found = judge(f"---\ndate: {written}\n---\n# 题\n{BODY}")
        assert parts.accepted == accepted, written
        assert [problem.id for problem in found] == ["front-matter/date"] * (day is None)


@pytest.mark.parametrize("date", WRITTEN_DATES)
def test_no_day_of_our_years_is_lost_that_yaml_would_know(date: str) -> None:
    try:
        known = yaml.safe_load(date)
    except ValueError:
        return
    if isinstance(known, datetime.date):  # a datetime is one
        day = datetime.date(known.year, known.month, known.day)
        assert dates.day_of(date) == dates.day_of(known) == (day if 1900 <= day.year < 2100 else None)


def test_what_editors_are_told_of_a_year_that_is_none_of_ours() -> None:
    (problem,) = judge(f"---\ntitle: 甲\ndate: 1888-05-01\n---\n{BODY}")[1]
    assert str(problem) == (
        "3:1: 错误 front-matter/date “1888-05-01”不是日期，文章无法按时间排序。请写成：date: 2024-05-01。"
    )


@pytest.mark.parametrize("name", FIELDS)
def test_empty_field_is_not_given(name: str) -> None:
    for empty in ("", " ''", " ~", " '  '"):
        assert split(f"---\n{name}:{empty}\n---\n{BODY}").metadata == {}


@pytest.mark.parametrize("name", FIELDS)
def test_example_that_editors_are_shown_is_accepted(name: str) -> None:
    text = f"---\n{name}: {FIELDS[name].example}\n---\n# 题\n{BODY}"
    assert judge(text)[1] == ()
    assert list(split(text).accepted) == [name]


def test_fields_without_their_hyphens_are_understood_in_an_article() -> None:
    text = "title: 甲\ndate: 2024/11/4\nviews: 很多\n\n\n正文。\n"
    parts, (problem,) = judge(text)
    assert parts.accepted == {"title": "甲", "date": DAY}
    assert parts.head + parts.body == text
    assert parts.body == "正文。\n"
    assert (problem.line, problem.id) == (3, "front-matter/views")
    assert [problem.line for problem in judge("title: ''\n\n正文。\n")[1]] == [1]
    assert split(text).head == "", "a stranger's page says such things in its text"
    for body in (
        "QQ: 1\n\n正文。\n",
        "date: 2024-11-04\n\n正文。\n",
        "title: 甲\n正文。\n\n",
        "title: 甲: 乙\n\n正文。\n",
    ):
        assert judge(body)[0].head == ""


VALUES = st.one_of(
    st.sampled_from(
        [
            *(line.partition(": ")[2] for line in (*TAKEN, *REFUSED)),
            "",
            "~",
            "''",
            "'未完",
            "- a",
            ": b",
            "a: b",
            "*a",
        ]
    ),
    st.text(alphabet="甲乙 年月日-/.:：、,，'\"[]{}#&*!|>%@`0123456789abeno\\uD8", max_size=12),
)
HEADS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from([*FIELDS, "catagory", "template", "hide", "标题"]), VALUES).map(": ".join),
        st.sampled_from(["- a", "一句话", "title：甲", "", "# 注", "<<: {title: 甲}"]),
        st.text(alphabet=ascii_lowercase + ":-[]{} ", max_size=8),
    ),
    max_size=5,
).map("\n".join)
BLOCKS = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["---\n", "--- \n", ""]),
    HEADS,
    st.sampled_from(["\n---\n", "\n"]),
    st.sampled_from(["正文。\n", "# 题\n", "QQ: 1\n"]),
)


@given(BLOCKS)
@example("---\ntitle: 甲\n\n正文。\n")
@example("---\n\n---\n正文。\n")
@example("QQ: 1\n")
@example("title: 甲\nviews: 很多\n\n正文。\n")
@example("title: 甲: 乙\n\n正文。\n")
@example("title: ''\n\n正文。\n")
def test_check_and_site_agree_on_every_article(text: str) -> None:
    about_head = [
        problem for problem in check_article(text.encode()) if problem.id.startswith("front-matter/")
    ]
    shown, complaints = as_judged(text)
    assert [f"第 {problem.line} 行：{problem.message}" for problem in about_head] == complaints
    body, meta = get_data(shown)  # as MkDocs reads what the site gives it
    told = {problem.id.removeprefix("front-matter/") for problem in about_head}
    if told & {"syntax", "unclosed", "unsafe"}:
        assert meta == {}
        assert body.split() == text.split()  # nothing of it is lost: it is all text
        return
    given = judge(text)[0].metadata
    wrong = {name for name in FIELDS if WRONG_VALUES[name].id in {problem.id for problem in about_head}}
    assert set(meta) == (set(given) & set(FIELDS)) - wrong
    assert all(value == given[name] for name, value in meta.items())
    assert ("unknown-field" in told) == (not set(given) <= set(FIELDS))
