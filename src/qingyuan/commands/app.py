"""The command line, put together. Exit codes: 0 fine, 1 findings or failures, 2 misuse."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

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
from qingyuan.text.characters import visible


class Printable(TyperGroup):
    """The commands; what a complaint about the call quotes of it is printed as marks where a terminal would obey."""

    def make_context(self, *arguments: Any, **extra: Any) -> Any:
        with shown_as_marks():
            return super().make_context(*arguments, **extra)

    def invoke(self, ctx: Any) -> Any:
        with shown_as_marks():
            return super().invoke(ctx)


@contextlib.contextmanager
def shown_as_marks() -> Iterator[None]:
    """Complaints about the call leave with a message that can be printed."""
    try:
        yield
    except TyperException as error:
        if type(error).__name__ != "NoArgsIsHelpError":  # its message is our own help, of many lines
            error.message = visible(error.message)
        raise


app = typer.Typer(
    cls=Printable,
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
