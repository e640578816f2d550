"""A run over the corpus, or over single files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path

from qingyuan.articles import front_matter
from qingyuan.articles.topics import Topics
from qingyuan.corpus.cache import DoneRegister
from qingyuan.corpus.cleaning import Work, clean_all, clean_one
from qingyuan.corpus.files import (
    TooLarge,
    file_digest,
    not_written,
    read_within,
    remove_parts,
    shown_name,
    why_no_file,
    why_refused,
    write_atomically,
)
from qingyuan.corpus.journal import alone
from qingyuan.corpus.ledgers import orphans
from qingyuan.corpus.limits import Limits
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
    topics, rulings = project.topics(), project.rulings()
    limits, sources = project.limits(), project.deliveries()
    outcomes: list[Outcome] = []

    def tell(outcome: Outcome) -> None:
        outcomes.append(outcome)
        progress(outcome)

    # Gather: what can be read, and each content once.
    paths = {shown_name(path.relative_to(project.raw).as_posix()): path for path in raw_paths(project.raw)}
    digests = gather(paths, limits, tell, lambda name: (project.ledger / f"{name}.json").exists())

    # Skip: what the same program made of the same bytes before.
    ours = frozenset(name for name in digests if is_ours(name, sources))
    done = DoneRegister(project, (topics, rulings, limits))
    writer = Writer(project, dry_run, digests)
    left = []
    for name, digest in digests.items():
        if (article := done.path_of(name, digest, name in ours)) and writer.has_ledger_of(name, digest):
            writer.claim(article, name)
            tell(Outcome(name, "unchanged", article))
        else:
            left.append(name)

    # Clean: in the order of their names, bytes read when a worker is free for them.
    raws = read_each({name: paths[name] for name in left}, limits, tell, ours, why_refused)
    works = clean_all(raws, topics, rulings, jobs, clean, limits)

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


def gather(
    paths: Mapping[str, Path],
    limits: Limits,
    tell: Callable[[Outcome], None],
    is_known: Callable[[str], bool] = lambda name: False,
) -> dict[str, str]:
    """The digest of each raw document by its name; one that cannot be, or is there twice, is told.

    Of names that are one elsewhere that which `is_known`, since it has an article, stays; the first one otherwise.
    """
    digests: dict[str, str] = {}
    first: dict[str, str] = {}
    refused = {name: why_refused(path) for name, path in paths.items()}
    spelled: dict[str, str] = {}
    for name in sorted((name for name in paths if not refused[name]), key=lambda name: not is_known(name)):
        spelled.setdefault(alike(name), name)
    for name, path in paths.items():
        if why := refused[name] or why_not_portable(name, spelled[alike(name)]):
            tell(Outcome(name, "failed", message=why))
            continue
        try:
            if why := limits.why_too_large(path.stat().st_size):
                tell(Outcome(name, "failed", message=why))
                continue
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
    """What keeps a name out of a corpus that Windows and macOS hold, too, beside the one spelled alike that stays."""
    if not is_portable(name):
        return f"Windows cannot hold a file of this name. Rename it, perhaps to {portable(name)}."
    if other != name:
        return f"its name is that of {other} but for letter case or composed letters, one file on other systems. Rename one of the two."
    return ""


NOTHING = hashlib.sha256(b"").hexdigest()


def read_each(
    paths: Mapping[str, Path],
    limits: Limits,
    tell: Callable[[Outcome], None],
    ours: Collection[str] = (),
    why_not: Callable[[Path], str] = why_no_file,
) -> Iterator[RawDocument]:
    """The documents, each read when it is asked for; one that cannot be read, or is too large, is told.

    `why_not` is asked again: since the files were gathered, one may have become a link or a pipe.
    """
    for name, path in paths.items():
        if why := why_not(path):
            tell(Outcome(name, "failed", message=why))
            continue
        try:
            data = read_within(path, limits)
        except OSError as error:
            tell(unreadable(name, error))
        except TooLarge as error:
            tell(Outcome(name, "failed", message=str(error)))
        else:
            yield RawDocument(name, data, name in ours)


def unreadable(name: str, error: OSError) -> Outcome:
    return Outcome(name, "failed", message=f"cannot be read: {error.strerror or error}")


def clean_files(
    paths: Iterable[Path],
    to: Path,
    topics: Topics,
    limits: Limits | None = None,
    jobs: int = 1,
    ours: bool = False,
) -> list[Outcome]:
    """Clean single files into a folder, a `.md` each; for use outside a project. `ours`: their front matter counts."""
    files = {shown_name(path.as_posix()): path for path in paths}
    limits = limits or Limits()
    outcomes: dict[str, Outcome] = {}
    written: dict[str, Path] = {}
    remove_parts(to, deep=False)

    def tell(outcome: Outcome) -> None:
        outcomes[outcome.name] = outcome

    for work in clean_all(
        read_each(files, limits, tell, files if ours else ()), topics, (), jobs, limits=limits
    ):
        tell(_write_beside(work, files, to, written))
    return [outcomes[name] for name in files]


def _why_not_over(target: Path, work: Work) -> str:
    """Why a file that is there must not be written over, such as the article of another source; else ""."""
    try:
        there = target.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except (OSError, ValueError):
        return f"{target} is there and is no article; move it, or use another --to"
    try:
        source = front_matter.split(there).metadata.get("source_file")
    except front_matter.FrontMatterError:
        source = None
    if source is None:
        return f"{target} is there and is no article of a raw file; move it, or use another --to"
    if source != front_matter.split(work.text).metadata.get("source_file"):
        return f"{target} is the article of {source}; rename one of the raw files, or use another --to"
    return ""


def _write_beside(work: Work, files: Mapping[str, Path], to: Path, written: dict[str, Path]) -> Outcome:
    """One article put into a folder: over none of the files that are cleaned, and of none written before."""
    file = files[work.name]
    target = to / f"{file.stem}.md"
    key = alike(target.name)  # Windows and macOS would see one file
    if work.error or work.entry is None:
        return Outcome(work.name, "failed", message=work.error)
    if key in written:
        why = f"duplicate name: {written[key]} also becomes {target.name}; rename one, or use another --to"
        return Outcome(work.name, "failed", message=why)
    written[key] = file
    sources = {source.resolve(): source for source in files.values()}
    if source := sources.get(target.resolve()):
        why = f"would overwrite {'its own source' if source == file else source}; use another --to"
        return Outcome(work.name, "failed", message=why)
    if why := _why_not_over(target, work):
        return Outcome(work.name, "failed", message=why)
    try:
        write_atomically(target, work.text)
    except OSError as error:
        return Outcome(work.name, "failed", message=not_written(error))
    return Outcome(work.name, "written", str(target), findings=len(work.entry["findings"]))
