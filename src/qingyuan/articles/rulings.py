"""Decisions by people that overrule a heuristic: `corpus/rulings.yml`, each with its reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

import yaml

from qingyuan.document import Edit, Found, edits_between, in_order
from qingyuan.stages.restore.marks import restored
from qingyuan.view import View


class RulingsError(ValueError):
    """`corpus/rulings.yml` says something that cannot be followed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """For `text` in documents named like `document`, `rule` does what a person decided.

    `becomes` is what stands there afterwards; without it the text is kept as the rule found it. `rule` may
    be a whole stage: `strip` keeps a registered hotline from every rule that strips.
    """

    rule: str
    text: str
    reason: str
    becomes: str | None = None
    document: str = "*"

    def governs(self, rule: str, document: str) -> bool:
        matches = rule == self.rule or rule.startswith(f"{self.rule}/")
        return matches and fnmatchcase(document, self.document)


ANY_TITLE = "《…》"
FIELDS = {"rule", "text", "reason", "becomes", "document"}


def parse(text: str) -> tuple[Ruling, ...]:
    """The rulings of a `rulings.yml`; an entry without a reason, or with an unknown field, is an error."""
    try:
        given = yaml.safe_load(text) or []
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}: " if mark else ""
        raise RulingsError(
            "corpus/rulings.yml: "
            + where
            + str(getattr(error, "problem", None) or "not YAML")
            + ". Check colons, quotes and indents there."
        ) from error
    except (ValueError, RecursionError) as error:
        raise RulingsError(f"corpus/rulings.yml: a value cannot be read: {error}.") from error
    if not isinstance(given, list):
        raise RulingsError("corpus/rulings.yml: a list of rulings is expected, each beginning with “- rule:”")
    rulings = []
    for number, entry in enumerate(given, 1):
        if not isinstance(entry, dict):
            raise RulingsError(f"corpus/rulings.yml, ruling {number}: fields rule, text, reason are expected")
        if unknown := sorted(set(map(str, entry)) - FIELDS):
            raise RulingsError(
                f"corpus/rulings.yml, ruling {number}: unknown field {unknown[0]!r}; known: {', '.join(sorted(FIELDS))}"
            )
        for field in ("rule", "text", "reason"):
            if not str(entry.get(field) or "").strip():
                raise RulingsError(
                    f"corpus/rulings.yml, ruling {number}: {field} is missing; every ruling names rule, text and reason"
                )
        rulings.append(Ruling(**{key: str(value) for key, value in entry.items() if value is not None}))
    return tuple(rulings)


def overrule(found: Found, rule: str, view: View, document: str, rulings: Iterable[Ruling]) -> Found:
    """What the rule found, less what people decided otherwise, and with what they decided instead.

    A `becomes` is an edit only of the very rule that the ruling names, so that it is made once.
    """
    governing = [ruling for ruling in rulings if ruling.governs(rule, document)]
    if not governing:
        return found
    spans = [(start, end, ruling) for ruling in governing for start, end in places(view.text, ruling.text)]

    def settled(start: int, end: int) -> bool:
        return any(first < max(end, start + 1) and start < last for first, last, _ in spans)

    edits: list[Edit] = []
    for edit in found.edits:
        edits += (
            outside(edit, [(first, last) for first, last, _ in spans])
            if settled(edit.start, edit.end)
            else (edit,)
        )
    for start, _, ruling in spans:
        if ruling.becomes is not None and ruling.rule == rule:
            edits += decided(ruling, start)
    findings = tuple(f for f in found.findings if not settled(f.start, f.start + len(f.text)))
    return Found(in_order(edits), findings, found.metadata)


def outside(edit: Edit, spans: Iterable[tuple[int, int]]) -> tuple[Edit, ...]:
    """What is left of an edit outside the spans: of one that exchanges characters one for one, the others.

    An edit that cannot be taken apart so is dropped whole.
    """
    if len(edit.before) != len(edit.after):
        return ()
    kept = list(edit.after)
    for first, last in spans:
        for at in range(max(first, edit.start), min(last, edit.end)):
            kept[at - edit.start] = edit.before[at - edit.start]
    return edits_between(edit.before, "".join(kept), edit.start, edit.kind)


def places(text: str, wanted: str) -> Iterator[tuple[int, int]]:
    """Where a ruling's text stands; 《…》 stands for every quoted title."""
    pattern = r"《[^《》\n]+》" if wanted == ANY_TITLE else re.escape(wanted)
    for match in re.finditer(pattern, text):
        yield match.start(), match.end()


def decided(ruling: Ruling, start: int) -> tuple[Edit, ...]:
    """The edits of a ruling at one place; words that a ruling restores are marked like any other."""
    assert ruling.becomes is not None
    edits = edits_between(ruling.text, ruling.becomes, start)
    if not ruling.rule.startswith("restore/"):
        return edits
    return tuple(
        Edit(e.start, e.before, restored(e.after) if e.after.strip() else e.after, e.kind) for e in edits
    )
