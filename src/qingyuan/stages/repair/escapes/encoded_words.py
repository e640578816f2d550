"""Encoded words of mail headers: `=?UTF-8?B?5pSv5LuY5a6d?=`."""

from __future__ import annotations

import binascii
import quopri
import re

from qingyuan.rule import Place, Rule
from qingyuan.stages.repair.escapes.context import find_escapes, is_text
from qingyuan.stages.repair.spelling import AS_WRITTEN
from qingyuan.text.charsets import codec_of

_ENCODED_WORD = re.compile(r"=\?([A-Za-z0-9_-]+)\?([BbQq])\?([!->@-~]+)\?=")


_PLAIN = frozenset(range(0x21, 0x7F)) - frozenset(b"=?_")  # of the encoding Q


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


def _payload(encoding: str, data: bytes) -> str:
    if encoding in "Bb":
        return binascii.b2a_base64(data, newline=False).decode("ascii")
    return "".join(chr(byte) if byte in _PLAIN else "_" if byte == 0x20 else f"={byte:02X}" for byte in data)


def _kind(before: str, after: str) -> str:
    """`charset?encoding`, as the word itself begins, where that says all; else the word."""
    head = "?".join(before.split("?")[1:3])
    return head if _written(head, after) == before else AS_WRITTEN + before


def _written(head: str, text: str) -> str:
    charset, _, encoding = head.partition("?")
    try:
        return f"=?{head}?{_payload(encoding, text.encode(_codec(charset)))}?="
    except (ValueError, LookupError):
        return ""


def _damage(after: str, place: Place) -> str:
    if not place.kind.startswith(AS_WRITTEN):
        return _written(place.kind, after)
    word = place.kind.removeprefix(AS_WRITTEN)
    return word if _opened(word) == after else ""


UNDO_ENCODED_WORDS = Rule(
    name="repair/encoded-words",
    find=find_escapes(_ENCODED_WORD, ("=?",), _undo_encoded_word, _kind),
    damage=_damage,
    proof="encoding the result again, in the charset and encoding that its kind names, gives the word",
    examples=(("=?UTF-8?B?5pSv5LuY5a6d?=", "支付宝"), ("=?gb2312?Q?=D6=A7=B8=B6=B1=A6?=", "支付宝")),
    keep=("`=?UTF-8?B?5pSv5LuY5a6d?=`", "a =? b ?= c", "=?utf-8?B?????="),
)
