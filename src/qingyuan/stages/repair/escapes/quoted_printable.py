"""Quoted-printable, as mail has it: `=E6=94=AF`, with soft line breaks."""

from __future__ import annotations

import quopri
import re

from qingyuan.document import Edit, Found, in_order
from qingyuan.rule import Rule
from qingyuan.stages.repair.escapes.context import (
    code_spans,
    decode_bytes,
    find_escapes,
    is_outside,
    text_of_bytes,
)
from qingyuan.text import plausible
from qingyuan.view import View

_QUOTED_PRINTABLE = re.compile(
    r"""
    = (?: [0-9A-F]{2} | \r?\n(?= = ) )                  # begins with a plain sign, which is found quickly
    (?: =[0-9A-F]{2} | =\r?\n(?= = ) ){2,}               # bytes, perhaps over a soft line break
    (?: (?: [!-<>-~ ]{0,60} | =\r?\n ) (?: =[0-9A-F]{2} | =\r?\n(?= = ) )+ )*
    """,
    re.VERBOSE,
)


def _undo_quoted_printable(match: re.Match[str], line: str) -> str | None:
    data = quopri.decodestring(match[0].encode("ascii"))
    text = text_of_bytes(data)
    if text is None or sum(char > "\x7f" for char in text) < 2:
        return None
    return text


_QUOTED_BYTES = re.compile(r"(?:=[0-9A-F]{2}|=\r?\n(?==))+")


def _undo_any_quoted_bytes(match: re.Match[str], line: str) -> str | None:
    """What a run of bytes is in a mail; a soft line break is left to the rest of the mail."""
    text = decode_bytes(quopri.decodestring(match[0].encode("ascii")))
    if text is None or text.isascii() or any(plausible.cost_of(char) >= 13.0 for char in text):
        return None
    return text


_find_bytes = find_escapes(
    _QUOTED_PRINTABLE, ("=",), _undo_quoted_printable, loosely=(_QUOTED_BYTES, _undo_any_quoted_bytes)
)
_SOFT_BREAK = re.compile(r"=\r?\n|=(3D|20|09)(?![0-9A-F])")


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
    spans = sorted(taken if all_quoted else (*code_spans(text), *taken))
    if any(is_outside(spans, *match.span()) for match in _HIGH_BYTE.finditer(text)):
        return found
    rest = [
        Edit(match.start(), match[0], chr(int(match[1], 16)) if match[1] else "")
        for match in (_ANY_SIGN if all_quoted else _SOFT_BREAK).finditer(text)
        if is_outside(spans, *match.span())
    ]
    return Found(in_order((*found.edits, *rest)))


_UNQUOTED = re.compile(r"=(?![0-9A-F]{2}|\r?\n)")  # in a mail each = begins an escape
_ANY_SIGN = re.compile(r"=\r?\n|=(3D|20|09)")
_HIGH_BYTE = re.compile(r"=[89A-F][0-9A-F]")


UNDO_QUOTED_PRINTABLE = Rule(
    name="repair/quoted-printable",
    find=_find_quoted_printable,
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


def escape_as_quoted_printable(text: str) -> str:
    """UTF-8 in the form of old mail, with soft line breaks."""
    return quopri.encodestring(text.encode("utf-8")).decode("ascii")
