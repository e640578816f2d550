"""Pages nested deeper than any page needs: what lies at the bottom is put side by side before it is read."""

from __future__ import annotations

import copy

from bs4 import BeautifulSoup, Tag
from bs4.element import PageElement

from qingyuan.stages.strip.html.furniture import BLOCKS, NEVER_SHOWN, holding_blocks

DEEPEST = 100
"""Elements inside one another whose nesting is read. Two handbooks nest 15 deep at most; those who read the tree
are recursive, and beyond some 250 Python stops them."""


def flatten(soup: BeautifulSoup) -> bool:
    """Whether the page nests elements deeper than `DEEPEST`; what lay below then stands there side by side.

    All text stays, in its order, and so do the innermost blocks; links, emphasis and the like are dropped.
    """
    depths = {id(soup): 0}
    too_deep: list[Tag] = []
    for tag in soup.find_all(True):
        depths[id(tag)] = depth = depths[id(tag.parent)] + 1
        if depth == DEEPEST and tag.find(True):
            too_deep.append(tag)
    for tag in too_deep:
        side_by_side = _side_by_side(tag)
        tag.clear()
        tag.extend(side_by_side)
    return bool(too_deep)


def _side_by_side(tag: Tag) -> list[PageElement]:
    """Copies of what a tag holds, in order: its texts, and the innermost blocks around texts."""
    holds_block = holding_blocks(tag)
    made = tag.copy_self()
    copies = {id(tag): made}  # where the copies of what an element holds go
    for node in tag.descendants:
        into = copies[id(node.parent)]
        if not isinstance(node, Tag):
            into.append(copy.copy(node))
            continue
        innermost = node.name in BLOCKS and id(node) not in holds_block
        if into.name not in NEVER_SHOWN and (innermost or node.name in NEVER_SHOWN or not node.contents):
            into.append(shell := node.copy_self())
            into = shell
        copies[id(node)] = into
    return list(made.contents)
