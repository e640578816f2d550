"""Percent-encoding: `%E6%94%AF`, of UTF-8 or GBK."""

from __future__ import annotations

import binascii
import re
from collections.abc import Callable
from dataclasses import replace

from qingyuan.document import Edit, Found, in_order
from qingyuan.rule import Rule
from qingyuan.stages.repair.escapes.context import (
    decode_bytes,
    find_escapes,
    is_outside,
    line_before,
    text_of_bytes,
)
from qingyuan.stages.repair.spelling import Spellings
from qingyuan.text import plausible
from qingyuan.text.characters import EAST_ASIA, FULL_WIDTH
from qingyuan.text.code import code_and_addresses
from qingyuan.view import View

_PERCENT = re.compile(
    r"""
    %(?:25)*[0-9A-Fa-f]{2} (?: %(?:25)*[0-9A-Fa-f]{2} ){2,}      # perhaps encoded again
    (?: [A-Za-z0-9._~-]{0,20} (?: %(?:25)*[0-9A-Fa-f]{2} )+ )*   # what needs no encoding stands plain between
    """,
    re.VERBOSE,
)
_PERCENT_BYTE = re.compile(r"%(?:25)*([0-9A-Fa-f]{2})")


_ADDRESS_BEFORE = re.compile(  # `example.com/`, `/search?q=`, `?wd=`, `#`; not a mark behind Chinese
    rf"""(?: (?: \A | [\s"'(<] ) (?: \.{{0,2}}/ | [?&\#] ) | [A-Za-z0-9_] [=/?&\#@] | [A-Za-z_] : | [A-Za-z0-9_-] \. [A-Za-z] )
        [^\s"'<>{EAST_ASIA}{FULL_WIDTH}]* \Z""",
    re.VERBOSE,
)
_PROSE = re.compile(r"[，。；！？、]")  # nobody searches for these or names a file with them
_PERCENTS = re.compile(r"(?:%(?:25)*[0-9A-Fa-f]{2})+")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._~-")
_TIMES = ("", ", encoded once more", ", encoded twice more", ", encoded three times more")
_GBK_PERCENTS = re.compile(r"(?<![%=/&?])(?:%[0-9A-F]{2})+(?![%0-9A-F])")


def _bytes_of(escaped: str, byte: re.Pattern[str]) -> bytes:
    pieces: list[bytes] = []
    at = 0
    for match in byte.finditer(escaped):
        pieces += (escaped[at : match.start()].encode("ascii"), binascii.unhexlify(match[1]))
        at = match.end()
    pieces.append(escaped[at:].encode("ascii"))
    return b"".join(pieces)


def _undo_percent(match: re.Match[str], line: str) -> str | None:
    text = text_of_bytes(_bytes_of(match[0], _PERCENT_BYTE))
    before = line_before(match.string, match.start())
    if text and not _PROSE.search(text) and _ADDRESS_BEFORE.search(before):
        return None  # the tail of an address or of a query
    return text


def _undo_any_percent(match: re.Match[str], line: str) -> str | None:
    """What a run of bytes is in a text of such runs; plain signs (%20) stay."""
    text = decode_bytes(_bytes_of(match[0], _PERCENT_BYTE))
    if text is None or text.isascii() or any(map(plausible.is_odd, text)):
        return None
    return text


def _form(byte: str, plain: frozenset[str]) -> Callable[[str], str]:
    return lambda char: char if char in plain else byte.format(ord(char))


SPELLINGS = Spellings(
    {
        "%XX"
        + (" in lower case" if "x" in byte else "")
        + (", every byte" if not plain else "")
        + _TIMES[times]: _form("%" + "25" * times + byte, plain)
        for times in range(len(_TIMES))
        for byte in ("{:02X}", "{:02x}")
        for plain in (_UNRESERVED, frozenset[str]())
    },
    charsets=("utf-8", "gb18030"),
)
"""Bytes in percents; what needs no encoding stands plain, or every byte is encoded."""

_find_percents = find_escapes(
    _PERCENT, ("%",), _undo_percent, SPELLINGS.kind, loosely=(_PERCENTS, _undo_any_percent), addresses=True
)


def _find_percent(view: View) -> Found:
    """Edits for runs of bytes; where one of them is GBK, for single characters too, which have two bytes there."""
    found = _find_percents(view)
    if not any(_is_gbk(edit) for edit in found.edits):
        return found
    edits = [_read_as_gbk(edit) for edit in found.edits]
    spans = sorted((*view.of(code_and_addresses), *((edit.start, edit.end) for edit in edits)))
    rest = [
        Edit(match.start(), match[0], text, SPELLINGS.kind(match[0], text))
        for match in _GBK_PERCENTS.finditer(view.text)
        if (text := _bytes_of(match[0], _PERCENT_BYTE).decode("gb18030", "replace"))
        and all(char >= "\x80" and plausible.is_known(char) for char in text)
        and is_outside(spans, *match.span())
    ]
    return Found(in_order((*edits, *rest)))


def _read_as_gbk(edit: Edit) -> Edit:
    """In a text of GBK a pair of bytes is rather a frequent Han (前) than a rare letter (ǰ)."""
    if max(edit.after) >= "\u0800":
        return edit
    as_gbk = _bytes_of(edit.before, _PERCENT_BYTE).decode("gb18030", "replace")
    if not set(as_gbk) <= plausible.frequent_han():
        return edit
    return replace(edit, after=as_gbk, kind=SPELLINGS.kind(edit.before, as_gbk))


def _is_gbk(edit: Edit) -> bool:
    try:
        _bytes_of(edit.before, _PERCENT_BYTE).decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


UNDO_PERCENT = Rule(
    name="repair/percent-encoding",
    find=_find_percent,
    damage=SPELLINGS.damage,
    proof="escaping the result again, the way its kind names, gives the escaped run",
    examples=(
        ("%E6%94%AF%E4%BB%98%E5%AE%9D逾期", "支付宝逾期"),
        ("%D6%A7%B8%B6%B1%A6", "支付宝"),
        ("%25E6%2594%25AF%25E4%25BB%2598", "支付"),
        ("%D6%A7%B8%B6%B1%A6 (App) %D6%D0", "支付宝 (App) 中"),
        ("为什么?%E9%80%BE%E6%9C%9F", "为什么?逾期"),
        (
            "%BE%C6%B5%EA%B5%C4%B7%B4%C0%A1%D2%D1%BE%AD%CA%D5%B5%BD 2007%C4%EA9%D4%C25%C8%D5 UTF-8 %C7%B0",
            "酒店的反馈已经收到 2007年9月5日 UTF-8 前",
        ),
    ),
    keep=(
        "https://example.com/%E6%94%AF%E4%BB%98%E5%AE%9D",
        "/search?q=%E6%94%AF%E4%BB%98",
        "涨了 20%20 点",
        "`%E6%94%AF`",
        "%20%20%20",
    ),
)
