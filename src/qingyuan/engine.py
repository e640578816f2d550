"""Running stages over a text until nothing changes: the one loop, with nothing in it that a single stage needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from qingyuan.document import Finding, Found, Metadata, Step, Trail
from qingyuan.rule import Rule
from qingyuan.view import View

MOST_PASSES = 8  # of 500 generated mixtures three changed in a second pass and none in a third

Overrule = Callable[[Found, Rule, View], Found]  # what it adds or changes has no gate behind it


@dataclass(frozen=True, slots=True)
class Stage:
    """A named tuple of rules; the reason for its place stands beside it in `pipeline.py`.

    `notes` are questions about the text as the stage first sees it; `Cleaned.notes` has the answers.
    """

    name: str
    rules: tuple[Rule, ...]
    notes: Mapping[str, Callable[[str], Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What the stages made of a text: law 1 holds as `trail.undo(text) == input`.

    `findings` are the doubts that a person should settle; each points into the text that step number
    `finding.step` saw (the length of the trail: into `text`), and `trail.origin` leads from there to the input.
    `metadata` is what was captured from the text, `notes` what the stages' questions were answered.

    >>> import qingyuan
    >>> cleaned = qingyuan.clean_and_explain("逾期以後還不上。\\n\\n支付宝锟斤拷锟斤拷")
    >>> doubt = cleaned.findings[0]
    >>> doubt.rule, doubt.text
    ('repair/lost-text', '锟斤拷锟斤拷')
    >>> cleaned.trail.origin(doubt.start, doubt.start + len(doubt.text), doubt.step)
    (13, 19)
    >>> cleaned.notes["script"]
    'zh-Hans'
    """

    text: str
    trail: Trail
    findings: tuple[Finding, ...] = ()
    metadata: Metadata = field(default_factory=dict)
    notes: Mapping[str, Any] = field(default_factory=dict)


def as_found(found: Found, rule: Rule, view: View) -> Found:
    """What a rule found, with nobody to overrule it."""
    return found


def run(
    text: str, stages: Iterable[Stage], metadata: Metadata | None = None, overrule: Overrule = as_found
) -> Cleaned:
    """The text after all rules of all stages, with everything that was done, doubted and captured.

    The stages run again until nothing changes (law 3), as ftfy does it: one repair uncovers another, and a
    stripped line makes neighbors of two others. Doubts are those of the last pass, where earlier ones may
    have been settled, and those that last.
    """
    stages = tuple(stages)
    steps: list[Step] = []
    findings: list[Finding] = []
    view = View(text, dict(metadata or {}))
    notes: dict[str, Any] = {}
    for _ in range(MOST_PASSES):
        findings = [finding for finding in findings if finding.lasts]
        done = len(steps)
        for stage in stages:
            for name, question in stage.notes.items():
                if name not in notes:
                    notes[name] = view.of(question)
            for rule in stage.rules:
                found = overrule(rule.look(view), rule, view)
                findings += (replace(finding, step=len(steps)) for finding in found.findings)
                new = {key: fact for key, fact in found.metadata.items() if key not in view.metadata}
                facts = {**view.metadata, **new} if new else view.metadata
                if found.edits:
                    steps.append(Step(rule.name, found.edits))
                    view = view.after(steps[-1].apply(view.text), facts)
                elif new:
                    view = view.knowing(facts)
        if len(steps) == done:
            break
    return Cleaned(view.text, Trail(tuple(steps)), tuple(findings), view.metadata, notes)


def joined(first: Cleaned, more: Cleaned) -> Cleaned:
    """What came of a text that was cleaned and then cleaned on; doubts of the first part count."""
    shift = len(first.trail)
    later = tuple(replace(doubt, step=doubt.step + shift) for doubt in more.findings)
    trail = Trail((*first.trail, *more.trail))
    return Cleaned(more.text, trail, (*first.findings, *later), more.metadata, first.notes)
