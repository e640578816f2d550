"""The library's face: what is given and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from raw_articles import SEEDS

import qingyuan


@pytest.mark.parametrize(
    "function", [qingyuan.clean, qingyuan.clean_and_explain, qingyuan.explain, qingyuan.fix_text]
)
@pytest.mark.parametrize(
    ("given", "instead"),
    [
        (b"\xc4\xe3", "clean_bytes"),
        (bytearray(b"x"), "clean_bytes"),
        (Path("a.txt"), "clean_file"),
        (None, ""),
    ],
)
def test_what_is_no_text_is_refused_with_the_way_out(
    function: Callable[[object], object], given: object, instead: str
) -> None:
    with pytest.raises(TypeError, match=rf"takes text \(str\), not {type(given).__name__}\. .*{instead}"):
        function(given)


def test_text_is_not_taken_for_bytes() -> None:
    with pytest.raises(TypeError, match=r"not str.*qingyuan\.clean\."):
        qingyuan.clean_bytes("还款")  # type: ignore[arg-type]
    with pytest.raises(qingyuan.DecodeError, match="empty"):
        qingyuan.clean_bytes(b"")


def test_a_file_its_bytes_and_its_text_give_the_same(tmp_path: Path) -> None:
    raw = SEEDS[0].path
    data = raw.read_bytes()
    article = qingyuan.clean_file(raw)
    assert article == qingyuan.clean_file(str(raw)) == qingyuan.clean_bytes(data)
    assert article == qingyuan.clean(qingyuan.decode(data).text)
    with pytest.raises(FileNotFoundError):
        qingyuan.clean_file(tmp_path / "none.txt")


def test_names_are_listed_and_others_are_not_there() -> None:
    assert set(qingyuan.__all__) <= set(dir(qingyuan))
    with pytest.raises(AttributeError, match="nonsuch"):
        _ = qingyuan.nonsuch
