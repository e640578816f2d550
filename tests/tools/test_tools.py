"""Every tool can be started: its imports hold, and it says what it does."""

from __future__ import annotations

import importlib
import pkgutil
import subprocess
import sys

import pytest
import tools
from tools import ROOT

MODULES = sorted(
    module.name for module in pkgutil.walk_packages(tools.__path__, "tools.") if not module.ispkg
)
STARTED = [
    name
    for name in MODULES
    if "__main__" in (ROOT / f"{name.replace('.', '/')}.py").read_text(encoding="utf-8")
]


@pytest.mark.parametrize("name", MODULES)
def test_a_tool_is_importable_and_describes_itself(name: str) -> None:
    assert importlib.import_module(name).__doc__


@pytest.mark.parametrize("name", STARTED)
def test_a_tool_explains_its_options(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", name, "--help"],
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("usage:")


def test_tools_are_started() -> None:
    assert len(STARTED) >= 12
