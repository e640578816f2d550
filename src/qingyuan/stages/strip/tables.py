"""Reads what the stage knows from its tables: sorted rows of tab-separated text, with the names of the columns on top.

An editor of these lists needs no Python. A wrong row is refused with its file and line, and
`tests/stages/strip/test_tables.py` holds what a single row cannot show: order, uniqueness, use.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.resources import files

NAME = re.compile(r"\{([a-z]+)\}")


class TableError(ValueError):
    """A row that cannot be read: where it stands, what is wrong, what it should be."""


def read_rows(path: str, columns: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The rows of a table below `qingyuan/stages/strip`, without its head.

    Raises TableError if the head or the number of cells is not as expected, or a cell is empty.
    """
    head, *lines = (
        files("qingyuan.stages.strip")
        .joinpath(path)
        .read_text(encoding="utf-8")
        .removesuffix("\n")
        .split("\n")
    )
    if tuple(head.split("\t")) != columns:
        raise TableError(f"{path}:1  the columns are {head.split(chr(9))}; expected {list(columns)}")
    rows: list[tuple[str, ...]] = []
    for number, line in enumerate(lines, 2):
        row = tuple(line.split("\t"))
        if len(row) != len(columns) or not all(row):
            raise TableError(
                f"{path}:{number}  {line!r} has not {len(columns)} cells that are filled; "
                f"separate {', '.join(columns)} by one tab each"
            )
        rows.append(row)
    return rows


def one_of(path: str, column: str, cell: str, allowed: tuple[str, ...]) -> str:
    """The cell. Raises TableError if the column does not know it."""
    if cell not in allowed:
        raise TableError(f"{path}  {column} {cell!r} is not known; write one of {', '.join(allowed)}")
    return cell


def with_names(path: str, pattern: str, names: Mapping[str, str]) -> str:
    """The pattern with `{name}` replaced by what the name stands for.

    Raises TableError for a name that stands for nothing.
    """

    def meaning(match: re.Match[str]) -> str:
        if match[1] not in names:
            raise TableError(f"{path}  {match[0]} in {pattern!r} is no name; known are {sorted(names)}")
        return names[match[1]]

    return NAME.sub(meaning, pattern)


def compiled(path: str, pattern: str) -> re.Pattern[str]:
    """The pattern, ready to search. Raises TableError if it is none."""
    try:
        return re.compile(pattern)
    except re.error as error:
        raise TableError(f"{path}  {pattern!r} is no regular expression: {error}") from error
