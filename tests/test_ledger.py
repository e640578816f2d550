"""The ledger: its published form, and that it accounts for every line."""

from __future__ import annotations

import json

import jsonschema
import pytest
from raw_articles import ROOT, Seed

from qingyuan.corpus import clean_one
from qingyuan.document import RawDocument
from qingyuan.topics import Topics

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
