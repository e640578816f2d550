"""What several commands share: exit codes, the project around them, sentences for misuse."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer

from qingyuan.text.characters import visible

if TYPE_CHECKING:
    from qingyuan.articles.rulings import Ruling
    from qingyuan.articles.topics import Topics
    from qingyuan.corpus.limits import Limits
    from qingyuan.corpus.project import Outcome, Project

FINE, FINDINGS, MISUSE = 0, 1, 2


def say(sentence: str) -> None:
    """Print a sentence that names files or quotes texts: what a terminal would obey stands there as marks."""
    print(visible(sentence))


def refuse(message: str, code: int = MISUSE) -> NoReturn:
    """Say what is wrong with the call, and end with 2."""
    warn(message, "red")
    raise typer.Exit(code)


def warn(message: str, style: str = "yellow") -> None:
    """A sentence on standard error, beside what the command prints."""
    from rich.console import Console
    from rich.text import Text

    Console(stderr=True, soft_wrap=True).print(Text(visible(message), style=style))


def refuse_for(error: ValueError) -> NoReturn:
    """Say why a run over the corpus ended: with 1 if the disk is to blame, with 2 if it should not have been called."""
    from qingyuan.corpus.project import NotWritten

    refuse(str(error), FINDINGS if isinstance(error, NotWritten) else MISUSE)


def project_here() -> Project:
    """The project around this folder."""
    from qingyuan.corpus.project import CorpusError, Project

    try:
        return Project.around(Path.cwd())
    except CorpusError as error:
        refuse(str(error))


def editors_project() -> Project:
    """The project around this folder, or the reason in the editors' language."""
    from qingyuan.corpus.project import CorpusError, Project

    try:
        return Project.around(Path.cwd())
    except CorpusError:
        refuse(
            f"{Path.cwd()} 不在清源的项目里。请先进入项目文件夹（里面有 mkdocs.yml 和 corpus/），再运行这条命令。"
        )


def known_stage(name: str | None) -> str | None:
    """The name of a stage or rule, as an option takes it."""
    from qingyuan.articles.front_matter import COMPOSED
    from qingyuan.pipeline import PIPELINE, RULES
    from qingyuan.rule_names import named_now

    stages = list(dict.fromkeys(stage.name for stage in PIPELINE))
    rules = [*(rule.name for rule in RULES), COMPOSED]
    if name is None or named_now(name) in (*stages, *rules):
        return name and named_now(name)
    refuse(
        f"no stage or rule {name!r}; the stages are: {', '.join(stages)}; a rule is named like repair/byte-shift"
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """What people decided for a project in the files of `corpus/`."""

    topics: Topics
    rulings: tuple[Ruling, ...]
    limits: Limits


def settings_of(project: Project) -> Settings:
    """The settings of the project, or what is wrong with them and where."""
    from qingyuan.articles.settings import SettingsError
    from qingyuan.corpus.project import CorpusError

    try:
        project.deliveries()  # read for each document; a fault in it is told before the first
        return Settings(project.topics(), project.rulings(), project.limits())
    except (CorpusError, SettingsError) as error:
        refuse(str(error))


def is_known_as_ours(file: Path) -> bool:
    """Whether the project around a file knows it as ours: one of its articles, or a raw file that `sources.yml` marks."""
    from qingyuan.articles.settings import SettingsError
    from qingyuan.corpus.project import CorpusError, Project
    from qingyuan.corpus.sources import is_ours

    file = file.resolve()
    try:
        project = Project.around(file.parent)
        if file.is_relative_to(project.raw.resolve()):
            name = file.relative_to(project.raw.resolve()).as_posix()
            return is_ours(name, project.deliveries())
        return file.is_relative_to(project.articles.resolve())
    except SettingsError as error:
        refuse(str(error))
    except CorpusError:
        return False


SYMBOLS = {
    "written": "+",
    "merged": "~",
    "unchanged": "=",
    "conflict": "!",
    "failed": "x",
    "duplicate": "x",
    "orphan": "?",
}
STYLES = {
    "written": "green",
    "merged": "cyan",
    "unchanged": "dim",
    "conflict": "yellow",
    "failed": "red",
    "duplicate": "red",
    "orphan": "yellow",
}


def report_outcomes(outcomes: list[Outcome], verbose: bool) -> int:
    """Print what happened to each document that needs a look, and the totals; the exit code."""
    from rich.console import Console
    from rich.text import Text

    from qingyuan.stages.strip.masking import mask_name

    out = Console(soft_wrap=True, highlight=False)
    for outcome in outcomes:
        if outcome.status == "unchanged" and not verbose:
            continue
        name = mask_name(outcome.name)  # logs are passed on
        where = f" -> {outcome.path}" if outcome.path else ""
        why = f": {outcome.message}" if outcome.message else ""
        doubts = f" ({outcome.findings} findings)" if outcome.findings else ""
        line = f"{SYMBOLS[outcome.status]} {outcome.status:9} {name}{where}{doubts}{why}"
        out.print(Text(visible(line), style=STYLES[outcome.status]))
    counts = {status: sum(outcome.status == status for outcome in outcomes) for status in SYMBOLS}
    total = ", ".join(f"{count} {status}" for status, count in counts.items() if count)
    out.print(f"{len(outcomes)} documents: {total}.")
    if findings := sum(outcome.findings for outcome in outcomes):
        out.print(
            f"{findings} findings wait for a person; they stand in corpus/ledger/, or: qingyuan explain FILE"
        )
    return (
        FINDINGS if counts["failed"] + counts["conflict"] + counts["duplicate"] + counts["orphan"] else FINE
    )


def expand(path: Path) -> list[Path]:
    """A folder's files, or the file itself."""
    from qingyuan.corpus.project import CorpusError, raw_paths

    if not path.is_dir():
        return [path]
    try:
        return raw_paths(path)
    except CorpusError as error:
        refuse(str(error))


def limits_here() -> Limits:
    """The limits of the project around this folder; outside of one those that stand in the program."""
    from qingyuan.corpus.limits import Limits
    from qingyuan.corpus.project import CorpusError, Project

    try:
        here = Project.around(Path.cwd())
    except CorpusError:
        return Limits()
    return settings_of(here).limits


def read_text(file: Path, limits: Limits | None = None) -> str:
    """The decoded text of a file that is within the limits, if there are any."""
    from qingyuan.corpus.files import TooLarge, read_within
    from qingyuan.stages.decode import DecodeError, decode

    try:
        return decode(read_within(file, limits) if limits else file.read_bytes()).text
    except OSError as error:
        refuse(f"{file}: cannot be read: {error.strerror}")
    except (DecodeError, TooLarge) as error:
        refuse(f"{file}: {error}")


def under(rule: str, wanted: str) -> bool:
    """Whether a rule is the wanted one, or one of the wanted stage."""
    return rule == wanted or rule.startswith(f"{wanted}/")
