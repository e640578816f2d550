"""Files that are written together or not at all, even if the process is killed in between.

All contents are put beside their places as parts; then a journal says which part belongs where; then each is
renamed into its place. A run that dies before the journal stands has written nothing, and one that dies after
it is completed by the next: so an article, its ledger and whatever belongs to them never disagree.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from types import TracebackType

from qingyuan.corpus.files import (
    is_part,
    named_in_errors,
    not_written,
    remove_parts,
    write_atomically,
    write_part,
)
from qingyuan.corpus.lock import locked
from qingyuan.corpus.project import NotWritten, Project

SCHEMA = 1
ABSENT = ""  # instead of a digest: no such file


@dataclass(frozen=True, slots=True)
class Row:
    """What one file was and is to be: digests, and where the new content waits."""

    path: str
    part: str
    before: str
    after: str


class Together:
    """Files of one project that change together. Without `commit`, nothing has happened in the end.

    The first is the one that decides: whether a run that was killed had come to it tells whether the rest is
    completed.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._rows: list[Row] = []
        self._old: dict[str, bytes | None] = {}

    def __enter__(self) -> Together:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self._project.journal.exists():  # else the parts are wanted by the next run
            for row in self._rows:
                if row.part:
                    (self._project.root / row.part).unlink(missing_ok=True)

    def put(self, path: Path, content: bytes | None, decides: bool = False) -> None:
        """The content that a file is to have, or none: it is to go. `OSError` if there is no room for it."""
        with named_in_errors(path):
            old = path.read_bytes() if path.exists() else None
        if old == content:
            return
        part = self._name(write_part(path, content)) if content is not None else ""
        row = Row(self._name(path), part, digest_of(old), digest_of(content))
        self._old[row.path] = old
        self._rows.insert(0 if decides else len(self._rows), row)

    def commit(self) -> None:
        """Put everything into its place; `OSError` if it cannot be: then all is as it was."""
        complete(self._project)
        journal = self._project.journal
        if len(self._rows) > 1:
            write_atomically(journal, json.dumps({"schema": SCHEMA, "rows": [*map(asdict, self._rows)]}))
        done: list[Row] = []
        try:
            for row in self._rows:
                place(self._project, row)
                done.append(row)
        except OSError:
            for row in reversed(done):
                self._take_back(row)
            journal.unlink(missing_ok=True)
            raise
        journal.unlink(missing_ok=True)

    def _take_back(self, row: Row) -> None:
        path, old = self._project.root / row.path, self._old[row.path]
        if old is None:
            path.unlink()
        else:
            write_atomically(path, old)

    def _name(self, path: Path) -> str:
        return path.relative_to(self._project.root).as_posix()


def digest_of(content: bytes | None) -> str:
    return ABSENT if content is None else hashlib.sha256(content).hexdigest()


def place(project: Project, row: Row) -> None:
    """Put a part into its place, or take away what is to go."""
    path = project.root / row.path
    with named_in_errors(path):
        if row.after == ABSENT:
            path.unlink(missing_ok=True)
        else:
            os.replace(project.root / row.part, path)


def complete(project: Project) -> bool:
    """Complete what a killed run had begun, or take it back; whether there was anything. `OSError` if neither can be.

    Never over what somebody changed since: if the file that decides was not written and is not as it was, or
    was set back, all is taken back; of the others, a file that is not as it was stays.
    """
    rows = read_journal(project)
    if not rows:
        project.journal.unlink(missing_ok=True)
        return False
    if _goes_on(project, rows[0]):
        for row in rows:
            if _waits(project, row) and _now(project, row) in (row.before, ABSENT):
                place(project, row)
    for row in rows:
        if row.part:
            (project.root / row.part).unlink(missing_ok=True)
    project.journal.unlink(missing_ok=True)
    return True


def _goes_on(project: Project, row: Row) -> bool:
    """Whether the file that decides was written, or can be as if nothing had happened."""
    now = _now(project, row)
    return now == row.before if _waits(project, row) else now != row.before


def _waits(project: Project, row: Row) -> bool:
    return row.after == ABSENT or (project.root / row.part).exists()


def _now(project: Project, row: Row) -> str:
    path = project.root / row.path
    return digest_of(path.read_bytes() if path.is_file() else None)


def read_journal(project: Project) -> list[Row]:
    """What the journal says; nothing if there is none, or if it says what no run of ours would."""
    try:
        told = json.loads(project.journal.read_text(encoding="utf-8"))
        rows = [Row(**row) for row in told["rows"]] if told["schema"] == SCHEMA else []
    except FileNotFoundError:
        return []
    except (ValueError, LookupError, TypeError):
        return []
    return rows if all(map(_is_ours, rows)) else []


def _is_ours(row: Row) -> bool:
    """Whether a row stays within the project: a journal that came with somebody's files may not."""
    path, part = PurePosixPath(row.path), PurePosixPath(row.part)
    inside = path.parts[:1] == ("corpus",) or path.parts[:2] == ("docs", "articles")
    beside = part.parent == path.parent and is_part(part.name) if row.after != ABSENT else not row.part
    return inside and ".." not in path.parts and beside


@contextlib.contextmanager
def alone(project: Project, say: Callable[[str], None]) -> Iterator[None]:
    """Work on a project while no other run does, and after what a killed one left was completed and cleared away.

    `Locked` if another run is at work, `NotWritten` if the folder cannot be written to.
    """
    with contextlib.ExitStack() as held:
        try:
            held.enter_context(locked(project.lock, say))
            if complete(project):
                say("What it had begun to write is completed or taken back.")
            for folder in (project.root / "corpus", project.articles, project.cache):
                remove_parts(folder)
            remove_parts(project.root, deep=False)
        except OSError as error:
            raise NotWritten(not_written(error)) from error
        yield
