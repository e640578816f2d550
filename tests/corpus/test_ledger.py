"""The ledger: its published form, and that it accounts for every line."""

from __future__ import annotations

import json

import jsonschema
import pytest
from raw_articles import ROOT, Seed

from qingyuan.articles.rulings import Ruling
from qingyuan.articles.topics import Topics
from qingyuan.corpus.cleaning import clean_one
from qingyuan.corpus.ledgers import format_ledger, replay
from qingyuan.document import RawDocument
from qingyuan.stages.decode import decode

SCHEMA = json.loads((ROOT / "src" / "qingyuan" / "data" / "ledger.schema.json").read_text(encoding="utf-8"))


def entry_of(data: bytes, name: str = "a.txt") -> dict:
    entry = clean_one(RawDocument(name, data), Topics()).entry
    assert entry is not None
    return dict(entry)


def test_entry_follows_the_schema(seed: Seed) -> None:
    jsonschema.validate(entry_of(seed.path.read_bytes(), seed.path.name), SCHEMA)


def test_committed_entry_follows_the_schema(seed: Seed) -> None:
    path = ROOT / "corpus" / "ledger" / f"{seed.path.name}.json"
    jsonschema.validate(json.loads(path.read_text(encoding="utf-8")), SCHEMA)


def test_schema_refuses_an_entry_that_lost_its_lines(seed: Seed) -> None:
    entry = entry_of(seed.path.read_bytes(), seed.path.name)
    del entry["lines"]
    with pytest.raises(jsonschema.ValidationError, match="lines"):
        jsonschema.validate(entry, SCHEMA)


def test_every_line_has_one_fate(seed: Seed) -> None:
    data = seed.path.read_bytes()
    entry = entry_of(data, seed.path.name)
    kept: list[int] = []
    for part in filter(None, entry["kept"].split(",")):
        first, _, last = part.partition("-")
        kept += range(int(first), int(last or first) + 1)
    stripped = [row["line"] for row in entry["stripped"]]
    lines = [n for n, line in enumerate(data.decode().split("\n"), 1) if line.strip()]
    assert sorted(kept + stripped) == lines
    assert entry["lines"]["input"] == len(lines)
    counts = entry["lines"]
    assert counts["input"] == counts["kept"] + counts["metadata"] + counts["stripped"]


def test_only_what_passed_the_gate_has_a_proof() -> None:
    ruling = Ruling(rule="repair/html-entities", text="协商", becomes="协议", reason="原文如此")
    text = "逾期后&ldquo;协商&rdquo;还款。\n\n协商的步骤如下所示。\n"
    entry = clean_one(RawDocument("a.txt", text.encode()), Topics(), (ruling,)).entry
    assert entry is not None
    jsonschema.validate(dict(entry), SCHEMA)
    said = [(row["before"], row.get("kind"), "proof" in row) for row in entry["repairs"]]
    proved, decided = ("&ldquo;", None, True), ("商", "ruling", False)
    assert said == [proved, decided, ("&rdquo;", None, True), decided]


PROSE = "逾期后应当尽快联系平台。\n\n协商的步骤如下所示。\n"


@pytest.mark.parametrize(
    "line",
    [
        "联系电话：１３８００１３８０００",
        "联系电话：&#49;3800138000",
        "电话138\u200b0013\u200b8000",
        "聯繫電話:13800138000,微信:abc12345",
        "作者：13800138000 2024-01-02",
        "联系电话：<b>138</b>00138000",
        "电话\\u0031\\u0033\\u0038\\u0030\\u0030\\u0031\\u0033\\u0038\\u0030\\u0030\\u0030",
    ],
)
@pytest.mark.parametrize("above", [True, False])
def test_no_disguise_comes_to_light_in_article_or_ledger(line: str, above: bool) -> None:
    text = f"{line}\n\n{PROSE}" if above else f"花呗逾期怎么办\n\n{PROSE}{line}\n"
    work = clean_one(RawDocument("a.txt", text.encode()), Topics())
    assert work.entry is not None
    for shown in (work.text, format_ledger(work.entry)):
        assert "13800138000" not in shown
        assert "abc12345" not in shown
    assert replay(work.entry, decode(text.encode()).text) == work.text


def test_finding_below_a_stripped_line_names_its_own_line() -> None:
    text = "逾期后应当尽快联系平台。\n电话：13800138000\n锟斤拷锟斤拷，支付宝\n"
    assert [finding["line"] for finding in entry_of(text.encode())["findings"]] == [3]
