"""The flow, as one tuple: the order of the stages stands here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from qingyuan.articles import front_matter
from qingyuan.articles.rulings import Ruling, overrule
from qingyuan.document import Article, Edit, Finding, Metadata, RawDocument, Step, Trail
from qingyuan.rule import Rule
from qingyuan.stages.convert import CONVERT, Script, convert_to_simplified, script_of
from qingyuan.stages.decode import Decoded, decode
from qingyuan.stages.decode.line_ends import DECODE
from qingyuan.stages.normalize import NORMALIZE
from qingyuan.stages.repair import REPAIR
from qingyuan.stages.restore import RESTORE
from qingyuan.stages.strip import STRIP, mask
from qingyuan.stages.structure import STRUCTURE
from qingyuan.view import View


@dataclass(frozen=True, slots=True)
class Stage:
    """A named tuple of rules, with the reason for its place."""

    name: str
    rules: tuple[Rule, ...]
    why_here: str


PIPELINE: tuple[Stage, ...] = (
    Stage("decode", DECODE, "bytes end here; every later rule may rely on \\n as the only line end"),
    Stage("repair", REPAIR, "before all that rewrites text: width, spaces and script are its evidence"),
    Stage("strip", STRIP, "while lines still stand as the page had them, and disguises as they were written"),
    Stage("convert", CONVERT, "after strip: what is dropped needs no conversion"),
    Stage("normalize", NORMALIZE, "after convert: one script, one set of neighbors to look at"),
    Stage("structure", STRUCTURE, "it reads colons and numbers in full-width, Simplified text"),
    Stage("restore", RESTORE, "last: its marks would hide the words that structure reads (decision 0003)"),
)

FRONT_MATTER = "structure/front-matter"
MOST_PASSES = 8  # of 500 generated mixtures three changed in a second pass and none in a third


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What the stages made of a text: law 1 holds as `trail.undo(text) == input`."""

    text: str
    trail: Trail
    findings: tuple[tuple[int, Finding], ...] = ()  # with the number of the step whose input they point into
    metadata: Metadata = field(default_factory=dict)
    script: Script = "und"  # before conversion


@dataclass(frozen=True, slots=True)
class CleanedDocument:
    """A raw document with the article it became."""

    raw: RawDocument
    decoded: Decoded
    cleaned: Cleaned

    @property
    def article(self) -> Article:
        return Article(front_matter.split(self.cleaned.text).body, self.cleaned.metadata)


def run(
    text: str,
    stages: Iterable[Stage] = PIPELINE,
    metadata: Metadata | None = None,
    first_step: int = 0,
    rulings: tuple[Ruling, ...] = (),
    document: str = "",
) -> Cleaned:
    """The text after all rules of all stages, with everything that was done, doubted and captured.

    The stages run again until nothing changes (law 3), as ftfy does it: one repair uncovers another, and a
    stripped line makes neighbors of two others. Doubts are those of the last pass, where earlier ones may
    have been settled; the script is that of the repaired text of the first.
    """
    stages = tuple(stages)
    steps: list[Step] = []
    findings: list[tuple[int, Finding]] = []
    known = dict(metadata or {})
    script: Script | None = None
    for _ in range(MOST_PASSES):
        findings = []
        done = len(steps)
        for stage in stages:
            if stage.name == "convert" and script is None:
                script = script_of(text)
            for rule in stage.rules:
                page = View(text, known)
                found = overrule(rule.find(page), rule.name, page, document, rulings)
                findings += ((first_step + len(steps), finding) for finding in found.findings)
                known |= {key: value for key, value in found.metadata.items() if key not in known}
                if found.edits:
                    step = Step(rule.name, found.edits)
                    text = step.apply(text)
                    steps.append(step)
        if len(steps) == done:
            break
    return Cleaned(text, Trail(tuple(steps)), tuple(findings), known, script or "und")


def clean_text(
    text: str,
    given: Metadata | None = None,
    rulings: tuple[Ruling, ...] = (),
    document: str = "",
    known: Metadata | None = None,
) -> Cleaned:
    """The article that a text becomes, front matter included.

    Facts in front matter that the text already has are kept as they are; `given` adds facts that do not
    come from the text (its file name); `rulings` overrule the rules; `known` is what the
    rules are told of the page beforehand. A text about which nothing is known gets no front matter.
    """
    try:
        parts = front_matter.split(text)
    except front_matter.FrontMatterError:
        parts = front_matter.Split({}, "", text)  # an odd page that starts with ---; lint tells editors
    first_step = 1 if parts.head else 0
    body = run(parts.body, PIPELINE, {**(known or {}), **parts.metadata}, first_step, rulings, document)
    metadata = {
        key: value if key in parts.metadata or not isinstance(value, str) else house_style(value, body.script)
        for key, value in body.metadata.items()
    }
    metadata = {
        key: value
        for key, value in metadata.items()
        if key in parts.metadata or key == "title" or not isinstance(value, str) or mask(value) == value
    }  # an author who is a phone number is none
    metadata |= {key: value for key, value in (given or {}).items() if key not in metadata}
    if given is not None:
        metadata.setdefault("original_script", body.script)
    head = front_matter.compose(metadata)
    if dict(metadata) == dict(parts.metadata):
        head = parts.head  # as its author wrote it
    if not body.trail.steps and head == parts.head:
        return Cleaned(text, Trail(), body.findings, metadata, body.script)
    before = (Step(FRONT_MATTER, (Edit(0, parts.head, ""),)),) if parts.head else ()
    after = (Step(FRONT_MATTER, (Edit(0, "", head),)),) if head else ()
    trail = Trail((*before, *body.trail.steps, *after))
    return Cleaned(head + body.text, trail, body.findings, metadata, body.script)


def house_style(value: str, script: Script) -> str:
    """A captured title or name in the article's script and punctuation."""
    if script == "zh-Hant":
        value = convert_to_simplified(value)
    return run(value, [Stage("normalize", NORMALIZE, "")]).text


def clean_document(
    raw: RawDocument,
    given: Metadata | None = None,
    rulings: tuple[Ruling, ...] = (),
    known: Metadata | None = None,
) -> CleanedDocument:
    """The article that a raw document becomes; `DecodeError` where its bytes are no text."""
    decoded = decode(raw.data)
    return CleanedDocument(raw, decoded, clean_text(decoded.text, given, rulings, raw.name, known))
