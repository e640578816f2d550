"""What the accident left of a line: characters, annotations, and scars."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from qingyuan.stages.repair.byte_shift.annotations import HAN, LOST_LEAD, READING, syllables
from qingyuan.stages.repair.byte_shift.damage import SEPARATORS
from qingyuan.stages.repair.byte_shift.weights import WEIGHTS
from qingyuan.text.characters import NARROW
from qingyuan.text.cp936 import CODES

SCAR_KINDS = frozenset(("lost", "cut", "twice", "silent"))


UNKNOWN_KINDS = frozenset(("cut", "twice", "question"))
"""What shows nothing of the bytes that were lost."""

SCAR_KINDS_WITHIN = frozenset(("lost", "half", "cut", "twice"))


AS_CUT = {mark: mark for mark in SEPARATORS} | {NARROW[mark]: mark for mark in SEPARATORS if mark in NARROW}
"""A separator as the accident had it; web sites narrow some later."""

_SEPARATOR = "".join(AS_CUT)
SEPARATOR = re.compile(f"[{_SEPARATOR}]")


TOKEN = re.compile(
    rf"""
      (?P<char>{HAN}) \( (?P<reading>{READING}) \)     # an annotation, aligned as it was decoded
    | {LOST_LEAD.pattern}    # a lead byte took the parenthesis along
    | (?P<half>[@-~€]) \( (?P<half_reading>{READING}) \)    # behind a trail byte in the ASCII range
    | \?\? (?P<twice>[{_SEPARATOR.replace("。", "")}]) (?! {READING} \) )    # two of them: the second is half of 。
    | \? (?P<cut>[{_SEPARATOR}]) (?! {READING} \) )    # a lead byte alone before a separator
    | .
    """,
    re.VERBOSE | re.DOTALL,
)


LONE_LEAD = re.compile(rf"\?[{_SEPARATOR}](?!{READING}\))")
"""`?，`: a lead byte alone before a separator."""

SCAR = re.compile(rf"{LOST_LEAD.pattern}|\?[{_SEPARATOR}]")


class Token(NamedTuple):
    kind: str  # char, annotated, lost, half, cut, twice, question
    char: str
    reading: str
    start: int
    end: int


def tokens_of(line: str, offset: int) -> list[Token]:
    """The line as what the accident left of characters, annotations and lost bytes."""
    known = syllables()
    found: list[Token] = []
    at = 0
    while at < len(line):
        if line[at] != "?" and line[at + 1 : at + 2] != "(":
            found.append(Token("char", line[at], "", offset + at, offset + at + 1))
            at += 1
            continue
        match = TOKEN.match(line, at)
        assert match is not None  # the last alternative is any character
        end = match.end()
        kind, char, reading = "char", match[0][0], ""
        if match["char"] and match["reading"] in known:
            kind, reading = "annotated", match["reading"]
        elif match["lost"] and match["lost"] in known:
            kind, reading = "lost", match["lost"]
        elif match["half"] and match["half_reading"] in known:
            kind, reading = "half", match["half_reading"]
        elif match["twice"]:
            kind, char = "twice", match["twice"]
        elif match["cut"]:
            kind, char = "cut", match["cut"]
        else:
            end = at + 1
            if char == "?":
                kind = "question"
        found.append(Token(kind, char, reading, offset + at, offset + end))
        at = end
    return found


_FURTHEST_BEHIND = 32  # characters: more than any token has, with what it must not be followed by
_CANNOT_BEGIN = re.compile(rf"{READING}|[()?{_SEPARATOR}]")
"""What a token of several characters can go on with; each other character begins a token."""


def token_behind(line: str, at: int, offset: int) -> list[Token]:
    """The first token of a line from a place on, where a token begins; none at its end."""
    return tokens_of(line[at : at + _FURTHEST_BEHIND], offset + at)[:1]


def token_before(line: str, at: int, offset: int) -> list[Token]:
    """The last token of a line up to a place; none at its beginning."""
    first = max(0, at - 1)
    while first and _CANNOT_BEGIN.match(line[first]):
        first -= 1
    return tokens_of(line[first:at], offset + first)[-1:]


def last_byte(token: Token) -> int:
    """The lead byte that a token leaves to a reading out of step, or 0."""
    if token.kind in ("char", "annotated") and not token.char.isascii():
        return CODES.get(token.char, b"\0")[-1]
    return 0


def right_context(tokens: Sequence[Token], at: int) -> str:
    """The characters that stand in step from a token on."""
    chars = []
    for token in tokens[at : at + WEIGHTS.reach]:
        if token.kind not in ("char", "annotated"):
            break
        chars.append(token.char)
    return "".join(chars)
