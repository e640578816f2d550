"""A project for each test of the corpus."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from raw_articles import ROOT

from qingyuan.corpus.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """An empty project with the topics of this one."""
    (tmp_path / "mkdocs.yml").write_text("site_name: 测试\n", encoding="utf-8")
    (tmp_path / "corpus" / "raw").mkdir(parents=True)
    shutil.copy(ROOT / "corpus" / "topics.yml", tmp_path / "corpus" / "topics.yml")
    return Project(tmp_path)
