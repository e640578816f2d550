"""What is committed is what the pipeline writes today: articles and ledgers of the raw files."""

from __future__ import annotations

import shutil
from pathlib import Path

from raw_articles import ROOT

from qingyuan.corpus.project import Project
from qingyuan.corpus.run import clean_corpus


def test_ledgers_are_fresh(tmp_path: Path) -> None:
    for folder in ("corpus", "docs/articles"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    outcomes = clean_corpus(Project(tmp_path))
    assert [outcome.message for outcome in outcomes if outcome.status != "unchanged"] == []
    for path in sorted((ROOT / "corpus" / "ledger").glob("*.json")):
        written = (tmp_path / "corpus" / "ledger" / path.name).read_text(encoding="utf-8")
        assert written == path.read_text(encoding="utf-8"), f"{path.name} is stale; run qingyuan clean"
