"""The library's reference in the handbook is what the docstrings say."""

from __future__ import annotations

import inspect
import re

import pytest
from tools import reference

import qingyuan


def test_page_is_fresh() -> None:
    written = reference.PAGE.read_text(encoding="utf-8")
    assert reference.page(written) == written, "stale; run python -m tools.reference"


def test_page_has_all_that_the_library_shows() -> None:
    assert sorted([*reference.FUNCTIONS, *reference.CLASSES]) == sorted(qingyuan.__all__)
    written = reference.PAGE.read_text(encoding="utf-8")
    for name in qingyuan.__all__:
        assert written.count(f"\n### `{name}` {{#") == 1


@pytest.mark.parametrize("name", qingyuan.__all__)
def test_docstring_says_what_comes_out(name: str) -> None:
    item = getattr(qingyuan, name)
    text = inspect.getdoc(item) or ""
    assert text, name
    if name in reference.FUNCTIONS and name != "clean_file":
        assert ">>>" in text, "an example"
    if name in reference.FUNCTIONS:
        assert re.search(r"`\w*Error`|`MissingExtra`", text), "the errors"


def test_defaults_and_long_calls_are_written_as_in_code() -> None:
    def long(first: str, second: str = "", *, third: tuple[int, ...] = (), fourth: str | None = None) -> str:
        """Nothing."""
        return first

    assert reference.call("long", long) == (
        "long(\n    first: str,\n    second: str = '',\n    third: tuple[int, ...] = (),\n"
        "    fourth: str | None = None,\n) -> str"
    )
