"""The folders of a project, its settings, and what is said of one of its documents."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from qingyuan.articles import rulings, topics
from qingyuan.corpus import limits
from qingyuan.corpus.sources import Source, parse

Status = Literal["written", "unchanged", "merged", "conflict", "failed", "duplicate", "orphan"]


class CorpusError(ValueError):
    """A corpus that cannot be worked on at all: missing, or without a single document."""


class NotWritten(CorpusError):
    """What was to be written cannot be: the disk is full or read-only, or the right is missing."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one raw document, in words for the person who ran the command."""

    name: str
    status: Status
    path: str = ""
    message: str = ""
    findings: int = 0


@dataclass(frozen=True, slots=True)
class Project:
    """The folders of one project, by the layout of DESIGN §5."""

    root: Path

    @property
    def raw(self) -> Path:
        return self.root / "corpus" / "raw"

    @property
    def ledger(self) -> Path:
        return self.root / "corpus" / "ledger"

    @property
    def articles(self) -> Path:
        return self.root / "docs" / "articles"

    @property
    def cache(self) -> Path:
        return self.root / ".cache"

    @property
    def sources(self) -> Path:
        return self.root / "corpus" / "sources.yml"

    @property
    def journal(self) -> Path:
        """There while files are put into their places; not in the cache, which anyone may delete."""
        return self.root / "corpus" / ".journal"

    @property
    def lock(self) -> Path:
        return self.root / "corpus" / ".lock"

    def topics(self) -> topics.Topics:
        """The topics of `corpus/topics.yml`, none if there is no such file; `SettingsError` if they make no sense."""
        return topics.parse(self.settings("topics.yml"))

    def rulings(self) -> tuple[rulings.Ruling, ...]:
        """The decisions of `corpus/rulings.yml`, none if there is no such file; `SettingsError` if one makes no sense."""
        return rulings.parse(self.settings("rulings.yml"))

    def outdated_rulings(self) -> tuple[str, ...]:
        """A sentence for each ruling that names a rule by an old name; `SettingsError` as `rulings`."""
        return rulings.outdated(self.settings("rulings.yml"))

    def deliveries(self) -> tuple[Source, ...]:
        """What `corpus/sources.yml` says of the raw files, none if there is no such file; `SettingsError` if it makes no sense."""
        return parse(self.settings("sources.yml"))

    def limits(self) -> limits.Limits:
        """The limits of `corpus/limits.yml`, or those that stand in the program; `SettingsError` if they make no sense."""
        return limits.parse(self.settings("limits.yml"))

    def settings(self, name: str) -> str:
        """The text of a settings file, empty if there is none; `CorpusError` if it cannot be read."""
        path = self.root / "corpus" / name
        try:
            return path.read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            return ""
        except OSError as error:
            raise CorpusError(f"corpus/{name} cannot be read: {error.strerror}.") from error
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            raise CorpusError(
                f"corpus/{name}: line {line} is not UTF-8. Save the file as UTF-8 in your editor."
            ) from error

    @classmethod
    def around(cls, start: Path) -> Project:
        """The project that a folder lies in: the nearest one above it with an `mkdocs.yml` and a `corpus`.

        `CorpusError` if it lies in none.
        """
        for folder in (start, *start.parents):
            if (folder / "mkdocs.yml").exists() and (folder / "corpus").is_dir():
                return cls(folder)
        raise CorpusError(
            f"{start}: no project here: neither this folder nor one above it has mkdocs.yml and corpus/. "
            "Change into the project, or name files and a target: qingyuan clean FILE --to DIR."
        )


def raw_paths(folder: Path) -> list[Path]:
    """What a folder holds that is no folder, by name; hidden ones are not among them. `CorpusError` if it has none.

    Links, pipes and the like are listed, and so are folders that cannot be opened: whoever reads the list says what
    becomes of them.
    """
    if not folder.is_dir():
        raise CorpusError(f"{folder}: no such folder. Put the raw files there, as received.")
    closed: list[Path] = []
    paths: list[Path] = []
    for place, folders, names in os.walk(folder, onerror=lambda error: closed.append(Path(error.filename))):
        links = [name for name in folders if os.path.islink(os.path.join(place, name))]
        paths += (Path(place, name) for name in (*names, *links) if not name.startswith("."))
        folders[:] = [name for name in folders if not name.startswith(".")]
    paths = sorted([*paths, *closed])
    if not paths:
        raise CorpusError(
            f"{folder}: the folder holds no articles. Put .txt or .html files there, as received."
        )
    return paths
