"""Every tool can be started: its imports hold, and it says what it does."""

from __future__ import annotations

import importlib
import pkgutil
import runpy
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
@pytest.mark.filterwarnings("ignore:.*found in sys.modules:RuntimeWarning")
def test_a_tool_explains_its_options(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", [name, "--help"])
    with pytest.raises(SystemExit) as end:
        runpy.run_module(name, run_name="__main__")
    assert not end.value.code
    assert capsys.readouterr().out.startswith("usage:")


def test_tools_are_started() -> None:
    assert len(STARTED) >= 12
