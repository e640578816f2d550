"""`qingyuan clean`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qingyuan.commands.common import (
    expand,
    project_here,
    refuse,
    refuse_for,
    report_outcomes,
    settings_of,
    warn,
)

if TYPE_CHECKING:
    from rich.progress import Progress

LARGE = 50
"""Documents from which on workers are started: fewer are cleaned sooner than two of them begin (5 to 100 measured)."""


def clean(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="Files to clean, with --to. Without files: the project's corpus/raw."),
    ] = None,
    to: Annotated[Path | None, typer.Option(help="Folder for the cleaned .md files.")] = None,
    ours: Annotated[
        bool,
        typer.Option("--ours", help="With --to: the files are your own, so that their front matter counts."),
    ] = False,
    jobs: Annotated[
        int, typer.Option(min=0, help="Worker processes; 0: one per processor for a large corpus.")
    ] = 0,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; say what would be written.")] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Also list documents that did not change.")
    ] = False,
) -> None:
    """Clean the corpus into docs/articles/, or any files into a folder.

    A failed document is named with the reason, and the others go on. An article that an editor has
    changed is merged or left alone, never overwritten.
    """
    from qingyuan.articles.topics import Topics
    from qingyuan.corpus.limits import Limits
    from qingyuan.corpus.project import CorpusError, Project, raw_paths
    from qingyuan.corpus.run import clean_corpus, clean_files

    if files and to is None:
        refuse("Name a folder for the result: qingyuan clean FILE --to DIR")
    if to is not None and not files:
        refuse("Name the files: qingyuan clean FILE --to DIR")
    if ours and not files:
        refuse("--ours goes with files. In the corpus, corpus/sources.yml says which files are ours.")
    if files and to:
        try:
            here = Project.around(Path.cwd())
        except CorpusError:
            topics, limits = Topics(), Limits()
        else:
            settings = settings_of(here)
            topics, limits = settings.topics, settings.limits
        paths = [path for file in files for path in expand(file)]
        raise typer.Exit(report_outcomes(clean_files(paths, to, topics, limits, ours=ours), verbose))
    project = project_here()
    try:
        count = len(raw_paths(project.raw))
    except CorpusError as error:
        refuse(str(error))
    settings_of(project)
    workers = jobs or (os.cpu_count() or 1 if count > LARGE else 1)
    with progress_bar() as bar:
        task = bar.add_task("cleaning", total=count)
        try:
            outcomes = clean_corpus(project, workers, check, lambda outcome: bar.advance(task), warn)
        except CorpusError as error:
            bar.stop()
            refuse_for(error)
    raise typer.Exit(report_outcomes(outcomes, verbose))


def progress_bar() -> Progress:
    """A bar on standard error, only where that is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
