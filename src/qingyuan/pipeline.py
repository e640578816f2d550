"""The flow, as one tuple: the order of the stages stands here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, field

from qingyuan.document import Finding, Metadata, Page, Step, Trail
from qingyuan.rule import Rule


@dataclass(frozen=True, slots=True)
class Stage:
    """A named tuple of rules, with the reason for its place."""

    name: str
    rules: tuple[Rule, ...]
    why_here: str


PIPELINE: tuple[Stage, ...] = ()


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What the stages made of a text: law 1 holds as `trail.undo(text) == input`."""

    text: str
    trail: Trail
    findings: tuple[tuple[int, Finding], ...] = ()  # with the number of the step whose input they point into
    metadata: Metadata = field(default_factory=dict)


def run(text: str, stages: tuple[Stage, ...] = PIPELINE, metadata: Metadata | None = None) -> Cleaned:
    """The text after all rules of all stages, with everything that was done, doubted and captured."""
    steps: list[Step] = []
    findings: list[tuple[int, Finding]] = []
    known = dict(metadata or {})
    for stage in stages:
        for rule in stage.rules:
            found = rule.find(Page(text, known))
            findings += ((len(steps), finding) for finding in found.findings)
            known |= {key: value for key, value in found.metadata.items() if key not in known}
            if found.edits:
                step = Step(rule.name, found.edits)
                text = step.apply(text)
                steps.append(step)
    return Cleaned(text, Trail(tuple(steps)), tuple(findings), known)
