"""Lead bytes that were dropped before a separator and left nothing: what follows the separator is no text."""

from __future__ import annotations

from collections.abc import Sequence

from qingyuan.stages.repair.byte_shift.annotations import ANNOTATED, by_reading
from qingyuan.stages.repair.byte_shift.page import ShiftPage
from qingyuan.stages.repair.byte_shift.tokens import AS_CUT, SEPARATOR, Token
from qingyuan.stages.repair.byte_shift.weights import WEIGHTS
from qingyuan.text.cp936 import CODES


def is_silent(page: ShiftPage, tokens: Sequence[Token], at: int) -> bool:
    """Whether a lead byte alone was dropped before this separator: what follows is no text."""
    if not page.drops_leads or tokens[at].char not in AS_CUT:
        return False
    if tokens[at].kind not in ("char", "question"):
        return False
    if at == 0 or len(CODES.get(tokens[at - 1].char, b"")) != 2:
        return False
    text = ""
    for token in tokens[at + 1 : at + 1 + len(WEIGHTS.silent_odd)]:
        if token.kind == "half":
            return True  # only what is out of step has this
        if token.kind == "lost" and not text:
            last = CODES[AS_CUT[tokens[at].char]][1]
            return (last, token.reading) in by_reading()
        if token.kind not in ("char", "annotated"):
            break
        text += token.char
    return is_odd(page, text, tokens[at].char)


def is_odd(page: ShiftPage, text: str, separator: str) -> bool:
    """Whether the characters behind a separator are no text."""
    return bool(text) and page.model.score(text, separator) < WEIGHTS.silent_odd[len(text) - 1] * len(text)


def may_be_silent(page: ShiftPage, line: str) -> bool:
    """Whether `is_silent` can say yes of a separator in this line; cheaper than to divide it."""
    if not page.drops_leads:
        return False
    bare = ANNOTATED.sub(r"\1", line)
    for match in SEPARATOR.finditer(bare):
        text, opened, _ = bare[match.end() : match.end() + 1 + len(WEIGHTS.silent_odd)].partition("(")
        if (
            opened
            or text.startswith("?")
            or is_odd(page, text[: len(WEIGHTS.silent_odd)].partition("?")[0], match[0])
        ):
            return True
    return False
