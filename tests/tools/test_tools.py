"""Every tool can be started: its imports hold, and it says what it does."""

from __future__ import annotations

import importlib
import pkgutil
import sys

import pytest
import tools

MODULES = sorted(
    module.name for module in pkgutil.walk_packages(tools.__path__, "tools.") if not module.ispkg
)
# They compare with other tools, which are installed when they are run.
PEERS = {"tools.bench.damage": "ftfy", "tools.bench.undamaged": "jieba"}


@pytest.mark.parametrize("name", MODULES)
def test_a_tool_is_importable_and_describes_itself(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if peer := PEERS.get(name):
        monkeypatch.setitem(sys.modules, peer, type(sys)(peer))
    module = importlib.import_module(name)
    assert module.__doc__


@pytest.mark.parametrize("name", [name for name in MODULES if name not in PEERS])
def test_a_tool_with_options_explains_them(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    main = getattr(importlib.import_module(name), "main", None)
    if main is None:
        return  # a module that others import
    monkeypatch.setattr(sys, "argv", [name, "--help"])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 0
    assert "usage:" in capsys.readouterr().out
