"""What must hold of any input, whatever it is: asked by the fuzzers of this folder and by tests.

Nothing here is shared with the code it looks at: lines are counted by a replay of the trail that follows each
character by itself, where `corpus.ledgers.account` asks for the origin of spans.
"""

from __future__ import annotations

from collections.abc import Iterator

from qingyuan.article import CleanedDocument, clean_document, clean_text
from qingyuan.articles.front_matter import COMPOSED
from qingyuan.corpus.ledgers import ledger_of, replay
from qingyuan.document import RawDocument, Trail
from qingyuan.stages.decode import DecodeError, decode, encode
from qingyuan.stages.repair import explain, fix_text

Taken = dict[int, str]


def followed(text: str, trail: Trail) -> tuple[set[int], Taken]:
    """The characters of the input of which something stands in the output, and the rules that took each other one.

    >>> from qingyuan.document import Edit, Step
    >>> followed("一二三", Trail((Step("strip/x", (Edit(1, "二", ""),)),)))
    ({0, 2}, {1: 'strip/x'})
    """
    sources: list[frozenset[int]] = [frozenset((at,)) for at in range(len(text))]
    taken: Taken = {}
    rewritten: set[int] = set()
    for step in trail:
        following: list[frozenset[int]] = []
        at = 0
        for edit in step.edits:
            here = sources[edit.start : edit.end]
            following += sources[at : edit.start]
            at = edit.end
            if len(edit.before) == len(edit.after):
                following += here
            else:
                following += [frozenset[int]().union(*here)] * len(edit.after)
            if step.rule == COMPOSED:  # taken out as a whole, and written anew at the end
                rewritten.update(*here)
                continue
            gone = here if not edit.after.strip() else []
            if len(edit.before) == len(edit.after):
                gone = [each for each, after in zip(here, edit.after, strict=True) if after.isspace()]
            taken.update(dict.fromkeys(frozenset[int]().union(*gone), step.rule))
        sources = following + sources[at:]
    article = trail.apply(text)
    shown = {
        source
        for character, each in zip(article, sources, strict=True)
        if not character.isspace()
        for source in each
    } | rewritten
    return shown, {at: rule for at, rule in taken.items() if at not in shown and not text[at].isspace()}


def miscounted_lines(document: CleanedDocument) -> list[int]:
    """The lines of the input of which the ledger says another thing than the trail shows, counted from 1.

    A line is kept if any of its characters became one of the article, and else it was taken by rules: each of its
    characters is in the one or in what the others took.
    """
    text, trail = document.decoded.text, document.cleaned.trail
    entry = ledger_of(document, "a.md")
    shown, taken = followed(text, trail)
    kept = {
        number
        for span in filter(None, entry["kept"].split(","))
        for first, _, last in [span.partition("-")]
        for number in range(int(first), int(last or first) + 1)
    }
    others = [row["line"] for row in entry["stripped"]]
    wrong = []
    at = 0
    for number, line in enumerate(text.split("\n"), 1):
        words = {at + place for place, character in enumerate(line) if not character.isspace()}
        at += len(line) + 1
        told = (number in kept) + others.count(number)  # once, unless the line is blank
        if told != bool(words) or bool(words & shown) != (number in kept) or words - shown - taken.keys():
            wrong.append(number)
    return wrong


def broken(data: bytes) -> Iterator[str]:
    """What does not hold of an input: of these bytes, of the text in them and of the document that they become."""
    try:
        decoded = decode(data)
    except DecodeError:
        return
    if encode(decoded) != data:
        yield "encode(decode(x)) is not x"
    yield from broken_by_text(decoded.text)
    try:
        document = clean_document(RawDocument("a.txt", data))
    except DecodeError:  # a text that holds the article's within it
        return
    entry = ledger_of(document, "a.md")
    if replay(entry, decoded.text) != document.cleaned.text:
        yield "the ledger does not lead to the article"
    if miscounted_lines(document):
        yield "the ledger counts lines otherwise"


def broken_by_text(text: str) -> Iterator[str]:
    """What does not hold of a text."""
    repaired = explain(text)
    if repaired.trail.undo(repaired.text) != text:
        yield "a repair cannot be undone"
    if fix_text(repaired.text) != repaired.text:
        yield "fix_text(fix_text(x)) is not fix_text(x)"
    cleaned = clean_text(text)
    if cleaned.trail.undo(cleaned.text) != text:
        yield "undo does not give the input"
    if cleaned.trail.apply(text) != cleaned.text:
        yield "apply does not give the output"
    if clean_text(cleaned.text).text != cleaned.text:
        yield "clean(clean(x)) is not clean(x)"
