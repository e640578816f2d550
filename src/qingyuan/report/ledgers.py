"""The report for maintainers: what the pipeline did to the corpus, and what waits for a person.

It is made from the ledgers alone, so it shows what was written, not what would be done now.
"""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from qingyuan.report.safe_page import safe_page
from qingyuan.text.characters import visible

Entry = Mapping[str, Any]
Cell = str | int | tuple[str, ...]

MOST_FINDINGS = 200
MOST_DOCUMENTS = 20


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report: its head, sentences of our own, and a table.

    In the rows a string comes from outside, or may; a tuple holds several such. They are shown as they are.
    """

    head: str
    words: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    behind: str = ""


def sections(entries: Iterable[Entry]) -> tuple[Section, ...]:
    """The report: totals, edits by rule, stripped lines by kind, findings, documents in doubt."""
    by_name = sorted(entries, key=lambda entry: str(entry["document"]))
    lines: Counter[str] = Counter()
    edits: Counter[str] = Counter()
    documents: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for entry in by_name:
        lines.update(entry["lines"])
        edits.update(entry["edits"])
        documents.update(entry["edits"].keys())
        kinds.update(row["kind"] for row in entry["stripped"])
    findings = [(str(entry["document"]), finding) for entry in by_name for finding in entry["findings"]]
    totals = (
        f"{len(by_name)} documents, {lines['input']} lines: {lines['kept']} kept, {lines['metadata']} metadata, "
        f"{lines['stripped']} stripped. {len(findings)} findings wait for a person."
    )
    by_rule = tuple((rule, edits[rule], documents[rule]) for rule in sorted(edits))
    by_kind = tuple((kind, kinds[kind]) for kind in sorted(kinds, key=lambda kind: (-kinds[kind], kind)))
    parts = [
        Section("", totals),
        Section("Edits by rule", columns=("rule", "edits", "documents"), rows=by_rule),
        Section("Stripped lines by kind", columns=("kind", "lines"), rows=by_kind),
    ]
    if not findings:
        return (*parts, Section("Findings", "None."))
    shown = tuple(
        (
            name,
            f["line"],
            str(f["rule"]),
            str(f["text"]),
            (*map(str, f["candidates"][:3]),),
            str(f.get("note", "")),
        )
        for name, f in findings[:MOST_FINDINGS]
    )
    more = len(findings) - MOST_FINDINGS
    doubtful = Counter(name for name, _ in findings).most_common(MOST_DOCUMENTS)
    return (
        *parts,
        Section(
            "Findings",
            "Settle one by a ruling in corpus/rulings.yml, or by mending the article.",
            ("document", "line", "rule", "text", "candidates", "note"),
            shown,
            f"… and {more} more; each stands in its document's ledger." if more > 0 else "",
        ),
        Section("Documents with most doubt", "", ("document", "findings"), tuple(doubtful)),
    )


TITLE = "Report on the corpus"


def report(entries: Iterable[Entry]) -> str:
    """The report as Markdown; what comes from outside stands in code spans that it cannot leave."""
    parts = [f"# {TITLE}"]
    for section in sections(entries):
        table = ""
        if section.columns:
            rows = [" | ".join(_cell(cell, code, " / ") for cell in row) for row in section.rows]
            head = " | ".join(section.columns)
            table = "\n".join(
                [f"| {head} |", "|" + " --- |" * len(section.columns), *(f"| {row} |" for row in rows)]
            )
        head = f"## {section.head}" if section.head else ""
        parts += filter(None, (head, section.words, table, section.behind))
    return "\n\n".join(parts) + "\n"


def _cell(cell: Cell, shown: Callable[[str], str], between: str) -> str:
    """A cell of a table, its texts shown by a function that knows the form of the page."""
    texts = (cell,) if isinstance(cell, str) else cell
    return str(texts) if isinstance(texts, int) else between.join(map(shown, filter(None, texts)))


def code(text: str) -> str:
    """A text as a code span that a table cell can hold and the text cannot leave: no ` and no | is in it.

    >>> code("a`|<b>.txt")
    '`aˋ¦<b>.txt`'
    """
    shown = visible(text).replace("`", "ˋ").replace("|", "¦")
    # A backslash before the closing mark would stand for the mark in some tables.
    return f"`{shown} `" if shown.endswith("\\") or not shown.strip() else f"`{shown}`"


STYLE = """
code { font-size: .95em; unicode-bidi: isolate }
"""


def as_html(entries: Iterable[Entry]) -> str:
    """The report as one page that needs nothing else; all that comes from outside is escaped."""
    parts = [f"<h1>{TITLE}</h1>"]
    for section in sections(entries):
        parts += [f"<h2>{html.escape(section.head)}</h2>"] if section.head else []
        parts += [f"<p>{html.escape(section.words)}</p>"] if section.words else []
        if section.columns:
            rows = [
                "".join(f"<td>{_cell(cell, _html_code, ' / ')}</td>" for cell in row) for row in section.rows
            ]
            head = "".join(f"<th>{html.escape(name)}</th>" for name in section.columns)
            parts.append(
                "\n".join(["<table>", f"<tr>{head}</tr>", *(f"<tr>{row}</tr>" for row in rows), "</table>"])
            )
        parts += [f"<p>{html.escape(section.behind)}</p>"] if section.behind else []
    return safe_page(TITLE, "\n".join(parts), STYLE)


def _html_code(text: str) -> str:
    return f"<code>{html.escape(visible(text))}</code>"
