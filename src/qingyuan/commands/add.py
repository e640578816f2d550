"""`qingyuan add`."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Annotated

import typer

from qingyuan.commands.common import FINE, expand, project_here, refuse, refuse_for, report_outcomes, warn


def add(
    files: Annotated[list[Path], typer.Argument(help="Raw files, as received.")],
    origin: Annotated[str, typer.Option(help="Where they come from: an address or a sentence.")],
    license: Annotated[str, typer.Option(help="License or permission under which they may be used.")],
    ours: Annotated[
        bool, typer.Option("--ours", help="Your own people wrote them: their front matter counts.")
    ] = False,
) -> None:
    """Take raw files into corpus/raw byte for byte, and note their origin in corpus/sources.yml."""
    from qingyuan.articles.settings import SettingsError
    from qingyuan.corpus.intake import add_files
    from qingyuan.corpus.project import CorpusError

    project = project_here()
    if not origin.strip() or not license.strip():
        refuse(
            "--origin and --license may not be empty: without them nobody can tell whether a text may be published"
        )
    paths = [path for file in files for path in expand(file)]
    try:
        outcomes = add_files(project, paths, origin, license, datetime.date.today(), warn, ours)
    except (CorpusError, SettingsError) as error:
        refuse_for(error)
    code = report_outcomes(outcomes, verbose=True)
    if code == FINE:
        print("Next: qingyuan clean")
    raise typer.Exit(code)
