"""Every kind of odd file among good ones: the good ones come out as without it."""

from __future__ import annotations

import sys

import pytest
from tools.bench import odd_files

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="pipes, sockets and names as Linux has them")
KINDS = dict(odd_files.kinds())
HEAVY = (
    *("× 10,000", "10,000 ", "65,536", "50,000", "100,000", "MB", "million", "1 GB", "212 bytes"),
    "bomb",
)
QUICK = [(kind, put) for kind, put in KINDS.items() if not any(word in kind for word in HEAVY)]


def test_there_are_more_than_sixty_kinds() -> None:
    assert len(KINDS) >= 90
    assert len(QUICK) >= 75


def test_all_that_are_small_at_once() -> None:
    assert odd_files.run(QUICK) == []


@pytest.mark.slow
def test_each_by_itself() -> None:
    made, bad = odd_files.each_alone(list(KINDS.items()))
    assert bad == []
    assert made >= len(KINDS) - 1, "a device needs rights; nothing else does"


@pytest.mark.slow
def test_site_of_all_is_whole() -> None:
    assert odd_files.run(list(KINDS.items()), whole=True, jobs=2) == []
