"""Dates: what is one and what is none, and that by-lines, HTML heads and front matter give the same answer."""

from __future__ import annotations

import datetime

import pytest

from qingyuan.stages.strip.byline import read_byline
from qingyuan.stages.strip.folding import unmask_disguise
from qingyuan.stages.strip.html.extract import extract
from qingyuan.text import dates

DAY = datetime.date(2024, 11, 4)
DATES = [
    ("2024-11-04", DAY),
    ("2024-11-4", DAY),
    ("2024/11/04", DAY),
    ("2024/1/5", datetime.date(2024, 1, 5)),
    ("2024.11.4", DAY),
    ("2024年11月4日", DAY),
    ("2024年11月4号", DAY),
    ("2024 年 11 月 4 日", DAY),
    ("２０２４年１１月４日", DAY),
    ("２０２４－１１－０４", DAY),
    ("1999-12-31", datetime.date(1999, 12, 31)),
    ("2024-02-29", datetime.date(2024, 2, 29)),
    ("2024-11-04 02:16", datetime.datetime(2024, 11, 4, 2, 16)),
    ("2024-11-04 02:16:13", datetime.datetime(2024, 11, 4, 2, 16, 13)),
    ("2024-11-04T02:16:13", datetime.datetime(2024, 11, 4, 2, 16, 13)),
    ("2024年11月4日 星期一 2时16分", datetime.datetime(2024, 11, 4, 2, 16)),
    ("2024年11月4日02：16", datetime.datetime(2024, 11, 4, 2, 16)),
]
NO_DATES = [
    "2024-02-30",  # no such day
    "2023-02-29",
    "2024-13-01",
    "2024-00-10",
    "2024年11月",
    "2024",
    "20241104",
    "11/04/2024",
    "24-11-04",
    "0001-01-01",  # what programs write who know none
    "1024-11-04",
    "3024-11-04",
    "成立于2014年",
    "",
]


@pytest.mark.parametrize(("text", "date"), DATES)
def test_a_date(text: str, date: datetime.date) -> None:
    assert dates.read(text) == date
    assert type(dates.read(text)) is type(date)
    assert [(each.start, each.end, each.date) for each in dates.find(f"于{text}，")] == [
        (1, len(text) + 1, date)
    ]


@pytest.mark.parametrize("text", NO_DATES)
def test_no_date(text: str) -> None:
    assert dates.read(text) is None
    assert list(dates.find(text)) == []


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2024-11-04T02:16:13+08:00", datetime.datetime(2024, 11, 4, 2, 16, 13)),
        ("2024-11-04T02:16:13.000Z", datetime.datetime(2024, 11, 4, 2, 16, 13)),
        ("2024-11-04 02:16:13  +8", datetime.datetime(2024, 11, 4, 2, 16, 13)),
        ("2024-11-04 02:16 +0800", datetime.datetime(2024, 11, 4, 2, 16)),
        ("2024年11月4日 星期一", DAY),
    ],
)
def test_a_field_holds_a_date_with_its_zone_or_weekday(text: str, date: datetime.date) -> None:
    assert dates.read(text) == date


@pytest.mark.parametrize("text", ["2024-11-04 前后", "约 2024-11-04", "2024-11-04 至 2024-11-05"])
def test_a_field_that_says_more_than_a_date_is_none(text: str) -> None:
    assert dates.read(text) is None
    assert next(dates.find(text)).date == DAY


@pytest.mark.parametrize(("text", "date"), [*DATES, *((text, None) for text in NO_DATES)])
def test_all_readers_agree(text: str, date: datetime.date | None) -> None:
    byline = read_byline(unmask_disguise(f"{text} 阅读 5 次").text)
    assert (byline.date if byline else None) == date
    head = f'<meta property="article:published_time" content="{text}">'
    assert extract(f"<html><head>{head}</head><body><p>正文。</p></body></html>").metadata.get("date") == date
    assert dates.day_of(text) == (date.date() if isinstance(date, datetime.datetime) else date)


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (DAY, DAY),
        (datetime.datetime(2024, 11, 4, 2, 16, 13), DAY),
        (datetime.date(1888, 5, 1), None),  # as MkDocs reads pages that are no articles
        (20241104, None),
        (None, None),
        ([], None),
    ],
)
def test_the_day_of_a_value_of_the_front_matter(value: object, day: datetime.date | None) -> None:
    assert dates.day_of(value) == day
