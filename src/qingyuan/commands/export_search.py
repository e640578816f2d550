"""`qingyuan export-search`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qingyuan.commands.common import FINE, project_here, refuse, say


def export_search(
    to: Annotated[Path, typer.Option(help="Folder for records.jsonl and the settings of the engines.")],
    site: Annotated[
        Path | None, typer.Option(help="The built site; by default site/ of the project.")
    ] = None,
) -> None:
    """Write the search records of the built site for Meilisearch, OpenSearch or another engine.

    What the files hold, and how to put a query: docs-dev/search-export.md.
    """
    from qingyuan.search import export

    folder = site or project_here().root / "site"
    if not (folder / "index.html").exists():
        refuse(f"{folder} is not a built site; build it first: python3 scripts/site.py --build-only")
    count = export.export_search(export.site_records(folder), to)
    say(f"{count} records written to {to}")
    raise typer.Exit(FINE)
