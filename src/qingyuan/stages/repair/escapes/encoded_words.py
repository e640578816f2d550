"""Encoded words of mail headers: `=?UTF-8?B?5pSv5LuY5a6d?=`."""

from __future__ import annotations

import binascii
import quopri
import re
from collections.abc import Iterator
from itertools import groupby, zip_longest

from qingyuan.document import Found, in_order
from qingyuan.rule import Place, Rule
from qingyuan.stages.repair.escapes.context import find_escapes, is_outside, is_text
from qingyuan.stages.repair.spelling import Spellings
from qingyuan.text.charsets import codec_of
from qingyuan.view import View

_WORD = r"=\?[A-Za-z0-9_-]+\?[BbQq]\?[!->@-~]+\?="
_ENCODED_WORD = re.compile(r"=\?([A-Za-z0-9_-]+)\?([BbQq])\?([!->@-~]+)\?=")
_WORDS = re.compile(
    rf"{_WORD}(?:(?:[ \t]+|[ \t]*\r?\n[ \t]+){_WORD})*"
)  # RFC 2047: no blank stands between two words


_PLAIN = frozenset(map(chr, range(0x21, 0x7F))) - frozenset("=?_")  # of the encoding Q


def _data_of(encoding: str, payload: str) -> bytes:
    """The bytes of a word; `ValueError` where its payload is none."""
    if encoding in "Bb":
        return binascii.a2b_base64(payload.encode("ascii"))
    return quopri.decodestring(payload.encode("ascii"), header=True)


def _opened(run: str) -> str | None:
    """What one word says, or words in a row: a mailer may have cut a character in two between words of a charset."""
    try:
        return "".join(
            b"".join(_data_of(encoding, payload) for _, encoding, payload in words).decode(codec)
            for codec, words in groupby(_ENCODED_WORD.findall(run), lambda word: _codec(word[0]))
        )
    except (ValueError, LookupError):
        return None


def _codec(charset: str) -> str:
    """What the word is decoded with; `LookupError` for a label that nobody knows."""
    codec = codec_of(charset)
    if codec is None:
        raise LookupError(charset)
    return codec


def _undo_encoded_word(match: re.Match[str], line: str) -> str | None:
    text = _opened(match[0])
    return text if text is not None and is_text(text) else None


_Q = Spellings(
    {
        "what needs it": lambda byte: byte if byte in _PLAIN else "_" if byte == " " else f"={ord(byte):02X}",
        "every byte": lambda byte: f"={ord(byte):02X}",
    }
)


def _bytes(text: str, charset: str) -> str:
    """The bytes of a text, each as the character of its number; empty where the charset has no such text."""
    try:
        return text.encode(_codec(charset)).decode("latin-1")
    except UnicodeError:
        return ""


_BLANKS = {" ": "blank", "\t": "tab", "\r": "return", "\n": "line feed"}
_SIGNS = {name: sign for sign, name in _BLANKS.items()}
_THEN = " / "


def _kind(before: str, after: str) -> str:
    """`charset?encoding`, as the word itself begins; for the encoding Q also which bytes are encoded.

    Of several words each says how many bytes are its own, and what stands between two of them is named.
    """
    names: list[str] = []
    end = 0
    for match in _ENCODED_WORD.finditer(before):
        charset, encoding, payload = match.groups()
        names += ["+".join(_BLANKS[blank] for blank in before[end : match.start()])] if end else []
        end = match.end()
        data = _data_of(encoding, payload).decode("latin-1")
        spelled = f"?{_Q.kind(payload, data)}" if encoding in "Qq" else ""
        alone = len(match[0]) == len(before)
        names.append(f"{charset}?{encoding}" + ("" if alone else f"?{len(data)}") + spelled)
    return _THEN.join(names)


def _damage(after: str, place: Place) -> str:
    names = place.kind.split(_THEN)
    if len(names) == 1:
        charset, encoding, *spelled = place.kind.split("?")
        return _word(charset, encoding, _bytes(after, charset), *spelled)
    try:
        words = list(_words(after, names[::2]))
    except (ValueError, LookupError):
        return ""
    blanks = ["".join(_SIGNS[blank] for blank in name.split("+")) for name in names[1::2]]
    return "".join(piece for pair in zip_longest(words, blanks, fillvalue="") for piece in pair)


def _words(text: str, names: list[str]) -> Iterator[str]:
    """The words that the names tell of; `ValueError` where the text has not as many bytes, or more."""
    at = 0
    for codec, of_charset in groupby(names, lambda name: _codec(name.partition("?")[0])):
        parts = [name.split("?") for name in of_charset]
        size = sum(int(part[2]) for part in parts)
        pieces: list[bytes] = []
        while size > 0 and at < len(text):
            pieces.append(text[at].encode(codec))
            size -= len(pieces[-1])
            at += 1
        data, start = b"".join(pieces).decode("latin-1"), 0
        for charset, encoding, own, *spelled in parts:
            yield _word(charset, encoding, data[start : start + int(own)], *spelled)
            start += int(own)
        if start != len(data):
            raise ValueError(text)
    if at != len(text):
        raise ValueError(text)


def _word(charset: str, encoding: str, data: str, spelled: str = "") -> str:
    """One encoded word of these bytes."""
    if spelled:
        payload = _Q.write(spelled, data)
    else:
        payload = binascii.b2a_base64(data.encode("latin-1"), newline=False).decode("ascii")
    return f"=?{charset}?{encoding}?{payload}?="


_find_runs = find_escapes(_WORDS, ("=?",), _undo_encoded_word, _kind)
_find_words = find_escapes(_ENCODED_WORD, ("=?",), _undo_encoded_word, _kind)


def _find_encoded_words(view: View) -> Found:
    """Words in a row together; where they are no text together, each by itself."""
    runs = _find_runs(view)
    taken = [(edit.start, edit.end) for edit in runs.edits]
    rest = (edit for edit in _find_words(view).edits if is_outside(taken, edit.start, edit.end))
    return Found(in_order((*runs.edits, *rest)), runs.findings)


UNDO_ENCODED_WORDS = Rule(
    name="repair/encoded-words",
    find=_find_encoded_words,
    damage=_damage,
    proof="encoding the result again, in the charset and encoding that its kind names, gives the word",
    examples=(
        ("=?UTF-8?B?5pSv5LuY5a6d?=", "支付宝"),
        ("=?gb2312?Q?=D6=A7=B8=B6=B1=A6?=", "支付宝"),
        ("=?utf-8?B?5pSv5Ls=?=\n =?utf-8?B?mOWunQ==?=", "支付宝"),
        ("=?UTF-8?Q?=E6=94=AF=E4?= =?UTF-8?Q?=BB=98?=", "支付"),
        ("=?gbk?Q?=D6=A7=B8?=\t=?GBK?Q?=B6=B1=A6?=", "支付宝"),
        ("=?gbk?Q?=D6=A7?= =?utf-8?B?5LuY?= a", "支付 a"),
    ),
    keep=(
        "`=?UTF-8?B?5pSv5LuY5a6d?=`",
        "a =? b ?= c",
        "=?utf-8?B?????=",
        "`=?utf-8?Q?=E6=94?= =?utf-8?Q?=AF?=`",
    ),
)
