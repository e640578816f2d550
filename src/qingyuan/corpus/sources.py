"""`corpus/sources.yml`: where the raw files come from, by what right they are here, and whose front matter counts."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from qingyuan.articles.settings import STRICT, read

HINTS = {
    "": "a list of deliveries is expected, each beginning with “- files:”",
    "files": "the names of the files are expected, or a pattern: 00?_*.txt",
    "origin": "an address or a sentence is expected",
    "license": "the license or permission is expected, without which nobody can tell whether to publish",
    "received": "the day is expected, as 2026-01-31",
    "ours": "true or false is expected: whether your own people wrote the files, so that their front matter counts",
}


@dataclass(frozen=True, slots=True)
class Source:
    """One delivery of raw files: where they come from, by what right they are here, and since when.

    `ours`: our own people wrote the files, so that their front matter counts; without it they are a stranger's.
    """

    __pydantic_config__ = STRICT
    files: str | tuple[str, ...]
    origin: str
    license: str
    received: datetime.date
    ours: bool = False

    def names(self, name: str) -> bool:
        """Whether the delivery holds the file of this name, named one by one or by a pattern."""
        patterns = [self.files] if isinstance(self.files, str) else self.files
        return any(fnmatchcase(name, pattern) for pattern in patterns)


def parse(text: str) -> tuple[Source, ...]:
    """The deliveries of a `sources.yml`; `SettingsError` if it says something that makes no sense."""
    return read(text, "corpus/sources.yml", tuple[Source, ...], HINTS) or ()


def is_ours(name: str, sources: Iterable[Source]) -> bool:
    """Whether a file is ours: every delivery that names it says so, and one does."""
    told = [source.ours for source in sources if source.names(name)]
    return bool(told) and all(told)
