r"""Unicode escapes of JSON, C and JavaScript: ``\uXXXX``, ``%uXXXX``."""

from __future__ import annotations

import binascii
import re
from collections.abc import Callable
from itertools import islice

from qingyuan.rule import Rule
from qingyuan.stages.repair.escapes.context import (
    WEIGHTS,
    find_escapes,
    is_text,
    line_before,
    text_of_bytes,
)
from qingyuan.stages.repair.spelling import Spellings
from qingyuan.text import plausible
from qingyuan.text.code import HAN_OR_MARK, is_code

_UNICODE_ESCAPE = re.compile(
    r"""
      (?: \\u[0-9a-fA-F]{4} | \\U000[0-9a-fA-F]{5} | \\u\{[0-9a-fA-F]{2,6}\} )+   # JSON, C, JavaScript
    | (?: %u[0-9a-fA-F]{4} )+                                                    # JavaScript's old escape()
    """,
    re.VERBOSE,
)
_CODE_POINT = re.compile(r"(?:[\\%]u|\\U)\{?([0-9a-fA-F]+)\}?")


_WESTERN_MARKS = "‘’“”–—…"  # no program has one of them escaped outside of its strings
_LITERAL_BEFORE = re.compile(r"""[\w\]] \s* [=(+] \s* [bru]{0,2} ["'] [^"'\n]* \Z""", re.VERBOSE)
_IN_A_TAG = re.compile(r"<[A-Za-z][^<>]*\Z")
_RANGE = re.compile(r"\\u[0-9a-fA-F]{4}-\\u[0-9a-fA-F]{4}")  # of a class of characters in a pattern


def _undo_any_unicode_escape(match: re.Match[str], line: str) -> str | None:
    """What one escape is in a text of escapes; a program keeps its literals."""
    before = line[: line.find(match[0])]
    if before.endswith(("'", '"')) and is_code(line):
        return None
    text = unescaped(match[0])
    if text and _RANGE.search(line) and not HAN_OR_MARK.match(text):
        return None
    return text if text and not any(map(plausible.is_odd, text)) else None


def unescaped(escaped: str) -> str | None:
    """What a run of escapes stands for; None if it is no text."""
    try:
        if escaped.startswith("\\x"):
            return text_of_bytes(binascii.unhexlify(escaped.replace("\\x", "")))
        if escaped[1].isdigit():
            return text_of_bytes(bytes(int(code, 8) for code in escaped.split("\\")[1:]))
        codes = [int(code, 16) for code in _CODE_POINT.findall(escaped)]
        return "".join(map(chr, codes)).encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except ValueError:
        return None


def _in_a_string(line: str, escaped: str) -> bool:
    at = line.find(escaped)
    return line.count('"', 0, at) % 2 == 1 and '"' in line[at:]


def undo_unicode_escape(match: re.Match[str], line: str) -> str | None:
    text = unescaped(match[0])
    if text is None or not is_text(text):
        return None
    if _RANGE.search(line) and (not HAN_OR_MARK.match(text) or line.count('"', 0, line.find(match[0])) % 2):
        return None
    if (
        not HAN_OR_MARK.search(line)
        and _in_a_string(line, match[0])
        and len(HAN_OR_MARK.findall(text)) < WEIGHTS.prose
    ):
        return None  # a literal of a program
    around = match.string[max(0, match.start() - 1) : match.end() + 1]
    before = line_before(match.string, match.start())
    if around[-1] in "\"'" and _LITERAL_BEFORE.search(before) and not _IN_A_TAG.search(before):
        return None  # a literal of a program, whatever its comments are written in
    if text in _WESTERN_MARKS and re.search(r"[\w ,.]\Z", line_before(match.string, match.start())):
        return text
    if (
        len(text) < 2
        and not HAN_OR_MARK.search(line)
        and next(islice(_UNICODE_ESCAPE.finditer(line), 1, None), None) is None
    ):
        return None
    if around[0] in "\"'[" and around[-1] in "\"']-" and not HAN_OR_MARK.search(line):
        return None  # a literal of a program
    return text


def _units(char: str) -> list[int]:
    """The units of UTF-16."""
    data = char.encode("utf-16-be", "surrogatepass")
    return [int.from_bytes(data[at : at + 2], "big") for at in range(0, len(data), 2)]


def _in_braces(width: int) -> Callable[[str], str]:
    return lambda char: f"\\u{{{ord(char):0{width}x}}}"


SPELLINGS = Spellings(
    {
        r"\uXXXX": lambda char: "".join(f"\\u{unit:04x}" for unit in _units(char)),
        r"\uXXXX in upper case": lambda char: "".join(f"\\u{unit:04X}" for unit in _units(char)),
        "%uXXXX in upper case": lambda char: "".join(f"%u{unit:04X}" for unit in _units(char)),
        "%uXXXX": lambda char: "".join(f"%u{unit:04x}" for unit in _units(char)),
        r"\u{X}": lambda char: f"\\u{{{ord(char):x}}}",
        r"\u{X} in upper case": lambda char: f"\\u{{{ord(char):X}}}",
        r"\UXXXXXXXX": lambda char: f"\\U{ord(char):08x}",
        r"\UXXXXXXXX in upper case": lambda char: f"\\U{ord(char):08X}",
        **{rf"\u{{X}} of {width} digits": _in_braces(width) for width in range(3, 7)},
    }
)
"""Escapes of JSON, Python, JavaScript."""

UNDO_UNICODE_ESCAPES = Rule(
    name="repair/unicode-escapes",
    find=find_escapes(
        _UNICODE_ESCAPE,
        ("\\u", "\\U", "%u"),
        undo_unicode_escape,
        SPELLINGS.kind,
        loosely=(_UNICODE_ESCAPE, _undo_any_unicode_escape),
    ),
    damage=SPELLINGS.damage,
    proof="escaping the result again, the way its kind names, gives the escaped run",
    examples=(
        (r"\u652f\u4ed8\u5b9d逾期", "支付宝逾期"),
        (r"\u4e0a\u95e8\u9001\u4fe1", "上门送信"),
        (r"%u652F%u4ED8%u5B9D", "支付宝"),
        (r"好的\ud83d\ude00", "好的😀"),
        (
            r"\u5b57\u5143\u53ef\u4ee5\u7528\u300cUTF-8\u300d-\u300cHTML\u300d\u3002",
            "字元可以用「UTF-8」-「HTML」。",
        ),
    ),
    keep=(
        r'name = "\u652f\u4ed8"',
        r"[\u4e00-\u9fa5]",
        r"汉字的范围写作 \u4e00-\u9fa5 这样的正则。",
        r"`\u652f\u4ed8`",
        r'const s = "\u4f60\u597d"; // 你好',
        r"C:\users\u1234",
        r'{"name": "\u652f\u4ed8\u5b9d"}',
        r'{"text": "\u652f\u4ed8\u5b9d\uff0c\u4e0a\u95e8\u9001\u4fe1\u3002"}',
        r'"^1.1": "\u01f6-\u01f9\u0218-\u021b\u0250-\u0255",',
    ),
)
