"""What the documents for developers and the READMEs name is there: files, tools with their options, commands."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
import typer
from raw_articles import ROOT

import qingyuan
from qingyuan.commands.app import app

DESIGN = ROOT / "docs-dev" / "design.md"
DOCUMENTS = [
    *(ROOT / name for name in ("README.md", "README.zh.md", "CONTRIBUTING.md")),
    *sorted((ROOT / "docs-dev").rglob("*.md")),
    *sorted((ROOT / "docs" / "handbook").glob("*.md")),
]
NAMES = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
QUOTED = re.compile(r"`([^`\n]+)`")
# Sources under their short name, and any file under its path; not what the export and other commands write.
IS_FILE = re.compile(r"[\w.-]+\.(?:py|ts|tsv)|[\w.-]+(?:/[\w.-]+)+\.\w+")
TOOL = re.compile(r"\btools((?:\.[a-z_]+)+)(.*)")
PLANNED = re.compile(r"^Planned,.*", re.MULTILINE)
PARTS = ("corpus", "docs-dev", "docs", "hooks", "scripts", "src", "tests", "theme", "tools")


@cache
def files() -> list[str]:
    """The paths of all files of the repository, each behind a slash."""
    below = (path for part in PARTS for path in (ROOT / part).rglob("*") if "node_modules" not in path.parts)
    return [f"/{path.relative_to(ROOT).as_posix()}" for path in (*ROOT.glob("*.*"), *below)]


def planned() -> set[str]:
    """Files that the design names before they are there."""
    line = PLANNED.search(DESIGN.read_text(encoding="utf-8"))
    assert line
    return set(QUOTED.findall(line[0])) - {"corpus"}


@NAMES
def test_files_that_are_named_are_there(document: Path) -> None:
    named = {name for name in QUOTED.findall(document.read_text(encoding="utf-8")) if IS_FILE.fullmatch(name)}
    missing = {name for name in named if not any(path.endswith(f"/{name}") for path in files())}
    assert missing - planned() == set()


def test_what_is_planned_is_not_there_yet() -> None:
    assert [name for name in planned() if (ROOT / name).exists()] == []


@NAMES
def test_tools_that_are_named_are_there_with_their_options(document: Path) -> None:
    for name, rest in TOOL.findall(document.read_text(encoding="utf-8")):
        path = ROOT / "tools" / f"{name[1:].replace('.', '/')}.py"
        assert path.exists(), f"tools{name}"
        source = path.read_text(encoding="utf-8")
        for option in re.findall(r"(?<= )--[a-z-]+", rest.partition("`")[0]):
            assert f'"{option}"' in source, f"tools{name} {option}"


@NAMES
def test_commands_and_functions_that_are_named_are_there(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    commands = set(typer.main.get_group(app).commands)
    assert set(re.findall(r"`qingyuan ([a-z][a-z-]*)", text)) <= commands
    assert set(re.findall(r"\bqingyuan\.([a-z_]+)\(", text)) <= set(qingyuan.__all__)
