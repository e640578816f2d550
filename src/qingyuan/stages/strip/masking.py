"""Masks what could reach somebody, for ledgers, logs and reports: 138****8000."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from qingyuan.stages.strip.contact.reach import find_reachables
from qingyuan.stages.strip.folding import unmask_disguise

STARS = "****"
LONG_NUMBER = re.compile(r"\d{7,}")  # the shortest number that reaches somebody


@dataclass(frozen=True, slots=True)
class Secret:
    """A contact detail at [start, end) of a text, and what is shown in its place."""

    start: int
    end: int
    shown: str


@lru_cache(maxsize=1000)
def secrets_in(text: str) -> tuple[Secret, ...]:
    """The phone numbers, handles, QQ numbers and mail addresses of a text, in order."""
    return tuple(_secrets(text))


def _secrets(text: str) -> Iterator[Secret]:
    folded = unmask_disguise(text)
    at = 0
    for each in find_reachables(folded.text):
        start, end = folded.span(each.handle, each.end)
        yield from _numbers(text, at, start)
        yield Secret(start, end, _masked(folded.text[each.handle : each.end], each.kind))
        at = end
    yield from _numbers(text, at, len(text))


def _numbers(text: str, start: int, end: int) -> Iterator[Secret]:
    for match in LONG_NUMBER.finditer(text, start, end):
        yield Secret(match.start(), match.end(), _masked(match[0], "number"))


def mask(text: str) -> str:
    """The text with phone numbers, handles, QQ numbers and mail addresses masked.

    What is left of a secret is too little to use it: three digits in front, four behind of a mobile number.

    >>> mask("电话：13800138000")
    '电话：138****8000'
    """
    return masked_part(text, 0, len(text))


def without_secrets(text: str) -> str:
    """The text with contact details left out: for an address, which shows a number as well as a page does.

    >>> without_secrets("花呗逾期找老王13800138000")
    '花呗逾期找老王'
    """
    pieces: list[str] = []
    at = 0
    for secret in secrets_in(text):
        pieces.append(text[at : secret.start])
        at = secret.end
    return "".join((*pieces, text[at:]))


def masked_part(text: str, start: int, end: int) -> str:
    """The characters [start, end) of a text, masked by what the whole line shows to be a secret.

    Of a secret that lies across a border nothing is shown.

    >>> masked_part("电话：13800138000", 0, 9), masked_part("电话：13800138000", 3, 14)
    ('电话：****', '138****8000')
    """
    if start >= end:
        return ""
    first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    line = text[first : len(text) if last < 0 else last]
    pieces: list[str] = []
    at = start
    for secret in secrets_in(line):
        left, right = secret.start + first, secret.end + first
        if right <= start or end <= left:
            continue
        whole = start <= left and right <= end
        pieces += (text[at : max(at, left)], secret.shown if whole else STARS)
        at = min(right, end)
    pieces.append(text[at:end])
    return "".join(pieces)


def _masked(secret: str, kind: str) -> str:
    if kind == "mail":
        name, _, host = secret.partition("@")
        if host:
            host = LONG_NUMBER.sub(lambda match: _masked(match[0], "number"), host.strip())
            return f"{_ends(name.strip(), 3)}@{host}"
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
