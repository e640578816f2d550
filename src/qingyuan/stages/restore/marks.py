"""How a restored word stands in an article (docs-dev/design.md §7)."""

from __future__ import annotations

import re


def restored(word: str) -> str:
    """The word as readers see it: marked, so that they can tell what the source did not say."""
    return f'<ins class="restored">{word}</ins>'


RESTORED = re.compile(r'<ins class="restored"[^>]*>(.*?)</ins>')
