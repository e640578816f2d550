"""The tables of the stage: sorted, unique, each row of use, seen in a raw file or marked as made."""

from __future__ import annotations

import re
from itertools import product
from re import _constants as sre
from re import _parser as parser
from typing import Any

import pytest
from raw_articles import SEEDS
from seeds import repaired

from qingyuan.stages.strip import is_contact_line
from qingyuan.stages.strip.contact import channels
from qingyuan.stages.strip.contact import signals as contact
from qingyuan.stages.strip.contact.reach import QQ, WECHAT_DISGUISED
from qingyuan.stages.strip.contact.signals import with_signs
from qingyuan.stages.strip.folding import unmask_disguise
from qingyuan.stages.strip.interface import TABLE as INTERFACE
from qingyuan.stages.strip.interface import words
from qingyuan.stages.strip.literals import needs_of
from qingyuan.stages.strip.notices import notice
from qingyuan.stages.strip.personal import numbers as personal
from qingyuan.stages.strip.signals import COLUMNS, UNFITTED, fitted, read_signals
from qingyuan.stages.strip.tables import TableError, one_of, read_rows, with_names

TABLES = {
    contact.PHRASES: COLUMNS,
    notice.PHRASES: COLUMNS,
    channels.DISGUISES: ("channel", "form", "pattern", "seen"),
    channels.HOMOPHONES: ("name", "characters"),
    INTERFACE: ("role", "word", "seen"),
    personal.WORDS: personal.COLUMNS,
}
NAMES = {**channels.homophones(), "wechat": WECHAT_DISGUISED, "qq": QQ}
MOST_SAYINGS = 2000


@pytest.mark.parametrize("path", TABLES)
def test_rows_are_sorted_and_none_stands_twice(path: str) -> None:
    rows = read_rows(path, TABLES[path])
    assert rows == sorted(rows)
    what = [row[:3] if "pattern" in TABLES[path] else row[:2] for row in rows]
    assert len(set(what)) == len(what), [each for each in what if what.count(each) > 1]


def pattern_rows() -> list[tuple[str, tuple[str, str], str, str]]:
    """Table, what the pattern stands for, the pattern with its names replaced, where it was seen."""
    found = []
    for path, columns in TABLES.items():
        if "pattern" in columns:
            for row in read_rows(path, columns):
                cells = dict(zip(columns, row, strict=True))
                found.append(
                    (path, (row[0], row[1]), with_names(path, cells["pattern"], NAMES), cells["seen"])
                )
    return found


PATTERNS = pattern_rows()


def sayings(items: Any) -> list[str] | None:
    """All strings a pattern matches, or None if they are too many or depend on what stands around them."""
    pieces: list[list[str]] = []
    for name, value in items:
        piece: list[str] | None = None
        if name is sre.LITERAL:
            piece = [chr(value)]
        elif name is sre.IN and all(kind is sre.LITERAL for kind, _ in value):
            piece = [chr(code) for _, code in value]
        elif name is sre.SUBPATTERN:
            piece = sayings(value[3])
        elif name is sre.BRANCH:
            branches = [sayings(branch) for branch in value[1]]
            piece = None if None in branches else [each for branch in branches for each in branch or ()]
        elif name is sre.MAX_REPEAT and value[1] <= 2:
            once = sayings(value[2])
            if once is not None:
                piece = [
                    "".join(each)
                    for times in range(value[0], value[1] + 1)
                    for each in product(once, repeat=times)
                ]
        if piece is None:
            return None
        pieces.append(piece)
        size = 1
        for each in pieces:
            size *= len(each)
        if size > MOST_SAYINGS:
            return None
    return ["".join(each) for each in product(*pieces)]


def test_no_phrase_is_given_by_another() -> None:
    given: list[tuple[str, str]] = []
    for at, (path, what, pattern, _) in enumerate(PATTERNS):
        said = sayings(parser.parse(pattern))
        others = [
            re.compile(other[2])
            for place, other in enumerate(PATTERNS)
            if place != at and other[:2] == (path, what)
        ]
        if said is not None and all(any(other.search(text) for other in others) for text in said):
            given.append((what[1], pattern))
    assert not given


def test_what_is_said_to_be_needed_is_in_everything_a_pattern_matches() -> None:
    checked = 0
    for _, _, pattern, _ in PATTERNS:
        needs = needs_of(pattern)
        for text in sayings(parser.parse(pattern)) or ():
            assert all(not choice.isdisjoint(text) for choice in needs), (pattern, text)
            checked += 1
    assert checked > 500


LINES_OF_RAW_FILES = {
    f"corpus/raw/{seed.number}": [
        unmask_disguise(line).text.strip() for line in repaired(seed.number).split("\n")
    ]
    for seed in SEEDS
}


def test_each_phrase_was_seen_where_its_row_says() -> None:
    wrong = [
        (pattern, seen)
        for _, _, pattern, seen in PATTERNS
        if seen != "made"
        and not any(
            re.search(pattern, with_signs(line)[0]) or re.search(pattern, line)
            for line in LINES_OF_RAW_FILES.get(seen, ())
        )
    ]
    assert not wrong


def test_each_interface_word_was_seen_where_its_row_says() -> None:
    for _, word, seen in read_rows(INTERFACE, TABLES[INTERFACE]):
        assert seen == "made" or any(word in line for line in LINES_OF_RAW_FILES[seen]), word


def test_no_filler_is_an_action_or_a_part_already() -> None:
    known = words()
    assert not known["filler"] & (known["action"] | known["part"])


def test_each_fitted_name_is_a_signal_or_a_fact() -> None:
    signals = {
        f"{kind}/{name}"
        for path in (contact.PHRASES, notice.PHRASES)
        for kind, name, *_ in read_rows(path, COLUMNS)
    }
    others = {name for name in fitted().signals if name.startswith(("reach/", "facts/"))}
    assert fitted().signals.keys() - others <= signals
    assert {name.partition("/")[2] for name in others if name.startswith("reach/")} <= contact.SIGNS.keys()


def test_a_name_that_was_not_fitted_acts_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(fitted().signals, "follow_prompt/thumbs up")
    weights = {
        each.name: each.weight for each in read_signals(notice.PHRASES, (*notice.KINDS, "honest"), {}).signals
    }
    assert weights["thumbs up"] == UNFITTED["yes"]


def test_each_name_in_a_pattern_is_used_and_known() -> None:
    patterns = " ".join(
        row[2] for path in TABLES for row in read_rows(path, TABLES[path]) if "pattern" in TABLES[path]
    )
    assert set(re.findall(r"\{([a-z]+)\}", patterns)) == NAMES.keys()


def test_a_wrong_row_is_refused_with_its_place() -> None:
    with pytest.raises(TableError, match=r"contact/homophones.tsv:1 .*expected \['name', 'sounds'\]"):
        read_rows(channels.HOMOPHONES, ("name", "sounds"))
    with pytest.raises(TableError, match=r"form 'sign' is not known; write one of disguise, name"):
        one_of(channels.DISGUISES, "form", "sign", ("disguise", "name"))
    with pytest.raises(TableError, match=r"\{wie\} .* is no name"):
        with_names(contact.PHRASES, "{wie}", NAMES)
    with pytest.raises(TableError, match=r"kind 'copyright' is not known"):
        read_signals(notice.PHRASES, ("disclaimer", "app_prompt"), {})


# --- one row is enough ------------------------------------------------------------------------------------


def test_a_phrase_is_one_row() -> None:
    assert is_contact_line("喜欢就点亮小红心哦") == "follow_prompt"
    assert is_contact_line("小红心是这本书的主角。") is None


def test_a_disguise_is_one_row() -> None:
    assert is_contact_line("学习资料：丘丘 300012345") == "contact_handle"
    assert is_contact_line("丘丘岩在山坡上。") is None
