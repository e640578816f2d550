"""Decisions by people that overrule a heuristic: `corpus/rulings.yml`, each with its reason."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from qingyuan.articles.settings import STRICT, SettingsError, read
from qingyuan.document import Edit, Finding, Found, edits_between, in_order
from qingyuan.pipeline import PIPELINE, RULES
from qingyuan.rule import Rule, proved
from qingyuan.rule_names import RENAMED, RETIRED, named_now
from qingyuan.stages.restore.marks import restored
from qingyuan.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """For `text` in documents named like `document`, `rule` does what a person decided.

    `becomes` is what stands there afterwards; without it the text is kept as the rule found it. `rule` may
    be a whole stage: `strip` keeps a registered hotline from every rule that strips.
    """

    __pydantic_config__ = STRICT
    rule: str
    text: str
    reason: str
    becomes: str | None = None
    document: str = "*"

    def governs(self, rule: str, document: str) -> bool:
        matches = rule == self.rule or rule.startswith(f"{self.rule}/")
        return matches and fnmatchcase(document, self.document)


ANY_TITLE = "《…》"
RULING = "ruling"  # the kind of an edit that a person decided: no damage proves it
CUT = "a ruling keeps a part of this run, and the rest cannot be mended without it"
FILE = "corpus/rulings.yml"
OVERRULED = frozenset({*(stage.name for stage in PIPELINE), *(rule.name for rule in RULES)})
"""What a ruling may name."""
HINTS = {
    "": "a list of rulings is expected, each with rule, text and reason, beginning with “- rule:”",
    "rule": "every ruling names rule, text and reason",
    "text": "every ruling names rule, text and reason, each a text: in quotes if it is no plain word",
    "reason": "every ruling names rule, text and reason",
    "becomes": "a text is expected, in quotes if it is no plain word",
    "document": "the name of a file in corpus/raw is expected, or a pattern: 00?_*.txt",
}


def parse(text: str) -> tuple[Ruling, ...]:
    """The rulings of a `rulings.yml`, their rules under the names of today.

    `SettingsError` for one without a reason, with an unknown field, or of a rule that there never was.
    """
    return tuple(replace(ruling, rule=named_now(ruling.rule)) for ruling in written(text))


def written(text: str) -> tuple[Ruling, ...]:
    """The rulings as they are written; `SettingsError` as `parse`."""
    rulings: tuple[Ruling, ...] = read(text, FILE, tuple[Ruling, ...], HINTS) or ()
    for number, ruling in enumerate(rulings, 1):
        for field in ("rule", "text", "reason"):
            if not getattr(ruling, field).strip():
                raise SettingsError(f"{FILE}: ruling {number}: {field} is empty; {HINTS[field]}")
        if named_now(ruling.rule) not in OVERRULED | RETIRED.keys():
            near = difflib.get_close_matches(ruling.rule, OVERRULED, 1)
            hint = f"did you mean {near[0]!r}?" if near else "the ledger and qingyuan explain name it"
            raise SettingsError(f"{FILE}: ruling {number}: there is no rule or stage {ruling.rule!r}; {hint}")
    return rulings


def outdated(text: str) -> tuple[str, ...]:
    """A sentence for each ruling that names a rule by an old name, or one that is gone."""
    sentences = []
    for number, ruling in enumerate(written(text), 1):
        if ruling.rule in RENAMED:
            now = RENAMED[ruling.rule]
            sentences.append(
                f"{FILE}: ruling {number}: {ruling.rule} is called {now} now, and is followed as such."
            )
        elif ruling.rule in RETIRED:
            sentences.append(
                f"{FILE}: ruling {number} does nothing: {ruling.rule} is gone. {RETIRED[ruling.rule]}"
            )
    return tuple(sentences)


def overrule(found: Found, rule: Rule, view: View, document: str, rulings: Iterable[Ruling]) -> Found:
    """What the rule found, less what people decided otherwise, and with what they decided instead.

    A `becomes` is an edit only of the very rule that the ruling names, so that it is made once; its kind says
    that it is a ruling. What a ruling leaves of a proved edit is proved again (law 2), or reported.
    """
    governing = [ruling for ruling in rulings if ruling.governs(rule.name, document)]
    if not governing:
        return found
    spans = [(start, end, ruling) for ruling in governing for start, end in places(view.text, ruling.text)]

    def settled(start: int, end: int) -> bool:
        return any(first < max(end, start + 1) and start < last for first, last, _ in spans)

    edits: list[Edit] = []
    findings = [f for f in found.findings if not settled(f.start, f.start + len(f.text))]
    for edit in found.edits:
        if not settled(edit.start, edit.end):
            edits.append(edit)
            continue
        rest = left_of(edit, [(first, last) for first, last, _ in spans], rule, view)
        edits += rest.edits
        findings += rest.findings
    for start, _, ruling in spans:
        if ruling.becomes is not None and ruling.rule == rule.name:
            edits += decided(ruling, start)
    return Found(in_order(edits), tuple(findings), found.metadata)


def left_of(edit: Edit, spans: list[tuple[int, int]], rule: Rule, view: View) -> Found:
    """What a rule still does of an edit that spans touch: each part passes the gate of law 2 or is a finding.

    A proved edit that reaches beyond the spans and cannot be taken apart is a finding as a whole.
    """
    if len(edit.before) == len(edit.after):
        return proved(rule, view, Found(outside(edit, spans)))
    kept = sum(any(first <= at < last for first, last in spans) for at in range(edit.start, edit.end))
    if rule.damage is None or kept == len(edit.before):
        return Found()
    return Found(findings=(Finding(rule.name, edit.start, edit.before, (edit.after,), CUT),))


def outside(edit: Edit, spans: Iterable[tuple[int, int]]) -> tuple[Edit, ...]:
    """What is left outside the spans of an edit that exchanges characters one for one."""
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
    edits = edits_between(ruling.text, ruling.becomes, start, RULING)
    if not ruling.rule.startswith("restore/"):
        return edits
    return tuple(
        Edit(e.start, e.before, restored(e.after) if e.after.strip() else e.after, e.kind) for e in edits
    )
