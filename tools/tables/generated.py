"""A generated table: written anew, or only compared with what would be written."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path


def write_or_check(description: str | None, path: Path, fresh: str, tool: str = "") -> int:
    """The exit code of a script that makes a table; 1 if asked only to compare and the table is stale.

    `tool` is the module that makes it, where that is not named like the table.
    """
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if the table is stale")
    check = parser.parse_args().check
    if path.exists() and path.read_text(encoding="utf-8") == fresh:
        print(f"{path.name}: fresh")
        return 0
    if check:
        print(f"{path.name}: stale; run python -m {tool or f'tools.tables.{path.stem}'}", file=sys.stderr)
        return 1
    path.write_text(fresh, encoding="utf-8", newline="\n")
    print(f"{path.name}: written, {len(fresh.splitlines())} lines")
    return 0
