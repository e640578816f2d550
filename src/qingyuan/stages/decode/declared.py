"""The charset that a document declares for itself."""

from __future__ import annotations

import codecs
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
_FAMILY = {  # what pages call a charset and what they then use: the widest table that agrees with it
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5",
    "big5hkscs": "big5hkscs",
    "cp950": "big5",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso8859-1": "windows-1252",
    "cp1252": "windows-1252",
    "ascii": "windows-1252",
    "utf-16": "utf-16-le",
    "utf-32": "utf-32-le",
}
_ALIASES = {"x-gbk": "gbk", "gb-2312-80": "gb2312", "x-x-big5": "big5", "x-sjis": "cp932"}


def python_name(label: str) -> str | None:
    label = label.strip().lower()
    try:
        name = codecs.lookup(_ALIASES.get(label.replace("_", "-"), label)).name
    except LookupError:
        return None
    return _FAMILY.get(name, name)


def declared_charset(data: bytes) -> str | None:
    match = _DECLARATION.search(data[:_DECLARATION_WITHIN])
    return next(group for group in match.groups() if group).decode("ascii") if match else None
