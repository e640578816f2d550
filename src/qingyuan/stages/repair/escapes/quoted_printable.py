"""Quoted-printable, as mail has it: `=E6=94=AF`, with soft line breaks."""

from __future__ import annotations

import quopri
import re
from dataclasses import replace

from qingyuan.document import Edit, Found, in_order
from qingyuan.rule import Place, Rule
from qingyuan.stages.repair.escapes.context import decode_bytes, find_escapes, is_outside, text_of_bytes
from qingyuan.stages.repair.spelling import Spellings
from qingyuan.text import plausible
from qingyuan.text.code import code_and_addresses
from qingyuan.view import View

_QUOTED_PRINTABLE = re.compile(
    r"""
    = (?: [0-9A-F]{2} | \r?\n(?= = ) )                  # begins with a plain sign, which is found quickly
    (?: =[0-9A-F]{2} | =\r?\n(?= = ) ){2,}               # bytes, perhaps over a soft line break
    (?: (?: [!-<>-~ ]{0,60} | =\r?\n ) (?: =[0-9A-F]{2} | =\r?\n(?= = ) )+ )*
    """,
    re.VERBOSE,
)


_QUOTED_BYTES = re.compile(r"(?:=[0-9A-F]{2}|=\r?\n(?==))+")
_PLAIN = frozenset(map(chr, range(0x20, 0x7F))) - {"="}
_BREAK = re.compile(r"=(\r?)\n")
_BROKEN_BEHIND = "; broken behind "
_SOFT_BREAK = re.compile(r"=\r?\n|=(3D|20|09)(?![0-9A-F])")
_UNQUOTED = re.compile(r"=(?![0-9A-F]{2}|\r?\n)")  # in a mail each = begins an escape
_ANY_SIGN = re.compile(r"=\r?\n|=(3D|20|09)")
_HIGH_BYTE = re.compile(r"=[89A-F][0-9A-F]")


def _undo_quoted_printable(match: re.Match[str], line: str) -> str | None:
    data = quopri.decodestring(match[0].encode("ascii"))
    text = text_of_bytes(data)
    if text is None or sum(char > "\x7f" for char in text) < 2:
        return None
    return text


def _undo_any_quoted_bytes(match: re.Match[str], line: str) -> str | None:
    """What a run of bytes is in a mail; a soft line break is left to the rest of the mail."""
    text = decode_bytes(quopri.decodestring(match[0].encode("ascii")))
    if text is None or text.isascii() or any(map(plausible.is_odd, text)):
        return None
    return text


SPELLINGS = Spellings(
    {
        "what needs it": lambda byte: byte if byte in _PLAIN else f"={ord(byte):02X}",
        "every byte": lambda byte: f"={ord(byte):02X}",
    },
    charsets=("utf-8", "gb18030"),
)
"""Bytes of mail; soft line breaks are named apart."""


def _kind(before: str, after: str) -> str:
    """The spelling, and behind how many characters of it a soft line break stands (r: one with CR)."""
    breaks: list[str] = []
    taken = 0
    for match in _BREAK.finditer(before):
        breaks.append(f"{match.start() - taken}{'r' if match[1] else ''}")
        taken += len(match[0])
    spelling = SPELLINGS.kind(_BREAK.sub("", before), after)
    return spelling + (_BROKEN_BEHIND + " ".join(breaks) if breaks else "")


def _damage(after: str, place: Place) -> str:
    spelling, _, breaks = place.kind.partition(_BROKEN_BEHIND)
    plain = SPELLINGS.damage(after, replace(place, kind=spelling))
    pieces: list[str] = []
    at = 0
    for position in breaks.split():
        end = int(position.removesuffix("r"))
        pieces += (plain[at:end], "=\r\n" if position.endswith("r") else "=\n")
        at = end
    return "".join((*pieces, plain[at:]))


def _edit(match: re.Match[str]) -> Edit:
    """A soft line break, or a sign, of a mail in which bytes were opened."""
    after = chr(int(match[1], 16)) if match[1] else ""
    return Edit(match.start(), match[0], after, _kind(match[0], after))


_find_bytes = find_escapes(
    _QUOTED_PRINTABLE, ("=",), _undo_quoted_printable, _kind, loosely=(_QUOTED_BYTES, _undo_any_quoted_bytes)
)


def _find_quoted_printable(view: View) -> Found:
    """The bytes; and where there are some, the soft line breaks and signs in the rest of the mail too.

    Where bytes stay closed, the text is not that of a mail, and its signs mean themselves.
    """
    found = _find_bytes(view)
    if not found.edits:
        return found
    text = view.text
    taken = [(edit.start, edit.end) for edit in found.edits]
    all_quoted = _UNQUOTED.search(text) is None
    spans = sorted(taken if all_quoted else (*view.of(code_and_addresses), *taken))
    if any(is_outside(spans, *match.span()) for match in _HIGH_BYTE.finditer(text)):
        return found
    rest = [
        _edit(match)
        for match in (_ANY_SIGN if all_quoted else _SOFT_BREAK).finditer(text)
        if is_outside(spans, *match.span())
    ]
    return Found(in_order((*found.edits, *rest)))


UNDO_QUOTED_PRINTABLE = Rule(
    name="repair/quoted-printable",
    find=_find_quoted_printable,
    damage=_damage,
    proof="encoding the result again, with the line breaks that its kind names, gives the encoded run",
    examples=(
        ("=E6=94=AF=E4=BB=98=E5=AE=9D", "支付宝"),
        ("=E6=94=AF=E4=\n=BB=98=E5=AE=9D", "支付宝"),
        ("=D6=A7=B8=B6=B1=A6", "支付宝"),
        ("=E6=94=AF=E4=BB=98\nBill Payment =3D pa=\nid", "支付\nBill Payment = paid"),
        (
            "=E6=94=AF=E4=BB=98=E5=AE=9D=E9=80=BE=E6=9C=9F=E8=BF=98=E6=AC=BE=E3=80=82\n=3DDB(2) =E5=92=8C XML",
            "支付宝逾期还款。\n=DB(2) 和 XML",
        ),
    ),
    keep=("x =\ny", "a=B0=C1", "x=E6", "=3D=3D=3D", "`=E6=94=AF=E4=BB=98`"),
)
