"""Names of raw files that every system can hold: a corpus is checked out on Windows and macOS, too."""

from __future__ import annotations

import re
import unicodedata

DEVICES = re.compile(
    r"(?: CON | PRN | AUX | NUL | CONIN\$ | CONOUT\$ | (?: COM | LPT ) [0-9¹²³] ) \ * (?: \. | $ )",
    re.VERBOSE | re.IGNORECASE,
)  # whatever follows the dot: Windows opens the device for NUL.txt as well
FORBIDDEN = re.compile(r'[\x00-\x1f<>:"\\|?*]')
LOOSE_END = re.compile(r"[. ]+$")  # Windows drops them, and two names become one


def is_portable(name: str) -> bool:
    r"""Whether Windows can hold a path, given with slashes.

    >>> [is_portable(name) for name in ("页.txt", "a/NUL.txt", "a:b", "a.txt ", "a\nb")]
    [True, False, False, False, False]
    """
    return portable(name) == name


def portable(name: str) -> str:
    """The name nearest to a path that Windows can hold.

    >>> portable("什么是花呗?.txt"), portable("nul.txt"), portable("a./b. ")
    ('什么是花呗_.txt', '_nul.txt', 'a_/b__')
    """
    return "/".join(_portable_part(part) for part in name.split("/"))


def _portable_part(part: str) -> str:
    part = FORBIDDEN.sub("_", part)
    part = LOOSE_END.sub(lambda end: "_" * len(end[0]), part)
    return f"_{part}" if DEVICES.match(part) else part


def alike(name: str) -> str:
    """What two names have in common that are one file on macOS or Windows: letter case and composition.

    >>> alike("Café.txt") == alike("CAFE\N{COMBINING ACUTE ACCENT}.TXT")
    True
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())
