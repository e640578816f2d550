"""Simulated damage of every kind, as functions from clean text to damaged text."""

from __future__ import annotations

import html
import quopri
import unicodedata
from collections.abc import Callable
from functools import partial

from qingyuan.stages.repair.escapes import entities, unicode
from qingyuan.stages.repair.lookalikes.full_width import type_full_width
from qingyuan.stages.repair.lookalikes.radicals import RADICALS
from qingyuan.stages.repair.misread import Misreading
from qingyuan.text import charsets

Damage = Callable[[str], str]


def _twice(first: Misreading, second: Misreading) -> Damage:
    return lambda text: second.damage(first.damage(text))


def _escaped(text: str, write: Damage) -> str:
    """The text with each character outside of ASCII escaped."""
    return "".join(write(char) if char > "\x7f" else char for char in text)


def escape_as_entities(text: str) -> str:
    return _escaped(html.escape(text, quote=False), partial(entities.SPELLINGS.write, "decimal"))


def escape_as_unicode(text: str) -> str:
    return _escaped(text, partial(unicode.SPELLINGS.write, r"\uXXXX"))


def escape_as_percent(text: str, charset: str = "utf-8") -> str:
    return _escaped(text, lambda char: "".join(f"%{byte:02X}" for byte in char.encode(charset)))


def escape_as_quoted_printable(text: str) -> str:
    return quopri.encodestring(text.encode("utf-8")).decode("ascii")


def show_as_radicals(text: str) -> str:
    return text.translate({ord(char): chr(code) for code, char in reversed(RADICALS.items())})


def sow_invisible(text: str) -> str:
    """A zero-width space behind every third character, as copy protections do."""
    return "".join(
        char + "\N{ZERO WIDTH SPACE}" if index % 3 == 0 and char != "\n" else char
        for index, char in enumerate(text)
    )


def damages() -> dict[str, tuple[Damage, Damage]]:
    """Each kind with its damage and what plain undoing of the same step gives, told which step it was."""
    kinds: dict[str, tuple[Damage, Damage]] = {}

    def misread(written: charsets.Charset, read: charsets.Charset) -> Misreading:
        misreading = Misreading(written, read)
        kinds[misreading.name] = (misreading.damage, misreading.undo)
        return misreading

    latin = misread(charsets.UTF_8, charsets.WINDOWS_1252)
    misread(charsets.UTF_8, charsets.LATIN_1)
    gbk = misread(charsets.UTF_8, charsets.CP936)
    misread(charsets.UTF_8, charsets.SHIFT_JIS)
    misread(charsets.UTF_8, charsets.EUC_KR)
    misread(charsets.UTF_8, charsets.BIG5_HKSCS)
    for written in (charsets.GB18030, charsets.BIG5):
        misread(written, charsets.WINDOWS_1252)
        misread(written, charsets.LATIN_1)
    misread(charsets.GB18030, charsets.BIG5)
    misread(charsets.BIG5, charsets.CP936)
    misread(charsets.GB18030, charsets.SHIFT_JIS)
    misread(charsets.GB18030, charsets.EUC_KR)
    misread(charsets.BIG5, charsets.SHIFT_JIS)
    misread(charsets.BIG5, charsets.EUC_KR)
    gb_latin = Misreading(charsets.GB18030, charsets.LATIN_1)
    for first, second in ((latin, latin), (gb_latin, latin), (gbk, latin), (latin, gbk)):
        kinds[f"{first.name}, then {second.name}"] = (
            _twice(first, second),
            lambda text, a=first, b=second: a.undo(b.undo(text)),  # type: ignore[misc]
        )
    kinds["utf-8 read as cp1252, five bytes lost as U+FFFD"] = (
        lambda text: text.encode("utf-8").decode("cp1252", "replace"),
        lambda text: text.encode("cp1252").decode("utf-8"),
    )
    kinds["HTML entities"] = (escape_as_entities, html.unescape)
    kinds["HTML entities, twice"] = (
        lambda text: escape_as_entities(escape_as_entities(text)),
        html.unescape,
    )
    kinds["\\uXXXX"] = (escape_as_unicode, lambda text: text.encode("ascii").decode("unicode-escape"))
    kinds["%XX of UTF-8"] = (escape_as_percent, lambda text: text)
    kinds["%XX of GBK"] = (lambda text: escape_as_percent(text, "gbk"), lambda text: text)
    kinds["quoted-printable"] = (escape_as_quoted_printable, lambda text: text)
    kinds["radicals for characters"] = (
        show_as_radicals,
        lambda t: unicodedata.normalize("NFKC", t),
    )
    kinds["zero-width spaces sown in"] = (
        sow_invisible,
        lambda t: unicodedata.normalize("NFKC", t),
    )
    kinds["full-width digits and letters"] = (
        type_full_width,
        lambda t: unicodedata.normalize("NFKC", t),
    )
    return kinds
