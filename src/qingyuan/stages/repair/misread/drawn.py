"""Drawings: lines of box-drawing characters, which meet each other; names that DOS programs misread hardly do."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

BOXES = "".join(map(chr, range(0x2500, 0x2580)))
BLOCKS = "".join(map(chr, range(0x2580, 0x25A0))) + "■"
DRAWN = re.compile(f"[{BOXES}{BLOCKS}]")


@dataclass(frozen=True, slots=True)
class Weights:
    """What a character costs in a drawing, in nats; set by hand, held by the rows of tests/stages/repair."""

    meets: float = 3.0  # the character before it, as ASCII is met
    misses: float = 14.0  # it: one is drawn now and then, several are none
    letter: float = 6.0  # a letter in a cell, of any language
    other: float = 14.0  # a sign that nobody draws with

    longest_name: int = 16  # drawn characters; more are a list of what can be drawn
    different: float = 0.9  # if this share of them stands there once


WEIGHTS = Weights()


def _lines_to(side: str) -> dict[str, bool]:
    """The characters from which a line goes to this side, by their names; whether it is a double one."""
    lines: dict[str, bool] = {}
    for char in BOXES:
        name = unicodedata.name(char)
        if "DIAGONAL" not in name and re.search(rf"\b(?:{side}|HORIZONTAL)\b", name):
            of_two = re.search(rf"\b(?:{side}|HORIZONTAL) (SINGLE|DOUBLE)", name)
            lines[char] = of_two[1] == "DOUBLE" if of_two else "DOUBLE" in name
    return lines


_TO_LEFT, _TO_RIGHT = _lines_to("LEFT"), _lines_to("RIGHT")
_BLOCKS = frozenset(BLOCKS)
_DRAWABLE = frozenset(BOXES + BLOCKS)
OF_TWO_KINDS = (
    frozenset(  # where a single line meets a double one: between plain lines, or joined with another
        char for char in BOXES if "SINGLE" in (name := unicodedata.name(char)) and "DOUBLE" in name
    )
)


def _meet(left: str, right: str) -> bool:
    pair = {left, right}
    if pair <= OF_TWO_KINDS and left not in _TO_RIGHT:
        return False
    if pair & OF_TWO_KINDS and pair & _BLOCKS:
        return False
    if pair & _BLOCKS:  # shadows and letters made of blocks touch whatever is drawn
        return left in _DRAWABLE and right in _DRAWABLE
    return _TO_RIGHT.get(left) == _TO_LEFT.get(right)


def count_misses(text: str) -> int:
    """How often a line ends at nothing, of characters to draw with that stand beside each other."""
    return sum(
        not _meet(left, right) for left, right in pairwise(text) if DRAWN.match(left) and DRAWN.match(right)
    )


def cost_as_drawing(text: str) -> float:
    """The cost of a text, in nats, if it is a drawing: lines that go on are cheap, lines that end at nothing are not.

    Infinite where nothing is drawn.

    >>> cost_as_drawing("┌──┬──┐") < cost_as_drawing("╓╨╬─┬╖╛╢")
    True
    """
    if not DRAWN.search(text):
        return math.inf
    cost = 0.0
    for before, char in pairwise(f" {text}"):
        if char < "\x80":
            cost += WEIGHTS.meets
        elif not DRAWN.match(char) and (char >= "\u2e80" or not char.isalpha()):
            cost += WEIGHTS.other
        elif before >= "\x80" and not _meet(before, char):
            cost += WEIGHTS.misses
        else:
            cost += WEIGHTS.meets if DRAWN.match(char) else WEIGHTS.letter
    return cost


def is_list_of_drawn(text: str) -> bool:
    """Whether a text has many characters to draw with, hardly any of them twice."""
    drawn = DRAWN.findall(text)
    return len(drawn) > WEIGHTS.longest_name and len(set(drawn)) >= WEIGHTS.different * len(drawn)
