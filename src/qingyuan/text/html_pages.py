"""Which texts are HTML pages."""

from __future__ import annotations

import re

# Each part is taken once (`?+`, `*+`, `(?>…)`): if a comment could also end at a later `-->`, every comment more
# would double the time.
LOOKS_LIKE_HTML = re.compile(
    r"""
    \s*+ (?>(?: <\?xml [^>]*+ > \s*+ )?)
    (?>(?: (?> <!-- .*? --> ) \s*+ )*)
    (?: <!doctype \s++ html | <(?:html|head|body) [\s>]
      | <(?:div|article|main|section|table) [\s>] (?= (?> .*? </?(?:div|p|td|section|article) [\s>] ){4} ) )
    """,
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)


def looks_like_html(text: str) -> bool:
    """Whether a text is an HTML page or a part of one, and not Markdown that uses a tag here and there.

    >>> looks_like_html("<!DOCTYPE html><html><body><p>正文</p></body></html>")
    True
    >>> looks_like_html("逾期还款的问<ins>题</ins>")
    False
    """
    return bool(LOOKS_LIKE_HTML.match(text[:20_000]))
