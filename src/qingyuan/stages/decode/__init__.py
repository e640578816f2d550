"""Bytes to text, with the evidence for the charset chosen, and back again byte for byte."""

from __future__ import annotations

import codecs

from qingyuan.stages.decode.binary import (
    DecodeError,
    refuse_containers,
    refuse_controls,
    refuse_known_formats,
)
from qingyuan.stages.decode.declared import declared_charset
from qingyuan.stages.decode.evidence import by_bom, by_evidence, seven_bit, with_nul
from qingyuan.stages.decode.patches import Decoded, Patch, encode
from qingyuan.text.charsets import codec_of

__all__ = ["DecodeError", "Decoded", "Patch", "decode", "encode", "refuse_containers"]

_BOMS = (  # the longer first: UTF-32-LE begins like UTF-16-LE
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The text of a document, with the reason for the charset chosen; `DecodeError` if there is none.

    `declared` is what came with the document, for instance in an HTTP header; what the document says
    of itself is read here. Both are evidence, not orders.

    >>> decode("支付宝".encode("gbk")).text
    '支付宝'
    """
    if not data:
        raise DecodeError("The document is empty (0 bytes). Fetch it again, or take it out of the corpus.")
    for bom, charset in _BOMS:
        if data.startswith(bom):
            return by_bom(data, bom, charset)
    refuse_known_formats(data)
    said = declared or declared_charset(data)
    name = codec_of(said) if said else None
    note = ""
    if said and name is None:
        note = f" (the declared charset {said!r} is not known)"
    elif said and name:
        note = f" (declared: {said})"
    if b"\0" in data:
        return with_nul(data)
    if data.isascii():
        refuse_controls(data.decode("ascii"))
        if decoded := seven_bit(data):
            return decoded
        return Decoded(data.decode("ascii"), "utf-8", b"", f"only ASCII bytes{note}")
    return by_evidence(data, name, note)
