"""Reading the corpus, writing articles, and who owns a file: the only module below the scripts that touches files."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import itertools
import json
import os
import re
import tempfile
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path, PurePosixPath
from typing import Any, Literal

import merge3
import yaml
from pypinyin import Style, lazy_pinyin

from qingyuan.article import CleanedDocument, clean_document
from qingyuan.articles import front_matter
from qingyuan.articles.rulings import Ruling
from qingyuan.articles.rulings import parse as parse_rulings
from qingyuan.articles.topics import Topics, parse, topic_of
from qingyuan.corpus import ledgers as ledger
from qingyuan.document import Metadata, RawDocument
from qingyuan.stages.decode import DecodeError, decode
from qingyuan.text.characters import HAN

SOURCE_ID = re.compile(r"^(?:\d+[_-])?(?P<id>[0-9a-f]{8,64})$")

Status = Literal["written", "unchanged", "merged", "conflict", "failed", "duplicate", "orphan"]


class CorpusError(ValueError):
    """A corpus that cannot be worked on at all: missing, or without a single document."""


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

    def topics(self) -> Topics:
        """The topics of `corpus/topics.yml`; none if there is no such file."""
        return parse(self._settings("topics.yml"))

    def rulings(self) -> tuple[Ruling, ...]:
        """The decisions of `corpus/rulings.yml`; none if there is no such file."""
        return parse_rulings(self._settings("rulings.yml"))

    def _settings(self, name: str) -> str:
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
        """The project that a folder lies in: the nearest one above it with an `mkdocs.yml` and a `corpus`."""
        for folder in (start, *start.parents):
            if (folder / "mkdocs.yml").exists() and (folder / "corpus").is_dir():
                return cls(folder)
        raise CorpusError(
            f"{start}: no project here: neither this folder nor one above it has mkdocs.yml and corpus/. "
            "Change into the project, or name files and a target: qingyuan clean FILE --to DIR."
        )


def raw_paths(folder: Path) -> list[Path]:
    """The files and the links of a folder, by name; hidden ones are not among them. `CorpusError` if it has none.

    Links to folders are listed and not followed: whoever reads the list says what becomes of them.
    """
    if not folder.is_dir():
        raise CorpusError(f"{folder}: no such folder. Put the raw files there, as received.")
    paths = sorted(
        path
        for path in folder.rglob("*")
        if (path.is_file() or path.is_symlink())
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )
    if not paths:
        raise CorpusError(
            f"{folder}: the folder holds no articles. Put .txt or .html files there, as received."
        )
    return paths


LONGEST_NAME = 255 - len(
    ".json"
)  # bytes: file systems take 255, and the ledger's name is longer than the file's


def why_refused(path: Path) -> str:
    """What keeps a file from being a raw document, by its name and kind alone; empty if nothing does.

    A link is refused wherever it leads: out of the corpus it would publish what nobody gave, and within the
    corpus it is a second name for the same bytes.
    """
    if path.is_symlink():
        return "is a symbolic link, and links are not followed. Put a copy of the file itself in its place."
    if shown_name(path.name) != path.name:
        return "its name is not UTF-8, so that no ledger can name it. Rename the file."
    if len(os.fsencode(path.name)) > LONGEST_NAME:
        return (
            f"its name is longer than {LONGEST_NAME} bytes, too long for its ledger. Give it a shorter one."
        )
    return ""


def shown_name(name: str) -> str:
    r"""A file name as it can be printed: bytes that are not UTF-8 as escapes.

    >>> shown_name("页.txt"), shown_name("a\udcff.txt")
    ('页.txt', 'a\\xff.txt')
    """
    return os.fsencode(name).decode("utf-8", "backslashreplace")


# pypinyin's words err here: 还款 comes out as hai-kuan.
PAYS_BACK = re.compile(r"还(?=[款贷债钱本息清])")


def syllables(title: str) -> list[str]:
    """The words of an address: a syllable for each Han character, other letters and digits by run.

    >>> syllables("还款12期App")
    ['huan', 'kuan', '12', 'qi', 'app']
    """
    words: list[str] = []
    for run in re.findall(rf"[{HAN}]+|[A-Za-z0-9]+", title):
        if run.isascii():
            words.append(run.lower())
            continue
        read = lazy_pinyin(run, style=Style.NORMAL)
        for match in PAYS_BACK.finditer(run):
            read[match.start()] = "huan"
        words += (re.sub(r"[^a-z]", "", syllable.replace("ü", "v")) for syllable in read)
    return [word for word in words if word]


def slug_of(title: str, limit: int = 60) -> str:
    """An address for a title: pinyin read by phrases (银行 is yin-hang), ASCII, cut at a syllable.

    >>> slug_of("支付宝逾期上门送信"), slug_of("花呗App 12期？")
    ('zhi-fu-bao-yu-qi-shang-men-song-xin', 'hua-bei-app-12-qi')
    """
    slug = ""
    for part in syllables(title):
        longer = f"{slug}-{part}" if slug else part
        if len(longer) > limit:
            break
        slug = longer
    return slug


def source_id(raw: RawDocument) -> str:
    """The id a crawler put into the file name, else the first 16 digits of the digest."""
    match = SOURCE_ID.match(PurePosixPath(raw.name).stem)
    return match["id"] if match else raw.digest[:16]


def clean_raw(
    raw: RawDocument, topics: Topics, rulings: tuple[Ruling, ...] = ()
) -> tuple[CleanedDocument, str]:
    """The cleaned document and the path of its article below `docs/articles/`."""
    given: dict[str, Any] = {
        "lang": "zh-CN",
        "source_file": PurePosixPath(raw.name).name,
        "source_id": source_id(raw),
    }
    document = clean_document(raw, given, rulings, topics)
    topic = topic_of(document.article, topics)
    slug = slug_of(document.article.title) or source_id(raw)
    return document, f"{topic.id}/{slug}.md" if topic else f"{slug}.md"


@dataclass(frozen=True, slots=True)
class Work:
    """What a worker sends back for one document: plain data, so that it crosses process borders."""

    name: str
    path: str = ""
    text: str = ""
    entry: Mapping[str, Any] | None = None
    error: str = ""


def clean_one(raw: RawDocument, topics: Topics, rulings: tuple[Ruling, ...] = ()) -> Work:
    """The finished work on one document, or in one sentence why there is none: no exception leaves here.

    Other documents must not suffer for one, so that a fault of the program is told like one of the file.
    """
    try:
        return _finished(raw, topics, rulings)
    except (DecodeError, front_matter.UnsafeFrontMatter) as error:
        return Work(raw.name, error=str(error))
    except UnicodeEncodeError as error:
        code = f"U+{ord(error.object[error.start]):04X}"
        return Work(
            raw.name, error=f"its article would hold {code}, half a character, which no file can hold."
        )
    except Exception as error:
        what = " ".join(f"{type(error).__name__}: {error}".split())[:LONGEST_REASON]
        return Work(raw.name, error=f"the program failed on it ({what}). Please report this, with the file.")


LONGEST_REASON = 200  # characters of an exception's message: it may quote the document


def _finished(raw: RawDocument, topics: Topics, rulings: tuple[Ruling, ...]) -> Work:
    document, path = clean_raw(raw, topics, rulings)
    text = document.decoded.text
    front_matter.refuse_unsafe(text)
    if not text.strip():
        return Work(raw.name, error="the file is empty but for white space. Get it again, or delete it.")
    if not document.article.body.strip():
        lines = len(ledger.account(text, document.cleaned.trail))
        why = f"all of its {lines} lines were stripped as boilerplate; see: qingyuan explain {raw.name}"
        return Work(raw.name, error=f"nothing is left to publish: {why}")
    entry = ledger.ledger_of(document, path)
    format_ledger(entry).encode()
    return Work(raw.name, path, document.cleaned.text, entry)


HELD = 4  # documents a worker: it never waits for the next, and few are tried again when one dies


def clean_all(
    raws: Iterable[RawDocument], topics: Topics, rulings: tuple[Ruling, ...] = (), jobs: int = 1
) -> Iterator[Work]:
    """The work on all documents, in their order, whatever the number of workers.

    When a worker process dies, nobody can tell which of the documents in work it was: each is tried alone.
    """
    work = partial(clean_one, topics=topics, rulings=rulings)
    if jobs <= 1:
        yield from map(work, raws)
        return
    held: deque[tuple[RawDocument, Future[Work]]] = deque()
    left = iter(raws)
    pool = ProcessPoolExecutor(jobs)
    try:
        while True:
            for raw in itertools.islice(left, jobs * HELD - len(held)):
                held.append((raw, _begun(pool, work, raw)))
            if not held:
                break
            raw, future = held.popleft()
            try:
                yield future.result()
            except BrokenProcessPool:
                pool.shutdown()
                suspects = [raw, *(raw for raw, _ in held)]
                held.clear()
                yield from (clean_alone(work, suspect) for suspect in suspects)
                pool = ProcessPoolExecutor(jobs)
    finally:
        pool.shutdown(cancel_futures=True)


def _begun(pool: ProcessPoolExecutor, work: Callable[[RawDocument], Work], raw: RawDocument) -> Future[Work]:
    """The work given to the pool; of a broken pool the future says so when it is asked."""
    try:
        return pool.submit(work, raw)
    except BrokenProcessPool as error:
        future: Future[Work] = Future()
        future.set_exception(error)
        return future


def clean_alone(work: Callable[[RawDocument], Work], raw: RawDocument) -> Work:
    """The work on a document in a process of its own, or that the process died of it."""
    with ProcessPoolExecutor(1) as pool:
        try:
            return pool.submit(work, raw).result()
        except BrokenProcessPool:
            why = "the process that cleaned it died, perhaps for want of memory"
            return Work(raw.name, error=f"{why}. Split the file, or take it out of corpus/raw.")


def write_atomically(path: Path, text: str) -> None:
    """The text as a file that is whole or not there at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def read_ledger(path: Path) -> dict[str, Any] | None:
    """A document's ledger entry; none if there is none or it is not one."""
    try:
        entry = json.loads(path.read_text(encoding="utf-8"))
        whole = entry["schema"] == ledger.SCHEMA and entry["article"].keys() >= {"path", "digest"}
        return entry if whole and entry.keys() >= {"document", "digest", "findings", "trail"} else None
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None


def read_ledgers(project: Project) -> list[dict[str, Any]]:
    """All ledger entries of the project, by name of the document."""
    entries = (read_ledger(path) for path in sorted(project.ledger.rglob("*.json")))
    return [entry for entry in entries if entry is not None]


def format_ledger(entry: Mapping[str, Any]) -> str:
    """The entry as JSON for review: a line a row, the trail one line a step at the end."""
    rows = []
    for key, value in entry.items():
        if isinstance(value, list) and value:
            items = ",\n".join("  " + json.dumps(item, ensure_ascii=False) for item in value)
            rows.append(f' "{key}": [\n{items}\n ]')
        else:
            rows.append(f' "{key}": {json.dumps(value, ensure_ascii=False)}')
    return "{\n" + ",\n".join(rows) + "\n}\n"


def clean_corpus(
    project: Project,
    jobs: int = 1,
    dry_run: bool = False,
    progress: Callable[[Outcome], None] = lambda outcome: None,
) -> list[Outcome]:
    """Clean every raw document of the project into `docs/articles/`; one outcome for each, by name.

    A document that fails leaves its earlier article and ledger as they are.
    """
    topics, rulings = project.topics(), project.rulings()
    paths = raw_paths(project.raw)
    raws: list[RawDocument] = []
    outcomes: list[Outcome] = []
    seen: dict[str, str] = {}
    for path in paths:
        name = shown_name(path.relative_to(project.raw).as_posix())
        if why := why_refused(path):
            outcomes.append(Outcome(name, "failed", message=why))
            progress(outcomes[-1])
            continue
        try:
            data = path.read_bytes()
        except OSError as error:
            outcomes.append(Outcome(name, "failed", message=f"cannot be read: {error.strerror or error}"))
            progress(outcomes[-1])
            continue
        fingerprint = hashlib.sha256(data).hexdigest()
        if data and fingerprint in seen:
            message = f"the same bytes as {seen[fingerprint]}; delete one of the two"
            outcomes.append(Outcome(name, "duplicate", message=message))
            progress(outcomes[-1])
            continue
        seen[fingerprint] = name
        raws.append(RawDocument(name, data))
    fresh = WorkCache(project, f"{topics!r}{rulings!r}")
    by_name = {raw.name: raw for raw in raws}
    writer = Writer(project, dry_run, {raw.name for raw in raws})
    for raw in raws:
        if fresh.holds(raw, project):
            outcomes.append(Outcome(raw.name, "unchanged", fresh.path(raw)))
            writer.claim(fresh.path(raw), raw.name)
            progress(outcomes[-1])
    done = {outcome.name for outcome in outcomes}
    for work in clean_all((raw for raw in raws if raw.name not in done), topics, rulings, jobs):
        try:
            outcome = writer.write(work)
        except OSError as error:
            reason = f"{error.filename}: {error.strerror}" if error.filename else str(error)
            outcome = Outcome(work.name, "failed", message=f"cannot be written: {reason}")
        except ValueError as error:  # of another file that this one needs, such as its earlier ledger
            outcome = Outcome(work.name, "failed", message=f"cannot be written: {error}")
        if not dry_run:
            fresh.note(by_name[work.name], outcome, project)
        outcomes.append(outcome)
        progress(outcome)
    if not dry_run:
        fresh.save()
    names = {shown_name(path.relative_to(project.raw).as_posix()) for path in paths}
    outcomes += orphans(project, names)
    return sorted(outcomes, key=lambda outcome: outcome.name)


def orphans(project: Project, names: Collection[str]) -> list[Outcome]:
    """The documents that the ledger knows and the corpus no longer holds: a person must say what is meant."""
    outcomes = []
    for path in sorted(project.ledger.rglob("*.json")):
        name = path.relative_to(project.ledger).as_posix().removesuffix(".json")
        if name in names or (entry := read_ledger(path)) is None:
            continue
        article = str(entry["article"]["path"])
        ledger_file = path.relative_to(project.root).as_posix()
        message = (
            f"the raw file is gone, its ledger and article remain. Put it back, "
            f"or, if it was withdrawn, delete {ledger_file} and {article}"
        )
        outcomes.append(Outcome(name, "orphan", article, message))
    return outcomes


class WorkCache:
    """Which documents need no work: raw bytes × everything the output depends on."""

    def __init__(self, project: Project, settings: str) -> None:
        self._file = project.cache / "clean.json"
        self._version = hashlib.sha256(f"{package_digest()}{settings}".encode()).hexdigest()
        try:
            known = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            known = {}
        self._known: dict[str, list[str]] = (
            known["documents"] if isinstance(known, dict) and known.get("version") == self._version else {}
        )

    def holds(self, raw: RawDocument, project: Project) -> bool:
        """Whether the same bytes were cleaned by the same version and the article is as it was left."""
        entry = self._known.get(raw.name)
        if not entry or entry[0] != raw.digest:
            return False
        article = project.root / entry[1]
        recorded = (project.ledger / f"{raw.name}.json").exists()
        return recorded and article.exists() and file_digest(article) == entry[2]

    def path(self, raw: RawDocument) -> str:
        return self._known[raw.name][1]

    def note(self, raw: RawDocument, outcome: Outcome, project: Project) -> None:
        self._known.pop(raw.name, None)
        if outcome.status in ("written", "unchanged", "merged"):
            self._known[raw.name] = [raw.digest, outcome.path, file_digest(project.root / outcome.path)]

    def save(self) -> None:
        text = json.dumps({"version": self._version, "documents": self._known}, ensure_ascii=False, indent=0)
        with contextlib.suppress(OSError):  # it only saves time
            write_atomically(self._file, text)


def file_digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def package_digest() -> str:
    """The digest of the package's code and data: the version of the pipeline that cannot be forgotten."""
    folder = Path(__file__).parents[1]
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix not in {".pyc"} and "__pycache__" not in path.parts:
            total.update(path.relative_to(folder).as_posix().encode())
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


class Writer:
    """Puts articles and ledgers into the project, and never over an editor's work (DESIGN §6)."""

    def __init__(self, project: Project, dry_run: bool, names: Collection[str] = ()) -> None:
        self._project = project
        self._dry_run = dry_run
        self._taken: dict[str, str] = {}
        for name in names:  # a path once given stays given, whatever joins the corpus later
            if (entry := read_ledger(self._ledger_path(name))) and entry["document"] == name:
                self._taken.setdefault(entry["article"]["path"], name)

        # A raw file under a new name is known by its bytes: its article and ledger go on.
        self._left_behind: dict[str, Path] = {}
        for orphan in orphans(project, set(names)):
            path = self._ledger_path(orphan.name)
            if entry := read_ledger(path):
                self._left_behind[str(entry["digest"])] = path
                self._taken.setdefault(str(entry["article"]["path"]), orphan.name)

    def claim(self, path: str, name: str) -> None:
        self._taken[path] = name

    def _ledger_path(self, name: str) -> Path:
        return self._project.ledger / f"{name}.json"

    def _path_for(self, work: Work, earlier: Mapping[str, Any] | None) -> str:
        if earlier:
            return self._moved(str(earlier["article"]["path"]), work)
        path = f"docs/articles/{work.path}"
        if self._taken.get(path, work.name) != work.name:
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
        """The article and its ledger entry written, or the reason why not."""
        if work.error or work.entry is None:
            return Outcome(work.name, "failed", message=work.error)
        ledger_path = self._ledger_path(work.name)
        earlier = read_ledger(ledger_path)
        renamed = None if earlier else self._left_behind.get(str(work.entry["digest"]))
        if renamed:
            earlier = read_ledger(renamed)
        path = self._path_for(work, earlier)
        self._taken[path] = work.name
        target = self._project.root / path
        entry = dict(work.entry) | {"article": {"path": path, "digest": ledger.digest(work.text)}}
        findings = len(entry["findings"])
        text, status, message = self._reconcile(work, earlier, target)
        if self._dry_run or status == "conflict":
            return Outcome(work.name, status, path, message, findings)
        if text is not None:
            write_atomically(target, text)
        formatted = format_ledger(entry)
        if not ledger_path.exists() or ledger_path.read_bytes() != formatted.encode():
            write_atomically(ledger_path, formatted)
        if renamed:
            renamed.unlink(missing_ok=True)
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
        if earlier and ledger.digest(current) == earlier["article"]["digest"]:
            return work.text, "written", ""
        if earlier and ledger.digest(work.text) == earlier["article"]["digest"]:
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
            base = ledger.replay(earlier, decode(raw.read_bytes()).text)
        except (OSError, ValueError):
            return None
        return base if ledger.digest(base) == earlier["article"]["digest"] else None


def merge(base: str, theirs: str, ours: str) -> tuple[str, bool]:
    """A three-way merge by lines, and whether it went without conflict (merge3, as Breezy uses it)."""
    bare = theirs.removeprefix("\ufeff")
    first, second, third = (
        text.replace("\r\n", "\n").splitlines(keepends=True) for text in (base, bare, ours)
    )
    merger = merge3.Merge3(first, second, third)
    clean = not any(group[0] == "conflict" for group in merger.merge_groups())
    merged = "".join(merger.merge_lines())
    # As the editor's program wrote it: a byte order mark and Windows line ends are theirs to keep.
    if "\r\n" in theirs:
        merged = merged.replace("\n", "\r\n")
    return "\ufeff" * (bare != theirs) + merged, clean


def clean_files(files: Iterable[Path], to: Path, topics: Topics) -> list[Outcome]:
    """Clean single files into a folder, a `.md` each; for use outside a project."""
    outcomes: list[Outcome] = []
    targets: dict[str, Path] = {}
    files = list(files)
    sources = {file.resolve(): file for file in files}
    for file in files:
        target = to / f"{file.stem}.md"
        key = target.name.casefold()  # Windows and macOS would see one file
        if key in targets:
            message = (
                f"duplicate name: {targets[key]} also becomes {target.name}; rename one, or use another --to"
            )
            outcomes.append(Outcome(str(file), "failed", message=message))
            continue
        try:
            raw = RawDocument(file.name, file.read_bytes())
        except OSError as error:
            reason = error.strerror or str(error)
            outcomes.append(Outcome(str(file), "failed", message=f"cannot be read: {reason}"))
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
            message = f"cannot be written to {target}: {error.strerror or error}"
            outcomes.append(Outcome(str(file), "failed", message=message))
            continue
        outcomes.append(Outcome(str(file), "written", str(target), findings=len(work.entry["findings"])))
    return outcomes


def metadata_of(path: Path) -> Metadata:
    """The front matter of an article on disk."""
    return front_matter.split(path.read_text(encoding="utf-8-sig")).metadata


def add_files(
    project: Project, files: Iterable[Path], origin: str, permission: str, received: datetime.date
) -> list[Outcome]:
    """Copies of the files in `corpus/raw`, and an entry in `corpus/sources.yml` for those that were taken.

    A name or content that the corpus already holds is refused, not overwritten.
    """
    held = {file_digest(path): path.name for path in project.raw.rglob("*") if path.is_file()}
    outcomes: list[Outcome] = []
    taken: list[str] = []
    for file in files:
        if why := why_refused(file):
            outcomes.append(Outcome(shown_name(str(file)), "failed", message=why))
            continue
        try:
            data = file.read_bytes()
            decode(data)
        except OSError as error:
            outcomes.append(Outcome(str(file), "failed", message=f"cannot be read: {error.strerror}"))
            continue
        except DecodeError as error:
            outcomes.append(Outcome(str(file), "failed", message=str(error)))
            continue
        fingerprint = hashlib.sha256(data).hexdigest()
        target = project.raw / file.name
        if fingerprint in held:
            outcomes.append(
                Outcome(
                    str(file), "duplicate", message=f"the corpus holds the same bytes as {held[fingerprint]}"
                )
            )
        elif target.exists():
            message = f"duplicate name: corpus/raw/{file.name} exists with other content; rename the file"
            outcomes.append(Outcome(str(file), "duplicate", message=message))
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            temporary = target.with_name(f".{target.name}.part")
            temporary.write_bytes(data)
            os.replace(temporary, target)
            held[fingerprint] = file.name
            taken.append(file.name)
            outcomes.append(Outcome(str(file), "written", target.relative_to(project.root).as_posix()))
    if taken:
        sources = project.root / "corpus" / "sources.yml"
        old = sources.read_text(encoding="utf-8") if sources.exists() else ""
        entry = {"files": taken, "origin": origin, "license": permission, "received": received}
        block = yaml.safe_dump([entry], allow_unicode=True, sort_keys=False, width=10_000)
        write_atomically(sources, old + ("" if not old or old.endswith("\n") else "\n") + block)
    return outcomes
