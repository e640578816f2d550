"""The command line. Exit codes: 0 fine, 1 findings or failures, 2 misuse."""

from __future__ import annotations

import datetime
import json
import os
import re
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from qingyuan import __version__, corpus
from qingyuan import report as reports
from qingyuan.article import FRONT_MATTER, clean_text
from qingyuan.articles import check as lint
from qingyuan.articles.rulings import Ruling, RulingsError
from qingyuan.articles.topics import Topics, TopicsError
from qingyuan.corpus import Outcome, Project
from qingyuan.corpus import ledgers as ledger
from qingyuan.document import Edit, Finding, Step
from qingyuan.pipeline import PIPELINE
from qingyuan.stages.decode import DecodeError, decode
from qingyuan.stages.repair import explain as explain_repair
from qingyuan.stages.repair import in_parts
from qingyuan.stages.strip import mask
from qingyuan.stages.strip.folding import fold
from qingyuan.stages.strip.reach import find_reachables
from qingyuan.text.spans import lines_of

FINE, FINDINGS, MISUSE = 0, 1, 2

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


def refuse(message: str) -> NoReturn:
    """Say what is wrong with the call, and end with 2."""
    Console(stderr=True, soft_wrap=True).print(Text(message, style="red"))
    raise typer.Exit(MISUSE)


def project_here() -> Project:
    try:
        return Project.around(Path.cwd())
    except corpus.CorpusError as error:
        refuse(str(error))


def editors_project() -> Project:
    """The project around this folder, or the reason in the editors' language."""
    try:
        return Project.around(Path.cwd())
    except corpus.CorpusError:
        refuse(
            f"{Path.cwd()} 不在清源的项目里。请先进入项目文件夹（里面有 mkdocs.yml 和 corpus/），再运行这条命令。"
        )


def known_stage(name: str | None) -> str | None:
    """The name of a stage or rule, as an option takes it."""
    stages = [stage.name for stage in PIPELINE]
    rules = [rule.name for stage in PIPELINE for rule in stage.rules] + [FRONT_MATTER]
    if name is None or name in stages or name in rules:
        return name
    refuse(
        f"no stage or rule {name!r}; the stages are: {', '.join(stages)}; a rule is named like repair/byte-shift"
    )


def settings_of(project: Project) -> tuple[Topics, tuple[Ruling, ...]]:
    """Topics and rulings of the project, or what is wrong with them and where."""
    try:
        return project.topics(), project.rulings()
    except (corpus.CorpusError, TopicsError, RulingsError) as error:
        refuse(str(error))


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
    out = Console(soft_wrap=True, highlight=False)
    for outcome in outcomes:
        if outcome.status == "unchanged" and not verbose:
            continue
        where = f" -> {outcome.path}" if outcome.path else ""
        why = f": {outcome.message}" if outcome.message else ""
        doubts = f" ({outcome.findings} findings)" if outcome.findings else ""
        line = f"{SYMBOLS[outcome.status]} {outcome.status:9} {outcome.name}{where}{doubts}{why}"
        out.print(Text(line, style=STYLES[outcome.status]))
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


@app.command()
def clean(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="Files to clean, with --to. Without files: the project's corpus/raw."),
    ] = None,
    to: Annotated[Path | None, typer.Option(help="Folder for the cleaned .md files.")] = None,
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
    if files and to is None:
        refuse("Name a folder for the result: qingyuan clean FILE --to DIR")
    if to is not None and not files:
        refuse("Name the files: qingyuan clean FILE --to DIR")
    if files and to:
        try:
            here = Project.around(Path.cwd())
        except corpus.CorpusError:
            topics = Topics()
        else:
            topics = settings_of(here)[0]
        paths = [path for file in files for path in expand(file)]
        raise typer.Exit(report_outcomes(corpus.clean_files(paths, to, topics), verbose))
    project = project_here()
    try:
        count = len(corpus.raw_paths(project.raw))
    except corpus.CorpusError as error:
        refuse(str(error))
    settings_of(project)
    workers = jobs or (os.cpu_count() or 1 if count > 50 else 1)
    with progress_bar() as bar:
        task = bar.add_task("cleaning", total=count)
        outcomes = corpus.clean_corpus(project, workers, check, lambda outcome: bar.advance(task))
    raise typer.Exit(report_outcomes(outcomes, verbose))


def expand(path: Path) -> list[Path]:
    """A folder's files, or the file itself."""
    if not path.is_dir():
        return [path]
    try:
        return corpus.raw_paths(path)
    except corpus.CorpusError as error:
        refuse(str(error))


def progress_bar() -> Progress:
    """A bar on standard error, only where that is a terminal."""
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


def read_text(file: Path) -> str:
    try:
        return decode(file.read_bytes()).text
    except OSError as error:
        refuse(f"{file}: cannot be read: {error.strerror}")
    except DecodeError as error:
        refuse(f"{file}: {error}")


@app.command()
def explain(
    file: Annotated[Path, typer.Argument(help="A raw file, or an article.")],
    stage: Annotated[
        str | None, typer.Option(help="Only this stage, or rule: repair, strip, repair/byte-shift …")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The same as JSON.")] = False,
) -> None:
    """Show every change to a file, stage by stage: what stood there, what stands there now, by which rule.

    Contact details are masked. Exit code 1 if a finding waits for a person.
    """
    known_stage(stage)
    text = read_text(file)
    cleaned = clean_text(text)
    chosen = [
        (n, step) for n, step in enumerate(cleaned.trail.steps) if stage is None or under(step.rule, stage)
    ]
    findings = [finding for finding in cleaned.findings if stage is None or under(finding.rule, stage)]
    if as_json:
        rows = {
            "steps": [
                {"rule": step.rule, "edits": [[e.start, e.before, e.after] for e in edits]}
                for step, edits in zip(
                    cleaned.trail.steps, masked_edits(text, cleaned.trail.steps), strict=True
                )
                if stage is None or under(step.rule, stage)
            ],
            "findings": [
                {
                    "rule": f.rule,
                    "text": mask(f.text),
                    "candidates": [mask(candidate) for candidate in f.candidates],
                    "note": f.note,
                }
                for f in findings
            ],
        }
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        raise typer.Exit(FINDINGS if findings else FINE)
    out = Console(soft_wrap=True, highlight=False)
    show_changes(out, text, list(enumerate(cleaned.trail.steps)), {number for number, _ in chosen})
    if findings:
        out.print(Text("\nfindings", style="bold yellow"))
        for finding in findings:
            line = ledger.origin_line(text, cleaned.trail, finding.start, finding.start + 1, finding.step)
            note = f"  {finding.note}" if finding.note else ""
            out.print(
                f"  line {line}  {finding.rule}  {visible(mask(finding.text))}  →  {options(finding)}{note}",
                markup=False,
            )
    if not cleaned.trail.steps:
        out.print("Nothing to change.")
    raise typer.Exit(FINDINGS if findings else FINE)


def show_changes(
    out: Console, text: str, steps: list[tuple[int, Step]], shown: set[int] | None = None
) -> None:
    """Print the lines that each step changed, what went in red and what came in green."""
    for number, step in steps:
        if shown is None or number in shown:
            out.print(
                Text(f"\n{step.rule}", style="bold cyan") + Text(f"  {len(step.edits)} edits", style="dim")
            )
            for line in changed_lines(text, step, out.is_terminal):
                out.print(line)
        text = step.apply(text)


def masked_edits(text: str, steps: Iterable[Step]) -> Iterator[tuple[Edit, ...]]:
    """The edits of each step with contact details starred, as in the lines they stand in."""
    for step in steps:
        after = step.apply(text)
        yield tuple(starred_edits(text, after, step.edits))
        text = after


def starred_edits(before: str, after: str, edits: Iterable[Edit]) -> Iterator[Edit]:
    """The edits with stars for what the lines before and after them show to be a contact detail.

    A number may be cut in two by an edit, or come to light by it, so that its parts alone tell nothing.
    """
    shift = 0
    for edit in edits:
        start = edit.start + shift
        came = starred(after, start, start + len(edit.after))
        hidden = came != edit.after
        went = "*" * len(edit.before) if hidden else starred(before, edit.start, edit.end)
        yield Edit(edit.start, went, came, edit.kind)
        shift += len(edit.after) - len(edit.before)


def starred(text: str, start: int, end: int) -> str:
    """The characters [start, end) of a text, with stars for contact details; as many as there were."""
    first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    line = text[first : len(text) if last < 0 else last]
    return starred_line(line)[start - first : end - first]


@lru_cache(maxsize=1000)
def starred_line(line: str) -> str:
    folded = fold(line)
    spans = [folded.span(each.handle, each.end) for each in find_reachables(folded.text)]
    spans += [match.span() for match in re.finditer(r"\d{7,}", line)]
    characters = list(line)
    for start, end in spans:
        keep = 3 if end - start >= 9 else 1
        for at in range(start + keep, max(start + keep, end - keep)):
            characters[at] = "*" if not characters[at].isspace() else characters[at]
    return "".join(characters)


def under(rule: str, wanted: str) -> bool:
    return rule == wanted or rule.startswith(f"{wanted}/")


def changed_lines(text: str, step: Step, colored: bool) -> list[Text]:
    """Each changed line with its deletions and insertions: in color, or as [-…-] and {+…+}; masked."""
    gone, come = ("{}", "{}") if colored else ("[-{}-]", "{{+{}+}}")
    rows: list[Text] = []
    edits = deque(starred_edits(text, step.apply(text), step.edits))
    for number, (start, line) in enumerate(lines_of(text) if text else [(0, "")], 1):
        end = start + len(line)
        last = end == len(text)
        row = Text(f"  {number:4}  ", style="dim")
        at = start
        touched = False
        while edits and (edits[0].start < end or (last and edits[0].start <= end)):
            edit = edits.popleft()
            touched = True
            row.append(starred(text, at, edit.start), style="none")
            if edit.before:
                row.append(gone.format(visible(edit.before)), style="red strike")
            if edit.after:
                row.append(come.format(visible(edit.after)), style="green")
            at = max(edit.end, at)
        if touched:
            row.append(starred(text, at, end).rstrip("\n") if at < end else "", style="none")
            rows.append(row)
    return rows


def visible(text: str) -> str:
    """Line ends and invisible characters as marks."""
    return "".join("⏎" if c == "\n" else c if c.isprintable() else f"[U+{ord(c):04X}]" for c in text)


@app.command()
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
    edits = [(step.rule, edit) for step in repaired.trail for edit in step.edits]
    if as_json:
        rows = {
            "text": repaired.text,
            "edits": [
                {"rule": rule, "start": e.start, "before": e.before, "after": e.after} for rule, e in edits
            ],
            "findings": [
                {
                    "rule": f.rule,
                    "start": f.start,
                    "text": f.text,
                    "candidates": list(f.candidates),
                    "note": f.note,
                }
                for f in repaired.findings
            ],
        }
        print(json.dumps(rows, ensure_ascii=False))
    else:
        show_changes(Console(soft_wrap=True, highlight=False), text, list(enumerate(repaired.trail.steps)))
        for finding in repaired.findings:
            line = ledger.line_number(repaired.text, finding.start)
            print(f"line {line}  {finding.rule}  {mask(finding.text)}  →  {options(finding)}")
    raise typer.Exit(FINDINGS if repaired.findings else FINE)


def options(finding: Finding) -> str:
    """The candidates of a finding, best first."""
    return " / ".join(mask(candidate) for candidate in finding.candidates) or "no candidate"


@app.command()
def report(
    html: Annotated[Path | None, typer.Option(help="Write the report as one HTML page to this file.")] = None,
) -> None:
    """Summarize the ledgers: edits by rule, stripped lines by kind, findings to settle.

    Exit code 1 if a finding waits for a person. Contact details are masked.
    """
    project = project_here()
    entries = corpus.read_ledgers(project)
    if not entries:
        refuse("corpus/ledger holds nothing yet; run: qingyuan clean")
    text = reports.report(entries)
    if html:
        try:
            corpus.write_atomically(html, reports.as_html(text))
        except OSError as error:
            refuse(f"{html}: cannot be written: {error.strerror}")
        print(f"{html} written")
    else:
        print(text, end="")
    raise typer.Exit(FINDINGS if any(entry["findings"] for entry in entries) else FINE)


@app.command()
def new(
    title: Annotated[str, typer.Argument(help="文章标题")],
    topic: Annotated[str, typer.Option(help="主题目录，如 yuqi；留空则放在 docs/articles/ 下")] = "",
) -> None:
    """新建一篇文章：在 docs/articles/ 下生成写好信息栏的 Markdown 文件。"""
    project = editors_project()
    known = [entry.id for entry in settings_of(project)[0].topics]
    if topic and topic not in known:
        refuse(f"没有主题“{topic}”。可用的主题：{'、'.join(known)}")
    title = " ".join(title.split())
    if not title:
        refuse("标题不能为空。例：qingyuan new 花呗逾期怎么办")
    name = corpus.slug_of(title) or re.sub(r"[\W_]+", "-", title).strip("-")[:60]
    if not name:
        refuse("标题里没有文字，无法生成文件名。例：qingyuan new 花呗逾期怎么办")
    path = project.articles / topic / f"{name}.md"
    if path.exists():
        refuse(f"{path.relative_to(project.root)} 已经存在。请换一个标题，或直接修改那个文件。")
    from qingyuan.articles.front_matter import compose

    head = compose({"title": title, "date": datetime.date.today(), "lang": "zh-CN"})
    article = f"{head}在这里写导语：一两句话说清这篇文章解决什么问题。\n\n## 一、小标题\n\n正文。\n"
    try:
        corpus.write_atomically(path, article)
    except OSError as error:
        refuse(f"{path.relative_to(project.root)} 写不进去：{error.strerror}。")
    print(f"已新建 {path.relative_to(project.root).as_posix()}")
    raise typer.Exit(FINE)


@app.command()
def check(
    files: Annotated[
        list[Path] | None, typer.Argument(help="要检查的文章；留空则检查 docs/articles/ 全部")
    ] = None,
) -> None:
    """检查文章：信息栏、残留乱码、联系方式、标题层级。只看不改。"""
    if files:
        paths = [path for file in files for path in expand(file)]
        base = Path.cwd()
    else:
        project = editors_project()
        base = project.root
        paths = sorted(project.articles.rglob("*.md"))
    problems = 0
    for path in paths:
        try:
            data = path.read_bytes()
        except OSError as error:
            refuse(f"{path}：打不开（{error.strerror}）。")
        shown = path.relative_to(base) if path.is_relative_to(base) else path
        for problem in lint.check_article(data):
            problems += problem.level == "错误"
            print(f"{shown.as_posix()}:{problem}")
    print(f"检查了 {len(paths)} 篇文章，{problems} 个错误。")
    raise typer.Exit(FINDINGS if problems else FINE)


@app.command()
def add(
    files: Annotated[list[Path], typer.Argument(help="Raw files, as received.")],
    origin: Annotated[str, typer.Option(help="Where they come from: an address or a sentence.")],
    license: Annotated[str, typer.Option(help="License or permission under which they may be used.")],
) -> None:
    """Take raw files into corpus/raw byte for byte, and note their origin in corpus/sources.yml."""
    project = project_here()
    if not origin.strip() or not license.strip():
        refuse(
            "--origin and --license may not be empty: without them nobody can tell whether a text may be published"
        )
    paths = [path for file in files for path in expand(file)]
    outcomes = corpus.add_files(project, paths, origin, license, datetime.date.today())
    code = report_outcomes(outcomes, verbose=True)
    if code == FINE:
        print("Next: qingyuan clean")
    raise typer.Exit(code)


@app.command("export-search")
def export_search(
    to: Annotated[Path, typer.Option(help="Folder for records.jsonl and the settings of the engines.")],
    site: Annotated[
        Path | None, typer.Option(help="The built site; by default site/ of the project.")
    ] = None,
) -> None:
    """Write the search records of the built site for Meilisearch, OpenSearch or another engine.

    What the files hold, and how to put a query: docs-dev/search-export.md.
    """
    from qingyuan.search import export  # numpy and the index are needed here alone

    folder = site or project_here().root / "site"
    if not (folder / "index.html").exists():
        refuse(f"{folder} is not a built site; build it first: python3 scripts/site.py --build-only")
    count = export.export_search(export.site_records(folder), to)
    print(f"{count} records written to {to}")
    raise typer.Exit(FINE)


def main() -> None:
    """Run the command line; output that cannot be shown in the terminal's charset is escaped, not fatal."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    app()


if __name__ == "__main__":
    main()
