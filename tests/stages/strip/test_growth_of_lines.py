"""Long and hostile lines: time grows with the length, and no word more doubles it. Ratios, never seconds."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from growing import MOST, growth, times_as_long

from qingyuan.stages.strip.contact.reach import find_reachables
from qingyuan.stages.strip.contact.signals import signals as contact_signals
from qingyuan.stages.strip.credits import is_credit, is_editors_line
from qingyuan.stages.strip.html.as_markdown import shown_line
from qingyuan.stages.strip.licenses import is_license
from qingyuan.stages.strip.masked_trail import mask_contact
from qingyuan.stages.strip.navigation import is_banner
from qingyuan.stages.strip.personal.rule import PERSONAL
from qingyuan.stages.strip.related import RELATED, is_cut_off
from qingyuan.stages.strip.title import infer_title
from qingyuan.view import View


def _title(text: str) -> str:
    return infer_title([(0, text, text)])


# What is read, its beginning, what is said over and over, its end, and how often: twice as often may take four
# times as long, where a pattern with two readings a word takes a hundred times.
READINGS: list[tuple[Callable[[str], object], str, str, str, int]] = [
    (find_reachables, "微信", "聊聊", "。aa1", 7),
    (find_reachables, "微信", "客服群", "。aa1", 8),
    (is_banner, "花花", ">> 花花>花", "", 8),
    (is_editors_line, "", "实习初审 ||_编委||", "", 6),
    (is_credit, "", "图/a ", ":1", 10),
    (is_credit, "", "-撰文  复审核  a", ":1", 4),
    (_title, "我们", "从一角度", "。", 14),
    (lambda text: contact_signals().seen_in(text), "", "想-直接", "加载", 10),
]


@pytest.mark.parametrize(("read", "head", "word", "tail", "times"), READINGS)
def test_a_word_more_does_not_double_the_time(
    read: Callable[[str], object], head: str, word: str, tail: str, times: int
) -> None:
    read(head + word + tail)  # tables are read at the first call
    few, many = (head + word * count + tail for count in (times, times * 2))
    assert times_as_long(read, few, many, most=12) <= 12


# What is read, and how a text of about so many characters is made of which it takes long.
LONG: list[tuple[Callable[[str], object], Callable[[int], str]]] = [
    (find_reachables, lambda size: "微信abc12345，" * (size // 11)),
    (find_reachables, lambda size: "v38031 " * (size // 7)),
    (is_license, lambda size: "icp" + " " * (size // 100) + "x"),
    (mask_contact, lambda size: "a." * (size // 2)),
    (is_cut_off, lambda size: "..." + " " * size + "a"),
    (shown_line, lambda size: "花" + "\n" * size + "a"),
    (lambda text: RELATED.look(View(text)), lambda size: "相关阅读\n花呗\n" * (size // 8)),
    (
        lambda text: PERSONAL.look(View(text)),
        lambda size: f"|{'甲' * size}|\n|-|\n" + "|1234567|\n" * (size // 10),
    ),
]


@pytest.mark.parametrize(("read", "make"), LONG)
def test_time_grows_with_the_text(read: Callable[[str], object], make: Callable[[int], str]) -> None:
    assert growth(read, make, 1_000) <= MOST
