r"""Bytes escaped as C writes them, ``\xe6``, or as Git shows names, ``\346``."""

from __future__ import annotations

import re

from qingyuan.rule import Rule
from qingyuan.stages.repair.escapes.context import find_escapes
from qingyuan.stages.repair.escapes.unicode import undo_unicode_escape
from qingyuan.stages.repair.spelling import Spellings

_HEX_BYTES = re.compile(r"(?:\\x[0-9a-fA-F]{2}){3,}|(?:\\[2-3][0-7]{2}){3,}")  # C; octal, as Git shows names


SPELLINGS = Spellings(
    {
        r"\xXX": lambda byte: f"\\x{ord(byte):02x}",
        r"\xXX in upper case": lambda byte: f"\\x{ord(byte):02X}",
        "octal": lambda byte: f"\\{ord(byte):03o}",
    },
    charsets=("utf-8", "gb18030"),
)
"""Escapes of C and of Git."""

UNDO_BYTE_ESCAPES = Rule(
    name="repair/byte-escapes",
    find=find_escapes(_HEX_BYTES, ("\\x", "\\2", "\\3"), undo_unicode_escape, SPELLINGS.kind),
    damage=SPELLINGS.damage,
    proof="escaping the result again, the way its kind names, gives the escaped run",
    examples=(
        (r"\xe6\x94\xaf\xe4\xbb\x98", "支付"),
        (r"\xd6\xa7\xb8\xb6\xb1\xa6", "支付宝"),
        (r"\346\224\257\344\273\230", "支付"),
    ),
    keep=(
        r'data = b"\xe6\x94\xaf\xe4\xbb\x98"',
        r'    0x93: b"\xe2\x80\x9c",  # “',
        r"\x41\x42\x43",
    ),
)
