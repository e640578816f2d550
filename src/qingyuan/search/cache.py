"""Pages made ready for the index, kept from build to build."""

from __future__ import annotations

import hashlib
import sqlite3
from functools import cache
from importlib import resources
from pathlib import Path

from qingyuan.search.format import FORMAT
from qingyuan.search.terms import PreparedPage

_SCHEMA = """
CREATE TABLE IF NOT EXISTS prepared (
    digest BLOB, url TEXT, title TEXT, topic TEXT, date TEXT, stored BLOB, characters BLOB, words TEXT
)
"""
_COLUMNS = "url, title, topic, date, stored, characters, words"

# All that decides what becomes of a page: a change in one of them makes every kept page stale.
_SOURCES = (
    *("search/fold.tsv", "search/fold_table.py", "search/format.py", "search/keys.py", "search/pinyin.py"),
    *("search/records.py", "search/stored.py", "search/terms.py", "search/varint.py"),
    *("text/readings.py", "data/readings.tsv"),
)


@cache
def _version() -> bytes:
    digest = hashlib.sha256(str(FORMAT).encode())
    for name in _SOURCES:
        digest.update(resources.files("qingyuan").joinpath(name).read_bytes())
    return digest.digest()


def cache_key(*inputs: str) -> bytes:
    """The digest of all that a page is made from."""
    digest = hashlib.sha256(_version())
    for part in inputs:
        digest.update(len(part).to_bytes(4, "big") + part.encode())
    return digest.digest()


class PageCache:
    """A file of prepared pages by digest; pages that a build did not ask for are dropped at its end."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        try:
            self._open()
        except sqlite3.DatabaseError:
            # It is only a cache: a damaged file costs one full build.
            path.unlink()
            self._open()
        self._asked: set[bytes] = set()

    def _open(self) -> None:
        self._database = sqlite3.connect(self._path, isolation_level="DEFERRED")
        # A row has several kilobytes; counts for new files alone.
        self._database.execute("PRAGMA page_size = 32768")
        self._database.execute("PRAGMA journal_mode = MEMORY")
        self._database.execute("PRAGMA synchronous = OFF")
        # As older versions kept it.
        self._database.execute("DROP TABLE IF EXISTS page")
        self._database.execute(_SCHEMA)
        # Rows are only ever appended: a key on the digests would spread them over the whole file.
        self._rows = dict(self._database.execute("SELECT digest, rowid FROM prepared"))

    def get(self, key: bytes) -> PreparedPage | None:
        """The page of this key, if it is kept."""
        self._asked.add(key)
        if (number := self._rows.get(key)) is None:
            return None
        query = f"SELECT {_COLUMNS} FROM prepared WHERE rowid = ?"
        return PreparedPage(*self._database.execute(query, (number,)).fetchone())

    def put(self, key: bytes, page: PreparedPage) -> None:
        """Keep a page."""
        inserted = self._database.execute(
            "INSERT INTO prepared VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                key,
                page.url,
                page.title,
                page.topic,
                page.date,
                page.stored,
                page.characters,
                page.words,
            ),
        )
        assert inserted.lastrowid is not None
        self._rows[key] = inserted.lastrowid

    def close(self) -> None:
        """Drop what was not asked for, and write."""
        stale = [(number,) for key, number in self._rows.items() if key not in self._asked]
        self._database.executemany("DELETE FROM prepared WHERE rowid = ?", stale)
        self._database.commit()
        self._database.close()
