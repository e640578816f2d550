"""Encoded words of mail headers: `=?UTF-8?B?5pSv5LuY5a6d?=`."""

from __future__ import annotations

import binascii
import quopri
import re

from qingyuan.rule import Place, Rule
from qingyuan.stages.repair.escapes.context import find_escapes, is_text
from qingyuan.stages.repair.spelling import Spellings
from qingyuan.text.charsets import codec_of

_ENCODED_WORD = re.compile(r"=\?([A-Za-z0-9_-]+)\?([BbQq])\?([!->@-~]+)\?=")


_PLAIN = frozenset(map(chr, range(0x21, 0x7F))) - frozenset("=?_")  # of the encoding Q


def _opened(word: str) -> str | None:
    match = _ENCODED_WORD.fullmatch(word)
    if match is None:
        return None
    charset, encoding, payload = match.groups()
    try:
        if encoding in "Bb":
            data = binascii.a2b_base64(payload.encode("ascii"))
        else:
            data = quopri.decodestring(payload.encode("ascii"), header=True)
        return data.decode(_codec(charset))
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


def _kind(before: str, after: str) -> str:
    """`charset?encoding`, as the word itself begins; for the encoding Q also which bytes are encoded."""
    _, charset, encoding, payload, _ = before.split("?")
    spelled = f"?{_Q.kind(payload, _bytes(after, charset))}" if encoding in "Qq" else ""
    return f"{charset}?{encoding}{spelled}"


def _damage(after: str, place: Place) -> str:
    charset, encoding, *spelled = place.kind.split("?")
    data = _bytes(after, charset)
    if spelled:
        payload = _Q.write(spelled[0], data)
    else:
        payload = binascii.b2a_base64(data.encode("latin-1"), newline=False).decode("ascii")
    return f"=?{charset}?{encoding}?{payload}?="


UNDO_ENCODED_WORDS = Rule(
    name="repair/encoded-words",
    find=find_escapes(_ENCODED_WORD, ("=?",), _undo_encoded_word, _kind),
    damage=_damage,
    proof="encoding the result again, in the charset and encoding that its kind names, gives the word",
    examples=(("=?UTF-8?B?5pSv5LuY5a6d?=", "支付宝"), ("=?gb2312?Q?=D6=A7=B8=B6=B1=A6?=", "支付宝")),
    keep=("`=?UTF-8?B?5pSv5LuY5a6d?=`", "a =? b ?= c", "=?utf-8?B?????="),
)
