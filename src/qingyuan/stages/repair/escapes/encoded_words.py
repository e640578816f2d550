"""Encoded words of mail headers: `=?UTF-8?B?5pSv5LuY5a6d?=`."""

from __future__ import annotations

import binascii
import quopri
import re

from qingyuan.rule import Rule
from qingyuan.stages.repair.escapes.context import find_escapes, is_text

_ENCODED_WORD = re.compile(r"=\?([A-Za-z0-9-]+)\?([BbQq])\?([!->@-~]+)\?=")


def _undo_encoded_word(match: re.Match[str], line: str) -> str | None:
    charset, kind, payload = match.groups()
    try:
        if kind in "Bb":
            data = binascii.a2b_base64(payload.encode("ascii"))
        else:
            data = quopri.decodestring(payload.encode("ascii"), header=True)
        text = data.decode("gb18030" if charset.lower() in ("gb2312", "gbk") else charset)
    except (ValueError, LookupError):
        return None
    return text if is_text(text) else None


UNDO_ENCODED_WORDS = Rule(
    name="repair/encoded-words",
    find=find_escapes(_ENCODED_WORD, ("=?",), _undo_encoded_word),
    examples=(("=?UTF-8?B?5pSv5LuY5a6d?=", "支付宝"), ("=?gb2312?Q?=D6=A7=B8=B6=B1=A6?=", "支付宝")),
    keep=("`=?UTF-8?B?5pSv5LuY5a6d?=`", "a =? b ?= c", "=?utf-8?B?????="),
)
