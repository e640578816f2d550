"""Where a link may lead and a picture come from: decided here, for raw text, for the check and for the site."""

from __future__ import annotations

import re

SCHEMES = frozenset({"http", "https", "mailto"})
"""Of addresses that a link leads to; a relative address has none."""

# What browsers leave out of an address before they look at it, and more: no address needs these.
_IGNORED = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\u2060\ufeff]+")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE | re.ASCII)
_ELSEWHERE = re.compile(r"[/\\]{2}")


def leads_well(address: str) -> bool:
    r"""Whether a link may lead to an address: one of the site, or of a scheme that shows a page or writes a mail.

    >>> [leads_well(each) for each in ("../a.md#一", "https://a.cn", "\x01java\tscript:x", "data:,x")]
    [True, True, False, False]
    """
    scheme = _SCHEME.match(_IGNORED.sub("", address))
    return scheme is None or scheme[1].lower() in SCHEMES


def shows_well(address: str) -> bool:
    """Whether a picture may come from an address: from the site alone, as its reader asks nobody else.

    >>> shows_well("../图/a.png"), shows_well("//a.cn/a.png"), shows_well("https://a.cn/a.png")
    (True, False, False)
    """
    address = _IGNORED.sub("", address)
    return not _SCHEME.match(address) and not _ELSEWHERE.match(address)
