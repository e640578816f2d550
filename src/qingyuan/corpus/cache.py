"""Which documents need no work."""

from __future__ import annotations

import contextlib
import hashlib
import json
from pathlib import Path
from typing import NamedTuple

from qingyuan.corpus.files import file_digest, write_atomically
from qingyuan.corpus.project import Outcome, Project


class Done(NamedTuple):
    """A document that was cleaned: the digest of its raw bytes, its article with the digest of that, and whose it was."""

    digest: str
    path: str
    article: str
    ours: bool


class DoneRegister:
    """Which documents were cleaned before: raw bytes × everything the output depends on.

    It stands in the cache folder: without it, all is cleaned again, and nothing else is different.
    """

    def __init__(self, project: Project, settings: object) -> None:
        self._project = project
        self._file = project.cache / "clean.json"
        self._version = hashlib.sha256(f"{package_digest()}{settings!r}".encode()).hexdigest()
        try:
            known = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            known = {}
        valid = isinstance(known, dict) and known.get("version") == self._version
        documents = known["documents"] if valid else {}
        self._known = {name: Done(*row) for name, row in documents.items()}

    def path_of(self, name: str, digest: str, ours: bool) -> str | None:
        """Where the article of a document is, if the same bytes of the same people made it and it is as it was left."""
        known = self._known.get(name)
        if known is None or (known.digest, known.ours) != (digest, ours):
            return None
        if not (self._project.ledger / f"{name}.json").exists():
            return None
        article = self._project.root / known.path
        return known.path if article.exists() and file_digest(article) == known.article else None

    def note(self, outcome: Outcome, digest: str, ours: bool) -> None:
        """Take down what became of a document with these bytes."""
        self._known.pop(outcome.name, None)
        if outcome.status in ("written", "unchanged", "merged"):
            made = file_digest(self._project.root / outcome.path)
            self._known[outcome.name] = Done(digest, outcome.path, made, ours)

    def save(self) -> None:
        text = json.dumps({"version": self._version, "documents": self._known}, ensure_ascii=False, indent=0)
        with contextlib.suppress(OSError):  # it only saves time
            write_atomically(self._file, text)


def package_digest() -> str:
    """The digest of the package's code and data: the version of the pipeline that cannot be forgotten."""
    folder = Path(__file__).parents[1]
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix not in {".pyc"} and "__pycache__" not in path.parts:
            total.update(path.relative_to(folder).as_posix().encode())
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()
