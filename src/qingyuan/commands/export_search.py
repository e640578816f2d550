"""`qingyuan export-search`."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import Annotated

import typer

from qingyuan.commands.common import FINDINGS, FINE, project_here, refuse, say


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
    try:
        records = list(export.site_records(folder))
    except (OSError, ValueError, LookupError, TypeError, zlib.error) as error:
        why = getattr(error, "strerror", None) or type(error).__name__
        refuse(
            f"{folder} has no search data that can be read ({why}): it was built without the hook for the search. Build it "
            "with hooks/search_records.py in mkdocs.yml: python3 scripts/site.py --build-only"
        )
    try:
        count = export.export_search(records, to)
    except OSError as error:
        refuse(f"{to}: cannot be written: {error.strerror}", FINDINGS)
    say(f"{count} records written to {to}")
    raise typer.Exit(FINE)
