"""What an edit's kind may hold: the variety of the damage, not the damaged text."""

from __future__ import annotations

from qingyuan.document import Edit


def says_what_stood_there(edit: Edit) -> bool:
    """Whether the kind holds what was replaced; one or two signs of ASCII may be in a name by chance."""
    return edit.before in edit.kind and (len(edit.before) > 2 or not edit.before.isascii())
