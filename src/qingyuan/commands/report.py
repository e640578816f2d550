"""`qingyuan report`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qingyuan.commands.common import FINDINGS, FINE, project_here, refuse, say, warn


def report(
    html: Annotated[Path | None, typer.Option(help="Write the report as one HTML page to this file.")] = None,
) -> None:
    """Summarize the ledgers: edits by rule, stripped lines by kind, findings to settle.

    Exit code 1 if a finding waits for a person. Contact details are masked.
    """
    from qingyuan.corpus.files import write_atomically
    from qingyuan.corpus.ledger_forms import ledger_paths, read_ledgers
    from qingyuan.corpus.project import CorpusError
    from qingyuan.report import ledgers

    project = project_here()
    try:
        entries = read_ledgers(project)
    except CorpusError as error:
        refuse(str(error))
    if not entries:
        refuse("corpus/ledger holds nothing yet; run: qingyuan clean")
    if left := len(ledger_paths(project)) - len(entries):
        warn(f"{left} files in corpus/ledger cannot be read as ledgers and are left out; run: qingyuan clean")
    if html:
        try:
            write_atomically(html, ledgers.as_html(entries))
        except OSError as error:
            refuse(f"{html}: cannot be written: {error.strerror}")
        say(f"{html} written")
    else:
        print(ledgers.report(entries), end="")
    raise typer.Exit(FINDINGS if any(entry["findings"] for entry in entries) else FINE)
