r"""Bytes escaped as C writes them, ``\xe6``, as Git shows names, ``\346``, as Python logs, ``b'\xe6'``, as less, ``<E6>``."""

from __future__ import annotations

import binascii
import re

from qingyuan.document import NOTHING, Edit, Found, in_order
from qingyuan.rule import Place, Rule
from qingyuan.stages.repair.escapes.context import find_escapes, is_outside, line_before, text_of_bytes
from qingyuan.stages.repair.escapes.unicode import undo_unicode_escape, unescaped
from qingyuan.stages.repair.spelling import Spellings
from qingyuan.text import code
from qingyuan.text.characters import EAST_ASIAN_MARKS
from qingyuan.text.code import HAN_OR_MARK
from qingyuan.text.spans import line_around
from qingyuan.view import View

_HEX_BYTES = re.compile(r"(?:\\x[0-9a-fA-F]{2}){3,}|(?:\\[2-3][0-7]{2}){3,}")  # C; octal, as Git shows names
_LITERAL = re.compile(  # of Python, with bytes of at least two Han
    r"""(?<![\w'"\\]) b' (?= [^'\\\n]* (?:\\x[0-9a-f]{2}){4} ) (?: [ !-&(-\[\]-~] | \\x[0-9a-f]{2} )+ ' """,
    re.VERBOSE,
)
_ANGLES = re.compile(r"(?:<[0-9A-F]{2}>){3,}|(?:<[0-9a-f]{2}>){3,}")  # less, Vim
_OCTAL = re.compile(r"(?:\\[2-3][0-7]{2}){3,}")
_QUOTED_NAME = re.compile(
    r"""(?<![^\s]) " (?= [^"\n]* \\[2-3][0-7]{2} ) (?: [^"\\\n] | \\[0-7]{3} | \\["\\t] )+ " """, re.VERBOSE
)
_NAME_AFTER = re.compile(r"(?= \s | \| | \Z )", re.VERBOSE)
_GIT_WORD = re.compile(  # before a name that Git quotes
    r"""(?: [ MADRCU?!]{1,2}\s | (?:new\ file|modified|deleted|renamed|both\ \w+): | (?:create|delete)\ mode
        | rename\ | copy\ | diff\ --git | \+\+\+\ | ---\ | :\d{6}\  )""",
    re.VERBOSE,
)
_EXTENSION_OR_FOLDER = re.compile(r"\.\w{1,5}\Z|/")
_CODE_BEFORE = re.compile(r"[=(\[{,+*%:]\s*\Z")
_LABEL_BEFORE = re.compile(r"\A\s*[\w -]+:\s*\Z")
_PROMPT_ABOVE = re.compile(r"^ *(?:>>>|\.\.\.|In \[\d*\]:|\$) [^\n]*\n(?:Out\[\d*\]: )?\Z", re.MULTILINE)
_TALK = re.compile(  # of bytes: then they are shown on purpose, on the lines around too
    r"乱码|亂碼|mojibake|garbled|quote_?path|八进制|八進位|字节|字節|位元組|\bbytes?\b|encod|decod|编码|編碼|转义|轉義|\bPython\b",
    re.IGNORECASE,
)
_NEAR = 400  # characters around bytes in which talk tells that they are shown
_REACH = 300  # characters above a literal that tell whether it is what a session printed
_PROSE_AFTER = re.compile(rf"\s*(?:\Z|\n|[{EAST_ASIAN_MARKS}]|\s[^\s:=,)\]}}])")


SPELLINGS = Spellings(
    {
        r"\xXX": lambda byte: f"\\x{ord(byte):02x}",
        r"\xXX in upper case": lambda byte: f"\\x{ord(byte):02X}",
        "octal": lambda byte: f"\\{ord(byte):03o}",
        "<XX>": lambda byte: f"<{ord(byte):02X}>",
        "<XX> in lower case": lambda byte: f"<{ord(byte):02x}>",
    },
    charsets=("utf-8", "gb18030"),
)
"""Escapes of C, of Git, of programs that show text."""

_IN_A_LITERAL = "b'…' of "
_OF_LITERALS = Spellings(
    {r"\xXX": lambda byte: byte if " " <= byte <= "~" and byte not in "'\\" else f"\\x{ord(byte):02x}"},
    charsets=("utf-8", "gb18030"),
)


def _are_shown(match: re.Match[str]) -> bool:
    """Whether the text around talks about bytes."""
    text, (start, end) = match.string, match.span()
    return bool(_TALK.search(text, max(0, start - _NEAR), start) or _TALK.search(text, end, end + _NEAR))


def _names_of_git(view: View) -> Found:
    """Bytes in octal in the names that Git quotes; a string of a program looks otherwise."""
    text = view.text
    edits: list[Edit] = []
    line_end, talks = -1, False
    for match in _QUOTED_NAME.finditer(text) if "\\" in text else ():
        if match.end() > line_end:
            start, line = line_around(text, *match.span())
            line_end, talks = start + len(line), code.OF_ESCAPES.search(line) is not None
        before = line_before(text, match.start())
        of_git = _GIT_WORD.match(before) or (
            not before.strip() and _EXTENSION_OR_FOLDER.search(match[0][:-1])
        )
        if not of_git or not _NAME_AFTER.match(text, match.end()) or talks:
            continue
        if not is_outside(view.of(code.code_and_addresses), *match.span()) or _are_shown(match):
            continue
        for run in _OCTAL.finditer(text, *match.span()):
            after = unescaped(run[0])
            if after and HAN_OR_MARK.search(after):
                edits.append(Edit(run.start(), run[0], after, SPELLINGS.kind(run[0], after)))
    return Found(tuple(edits))


def _undo_literal(match: re.Match[str], line: str) -> str | None:
    """What a literal of bytes says in a log or in prose; in code it means itself."""
    if _are_shown(match) or _PROMPT_ABOVE.search(
        match.string[max(0, match.start() - _REACH) : match.start()]
    ):
        return None
    before = line_before(match.string, match.start())
    if _CODE_BEFORE.search(before) and not _LABEL_BEFORE.search(before):
        return None
    if not _PROSE_AFTER.match(match.string, match.end()) and not HAN_OR_MARK.match(match.string, match.end()):
        return None
    data = re.sub(r"\\x([0-9a-f]{2})", lambda byte: chr(int(byte[1], 16)), match[0][2:-1]).encode("latin-1")
    return text_of_bytes(data)


def _undo_angles(match: re.Match[str], line: str) -> str | None:
    if _are_shown(match):
        return None
    text = text_of_bytes(binascii.unhexlify(re.sub("[<>]", "", match[0])))
    return text if text and HAN_OR_MARK.search(text) else None


def _kind_of_literal(before: str, after: str) -> str:
    kind = _OF_LITERALS.kind(before[2:-1], after)
    return _IN_A_LITERAL + kind if kind else ""


def _damage(after: str, place: Place) -> str:
    if place.kind.startswith(_IN_A_LITERAL):
        return f"b'{_OF_LITERALS.write(place.kind.removeprefix(_IN_A_LITERAL), after)}'"
    return SPELLINGS.write(place.kind, after)


_FINDS = (
    find_escapes(_LITERAL, ("b'",), _undo_literal, _kind_of_literal),
    find_escapes(_ANGLES, ("<",), _undo_angles, SPELLINGS.kind),
    _names_of_git,
    find_escapes(_HEX_BYTES, ("\\x", "\\2", "\\3"), undo_unicode_escape, SPELLINGS.kind),
)


def _find_byte_escapes(view: View) -> Found:
    """Literals as a whole, so that none is opened from the inside."""
    found = NOTHING
    for find in _FINDS:
        here = find(view)
        if here.edits:
            taken = [(edit.start, edit.end) for edit in found.edits]
            fresh = (edit for edit in here.edits if is_outside(taken, edit.start, edit.end))
            found = Found(in_order((*found.edits, *fresh)))
    return found


UNDO_BYTE_ESCAPES = Rule(
    name="repair/byte-escapes",
    find=_find_byte_escapes,
    damage=_damage,
    proof="escaping the result again, the way its kind names, gives the escaped run",
    examples=(
        (r"\xe6\x94\xaf\xe4\xbb\x98", "支付"),
        (r"\xd6\xa7\xb8\xb6\xb1\xa6", "支付宝"),
        (r"\346\224\257\344\273\230", "支付"),
        (r'"\350\264\246\345\215\225.xlsx"', '"账单.xlsx"'),
        (r'        modified:   "docs/\350\264\246\345\215\225"', '        modified:   "docs/账单"'),
        (r'diff --git "a/\350\264\246.md" "b/\350\264\246.md"', 'diff --git "a/账.md" "b/账.md"'),
        (r"标题: b'\xe8\xb4\xa6\xe5\x8d\x95 2'", "标题: 账单 2"),
        (r"收到 b'\xe8\xb4\xa6\xe5\x8d\x95'，已经处理", "收到 账单，已经处理"),
        ("<E8><B4><A6><E5><8D><95>.txt", "账单.txt"),
        ("<D6><A7><B8><B6><B1><A6>", "支付宝"),
    ),
    keep=(
        r'data = b"\xe6\x94\xaf\xe4\xbb\x98"',
        r'    0x93: b"\xe2\x80\x9c",  # “',
        r"\x41\x42\x43",
        r"data = b'\xe6\x94\xaf\xe4\xbb\x98'",
        r">>> '支付'.encode()" + "\n" + r"b'\xe6\x94\xaf\xe4\xbb\x98'",
        r"print(b'\xe6\x94\xaf\xe4\xbb\x98')",
        r"{'title': b'\xe6\x94\xaf\xe4\xbb\x98'}",
        r"`b'\xe6\x94\xaf\xe4\xbb\x98'`",
        r"“支付”的 UTF-8 编码是 b'\xe6\x94\xaf\xe4\xbb\x98'。",
        r'char *name = "\346\224\257\344\273\230.txt";',
        r'    "\346\224\257\344\273\230.txt",',
        r'puts("\346\224\257\344\273\230");',
        "# Python 入门\n\n运行以后看到：\n" + r"b'\xe6\x94\xaf\xe4\xbb\x98'",
        "中文名显示成八进制：\n"
        + r'"\350\264\246\345\215\225.xlsx"'
        + "\n把 core.quotepath 设为 false 即可。",
        "用 less 打开是乱码：\n<E8><B4><A6><E5><8D><95>",
        "<A0><B1><C2>",
        "<DD><EE><FF>",
        "`<E8><B4><A6><E5><8D><95>`",
    ),
)
