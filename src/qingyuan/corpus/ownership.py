"""Who owns a file (DESIGN §6): the pipeline's articles are written, and never over an editor's work."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from qingyuan.articles import front_matter
from qingyuan.corpus.cleaning import Work
from qingyuan.corpus.files import NO_ROOM, not_written
from qingyuan.corpus.journal import Together
from qingyuan.corpus.ledger_forms import SCHEMA, read_ledger, stored_ledger
from qingyuan.corpus.ledgers import digest, format_ledger, orphans, replay
from qingyuan.corpus.merging import merge
from qingyuan.corpus.names import alike
from qingyuan.corpus.project import NotWritten, Outcome, Project, Status
from qingyuan.document import Metadata
from qingyuan.stages.decode import decode


class Writer:
    """Puts articles and ledgers into the project, and never over an editor's work (DESIGN §6)."""

    def __init__(self, project: Project, dry_run: bool, names: Collection[str] = ()) -> None:
        self._project = project
        self._dry_run = dry_run
        self._taken: dict[str, str] = {}
        self._sources: dict[str, str] = {}
        for name in names:  # a path once given stays given, whatever joins the corpus later
            if (entry := stored_ledger(self._ledger_path(name))) and entry["document"] == name:
                self._taken.setdefault(alike(entry["article"]["path"]), name)
                if entry["schema"] == SCHEMA:
                    self._sources[name] = str(entry["digest"])

        # A raw file under a new name is known by its bytes: its article and ledger go on.
        self._left_behind: dict[str, Path] = {}
        for orphan in orphans(project, set(names)):
            path = self._ledger_path(orphan.name)
            if entry := read_ledger(path):
                self._left_behind[str(entry["digest"])] = path
                self._taken.setdefault(alike(str(entry["article"]["path"])), orphan.name)

    def claim(self, path: str, name: str) -> None:
        self._taken[alike(path)] = name

    def has_ledger_of(self, name: str, digest: str) -> bool:
        """Whether the ledger of a document is of these bytes, and in the form of today.

        A run that was killed may have written another, and an earlier version an older one.
        """
        return self._sources.get(name) == digest

    def _ledger_path(self, name: str) -> Path:
        return self._project.ledger / f"{name}.json"

    def _path_for(self, work: Work, earlier: Mapping[str, Any] | None) -> str:
        if earlier:
            return self._moved(str(earlier["article"]["path"]), work)
        path = f"docs/articles/{work.path}"
        if self._taken.get(alike(path), work.name) != work.name:
            assert work.entry is not None
            path = f"{path[:-3]}-{work.entry['metadata']['source_id'][:6]}.md"
        return path

    def _moved(self, path: str, work: Work) -> str:
        """Where the article is now: an editor may have moved it to another topic, name and all."""
        if (self._project.root / path).exists():
            return path
        assert work.entry is not None
        return self._by_source_id.get(str(work.entry["metadata"]["source_id"]), path)

    @cached_property
    def _by_source_id(self) -> dict[str, str]:
        """Where the article of each source stood when the run began."""
        places: dict[str, str] = {}
        for article in sorted(self._project.articles.rglob("*.md")):
            try:
                source = metadata_of(article).get("source_id")
            except (OSError, ValueError):
                continue
            if source is not None:
                places.setdefault(str(source), article.relative_to(self._project.root).as_posix())
        return places

    def write(self, work: Work) -> Outcome:
        """The article and its ledger entry written, or the reason why not.

        `NotWritten` if no other document can be written either.
        """
        if work.error or work.entry is None:
            return Outcome(work.name, "failed", message=work.error)
        try:
            return self._write(work, work.entry)
        except OSError as error:
            if error.errno in NO_ROOM:
                raise NotWritten(not_written(error)) from error
            reason = not_written(error)
        except ValueError as error:  # of another file that this one needs, such as its earlier ledger
            reason = f"cannot be written: {error}"
        return Outcome(work.name, "failed", message=reason)

    def _write(self, work: Work, made: Mapping[str, Any]) -> Outcome:
        ledger_path = self._ledger_path(work.name)
        earlier = read_ledger(ledger_path)
        renamed = None if earlier else self._left_behind.get(str(made["digest"]))
        if renamed:
            earlier = read_ledger(renamed)
        path = self._path_for(work, earlier)
        self.claim(path, work.name)
        target = self._project.root / path
        entry = dict(made) | {"article": {"path": path, "digest": digest(work.text)}}
        findings = len(entry["findings"])
        text, status, message = self._reconcile(work, earlier, target)
        if self._dry_run or status == "conflict":
            return Outcome(work.name, status, path, message, findings)
        with Together(self._project) as files:
            if text is not None:
                files.put(target, text.encode())
            files.put(ledger_path, format_ledger(entry).encode())
            if renamed:
                files.put(renamed, None)
            files.commit()
        return Outcome(work.name, status, path, message, findings)

    def _reconcile(
        self, work: Work, earlier: Mapping[str, Any] | None, target: Path
    ) -> tuple[str | None, Status, str]:
        """What to write (nothing, if None), and how to call it."""
        if not target.exists():
            return work.text, "written", ""
        try:
            current = target.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            message = f"{target.name} is not UTF-8; nothing was overwritten. Save it as UTF-8 and run again"
            return None, "conflict", message
        if current == work.text:
            return None, "unchanged", ""
        if earlier and digest(current) == earlier["article"]["digest"]:
            return work.text, "written", ""
        if earlier and digest(work.text) == earlier["article"]["digest"]:
            return None, "unchanged", ""  # an editor's version, and nothing new from the pipeline
        base = self._base(work, earlier)
        if base is None:
            message = f"{target.name} exists and is not what the pipeline wrote; nothing was overwritten"
            return None, "conflict", message
        merged, clean = merge(base, current, work.text)
        if not clean:
            return (
                None,
                "conflict",
                "an editor and the pipeline changed the same lines; nothing was overwritten",
            )
        if merged == current:
            return None, "unchanged", ""
        return merged, "merged", "kept the editor's changes and added the pipeline's"

    def _base(self, work: Work, earlier: Mapping[str, Any] | None) -> str | None:
        """What the pipeline wrote last time, replayed from the ledger over the raw file."""
        if not earlier:
            return None
        raw = self._project.raw / work.name
        try:
            base = replay(earlier, decode(raw.read_bytes()).text)
        except (OSError, ValueError):
            return None
        return base if digest(base) == earlier["article"]["digest"] else None


def metadata_of(path: Path) -> Metadata:
    """The front matter of an article on disk; `OSError` or `ValueError` if it cannot be read."""
    return front_matter.split(path.read_text(encoding="utf-8-sig")).metadata
