"""Dates as Chinese pages and editors write them: one grammar for by-lines, HTML, front matter and the site.

A date is year, month and day in this order. Taken are the years 1900 to 2099: what is older on a page is a number,
or the zero of a program (`0001-01-01`).

>>> read("2024年11月4日"), read("2024.11.4") == read("2024/11/04"), read("2024-02-30")
(datetime.date(2024, 11, 4), True, None)
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

DATE = (
    r"(?P<year>(?:19|20)\d{2})\s?[-/.年]\s?(?P<month>0?[1-9]|1[0-2])\s?[-/.月]\s?(?P<day>3[01]|[12]\d|"
    r"0?[1-9])(?!\d)(?:\s?[日号])?"
)
"""A day, in text whose digits and signs are ASCII."""

TIME = (
    r"(?:\s*(?:星期|周)[一二三四五六日天])?[\sTt]*(?P<hour>[01]?\d|2[0-3])\s?[:时]\s?(?P<minute>[0-5]\d)"
    r"(?:[:分]\s?(?P<second>[0-5]\d))?[秒分]?"
)
"""What can follow a day: the day of the week and a time."""

_IN_TEXT = re.compile(rf"(?<!\d){DATE}(?:{TIME})?")
_WHOLE = re.compile(
    rf"\s*{DATE}(?:{TIME}(?:\.\d*)?\s*(?:[Zz]|UTC|GMT|[+-]\d{{1,2}}(?::?\d{{2}})?)?|"
    r"\s*(?:星期|周)[一二三四五六日天])?\s*"
)
_AS_ASCII = str.maketrans("０１２３４５６７８９－／．：", "0123456789-/.:")


@dataclass(frozen=True, slots=True)
class Dated:
    """A date at [start, end) of a text; with its time of day if the text gives one."""

    start: int
    end: int
    date: datetime.date | datetime.datetime


def date_of(match: re.Match[str]) -> datetime.date | datetime.datetime | None:
    """The date of a match with the groups of `DATE` and `TIME`; None if there is no such day."""
    try:
        day = datetime.date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None
    if not match["hour"]:
        return day
    time = datetime.time(int(match["hour"]), int(match["minute"]), int(match["second"] or 0))
    return datetime.datetime.combine(day, time)


def find(text: str) -> Iterator[Dated]:
    """The dates in a text.

    >>> [(each.start, each.end, str(each.date)) for each in find("发布于 2024-11-04 02:16，2024-02-30 更新")]
    [(4, 20, '2024-11-04 02:16:00')]
    """
    for match in _IN_TEXT.finditer(text.translate(_AS_ASCII)):
        if date := date_of(match):
            yield Dated(match.start(), match.end(), date)


def read(text: str) -> datetime.date | datetime.datetime | None:
    """The date that a text is, in the time of day it names (its time zone is dropped); None if it is no date.

    >>> read("2024-11-04T02:16:13+08:00")
    datetime.datetime(2024, 11, 4, 2, 16, 13)
    >>> read("2024年11月"), read("2024-11-04 前后")
    (None, None)
    """
    match = _WHOLE.fullmatch(text.translate(_AS_ASCII))
    return date_of(match) if match else None


def day_of(value: object) -> datetime.date | None:
    """The day that a value of the front matter means, whether YAML made a date of it or left it as text.

    >>> day_of("2024/11/04"), day_of(datetime.datetime(2024, 11, 4, 2, 16)), day_of(2024)
    (datetime.date(2024, 11, 4), datetime.date(2024, 11, 4), None)
    """
    date = read(str(value)) if isinstance(value, str | datetime.date) else None
    return date.date() if isinstance(date, datetime.datetime) else date
