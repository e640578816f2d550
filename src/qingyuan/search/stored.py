"""A page as a browser fetches it: an array of the fields that are stored, compressed."""

from __future__ import annotations

import json
import zlib
from dataclasses import astuple
from typing import Any

from qingyuan.search.format import FIELDS
from qingyuan.search.keys import search_key
from qingyuan.search.pinyin import readings
from qingyuan.search.records import Record


def _value(record: Record, name: str) -> Any:
    """A field as it is stored; `readings` verify a query in pinyin: of the title, then of each heading."""
    if name == "readings":
        texts = (record.title, *record.headings)
        return "|".join(" ".join(map("/".join, readings(search_key(text)))) for text in texts)
    value = getattr(record, name)
    return int(value) if isinstance(value, bool) else value


def stored_record(record: Record) -> str:
    """A record as the browser reads it: an array of the fields that are stored."""
    data = [_value(record, field.name) for field in FIELDS if field.stored]
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=astuple)


def record_from_stored(stored: bytes) -> Record:
    """The record in what a browser fetches for a page; `ValueError` or `zlib.error` if it is spoiled."""
    names = [field.name for field in FIELDS if field.stored]
    values = dict(zip(names, json.loads(zlib.decompress(stored, -zlib.MAX_WBITS)), strict=True))
    del values["readings"]
    return Record.of(values)


def compress(data: bytes) -> bytes:
    """Data deflated without header: browsers open it as `deflate-raw`, on servers that compress nothing too."""
    return zlib.compress(data, 6, -zlib.MAX_WBITS)
