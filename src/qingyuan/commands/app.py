"""The command line, put together. Exit codes: 0 fine, 1 findings or failures, 2 misuse."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from qingyuan import __version__
from qingyuan.commands.add import add
from qingyuan.commands.check import check
from qingyuan.commands.clean import clean
from qingyuan.commands.common import FINE
from qingyuan.commands.explain import explain
from qingyuan.commands.export_search import export_search
from qingyuan.commands.fix import fix
from qingyuan.commands.new import new
from qingyuan.commands.report import report

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    help="""Turn damaged Chinese web articles into clean Markdown, with proof of every change.

Start here: [bold]qingyuan clean[/bold] in a project, or [bold]qingyuan clean PAGE.txt --to OUT[/bold] anywhere.
To see why a line changed: [bold]qingyuan explain PAGE.txt[/bold].

Exit codes: 0 fine, 1 findings or failures, 2 misuse.""",
)


def show_version(wanted: bool) -> None:
    if wanted:
        print(f"qingyuan {__version__}")
        raise typer.Exit(FINE)


@app.callback()
def qingyuan(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=show_version, is_eager=True)
    ] = False,
) -> None:
    """Options that stand before a command."""


for command in (clean, explain, fix, report, new, check, add):
    app.command()(command)
app.command("export-search")(export_search)


def main() -> None:
    """Run the command line; output that cannot be shown in the terminal's charset is escaped, not fatal."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    app()
