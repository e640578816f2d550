"""Trails are recorded as they are, and a comparison finds what differs and nothing else."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

import pytest
from tools.bench import trail_texts, trails

TEXTS = {
    "misread/0": "浣犲ソ",
    "typed/0": "说到这里...他停住了。",
    "lost/0": "支付宝锟斤拷锟斤拷",
    "clean/0": "你好\n",
}


def write_texts(file: Path) -> Path:
    rows = (json.dumps({"id": key, "text": text}) for key, text in TEXTS.items())
    file.write_text("\n".join(rows) + "\n", encoding="ascii")
    return file


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("trails")
    trails.record(write_texts(folder / "texts.jsonl"), folder / "old.gz", jobs=1, most=None)
    return folder / "old.gz"


def changed(old: Path, new: Path, key: str, change: object) -> Path:
    """A copy of the records in which `change` was made to the result that `clean` gave for one text."""
    with gzip.open(old, "rt") as rows, gzip.open(new, "wt") as out:
        for row in map(json.loads, rows):
            if row[0] == key:
                change(row[1])  # type: ignore[operator]
            out.write(json.dumps(row) + "\n")
    return new


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str | Path) -> int:
    monkeypatch.setattr(sys, "argv", ["trails", *map(str, arguments)])
    return trails.main()


def test_a_record_has_what_the_functions_gave(recorded: Path) -> None:
    records = trails.read_records(recorded)
    assert list(records) == list(TEXTS)
    clean, explain = records["misread/0"]["clean"], records["misread/0"]["explain"]
    assert explain["text"] == "你好"
    assert explain["trail"] == [["repair/misread", [[0, "浣犲ソ", "你好"]]]]
    assert clean["trail"][0] == explain["trail"][0]
    assert clean["script"] in ("zh-Hans", "zh-Hant", "und")
    assert [finding[0] for finding in records["lost/0"]["explain"]["findings"]] == ["repair/lost-text"]


def test_equal_records_do_not_differ(
    recorded: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "compare", recorded, recorded) == 0
    assert capsys.readouterr().out == "4 texts, 0 differ\n"


@pytest.mark.parametrize(
    ("key", "change", "group"),
    [
        ("typed/0", lambda result: result[1].pop(0), "clean: trail, kinds; normalize/ellipsis → structure/"),
        ("lost/0", lambda result: result[2].clear(), "clean: findings; repair/lost-text"),
        ("clean/0", lambda result: result[3].update(author="小王"), "clean: metadata; -"),
        ("clean/0", lambda result: result.__setitem__(4, "ja"), "clean: script; -"),
        (
            "misread/0",
            lambda result: result[1][0][1][0].__setitem__(3, "?"),
            "clean: kinds; repair/misread",
        ),
    ],
)
def test_a_difference_is_told_with_its_rule(
    recorded: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    key: str,
    change: object,
    group: str,
) -> None:
    new = changed(recorded, tmp_path / "new.gz", key, change)
    assert run(monkeypatch, "compare", recorded, new) == 1
    told = capsys.readouterr().out
    assert f"{key}  {group}" in told
    assert told.endswith("4 texts, 1 differ\n")


def test_fields_can_be_left_out(recorded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new = changed(recorded, tmp_path / "new.gz", "lost/0", lambda result: result[2].clear())
    assert run(monkeypatch, "compare", recorded, new, "--without", "findings") == 0


def test_a_part_is_compared_with_the_whole(
    recorded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = write_texts(tmp_path / "texts.jsonl")
    assert run(monkeypatch, "record", texts, tmp_path / "part.gz", "--most", "2", "--jobs", "1") == 0
    assert run(monkeypatch, "compare", recorded, tmp_path / "part.gz") == 0
    assert capsys.readouterr().out == "only in OLD, not compared: 2 texts\n2 texts, 0 differ\n"


def test_rules_are_counted(
    recorded: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "rules", recorded) == 0
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["1", "1", "0", "repair/misread"] in rows
    assert ["0", "0", "1", "repair/lost-text"] in rows


def test_texts_are_always_the_same_and_their_first_part_has_all_kinds() -> None:
    prose = [f"第{number}段：同时说明还款的问题，{'还款逾期' * (number % 9)}。" for number in range(60)]
    names = ("news", "reviews", "poems", "manual", "traditional", "english", "japanese", "korean")
    sources = trail_texts.Sources(
        dict.fromkeys(names, prose),
        ["一、概述\n正文。\n" * 20, "二、说明\n正文。\n" * 20],
        ["电话：13800138000"],
        prose,
    )
    made = trail_texts.made_texts(sources, 9000)
    assert made == trail_texts.made_texts(sources, 9000)
    kinds = [key.rpartition("/")[0] for key, _ in made]
    assert len(kinds) == len({key for key, _ in made}) == 9000
    assert set(kinds[: len(set(kinds))]) == set(kinds)
    assert {f"row/{rule}" for rule in ("repair/misread", "restore/wen-ti", "strip/contact")} < set(kinds)
