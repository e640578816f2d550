"""The report for maintainers: what the pipeline did to the corpus, and what waits for a person.

It is made from the ledgers alone, so it shows what was written, not what would be done now.
"""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import markdown

from qingyuan.text.characters import visible

Entry = Mapping[str, Any]

MOST_FINDINGS = 200
MOST_DOCUMENTS = 20


def report(entries: Iterable[Entry]) -> str:
    """The report as Markdown: totals, edits by rule, stripped lines by kind, findings, documents in doubt."""
    rows = sorted(entries, key=lambda entry: str(entry["document"]))
    lines: Counter[str] = Counter()
    edits: Counter[str] = Counter()
    documents: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for entry in rows:
        lines.update(entry["lines"])
        edits.update(entry["edits"])
        documents.update(entry["edits"].keys())
        kinds.update(row["kind"] for row in entry["stripped"])
    findings = [(entry, finding) for entry in rows for finding in entry["findings"]]
    parts = [
        "# Report on the corpus",
        f"{len(rows)} documents, {lines['input']} lines: {lines['kept']} kept, {lines['metadata']} metadata, "
        f"{lines['stripped']} stripped. {len(findings)} findings wait for a person.",
        "## Edits by rule",
        table(
            ("rule", "edits", "documents"), ((rule, edits[rule], documents[rule]) for rule in sorted(edits))
        ),
        "## Stripped lines by kind",
        table(
            ("kind", "lines"),
            ((kind, kinds[kind]) for kind in sorted(kinds, key=lambda kind: (-kinds[kind], kind))),
        ),
        "## Findings",
        "Settle one by a ruling in `corpus/rulings.yml`, or by mending the article." if findings else "None.",
    ]
    if findings:
        parts.append(
            table(
                ("document", "line", "rule", "text", "candidates"),
                (
                    (
                        entry["document"],
                        f["line"],
                        f["rule"],
                        code(f["text"]),
                        " / ".join(map(code, f["candidates"][:3])),
                    )
                    for entry, f in findings[:MOST_FINDINGS]
                ),
            )
        )
        if len(findings) > MOST_FINDINGS:
            parts.append(f"… and {len(findings) - MOST_FINDINGS} more; each stands in its document's ledger.")
        doubtful = Counter(str(entry["document"]) for entry, _ in findings).most_common(MOST_DOCUMENTS)
        parts += ["## Documents with most doubt", table(("document", "findings"), doubtful)]
    return "\n\n".join(parts) + "\n"


def code(text: object) -> str:
    """A value as a code span that a table cell can hold."""
    shown = visible(str(text)).replace("`", "ˋ")
    return f"`{shown}`" if shown.strip() else f"`{shown or ' '}` "


def table(head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    """A Markdown table; cells may not break it."""
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    lines += (
        "| " + " | ".join(str(cell).replace("|", "¦").replace("\n", " ") for cell in row) + " |"
        for row in rows
    )
    return "\n".join(lines)


PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark }}
body {{ font: 16px/1.6 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem }}
table {{ border-collapse: collapse; display: block; overflow-x: auto }}
th, td {{ border-bottom: 1px solid #8884; padding: .25rem .75rem .25rem 0; text-align: left; vertical-align: top }}
code {{ font-size: .95em }}
</style>
<body>
{body}
</body></html>
"""


def as_html(report_in_markdown: str) -> str:
    """The report as one page that needs nothing else."""
    # Everything from documents is in code spans, which Markdown escapes; raw HTML cannot come through.
    body = markdown.markdown(report_in_markdown, extensions=["tables"])
    return PAGE.format(title=html.escape("Report on the corpus"), body=body)
