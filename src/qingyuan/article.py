"""The article that a text becomes: body, facts and front matter put together once, after the stages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from qingyuan.articles import front_matter
from qingyuan.articles.front_matter import COMPOSED
from qingyuan.articles.rulings import Ruling, overrule
from qingyuan.articles.topics import Topics, tags_of
from qingyuan.document import NOTHING, Article, Edit, Found, Metadata, RawDocument, Step, Trail
from qingyuan.engine import Cleaned, Stage, joined, run
from qingyuan.pipeline import ENDING, OPENING, PIPELINE
from qingyuan.stages.convert import Script, convert_to_simplified
from qingyuan.stages.decode import Decoded, decode, refuse_containers
from qingyuan.stages.normalize import NORMALIZE
from qingyuan.stages.repair import fix_text
from qingyuan.stages.strip import hide_personal, mask
from qingyuan.stages.strip.front_matter import CAPTURED, FRONT_MATTER, MARK
from qingyuan.stages.structure.markup import WRITTEN
from qingyuan.text.markdown import HEADING, plain

LONGEST_INFERRED_TITLE = (
    30  # characters; a title that nobody wrote is the first clause, not the first sentence
)


@dataclass(frozen=True, slots=True)
class CleanedDocument:
    """A raw document with the article it became."""

    raw: RawDocument
    decoded: Decoded
    cleaned: Cleaned
    article: Article


def clean_text(
    text: str, rulings: tuple[Ruling, ...] = (), document: str = "", *, ours: bool = False
) -> Cleaned:
    """The article that a text becomes, front matter included; `rulings` overrule the rules.

    A stranger's front matter is read for what it says of the article, like a by-line, and not obeyed; with `ours`
    each field that an article may have is kept as it is. A text about which nothing is known gets no front matter.
    `MissingExtra` for an HTML page without the packages of `[html]`.
    """
    opening, body = _cleaned_body(text, rulings, document, ours)
    body = _as_text(body, rulings, document)
    return _composed(text, opening, body, _facts(opening, body))


def clean_document(
    raw: RawDocument,
    given: Metadata | None = None,
    rulings: tuple[Ruling, ...] = (),
    topics: Topics | None = None,
) -> CleanedDocument:
    """The article that a raw document becomes; `DecodeError` where its bytes are no text, or one that holds the
    article's within it, `MissingExtra` for an HTML page without the packages of `[html]`.

    `given` are facts that do not come from the text, such as its file name. A document of the corpus always has
    a title, if only its first words, and the tags of `topics` that it is about.
    """
    decoded = decode(raw.data)
    refuse_containers(decoded.text)
    opening, body = _cleaned_body(decoded.text, rulings, raw.name, raw.ours)
    inferred: dict[str, Any] = {}
    if not body.metadata.get("title") and (title := first_words(body.text)):
        first_line, _, rest = body.text.strip().partition("\n")
        if title == plain(first_line) and rest.strip() and not HEADING.match(first_line):
            # A line of its own at the head of a text: said once, above the article.
            body = _knowing_title(body, title, rulings, raw.name)
        else:
            inferred = {"title": title, "title_inferred": True}
    body = _as_text(body, rulings, raw.name)
    facts = _facts(opening, body)
    facts |= {key: value for key, value in {**(given or {}), **inferred}.items() if key not in facts}
    article = Article(body.text, facts)
    if topics and "tags" not in facts and (tags := tags_of(article, topics)):
        facts["tags"] = tags
    facts.setdefault("original_script", body.notes["script"])
    return CleanedDocument(raw, decoded, _composed(decoded.text, opening, body, facts), article)


def first_words(body: str) -> str:
    """A title for an article that shows none: the first clause that holds words and no way to reach anybody."""
    for line in body.split("\n"):
        words = re.split(r"[。！？；，]", plain(line))[0][:LONGEST_INFERRED_TITLE].strip()
        if re.search(r"\w", words) and mask(plain(line)) == plain(line):
            return words
    return ""


def _cleaned_body(text: str, rulings: tuple[Ruling, ...], document: str, ours: bool) -> tuple[Found, Cleaned]:
    """What was found in front matter of ours (a stranger's is for the stages), and what they made of the rest."""
    opening = front_matter.opening(text) if ours else NOTHING
    decide = partial(overrule, document=document, rulings=rulings)
    body = text[opening.edits[-1].end :] if opening.edits else text
    return opening, run(body, (*OPENING, *PIPELINE), opening.metadata, decide)


def _knowing_title(body: Cleaned, title: str, rulings: tuple[Ruling, ...], document: str) -> Cleaned:
    """The cleaned body, cleaned on with its title told to the rules."""
    decide = partial(overrule, document=document, rulings=rulings)
    more = run(body.text, (*OPENING, *PIPELINE), {**body.metadata, "title": title}, decide, body.trail)
    return joined(replace(body, findings=()), more)  # the doubts of the last pass are those that are left


def _as_text(body: Cleaned, rulings: tuple[Ruling, ...], document: str) -> Cleaned:
    """The cleaned body with its text written so that no mark in it is taken for one of Markdown or HTML.

    Where some marks stood there as they are written and others did not, the text reads otherwise from now on: it is
    read once more, as it will be when somebody cleans the article.
    """
    decide = partial(overrule, document=document, rulings=rulings)
    ended = joined(body, run(body.text, ENDING, body.metadata, decide))
    if ended.text == body.text or not WRITTEN.search(body.text):
        return ended
    more = run(ended.text, (*OPENING, *PIPELINE), ended.metadata, decide, ended.trail)
    more = joined(more, run(more.text, ENDING, more.metadata, decide))
    if more.text == ended.text:
        return ended
    return joined(replace(ended, findings=tuple(doubt for doubt in ended.findings if doubt.lasts)), more)


def _facts(opening: Found, body: Cleaned) -> dict[str, Any]:
    """What the text says of itself, in house style where it was captured; an author who is a phone number is none."""
    facts: dict[str, Any] = {}
    for key, value in body.metadata.items():
        if key in opening.metadata or not isinstance(value, str):
            facts[key] = value
        else:
            value = " ".join(_repaired(key, value).split())  # YAML would escape a tab
            styled = house_style(value, body.notes["script"])
            if _repaired(key, styled) != styled:  # full-width marks make a call of a program look like text
                styled = value
            styled = hide_personal(styled)
            if styled == mask(styled) or key == "title":
                facts[key] = styled
    return facts


def _repaired(key: str, value: str) -> str:
    """A captured fact repaired by what the line of front matter shows that it will be.

    As a heading or within a by-line it may have looked like something else, such as a comment of a program.
    """
    return fix_text(f"{key}: {value}").removeprefix(f"{key}: ")


def house_style(value: str, script: Script) -> str:
    """A captured title or name in the article's script and punctuation."""
    if script == "zh-Hant":
        value = convert_to_simplified(value)
    return run(value, [Stage("normalize", NORMALIZE)]).text


def _composed(text: str, opening: Found, body: Cleaned, facts: Metadata) -> Cleaned:
    """The article file: front matter and body, and the steps that lead to it; none if it is the text as it was."""
    before = (Step(FRONT_MATTER.name, opening.edits),) if opening.edits else ()
    doubts = (replace(doubt, step=doubt.step + len(before)) for doubt in body.findings)
    findings = (*opening.findings, *doubts)
    steps = (*before, *body.trail.steps)
    head = _as_written(steps, facts) or front_matter.compose(facts)
    if head + body.text == text:
        findings = tuple(
            replace(doubt, start=Trail(steps).origin(doubt.start, doubt.start, doubt.step)[0], step=0)
            for doubt in findings
        )
        return Cleaned(text, Trail(), findings, facts, body.notes)
    after = (Step(COMPOSED, (Edit(0, "", head),)),) if head else ()
    return Cleaned(head + body.text, Trail((*steps, *after)), findings, facts, body.notes)


def _as_written(steps: Iterable[Step], facts: Metadata) -> str:
    """The front matter as its author wrote it, if it says what the article's says, no more and no less; else "".

    Each of its lines was captured, so that nothing in it grows when YAML reads it.
    """
    taken = next((step.edits for step in steps if step.rule == FRONT_MATTER.name), ())
    if not all(edit.kind in (CAPTURED, MARK) for edit in taken):
        return ""
    written = "".join(edit.before for edit in taken)
    try:
        parts = front_matter.split(written)
    except front_matter.FrontMatterError:
        return ""  # no YAML, and yet it was plain what it says
    return written if parts.head == written and not parts.refused and dict(parts.metadata) == facts else ""
