"""`qingyuan fix`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from qingyuan.commands.common import FINDINGS, FINE, read_text, refuse, say
from qingyuan.text.characters import printable_json


def fix(
    file: Annotated[Path | None, typer.Argument(help="A text file; without one, standard input.")] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Print the changes and doubts instead of the text.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print text, changes and doubts as JSON.")] = False,
) -> None:
    """Undo encoding accidents and nothing else: a filter from standard input to standard output.

    [dim]curl … | qingyuan fix > clean.txt[/dim]

    Input of any charset, output in UTF-8. Texts above two million characters are repaired part by part, but for
    --explain and --json. Exit code 1 if something damaged could not be repaired with proof.
    """
    from rich.console import Console

    from qingyuan.report.changes import show_changes
    from qingyuan.report.findings import rows_of, sentence
    from qingyuan.stages.decode import DecodeError, decode
    from qingyuan.stages.repair import explain as explain_repair
    from qingyuan.stages.repair import in_parts
    from qingyuan.stages.strip.masked_trail import MaskedTrail

    if file:
        text = read_text(file)
    else:
        try:
            data = sys.stdin.buffer.read()
            text = decode(data).text if data else ""
        except DecodeError as error:
            refuse(f"standard input: {error}")
    if not as_json and not explain:
        doubtful = False
        for part in in_parts(text):
            repaired = explain_repair(part)
            doubtful = doubtful or bool(repaired.findings)
            sys.stdout.buffer.write(repaired.text.encode("utf-8", "surrogatepass"))
        sys.stdout.buffer.flush()
        raise typer.Exit(FINDINGS if doubtful else FINE)
    repaired = explain_repair(text)
    masked = MaskedTrail(text, repaired.trail)
    doubts = rows_of(repaired.findings, masked)
    edits = [(step.rule, edit) for step in repaired.trail for edit in step.edits]
    if as_json:
        rows = {
            "text": repaired.text,
            "edits": [
                {"rule": rule, "start": e.start, "before": e.before, "after": e.after} for rule, e in edits
            ],
            "findings": doubts,
        }
        print(printable_json(rows))
    else:
        show_changes(Console(soft_wrap=True, highlight=False), masked)
        for doubt in doubts:
            say(sentence(doubt))
    raise typer.Exit(FINDINGS if repaired.findings else FINE)
