"""What is no text at all, and what is text for programs that holds an article's somewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

_MAGIC = (
    (b"%PDF-", "a PDF file", "extract its text first, for instance with pdftotext"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image", "read its text first with an OCR tool"),
    (b"\xff\xd8\xff", "a JPEG image", "read its text first with an OCR tool"),
    (b"GIF8", "a GIF image", "read its text first with an OCR tool"),
    (b"RIFF", "a RIFF container (WebP, WAV or AVI)", "give the text instead"),
    (b"PK\x03\x04", "a ZIP archive or an Office document", "unpack it, or save it as plain text or HTML"),
    (b"PK\x05\x06", "an empty ZIP archive", "give the text instead"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document", "save it as plain text or HTML"),
    (b"\x1f\x8b\x08", "gzip-compressed data", "decompress it first"),
    (b"BZh", "bzip2-compressed data", "decompress it first"),
    (b"\xfd7zXZ\x00", "xz-compressed data", "decompress it first"),
    (b"\x28\xb5\x2f\xfd", "Zstandard-compressed data", "decompress it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "unpack it first"),
    (b"Rar!\x1a\x07", "a RAR archive", "unpack it first"),
    (b"\x7fELF", "a program", "give the text instead"),
    (b"SQLite format 3\x00", "an SQLite database", "export its text first"),
)


@dataclass(frozen=True, slots=True)
class _Limits:
    """How many control characters text has, set by hand."""

    within: int = 24_000  # characters that are looked at
    few: int = 2  # controls that any text may have
    one_in: int = 50  # characters of a longer one


_LIMITS = _Limits()


class DecodeError(ValueError):
    """Bytes that are no text, or that no charset explains: what, where, why, and what to do."""


def refuse_controls(text: str) -> None:
    """Nothing; `DecodeError` where a text has more control characters than any text."""
    sample = text[: _LIMITS.within]
    controls = [at for at, char in enumerate(sample) if char < " " and char not in "\t\n\v\f\r\x1a\x1b"]
    if len(controls) > max(_LIMITS.few, len(sample) // _LIMITS.one_in):
        raise DecodeError(
            f"The document is binary: from character {controls[0]} on it has {len(controls)} control "
            "characters that text does not have. Give the text instead, or take the file out."
        )


def refuse_known_formats(data: bytes) -> None:
    """Nothing; `DecodeError` where the first bytes are those of a file that holds no plain text."""
    for magic, what, advice in _MAGIC:
        if data.startswith(magic):
            raise DecodeError(f"The document is {what}, not text (its first bytes are {magic!r}): {advice}.")


# The head of a page that a browser saved with its pictures; one that another program wrote names its parts as well.
WEB_ARCHIVE = re.compile(
    r"\s*(?:[A-Za-z-]+:[^\n]*\n(?>(?:[ \t]+[^\n]*\n)*)){0,20}?"
    r"(?:From:[ ]<Saved[ ]by|Snapshot-Content-Location:|Content-Type:[ ]*multipart/[a-z]+(?:;|\s*\n))",
)

RECORD = re.compile(r"\{\s*\"|\[\s*\{\s*\"")


def refuse_containers(text: str) -> None:
    """Nothing; `DecodeError` where a text is a web archive or JSON, from which the article must be taken first.

    >>> refuse_containers("# JSON 入门\\n\\n{}")
    """
    if WEB_ARCHIVE.match(text[: _LIMITS.within]):
        raise DecodeError(
            "The document is a web archive (MHTML) or a mail, whose page is encoded within it: open it in a "
            "browser and save it as HTML."
        )
    text = text.lstrip("\ufeff \t\r\n")
    if not RECORD.match(text):
        return
    lines = (line for line in text.split("\n", 5)[:5] if line.strip())
    if _is_json([text]) or _is_json(lines):
        raise DecodeError(
            "The document is JSON, a record for programs: write the text of each article into a file of its own "
            "(.md, .txt or .html)."
        )


def _is_json(parts: Iterable[str]) -> bool:
    try:
        for part in parts:
            json.loads(part)
    except (ValueError, RecursionError):
        return False
    return True
