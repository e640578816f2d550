"""A run over the corpus, or over single files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path

from qingyuan.articles.topics import Topics
from qingyuan.corpus.cache import DoneRegister
from qingyuan.corpus.cleaning import Work, clean_all, clean_one
from qingyuan.corpus.files import (
    file_digest,
    not_written,
    remove_parts,
    shown_name,
    why_refused,
    write_atomically,
)
from qingyuan.corpus.journal import alone
from qingyuan.corpus.ledgers import orphans
from qingyuan.corpus.names import alike, is_portable, portable
from qingyuan.corpus.ownership import Writer
from qingyuan.corpus.project import NotWritten, Outcome, Project, raw_paths
from qingyuan.corpus.sources import is_ours
from qingyuan.document import RawDocument


def clean_corpus(
    project: Project,
    jobs: int = 1,
    dry_run: bool = False,
    progress: Callable[[Outcome], None] = lambda outcome: None,
    say: Callable[[str], None] = lambda sentence: None,
    clean: Callable[..., Work] = clean_one,
) -> list[Outcome]:
    """Clean every raw document of the project into `docs/articles/`; one outcome for each, by name.

    `clean` is the work on one document, which worker processes import by its name. A document that fails leaves
    its earlier article and ledger as they are; where there is no room for one, the run ends with it. What a
    killed run left is completed first, and said. `CorpusError` and `SettingsError` if nothing can be done at
    all, `Locked` among them if another run is at work.
    """
    for sentence in project.outdated_rulings():
        say(sentence)
    if dry_run:
        return _clean_corpus(project, jobs, dry_run, progress, clean)
    with alone(project, say):
        return _clean_corpus(project, jobs, dry_run, progress, clean)


def _clean_corpus(
    project: Project,
    jobs: int,
    dry_run: bool,
    progress: Callable[[Outcome], None],
    clean: Callable[..., Work],
) -> list[Outcome]:
    topics, rulings, sources = project.topics(), project.rulings(), project.deliveries()
    outcomes: list[Outcome] = []

    def tell(outcome: Outcome) -> None:
        outcomes.append(outcome)
        progress(outcome)

    # Gather: what can be read, and each content once.
    paths = {shown_name(path.relative_to(project.raw).as_posix()): path for path in raw_paths(project.raw)}
    digests = gather(paths, tell)

    # Skip: what the same program made of the same bytes before.
    ours = frozenset(name for name in digests if is_ours(name, sources))
    done = DoneRegister(project, (topics, rulings))
    writer = Writer(project, dry_run, digests)
    left = []
    for name, digest in digests.items():
        if (article := done.path_of(name, digest, name in ours)) and writer.has_ledger_of(name, digest):
            writer.claim(article, name)
            tell(Outcome(name, "unchanged", article))
        else:
            left.append(name)

    # Clean: in the order of their names, bytes read when a worker is free for them.
    works = clean_all(
        read_each({name: paths[name] for name in left}, tell, ours), topics, rulings, jobs, clean
    )

    # Write: an article and its ledger, never over an editor's work.
    for work in works:
        try:
            outcome = writer.write(work)
        except NotWritten as error:
            tell(Outcome(work.name, "failed", message=f"{error} The run ends here; the others wait."))
            break
        if not dry_run:
            done.note(outcome, str(work.entry["digest"]) if work.entry else "", work.name in ours)
        tell(outcome)
    if not dry_run:
        done.save()

    # Tell: of each document what became of it, and which are gone.
    outcomes += orphans(project, paths)
    return sorted(outcomes, key=lambda outcome: outcome.name)


def gather(paths: Mapping[str, Path], tell: Callable[[Outcome], None]) -> dict[str, str]:
    """The digest of each raw document by its name; one that cannot be, or is there twice, is told."""
    digests: dict[str, str] = {}
    first: dict[str, str] = {}
    spelled: dict[str, str] = {}
    for name, path in paths.items():
        if why := why_refused(path) or why_not_portable(name, spelled.setdefault(alike(name), name)):
            tell(Outcome(name, "failed", message=why))
            continue
        try:
            digest = file_digest(path)
        except OSError as error:
            tell(unreadable(name, error))
            continue
        if digest in first:
            message = f"the same bytes as {first[digest]}; delete one of the two"
            tell(Outcome(name, "duplicate", message=message))
            continue
        if digest != NOTHING:  # each empty file is told that it is empty
            first[digest] = name
        digests[name] = digest
    return digests


def why_not_portable(name: str, other: str) -> str:
    """What keeps a name out of a corpus that Windows and macOS hold, too, beside the first one spelled alike."""
    if not is_portable(name):
        return f"Windows cannot hold a file of this name. Rename it, perhaps to {portable(name)}."
    if other != name:
        return f"its name is that of {other} but for letter case or composed letters, one file on other systems. Rename one of the two."
    return ""


NOTHING = hashlib.sha256(b"").hexdigest()


def read_each(
    paths: Mapping[str, Path], tell: Callable[[Outcome], None], ours: Collection[str] = ()
) -> Iterator[RawDocument]:
    """The documents, each read when it is asked for; one that cannot be read is told."""
    for name, path in paths.items():
        try:
            data = path.read_bytes()
        except OSError as error:
            tell(unreadable(name, error))
        else:
            yield RawDocument(name, data, name in ours)


def unreadable(name: str, error: OSError) -> Outcome:
    return Outcome(name, "failed", message=f"cannot be read: {error.strerror or error}")


def clean_files(files: Iterable[Path], to: Path, topics: Topics, ours: bool = False) -> list[Outcome]:
    """Clean single files into a folder, a `.md` each; for use outside a project. `ours`: their front matter counts."""
    outcomes: list[Outcome] = []
    targets: dict[str, Path] = {}
    files = list(files)
    remove_parts(to, deep=False)
    sources = {file.resolve(): file for file in files}
    for file in files:
        target = to / f"{file.stem}.md"
        key = alike(target.name)  # Windows and macOS would see one file
        if key in targets:
            message = (
                f"duplicate name: {targets[key]} also becomes {target.name}; rename one, or use another --to"
            )
            outcomes.append(Outcome(str(file), "failed", message=message))
            continue
        try:
            raw = RawDocument(file.name, file.read_bytes(), ours)
        except OSError as error:
            outcomes.append(unreadable(str(file), error))
            continue
        work = clean_one(raw, topics)
        if work.error or work.entry is None:
            outcomes.append(Outcome(str(file), "failed", message=work.error))
            continue
        targets[key] = file
        if source := sources.get(target.resolve()):
            message = f"would overwrite {'its own source' if source == file else source}; use another --to"
            outcomes.append(Outcome(str(file), "failed", message=message))
            continue
        try:
            write_atomically(target, work.text)
        except OSError as error:
            outcomes.append(Outcome(str(file), "failed", message=not_written(error)))
            continue
        outcomes.append(Outcome(str(file), "written", str(target), findings=len(work.entry["findings"])))
    return outcomes
