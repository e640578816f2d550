"""Work on documents that goes wrong; worker processes import it from here, however they are started."""

from __future__ import annotations

import os
import re

from qingyuan.articles.rulings import Ruling
from qingyuan.articles.topics import Topics
from qingyuan.corpus.cleaning import Work, clean_one, finished
from qingyuan.document import RawDocument


def faulty(raw: RawDocument, topics: Topics, rulings: tuple[Ruling, ...]) -> Work:
    """Cleaning that fails on one document as only a fault of the program does."""
    return clean_one(raw, topics, rulings, _finished_with_a_fault)


def _finished_with_a_fault(raw: RawDocument, topics: Topics, rulings: tuple[Ruling, ...]) -> Work:
    if raw.name == "m.txt":
        raise RecursionError("maximum recursion depth exceeded\nwhile 13800138000")
    return finished(raw, topics, rulings)


def deadly(raw: RawDocument, topics: Topics, rulings: tuple[Ruling, ...]) -> Work:
    """Cleaning that ends its process at some documents."""
    if raw.name.startswith("m"):
        os._exit(9)
    return clean_one(raw, topics, rulings)


def hanging(raw: RawDocument, topics: Topics, rulings: tuple[Ruling, ...]) -> Work:
    """Cleaning that never ends on some documents, within a pattern that no signal interrupts."""
    if raw.name.startswith("m"):
        re.fullmatch(r"(?:a|a)*b", "a" * 200)
    return clean_one(raw, topics, rulings)


def hungry(raw: RawDocument, topics: Topics, rulings: tuple[Ruling, ...]) -> Work:
    """Cleaning that asks for ever more memory on some documents."""
    if raw.name.startswith("m"):
        held = [bytes(10_000_000)]
        while len(held) < 400:  # an end, where the system sets no limit
            held.append(bytes(bytearray(b"a") * 10_000_000))
    return clean_one(raw, topics, rulings)
