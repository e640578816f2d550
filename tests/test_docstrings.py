"""The examples in the docstrings are true, and errors are named."""

from __future__ import annotations

import ast
import doctest
import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from raw_articles import ROOT

import qingyuan

MODULES = [
    found.name
    for found in pkgutil.walk_packages(qingyuan.__path__, "qingyuan.")
    if not found.name.endswith("__main__")
]


@pytest.mark.parametrize("name", ["qingyuan", *MODULES])
def test_docstring_examples(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


SOURCES = sorted((ROOT / "src" / "qingyuan").rglob("*.py"))
UNSAID = {
    "NotImplementedError",  # what a subclass has to write
    "typer.Exit",  # how a command ends: the exit codes stand in its help
}


def public_functions(node: ast.AST) -> Iterator[ast.FunctionDef]:
    """Functions of a module and methods of its classes, but private ones and what private classes have."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.ClassDef) and not child.name.startswith("_"):
            if isinstance(child, ast.FunctionDef):
                yield child
            else:
                yield from public_functions(child)


def raised_in(node: ast.AST, makers: dict[str, str]) -> Iterator[str]:
    """The errors that a function raises itself; `makers` are functions that give an error, with its name."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.Lambda | ast.ClassDef):
            continue
        if isinstance(child, ast.Raise) and isinstance(child.exc, ast.Call):
            name = ast.unparse(child.exc.func)
            yield makers.get(name, name)
        yield from raised_in(child, makers)


def unnamed_errors(source: str) -> list[str]:
    """Public functions that raise an error their docstring does not name, with the error."""
    tree = ast.parse(source)
    makers = {
        node.name: ast.unparse(node.returns)
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.returns
    }
    return [
        f"{function.name}: {error}"
        for function in public_functions(tree)
        for error in sorted(set(raised_in(function, makers)) - UNSAID)
        if error.rpartition(".")[2] not in (ast.get_docstring(function) or "")
    ]


def test_errors_are_named_in_the_docstring_of_what_raises_them() -> None:
    assert len(SOURCES) > 100
    named = {
        str(path.relative_to(ROOT)): unnamed_errors(path.read_text(encoding="utf-8")) for path in SOURCES
    }
    assert {path: errors for path, errors in named.items() if errors} == {}


RAISES = 'def read():\n    "A text."\n    if 1:\n        raise ValueError("no text")\n'


@pytest.mark.parametrize(
    ("source", "unnamed"),
    [
        (RAISES, ["read: ValueError"]),
        (RAISES.replace("A text.", "A text; `ValueError` if there is none."), []),
        (RAISES.replace("read", "_read"), []),
        ("class Page:\n    " + RAISES.replace("\n", "\n    "), ["read: ValueError"]),
        (RAISES.replace("ValueError", "NotImplementedError"), []),
        (
            "def _broken() -> ValueError: ...\n" + RAISES.replace("ValueError", "_broken"),
            ["read: ValueError"],
        ),
        ("def outer():\n    " + RAISES.replace("\n", "\n    "), []),  # whoever calls it answers for it
    ],
)
def test_what_the_search_for_unnamed_errors_sees(source: str, unnamed: list[str]) -> None:
    assert unnamed_errors(source) == unnamed
