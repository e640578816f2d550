"""The ledger of a document: what came in, what became of every line, what a person must still settle.

It is read in review, so it shows no contact details: what the repaired text shows to be one is masked in every
row, however it was disguised or damaged, and the trail keeps no character that the article does not show: only
the length of what an edit replaced, which the raw file beside it supplies on replay.
"""

from __future__ import annotations

import hashlib
import json
import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from qingyuan.article import CleanedDocument
from qingyuan.articles.front_matter import COMPOSED
from qingyuan.articles.rulings import RULING
from qingyuan.corpus.ledger_forms import SCHEMA, ledger_paths, read_ledger, without_hidden_words
from qingyuan.corpus.project import Outcome, Project
from qingyuan.document import Edit, Step, Trail
from qingyuan.pipeline import RULES
from qingyuan.report.findings import origin, rows_of
from qingyuan.stages.strip import mask
from qingyuan.stages.strip.masked_trail import MaskedTrail
from qingyuan.text.spans import LineNumbers, lines_of

BY_NAME = {rule.name: rule for rule in RULES}
WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class LineAccount:
    """What became of one non-empty line of the decoded input."""

    line: int  # counted from 1
    text: str
    fate: str  # kept, metadata, stripped
    rule: str = ""
    kind: str = ""


def account(text: str, trail: Trail) -> tuple[LineAccount, ...]:
    """Each non-empty line of the input once, with its fate.

    A line is stripped (or metadata) when rules removed all its words, such as an annotation behind a contact and the
    contact; of several rules of the strip stage, or else of the others, the one that took most of them names the kind.
    """
    taken: dict[int, dict[tuple[str, str], int]] = {}
    starts = [start for start, _ in lines_of(text)]
    removed = bytearray(len(text))
    output = trail.apply(text)
    for number, step in enumerate(trail.steps):
        if step.rule == COMPOSED:  # written anew, not taken
            continue
        for edit in step.edits:
            if edit.after.strip():
                continue
            key = step.rule, edit.kind if step.rule.startswith("strip/") else ""
            for start, end in _gone(edit, number, text, trail, output):
                at = removed.find(0, start, end)
                while at >= 0:
                    if not text[at].isspace():
                        counts = taken.setdefault(bisect_right(starts, at) - 1, {})
                        counts[key] = counts.get(key, 0) + 1
                    removed[at] = 1
                    at = removed.find(0, at + 1, end)
    accounts = []
    for index, (_, line) in enumerate(lines_of(text)):
        count = sum(not character.isspace() for character in line)
        if not count:
            continue
        counts = taken.get(index, {})
        if sum(counts.values()) < count:
            accounts.append(LineAccount(index + 1, line.strip(), "kept"))
            continue
        rule, kind = max(counts, key=lambda key: (key[0].startswith("strip/"), counts[key], key))
        fate = "metadata" if kind in BY_NAME[rule].captured else "stripped"
        accounts.append(
            LineAccount(index + 1, line.strip(), fate, rule, kind or rule.partition("/")[2].replace("-", "_"))
        )
    return tuple(accounts)


def _gone(edit: Edit, number: int, text: str, trail: Trail, output: str) -> Iterator[tuple[int, int]]:
    """The spans of the input that an edit of step `number` took: all of it, or those of its words that are gone.

    An earlier edit counts whole, so that a part of what it made may be gone and a part stand.
    """
    words = edit.before.strip()
    if not words:
        return
    # Blanks at the ends may be part of what another edit made, which would count whole.
    first = edit.start + edit.before.index(words)
    start, end = trail.origin(first, first + len(words), number)
    if text[start:end] == words or not _stands(start, end, trail, output):
        yield start, end
        return
    for word in WORD.finditer(words):
        start, end = trail.origin(first + word.start(), first + word.end(), number)
        if text[start:end] == word[0] or not _stands(start, end, trail, output):
            yield start, end
            continue
        for at, character in enumerate(
            word[0], first + word.start()
        ):  # a mark that another edit made clings to it
            start, end = trail.origin(at, at + 1, number)
            if text[start:end] == character:
                yield start, end


def _stands(start: int, end: int, trail: Trail, output: str) -> bool:
    """Whether anything of a span of the input is left."""
    first, last = trail.result(start, end)
    return bool(output[first:last].strip())


def digest(text: str) -> str:
    """SHA-256 of the text as UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def ledger_of(document: CleanedDocument, path: str) -> dict[str, Any]:
    """The ledger entry, ready for JSON (`data/ledger.schema.json`); `path` is where the article stands."""
    cleaned, text = document.cleaned, document.decoded.text
    masked = MaskedTrail(text, cleaned.trail)
    starts = [start for start, _ in lines_of(text)]
    accounts = account(text, cleaned.trail)
    fates = [entry.fate for entry in accounts]
    return {
        "schema": SCHEMA,
        "document": document.raw.name,
        "digest": document.raw.digest,
        "charset": document.decoded.charset,
        "charset_evidence": document.decoded.evidence,
        "article": {"path": path, "digest": digest(cleaned.text)},
        "metadata": {
            key: recorded(value) if key.startswith("source_") else masked_fact(recorded(value))
            for key, value in cleaned.metadata.items()
        },
        "lines": {
            "input": len(accounts),
            **{fate: fates.count(fate) for fate in ("kept", "metadata", "stripped")},
        },
        "kept": ranges(entry.line for entry in accounts if entry.fate == "kept"),
        "stripped": [
            {
                "line": entry.line,
                "fate": entry.fate,
                "kind": entry.kind,
                "rule": entry.rule,
                "text": shown_line(masked, starts[entry.line - 1], entry.text),
            }
            for entry in accounts
            if entry.fate != "kept"
        ],
        "repairs": changes_under("repair", masked),
        "restorations": changes_under("restore", masked),
        "edits": edit_counts(cleaned.trail),
        "findings": rows_of(cleaned.findings, masked),
        "trail": recorded_trail(cleaned.trail),
    }


def shown_line(masked: MaskedTrail, start: int, line: str) -> str:
    """A line of the input without the spaces around it, masked; `start` is where it begins with them."""
    left = masked.text.index(line, start)
    return masked.shown(0, masked.text, left, left + len(line))


def masked_fact(value: object) -> object:
    """A fact with contact details masked: a raw text's own front matter may hold any."""
    if isinstance(value, list):
        return [masked_fact(item) for item in value]
    return mask(value) if isinstance(value, str) else value


def recorded(value: object) -> object:
    """A fact of the front matter as JSON knows it: editors may write dates and mappings into lists."""
    if isinstance(value, list):
        return [recorded(item) for item in value]
    return value if isinstance(value, int) or value is None else str(value)


def recorded_trail(trail: Trail) -> list[list[Any]]:
    """The trail as it is kept: lengths for what an edit replaced, and no word that the article does not show."""
    return without_hidden_words(
        (step.rule, [[edit.start, len(edit.before), edit.after] for edit in step.edits])
        for step in trail.steps
    )


def ranges(lines: Iterable[int]) -> str:
    """Line numbers as ranges.

    >>> ranges([1, 2, 3, 7])
    '1-3,7'
    """
    runs: list[list[int]] = []
    for line in lines:
        if runs and line == runs[-1][1] + 1:
            runs[-1][1] = line
        else:
            runs.append([line, line])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)


def edit_counts(trail: Trail) -> dict[str, int]:
    """How many edits each rule made, in the order in which the rules first came."""
    counts: dict[str, int] = {}
    for step in trail:
        counts[step.rule] = counts.get(step.rule, 0) + len(step.edits)
    return counts


def changes_under(stage: str, masked: MaskedTrail) -> list[dict[str, Any]]:
    """Each edit of a stage with its line and, for an encoding repair, its proof; not the many alike.

    What a person decided has no proof: its kind says that it was a ruling.
    """
    rows = []
    lines = LineNumbers(masked.text)
    for number, (step, shown) in enumerate(masked.edits()):
        if not step.rule.startswith(f"{stage}/") or (rule := BY_NAME[step.rule]).counted_only:
            continue
        for edit, masked_edit in zip(step.edits, shown, strict=True):
            line = lines.of(origin(masked.trail, edit.start, edit.end, number))
            row = {"line": line, "rule": step.rule, "before": masked_edit.before, "after": masked_edit.after}
            if edit.kind == RULING:
                row["kind"] = RULING
            elif rule.proof:
                row["proof"] = rule.proof
            rows.append(row)
    return rows


def replay(entry: Mapping[str, Any], text: str) -> str:
    """The article that a ledger entry recorded, from the decoded text of its raw document."""
    for rule, edits in entry["trail"]:
        full = tuple(Edit(start, text[start : start + length], after) for start, length, after in edits)
        text = Step(rule, full).apply(text)
    return text


def format_ledger(entry: Mapping[str, Any]) -> str:
    """The entry as JSON for review: a line a row, the trail one line a step at the end."""
    rows = []
    for key, value in entry.items():
        if isinstance(value, list) and value:
            items = ",\n".join("  " + json.dumps(item, ensure_ascii=False) for item in value)
            rows.append(f' "{key}": [\n{items}\n ]')
        else:
            rows.append(f' "{key}": {json.dumps(value, ensure_ascii=False)}')
    return "{\n" + ",\n".join(rows) + "\n}\n"


def orphans(project: Project, names: Collection[str]) -> list[Outcome]:
    """The documents that the ledger knows and the corpus no longer holds: a person must say what is meant."""
    outcomes = []
    for path in ledger_paths(project):
        name = path.relative_to(project.ledger).as_posix().removesuffix(".json")
        if name in names or (entry := read_ledger(path)) is None:
            continue
        article = str(entry["article"]["path"])
        ledger_file = path.relative_to(project.root).as_posix()
        message = (
            f"the raw file is gone, its ledger and article remain. Put it back, "
            f"or, if it was withdrawn, delete {ledger_file} and {article}"
        )
        outcomes.append(Outcome(name, "orphan", article, message))
    return outcomes
