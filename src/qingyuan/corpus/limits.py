"""How much one document may ask for: sizes that decide, and time and memory that only ever end the work on it."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields

from qingyuan.articles.settings import STRICT, SettingsError, read

FILE = "corpus/limits.yml"
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a project; whoever needs others writes them into `corpus/limits.yml`.

    What a file may be is told by its bytes, so that it is the same on every machine. Time and memory depend on the
    machine: they are far above what text needs, and a document that reaches them fails; none comes out different.
    """

    __pydantic_config__ = STRICT
    file_bytes: int = 10_000_000  # a novel has 2 MB; articles of the corpus 10 kB
    line_bytes: int = 2_000_000  # pages without a line end, pictures within them included
    seconds: int = 60  # of processor time, for a file of any size: the first one loads all tables in 1 to 3
    seconds_per_megabyte: int = 120  # slowest of what was measured: pages of short lines in HTML
    memory_megabytes: int = 2_000  # a file of 5 MB was seen to take 350

    def seconds_for(self, size: int) -> int:
        """The seconds of processor time that a document of so many bytes may take."""
        return self.seconds + -(-size * self.seconds_per_megabyte // MEGABYTE)

    def why_too_large(self, size: int) -> str:
        """What keeps a file of so many bytes out, empty if nothing does; nobody needs to have read it."""
        if size <= self.file_bytes:
            return ""
        return (
            f"has {size:,} bytes, more than the {self.file_bytes:,} that a file may have. "
            f"Split it, or raise file_bytes in {FILE}."
        )

    def why_too_long(self, data: bytes) -> str:
        """What keeps content out that is small enough: its longest line; empty if nothing does.

        Line ends are bytes here, so that the limit stands before a charset is chosen.
        """
        if len(data) <= self.line_bytes:
            return ""
        at, number = 0, 1
        for end in re.finditer(rb"\r\n?|\n|\Z", data):
            if end.start() - at > self.line_bytes:
                return (
                    f"line {number} has {end.start() - at:,} bytes, more than the {self.line_bytes:,} that a line "
                    f"may have. Break it, or raise line_bytes in {FILE}."
                )
            at, number = end.end(), number + 1
        return ""


HINTS = {
    "": "a limit a line is expected, as file_bytes: 20000000",
    "file_bytes": "a whole number of bytes is expected",
    "line_bytes": "a whole number of bytes is expected",
    "seconds": "a whole number of seconds is expected",
    "seconds_per_megabyte": "a whole number of seconds is expected",
    "memory_megabytes": "a whole number of megabytes is expected",
}


def parse(text: str) -> Limits:
    """The limits of a `limits.yml`; `SettingsError` if it says something that makes no sense."""
    limits: Limits = read(text, FILE, Limits, HINTS) or Limits()
    for field in fields(limits):
        if (given := getattr(limits, field.name)) < 1:
            raise SettingsError(f"{FILE}: {field.name}: {HINTS[field.name]}, 1 or more, not {given}.")
    return limits
