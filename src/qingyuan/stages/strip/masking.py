"""Masks what could reach somebody, for ledgers, logs and reports: 138****8000."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from qingyuan.stages.strip.contact.reach import find_reachables
from qingyuan.stages.strip.folding import unmask_disguise
from qingyuan.stages.strip.personal.numbers import HIDDEN, cells_of, find_personal

STARS = "****"
LONG_NUMBER = re.compile(r"\d{7,}")  # the shortest number that reaches somebody
# What is hidden in outputs and left to the rules in articles: a mobile number with words in it (138删0013除8000), a
# handle behind letters that are far apart (v x abc123), a postal address behind its label.
INTERRUPTED = re.compile(r"(?<!\d)1[3-9]\d(?:[^\d\n]{1,2}\d{4}){2}(?!\d)")
FAR_APART = re.compile(r"(?<![a-z0-9])[vw]\s{1,2}x\s{0,2}:?\s?(?P<secret>[a-z0-9_\-]{5,20})")
CELL_HANDLE = re.compile(r"\s*[a-z][a-z_\-]{0,14}\d[a-z\d_\-]{2,15}\s*")
# Beside it a file name has no word that says what it is: a mobile number, an identity card by the form of its date.
NUMBER_IN_NAME = re.compile(
    r"(?<![0-9a-f]) (?: 1[3-9]\d{9} | [1-9]\d{5} (?:19|20)\d\d (?:0[1-9]|1[0-2]) (?:0[1-9]|[12]\d|3[01]) \d{3}[\dXx] ) (?![0-9a-f])",
    re.VERBOSE,
)
POSTAL_ADDRESS = re.compile(r"[地住]址\s?:?\s?(?P<secret>[^\s,。;|*]{5,60})")


@dataclass(frozen=True, slots=True)
class Secret:
    """A contact detail at [start, end) of a text, and what is shown in its place."""

    start: int
    end: int
    shown: str


@lru_cache(maxsize=1000)
def secrets_in(text: str) -> tuple[Secret, ...]:
    """The phone numbers, handles, QQ numbers, mail addresses and personal numbers of a text, in order."""
    return tuple(_with_numbers(text, known_secrets(text)))


def known_secrets(text: str) -> list[Secret]:
    """What rules know to be a secret, in order, long numbers of no name aside; one may overlap the next."""
    folded = unmask_disguise(text)
    personal = [
        Secret(*folded.span(each.start, each.end), each.shown.replace(HIDDEN, "*"))
        for each in find_personal(folded.text)
    ]
    reachable = [
        Secret(*folded.span(each.handle, each.end), _masked(folded.text[each.handle : each.end], each.kind))
        for each in find_reachables(folded.text)
    ]
    other = [
        Secret(*folded.span(*match.span(match.lastindex or 0)), _ends(match[match.lastindex or 0], 2))
        for pattern in (INTERRUPTED, FAR_APART, POSTAL_ADDRESS)
        for match in pattern.finditer(folded.text)
    ]
    # Whether a heading above calls it a handle, one line does not tell.
    other += [
        Secret(*folded.span(start, end), _ends(folded.text[start:end].strip(), 2))
        for start, end in cells_of(folded.text)
        if CELL_HANDLE.fullmatch(folded.text, start, end)
    ]
    return sorted((*personal, *reachable, *other), key=lambda secret: (secret.start, -secret.end))


def _with_numbers(text: str, known: Iterable[Secret]) -> Iterator[Secret]:
    """The secrets side by side, and the long numbers between them."""
    at = 0
    for secret in known:
        if secret.start < at:  # an identity card holds what looks like a mobile number
            if secret.end > at:
                yield Secret(at, secret.end, STARS)
                at = secret.end
            continue
        yield from _numbers(text, at, secret.start)
        yield secret
        at = secret.end
    yield from _numbers(text, at, len(text))


def _numbers(text: str, start: int, end: int) -> Iterator[Secret]:
    for match in LONG_NUMBER.finditer(text, start, end):
        yield Secret(match.start(), match.end(), _masked(match[0], "number"))


def mask(text: str) -> str:
    """The text with phone numbers, handles, QQ numbers, mail addresses and personal numbers masked.

    What is left of a secret is too little to use it: three digits in front, four behind of a mobile number.

    >>> mask("电话：13800138000")
    '电话：138****8000'
    >>> mask("卡号６２２２ ００００ ００００ ０００９，护照E00000000")
    '卡号6222********0009，护照E*****000'
    """
    return masked_part(text, 0, len(text))


def mask_name(name: str) -> str:
    """A file name with what the rules know to be a secret masked; a date or a digest in it is none.

    >>> mask_name("老王13800138000.txt"), mask_name("20240113_0a1b2c34567890.txt")
    ('老王138****8000.txt', '20240113_0a1b2c34567890.txt')
    """
    numbers = [Secret(*match.span(), _masked(match[0], "number")) for match in NUMBER_IN_NAME.finditer(name)]
    pieces: list[str] = []
    at = 0
    for secret in sorted((*known_secrets(name), *numbers), key=lambda secret: (secret.start, -secret.end)):
        if secret.end > at:
            pieces += (name[at : max(at, secret.start)], secret.shown if secret.start >= at else STARS)
            at = secret.end
    return "".join((*pieces, name[at:]))


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
