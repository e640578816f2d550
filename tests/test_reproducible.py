"""Wheel and site are the same bytes wherever and whenever they are built from the same files."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from raw_articles import ROOT

EPOCH = "1700000000"
WHERE = ("一 a", "b/c")
"""Folders to build in: a path is no part of what is built."""


def built(command: list[str], folder: Path, seed: int) -> None:
    """Run a build where the clock is held and sets have another order each time."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH, "PYTHONHASHSEED": str(seed)}
    done = subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    assert done.returncode == 0, done.stdout.decode(errors="replace")


def copied(to: Path, names: list[str]) -> Path:
    to.mkdir(parents=True)
    for name in names:
        source, target = ROOT / name, to / name
        if source.is_dir():
            shutil.copytree(
                source, target, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info", "node_modules")
            )
        else:
            shutil.copy(source, target)
    # Whoever checks the files out later has them younger.
    for path in to.rglob("*"):
        os.utime(path, (len(to.name) * 1e8, len(to.name) * 1e8))
    return to


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.mark.slow
def test_a_wheel_is_the_same_bytes_wherever_it_is_built(tmp_path: Path) -> None:
    wheels = []
    for seed, where in enumerate(WHERE):
        folder = copied(tmp_path / where, ["src", "pyproject.toml", "README.md", "LICENSE"])
        built(
            [
                "-m",
                "pip",
                "wheel",
                ".",
                "--quiet",
                "--no-deps",
                "--no-build-isolation",
                "--no-index",
                "-w",
                "dist",
            ],
            folder,
            seed,
        )
        wheels.append(contents(folder / "dist"))
    assert len(wheels[0]) == 1
    assert wheels[0] == wheels[1]


@pytest.mark.slow
def test_a_site_is_the_same_bytes_wherever_it_is_built(tmp_path: Path) -> None:
    sites = []
    for seed, where in enumerate(WHERE):
        folder = copied(tmp_path / where, ["docs", "hooks", "theme", "corpus", "mkdocs.yml"])
        built(["-m", "mkdocs", "build", "--quiet"], folder, seed)
        sites.append(contents(folder / "site"))
    assert len(sites[0]) > 100
    assert sites[0].keys() == sites[1].keys()
    assert [name for name, data in sites[0].items() if data != sites[1][name]] == []
