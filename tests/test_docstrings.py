"""The examples in the docstrings are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import qingyuan

MODULES = [
    found.name
    for found in pkgutil.walk_packages(qingyuan.__path__, "qingyuan.")
    if not found.name.endswith("__main__")
]


@pytest.mark.parametrize("name", ["qingyuan", *MODULES])
def test_docstring_examples(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
