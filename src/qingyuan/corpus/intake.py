"""Taking raw files into the corpus, with a note of their origin."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path

import yaml

from qingyuan.corpus.files import TooLarge, file_digest, not_written, read_within, shown_name, why_refused
from qingyuan.corpus.journal import Together, alone
from qingyuan.corpus.limits import Limits
from qingyuan.corpus.names import alike, portable
from qingyuan.corpus.project import NotWritten, Outcome, Project
from qingyuan.corpus.sources import Source, parse
from qingyuan.stages.decode import DecodeError, decode


def add_files(
    project: Project,
    files: Iterable[Path],
    origin: str,
    permission: str,
    received: datetime.date,
    say: Callable[[str], None] = lambda sentence: None,
    ours: bool = False,
) -> list[Outcome]:
    """Copies of the files in `corpus/raw`, and an entry in `corpus/sources.yml` for those that were taken.

    `ours` is noted there: the front matter of such files counts, as an editor's does.

    Files and entry are written together or not at all. A name or content that the corpus already holds is
    refused, not overwritten; a file that lies there without an entry gets one. `CorpusError` and `SettingsError` if
    `sources.yml` cannot be continued, `Locked` if another run is at work, `NotWritten` if there is no
    room: then nothing is taken.
    """
    with alone(project, say):
        noted = project.settings("sources.yml")
        intake = Intake(project, parse(noted), project.limits())
        try:
            with Together(project) as together:
                outcomes = [intake.take(file, together) for file in files]
                if intake.taken:
                    source = Source(tuple(intake.taken), origin, permission, received, ours)
                    row = {**asdict(source), "files": intake.taken}
                    if not ours:  # a stranger's, as every file is of which nothing is said
                        del row["ours"]
                    block = yaml.safe_dump([row], allow_unicode=True, sort_keys=False, width=10_000)
                    text = noted + ("" if not noted or noted.endswith("\n") else "\n") + block
                    together.put(project.sources, text.encode(), decides=True)
                    together.commit()
        except OSError as error:
            raise NotWritten(f"{not_written(error)} Nothing was taken.") from error
    return outcomes


class Intake:
    """What the corpus holds, and what joins it."""

    def __init__(self, project: Project, sources: Iterable[Source], limits: Limits) -> None:
        self._project, self._limits = project, limits
        self._sources = tuple(sources)
        self._by_content: dict[str, str] = {}
        self._by_name: dict[str, str] = {}
        self.taken: list[str] = []
        for path in project.raw.rglob("*"):
            name = path.relative_to(project.raw).as_posix()
            self._by_name[alike(name)] = name
            if path.is_file() and not path.is_symlink():
                with contextlib.suppress(OSError):  # what nobody can read is not the same as anything
                    if not limits.why_too_large(path.stat().st_size):  # nor what nobody may take
                        self._by_content[file_digest(path)] = name

    def take(self, file: Path, together: Together) -> Outcome:
        """One file put among those that are written together, or why not; `OSError` if there is no room."""
        shown = shown_name(str(file))
        if why := why_refused(file):
            return Outcome(shown, "failed", message=why)
        try:
            data = read_within(file, self._limits)
            decode(data)
        except OSError as error:
            return Outcome(shown, "failed", message=f"cannot be read: {error.strerror}")
        except (DecodeError, TooLarge) as error:
            return Outcome(shown, "failed", message=str(error))
        fingerprint = hashlib.sha256(data).hexdigest()
        name = portable(file.name)
        target = self._project.raw / name
        path = target.relative_to(self._project.root).as_posix()
        if fingerprint in self._by_content:
            held = self._by_content[fingerprint]
            if held == name and not self._is_noted(name):
                self.taken.append(name)
                return Outcome(shown, "written", path, "it lay there without its origin, which is noted now")
            message = f"the corpus holds the same bytes as {held}"
            return Outcome(shown, "duplicate", message=message)
        if other := self._by_name.get(alike(name)):
            message = f"duplicate name: corpus/raw/{other} exists with other content; rename the file"
            return Outcome(shown, "duplicate", message=message)
        together.put(target, data)
        self._by_content[fingerprint] = self._by_name[alike(name)] = name
        self.taken.append(name)
        renamed = "" if name == file.name else "under this name, since Windows cannot hold its own"
        return Outcome(shown, "written", path, renamed)

    def _is_noted(self, name: str) -> bool:
        """Whether some delivery names the file, one by one or by a pattern."""
        return name in self.taken or any(source.names(name) for source in self._sources)
