"""A ledger as it stands on disk: which version of the form it is of, and what is read from an earlier one.

The version is `schema` in each entry and in `data/ledger.schema.json`. It is raised whenever a program that knows
only the version before would refuse or misread an entry; what changes then is one row of `UPGRADES`, which makes an
entry of the version before into one of the next (decision 0016). A version once written is read for ever.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from qingyuan.corpus.project import CorpusError, Project
from qingyuan.rule_names import named_now

Entry = dict[str, Any]
SCHEMA = 2
CONTAINERS: Mapping[str, type] = {
    "article": dict,
    "lines": dict,
    "edits": dict,
    "stripped": list,
    "repairs": list,
    "restorations": list,
    "findings": list,
    "trail": list,
}
"""What every entry of every version holds, beside `document` and `digest`."""


class NewerLedger(CorpusError):
    """A ledger that a newer version of the program wrote: nobody can tell what this one would lose."""


def stored_ledger(path: Path) -> Entry | None:
    """The entry of a file as it stands there, of whatever version; none if there is none or it is not one.

    `NewerLedger` if its version is not known yet.
    """
    try:
        entry = json.loads(path.read_text(encoding="utf-8"))
        version = entry["schema"]
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return None
    if not isinstance(version, int):
        return None
    if version > SCHEMA:
        raise NewerLedger(
            f"{path.name} in corpus/ledger was written by a newer version of Qingyuan (form {version}; this one knows "
            f"up to {SCHEMA}). Install that version, and run again; nothing was changed."
        )
    whole = entry.keys() >= {"document", "digest"} and all(
        isinstance(entry.get(key), form) for key, form in CONTAINERS.items()
    )
    known = version == SCHEMA or version in UPGRADES
    return entry if whole and known and entry["article"].keys() >= {"path", "digest"} else None


def read_ledger(path: Path) -> Entry | None:
    """A document's ledger entry in the form of today; none if there is none or it is not one.

    `NewerLedger` if its version is not known yet.
    """
    entry = stored_ledger(path)
    try:
        return None if entry is None else upgraded(entry)
    except (ValueError, LookupError, TypeError, AttributeError):
        return None


def ledger_paths(project: Project) -> list[Path]:
    """The files of the project's ledgers, by name of the document."""
    return sorted(project.ledger.rglob("*.json"))


def read_ledgers(project: Project) -> list[Entry]:
    """All ledger entries of the project, by name of the document; `NewerLedger` if one is not known yet."""
    return [entry for entry in map(read_ledger, ledger_paths(project)) if entry is not None]


def upgraded(entry: Mapping[str, Any]) -> Entry:
    """An entry of any known version in the form of today, its rules under the names of today."""
    entry = dict(entry)
    while entry["schema"] < SCHEMA:
        entry = UPGRADES[entry["schema"]](entry) | {"schema": entry["schema"] + 1}
    return with_names_of_today(entry)


def with_names_of_today(entry: Entry) -> Entry:
    """The entry with each rule that was renamed since under its new name."""
    edits: dict[str, int] = {}
    for rule, count in entry["edits"].items():
        edits[named_now(rule)] = edits.get(named_now(rule), 0) + count
    rows = {
        key: [row | {"rule": named_now(row["rule"])} for row in entry[key]]
        for key in ("stripped", "repairs", "restorations", "findings")
    }
    return entry | rows | {"edits": edits, "trail": [[named_now(rule), row] for rule, row in entry["trail"]]}


# -- Versions ----------------------------------------------------------------------------------------------------


def from_1(entry: Entry) -> Entry:
    """Version 2 keeps no word in the trail that the article does not show, and says what a ruling decided (`kind`).

    Which rows of version 1 were rulings it did not say; the next `clean` does.
    """
    return entry | {"trail": without_hidden_words(entry["trail"])}


UPGRADES: Mapping[int, Callable[[Entry], Entry]] = {1: from_1}
"""For each earlier version what makes its entries into those of the next."""


# -- The trail in a ledger ---------------------------------------------------------------------------------------

Rows = list[list[Any]]


def without_hidden_words(steps: Iterable[Iterable[Any]]) -> Rows:
    """The steps of a trail, `[rule, [[start, length, after], …]]` each, with stars for what the article does not show.

    A repair may write out a phone number that was disguised, and `strip` then removes it. Replay needs only the
    number of those characters.
    """
    steps = [(rule, [*edits]) for rule, edits in steps]
    kept = bytearray(b"\1") * _longest(edit for _, edits in steps for edit in edits)
    rows: Rows = []
    for rule, edits in reversed(steps):
        before = bytearray()  # whether a character of the text in front of the step is in the article
        shown = []
        at = shift = 0
        for start, length, after in edits:
            first = start + shift
            end = first + len(after)
            stars = "".join(
                character if stays or character.isspace() else "*"
                for character, stays in zip(after, kept[first:end], strict=True)
            )
            shown.append([start, length, stars])
            before += kept[at:first] + bytes(length)
            at = end
            shift += len(after) - length
        kept = before + kept[at:]
        rows.append([rule, shown])
    return rows[::-1]


def _longest(edits: Iterator[list[Any]]) -> int:
    """A length that no text reaches up to its last edit: behind that, all is in the article."""
    ends = added = 0
    for start, length, after in edits:
        ends = max(ends, start + length)
        added += len(after)
    return ends + added
