"""Taking raw files into the corpus, with a note of their origin."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import yaml

from qingyuan.articles.settings import STRICT, read
from qingyuan.corpus.files import file_digest, shown_name, why_refused, write_atomically
from qingyuan.corpus.project import Outcome, Project
from qingyuan.stages.decode import DecodeError, decode

HINTS = {
    "": "a list of deliveries is expected, each beginning with “- files:”",
    "files": "the names of the files are expected, or a pattern: 00?_*.txt",
    "origin": "an address or a sentence is expected",
    "license": "the license or permission is expected, without which nobody can tell whether to publish",
    "received": "the day is expected, as 2026-01-31",
}


@dataclass(frozen=True, slots=True)
class Source:
    """One delivery of raw files: where they come from, by what right they are here, and since when."""

    __pydantic_config__ = STRICT
    files: str | tuple[str, ...]
    origin: str
    license: str
    received: datetime.date


def parse(text: str) -> tuple[Source, ...]:
    """The deliveries of a `sources.yml`; `SettingsError` if it says something that makes no sense."""
    return read(text, "corpus/sources.yml", tuple[Source, ...], HINTS) or ()


def add_files(
    project: Project, files: Iterable[Path], origin: str, permission: str, received: datetime.date
) -> list[Outcome]:
    """Copies of the files in `corpus/raw`, and an entry in `corpus/sources.yml` for those that were taken.

    A name or content that the corpus already holds is refused, not overwritten. `CorpusError` and
    `SettingsError` if `sources.yml` cannot be continued: then nothing is taken.
    """
    noted = project.settings("sources.yml")
    parse(noted)
    held = {file_digest(path): path.name for path in project.raw.rglob("*") if path.is_file()}
    outcomes = []
    taken: list[str] = []
    for file in files:
        outcome = _take(project, file, held)
        if outcome.status == "written":
            taken.append(file.name)
        outcomes.append(outcome)
    if taken:
        source = Source(tuple(taken), origin, permission, received)
        row = {**asdict(source), "files": taken}
        block = yaml.safe_dump([row], allow_unicode=True, sort_keys=False, width=10_000)
        write_atomically(project.sources, noted + ("" if not noted or noted.endswith("\n") else "\n") + block)
    return outcomes


def _take(project: Project, file: Path, held: dict[str, str]) -> Outcome:
    """One file copied into the corpus, whose contents are `held`, or why not."""
    name = shown_name(str(file))
    if why := why_refused(file):
        return Outcome(name, "failed", message=why)
    try:
        data = file.read_bytes()
        decode(data)
    except OSError as error:
        return Outcome(name, "failed", message=f"cannot be read: {error.strerror}")
    except DecodeError as error:
        return Outcome(name, "failed", message=str(error))
    fingerprint = hashlib.sha256(data).hexdigest()
    target = project.raw / file.name
    if fingerprint in held:
        message = f"the corpus holds the same bytes as {held[fingerprint]}"
        return Outcome(name, "duplicate", message=message)
    if target.exists():
        message = f"duplicate name: corpus/raw/{file.name} exists with other content; rename the file"
        return Outcome(name, "duplicate", message=message)
    try:
        write_atomically(target, data)
    except OSError as error:
        return Outcome(name, "failed", message=f"cannot be written: {error.strerror or error}")
    held[fingerprint] = file.name
    return Outcome(name, "written", target.relative_to(project.root).as_posix())
