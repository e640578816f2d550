"""A document is cleaned once, and nothing that costs is asked twice of the same text or line."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from types import CodeType, FrameType
from typing import Any

from raw_articles import Seed

from qingyuan.article import clean_text
from qingyuan.document import Edit, Step
from qingyuan.engine import run
from qingyuan.stages.repair.byte_shift.annotations import ANNOTATED
from qingyuan.stages.repair.byte_shift.runs import runs, runs_of_page
from qingyuan.stages.strip.lines import judge
from qingyuan.view import LineMemory, View


def calls(
    code: CodeType, argument: Callable[[FrameType], object], work: Callable[[], object]
) -> Counter[Any]:
    """How often a function was called meanwhile, by what it was asked."""
    asked: Counter[Any] = Counter()

    def seen(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code is code:
            asked[argument(frame)] += 1

    sys.setprofile(seen)
    try:
        work()
    finally:
        sys.setprofile(None)
    return asked


def text_of(seed: Seed) -> str:
    return seed.path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")


def test_a_byte_shift_is_searched_once_a_text(seed: Seed) -> None:
    asked = calls(runs.__code__, lambda frame: frame.f_locals["view"].text, lambda: clean_text(text_of(seed)))
    assert bool(asked) == (ANNOTATED.search(text_of(seed)) is not None)
    assert set(asked.values()) <= {1}
    # A generator is called anew for each item: its page tells which search it belongs to.
    searches = calls(
        runs_of_page.__code__, lambda frame: id(frame.f_locals["page"]), lambda: clean_text(text_of(seed))
    )
    assert len(searches) == bool(asked)


def test_a_line_is_judged_once_a_document(seed: Seed) -> None:
    # A sentence is judged by itself as well as within its line, and its clauses are.
    asked = calls(
        judge.__code__,
        lambda frame: (
            frame.f_locals["folded"],
            frame.f_locals["alone"],
            frame.f_back and frame.f_back.f_code,
        ),
        lambda: clean_text(text_of(seed)),
    )
    assert asked
    assert {
        key: count for key, count in asked.items() if count > 1 and key[2] is LineMemory.of.__code__
    } == {}


def test_the_stages_run_over_a_text_with_a_title_once_and_a_last_time(seed: Seed) -> None:
    asked = calls(run.__code__, lambda frame: len(frame.f_locals["text"]), lambda: clean_text(text_of(seed)))
    # The body, the marks that are written as text behind it, and facts of a line.
    long = {length: count for length, count in asked.items() if length > 200}
    assert sum(long.values()) == 2


def test_a_view_and_its_memory_ask_once() -> None:
    asked: list[str] = []

    def question(text: str) -> int:
        asked.append(text)
        return len(text)

    view = View("一\n二二\n")
    step = Step("", (Edit(0, "一\n二二\n", "三\n"),))
    assert view.of(question) == view.of(question) == 5
    assert view.memory.of(question, "二二") == view.after(step, {}).memory.of(question, "二二") == 2
    assert view.after(step, {}).of(question) == 2
    assert asked == ["一\n二二\n", "二二", "三\n"]


def test_what_asks_further_is_asked_once_too() -> None:
    asked: list[str] = []

    def about(view: View) -> int:
        asked.append(view.text)
        return view.of(len)

    def of_line(line: str, memory: LineMemory) -> int:
        asked.append(line)
        return memory.of(len, line)

    view = View("一\n")
    assert view.about(about) == view.about(about) == 2
    assert view.memory.about(of_line, "一") == view.memory.about(of_line, "一") == 1
    assert asked == ["一\n", "一"]
