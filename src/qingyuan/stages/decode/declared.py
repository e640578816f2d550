"""The charset that a document declares for itself."""

from __future__ import annotations

import codecs
import re

from qingyuan.text.charsets import DOCUMENTS

_DECLARATION = re.compile(
    rb"""
      <\?xml \s [^>]{0,200}? encoding \s*=\s* ["'] ([A-Za-z][\w.:-]+)      # <?xml ... encoding="..."?>
    | <meta \s [^>]{0,300}? charset \s*=\s* ["']? \s* ([A-Za-z][\w.:-]+)   # <meta charset=...>, either form
    | ^ @charset \s "([A-Za-z][\w.:-]+)"                                  # a style sheet
    """,
    re.VERBOSE | re.IGNORECASE,
)
_DECLARATION_WITHIN = 4096
_WIDEST = {  # what pages call a charset and what they then use: the widest table that agrees with it
    name: charset.document.codec
    for charset in DOCUMENTS
    if charset.document
    for name in charset.document.also
}
_ALIASES = {"x-gbk": "gbk", "gb-2312-80": "gb2312", "x-x-big5": "big5", "x-sjis": "cp932"}


def python_name(label: str) -> str | None:
    """The codec that a document with this label is decoded with; None for a label that nobody knows."""
    label = label.strip().lower()
    try:
        name = codecs.lookup(_ALIASES.get(label.replace("_", "-"), label)).name
    except LookupError:
        return None
    return _WIDEST.get(name, name)


def declared_charset(data: bytes) -> str | None:
    """The label in the head of an XML or HTML document or a style sheet."""
    match = _DECLARATION.search(data[:_DECLARATION_WITHIN])
    return next(group for group in match.groups() if group).decode("ascii") if match else None
