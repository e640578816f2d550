"""The charset that a document declares for itself."""

from __future__ import annotations

import re

_DECLARATION = re.compile(
    rb"""
      <\?xml \s [^>]{0,200}? encoding \s*=\s* ["'] ([A-Za-z][\w.:-]+)      # <?xml ... encoding="..."?>
    | <meta \s [^>]{0,300}? charset \s*=\s* ["']? \s* ([A-Za-z][\w.:-]+)   # <meta charset=...>, either form
    | ^ @charset \s "([A-Za-z][\w.:-]+)"                                  # a style sheet
    """,
    re.VERBOSE | re.IGNORECASE,
)
_DECLARATION_WITHIN = 4096


def declared_charset(data: bytes) -> str | None:
    """The label in the head of an XML or HTML document or a style sheet."""
    match = _DECLARATION.search(data[:_DECLARATION_WITHIN])
    return next(group for group in match.groups() if group).decode("ascii") if match else None
