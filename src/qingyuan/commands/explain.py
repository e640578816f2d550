"""`qingyuan explain`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qingyuan.commands.common import (
    FINDINGS,
    FINE,
    is_known_as_ours,
    known_stage,
    limits_here,
    read_text,
    refuse,
    say,
    under,
)
from qingyuan.text.characters import printable_json

if TYPE_CHECKING:
    from qingyuan.stages.strip.masked_trail import MaskedTrail


def explain(
    file: Annotated[Path, typer.Argument(help="A raw file, or an article.")],
    stage: Annotated[
        str | None, typer.Option(help="Only this stage, or rule: repair, strip, repair/byte-shift …")
    ] = None,
    ours: Annotated[
        bool, typer.Option("--ours", help="The file is your own, or an article: its front matter counts.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The same as JSON.")] = False,
    html: Annotated[
        Path | None,
        typer.Option(
            help="Of a web page: write its text, block by block and why each stays or goes, to this file."
        ),
    ] = None,
) -> None:
    """Show every change to a file, stage by stage: what stood there, what stands there now, by which rule.

    Contact details are masked. Exit code 1 if a finding waits for a person.
    """
    from rich.console import Console
    from rich.text import Text

    from qingyuan.article import clean_text
    from qingyuan.report.changes import show_changes
    from qingyuan.report.findings import rows_of, sentence
    from qingyuan.stages.strip.masked_trail import MaskedTrail

    stage = known_stage(stage)
    text = read_text(file, limits_here())
    cleaned = clean_text(text, ours=ours or is_known_as_ours(file))
    masked = MaskedTrail(text, cleaned.trail)
    chosen = {n for n, step in enumerate(cleaned.trail.steps) if stage is None or under(step.rule, stage)}
    findings = [finding for finding in cleaned.findings if stage is None or under(finding.rule, stage)]
    doubts = rows_of(findings, masked)
    if html:
        _write_blocks(html, file, masked)
        raise typer.Exit(FINDINGS if doubts else FINE)
    if as_json:
        rows = {
            "steps": [
                {"rule": step.rule, "edits": [[e.start, e.before, e.after] for e in edits]}
                for number, (step, edits) in enumerate(masked.edits())
                if number in chosen
            ],
            "findings": doubts,
        }
        print(printable_json(rows, indent=1))
        raise typer.Exit(FINDINGS if doubts else FINE)
    out = Console(soft_wrap=True, highlight=False)
    show_changes(out, masked, chosen)
    if doubts:
        out.print(Text("\nfindings", style="bold yellow"))
        for doubt in doubts:
            out.print(f"  {sentence(doubt)}", markup=False)
    if not cleaned.trail.steps:
        out.print("Nothing to change.")
    raise typer.Exit(FINDINGS if doubts else FINE)


def _write_blocks(target: Path, file: Path, masked: MaskedTrail) -> None:
    from qingyuan.corpus.files import write_atomically
    from qingyuan.report.page_blocks import as_html, blocks_of
    from qingyuan.stages.strip.masking import mask_name

    blocks = blocks_of(masked)
    if blocks is None:
        refuse(f"{file}: no web page; --html shows the blocks of one")
    try:
        write_atomically(target, as_html(mask_name(file.name), blocks))
    except OSError as error:
        refuse(f"{target}: cannot be written: {error.strerror}")
    say(f"{target} written")
