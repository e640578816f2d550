"""The characters without which a pattern cannot match: a cheap look that tells most prose apart.

Built from the patterns themselves, so that no list of hints has to be kept in step with the phrases.
"""

from __future__ import annotations

from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

# Each set of a needs is a choice: to match, a text must hold one character at least of every set.
Needs = tuple[frozenset[str], ...]
LARGEST = 24  # characters in a choice; a larger one is nearly always met and not worth asking


def needs_of(pattern: str) -> Needs:
    """The choices of characters that each match of the pattern has.

    >>> [sorted(choice) for choice in needs_of("(?:谢绝|严禁)转载?")]
    [['严', '谢'], ['禁', '绝'], ['转']]
    >>> needs_of(r"\\d+|年")
    ()
    """
    return tuple(choice for choice in _needs(parser.parse(pattern)) if len(choice) <= LARGEST)


def _needs(items: Any) -> list[frozenset[str]]:
    found: list[frozenset[str]] = []
    for name, value in items:
        if name is sre.LITERAL:
            found.append(frozenset(chr(value)))
        elif name is sre.IN:
            if all(kind is sre.LITERAL for kind, _ in value):
                found.append(frozenset(chr(code) for _, code in value))
        elif name is sre.SUBPATTERN:
            found += _needs(value[3])
        elif name is sre.ATOMIC_GROUP:
            found += _needs(value)
        elif name in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            if value[0] > 0:
                found += _needs(value[2])
        elif name is sre.BRANCH:
            found += _of_branches([_needs(branch) for branch in value[1]])
    return found


def _of_branches(branches: list[list[frozenset[str]]]) -> list[frozenset[str]]:
    """What branches need together: the nth characters of each, as far as all have them."""
    return [frozenset().union(*choices) for choices in zip(*branches, strict=False)]
