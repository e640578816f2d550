"""What is installed on request: `pip install "qingyuan[html]"` and the other extras of pyproject.toml."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

# The modules that an extra brings and that the package imports. tests/test_extras.py holds them to pyproject.toml.
MODULES = {
    "html": frozenset({"bs4", "lxml", "markdownify", "numpy"}),
    "cli": frozenset({"pydantic", "pypinyin", "rich", "typer"}),
    "site": frozenset({"jinja2", "markupsafe", "mkdocs", "nh3", "numpy"}),
}


class MissingExtra(ImportError):
    """Something was asked for that wants packages which are not installed; the message names the command."""


@contextmanager
def wanted(extra: str, task: str) -> Iterator[None]:
    """Imports in here are those of an extra; `MissingExtra` says what to install where one is missing.

    An import that fails for another reason fails as it is.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        module = (error.name or "").partition(".")[0]
        bringing = [name for name, modules in MODULES.items() if module in modules]
        if not bringing:
            raise
        extra = extra if extra in bringing else bringing[0]
        raise MissingExtra(
            f'To {task}, install the packages for it: pip install "qingyuan[{extra}]" ({module} is missing).'
        ) from error
