"""Masks what could reach somebody, for ledgers, logs and reports: 138****8000."""

from __future__ import annotations

import re

from qingyuan.stages.strip.folding import fold
from qingyuan.stages.strip.reach import find_reachables

STARS = "****"


def mask(text: str) -> str:
    """The text with phone numbers, handles, QQ numbers and mail addresses masked.

    What is left of a secret is too little to use it: three digits in front, four behind of a mobile number.

    >>> mask("电话：13800138000")
    '电话：138****8000'
    """
    folded = fold(text)
    pieces: list[str] = []
    at = 0
    for each in find_reachables(folded.text):
        start, end = folded.span(each.handle, each.end)
        pieces += (text[at:start], _masked(folded.text[each.handle : each.end], each.kind))
        at = end
    pieces.append(text[at:])
    return re.sub(r"\d{7,}", lambda match: _masked(match[0], "number"), "".join(pieces))


def _masked(secret: str, kind: str) -> str:
    if kind == "mail":
        name, _, host = secret.partition("@")
        if host:
            return f"{_ends(name.strip(), 3)}@{host.strip()}"
    if kind in ("mobile", "landline", "toll_free", "number"):
        digits = re.sub(r"[^\d]", "", secret)
        if len(digits) >= 9:
            return f"{digits[:3]}{STARS}{digits[-4:]}"
        secret = digits or secret
    return _ends(secret, 2)


def _ends(secret: str, keep: int) -> str:
    """First and last characters, where enough stays hidden between them."""
    if len(secret) >= 2 * keep + 3:
        return f"{secret[:keep]}{STARS}{secret[-keep:]}"
    return f"{secret[:1]}{STARS}"
