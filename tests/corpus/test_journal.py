"""Files that are written together: what the next run makes of a journal, and what no room does."""

from __future__ import annotations

import datetime
import errno
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from projects import ARTICLE, by_name, files_below, put

from qingyuan.articles.topics import Topics
from qingyuan.corpus import files
from qingyuan.corpus.files import host_tag, remove_parts, write_atomically, write_part
from qingyuan.corpus.intake import add_files
from qingyuan.corpus.journal import Together, complete
from qingyuan.corpus.project import NotWritten, Project
from qingyuan.corpus.run import clean_corpus, clean_files
from qingyuan.corpus.sources import parse

DAY = datetime.date(2026, 1, 2)
Interrupt = Callable[[int], None]


class Killed(BaseException):
    """Stands for the end of the process: nothing is cleared away, as nothing would be."""


@pytest.fixture
def interrupted(monkeypatch: pytest.MonkeyPatch) -> Interrupt:
    """Ends the run at the n-th rename from now on, once; what it held in memory is gone."""
    replace = os.replace

    def begin(at: int) -> None:
        left = at

        def die(source: object, target: object) -> None:
            nonlocal left
            left -= 1
            if not left:
                raise Killed
            replace(source, target)  # type: ignore[arg-type]

        monkeypatch.setattr("qingyuan.corpus.files.os.replace", die)

    return begin


def leftovers(project: Project) -> list[str]:
    return [name for name in files_below(project.root) if name.rpartition("/")[2].startswith(".")]


# The renames of one document: journal, article, ledger.
@pytest.mark.parametrize("at", [2, 3])
def test_raw_file_that_changes_after_a_kill_is_no_conflict(
    project: Project, interrupted: Interrupt, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    put(project, "a.txt", ARTICLE)
    clean_corpus(project)
    put(project, "a.txt", ARTICLE + "又及。\n")
    interrupted(at)
    with pytest.raises(Killed):
        clean_corpus(project)
    monkeypatch.undo()
    assert project.journal.exists()
    put(project, "a.txt", ARTICLE + "再及。\n")
    (outcome,) = clean_corpus(project)
    assert outcome.status == "written"
    assert "再及。" in (project.root / outcome.path).read_text(encoding="utf-8")
    assert leftovers(project) == []


def test_editor_who_comes_between_a_kill_and_the_next_run_is_not_overwritten(
    project: Project, interrupted: Interrupt, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(project, "a.txt", ARTICLE)
    article = project.root / clean_corpus(project)[0].path
    for at, status in ((2, "conflict"), (3, "unchanged")):  # before the article was written, and behind it
        put(project, "a.txt", ARTICLE + f"又及{at}。\n")
        interrupted(at)
        with pytest.raises(Killed):
            clean_corpus(project)
        monkeypatch.undo()
        written = article.read_text(encoding="utf-8")
        edited = written.replace("申请分期", "申请分期还款")
        article.write_text(edited, encoding="utf-8")
        (outcome,) = clean_corpus(project)
        assert (outcome.status, article.read_text(encoding="utf-8")) == (status, edited)
        assert leftovers(project) == []
        article.write_text(written, encoding="utf-8")
        clean_corpus(project)


def test_article_that_was_set_back_takes_its_ledger_back(
    project: Project, interrupted: Interrupt, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(project, "a.txt", ARTICLE)
    article = project.root / clean_corpus(project)[0].path
    before = article.read_bytes()
    put(project, "a.txt", ARTICLE + "又及。\n")
    interrupted(3)
    with pytest.raises(Killed):
        clean_corpus(project)
    monkeypatch.undo()
    article.write_bytes(before)  # git checkout
    put(project, "a.txt", ARTICLE + "再及。\n")
    assert [outcome.status for outcome in clean_corpus(project)] == ["written"]


def test_ledger_that_was_deleted_after_a_kill_is_there_again(
    project: Project, interrupted: Interrupt, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(project, "a.txt", ARTICLE)
    clean_corpus(project)
    put(project, "a.txt", ARTICLE + "又及。\n")
    interrupted(3)
    with pytest.raises(Killed):
        clean_corpus(project)
    monkeypatch.undo()
    (project.ledger / "a.txt.json").unlink()
    put(project, "a.txt", ARTICLE + "再及。\n")
    assert [outcome.status for outcome in clean_corpus(project)] == ["written"]


def test_note_of_origins_that_somebody_changed_after_a_kill_takes_the_files_back(
    project: Project, tmp_path: Path, interrupted: Interrupt, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(project, "0.txt", ARTICLE)
    interrupted(2)
    with pytest.raises(Killed):
        add_files(project, given_files(tmp_path, "a.txt"), "邮件", "获授权", DAY)
    monkeypatch.undo()
    project.sources.write_text("# 备忘\n", encoding="utf-8")
    clean_corpus(project)
    assert [path.name for path in project.raw.iterdir()] == ["0.txt"]
    assert project.sources.read_text(encoding="utf-8") == "# 备忘\n"
    assert leftovers(project) == []


def test_ledger_of_other_bytes_is_written_anew_whatever_the_cache_says(project: Project) -> None:
    put(project, "a.txt", ARTICLE)
    clean_corpus(project)
    ledger = project.ledger / "a.txt.json"
    right = ledger.read_text(encoding="utf-8")
    entry = json.loads(right)
    ledger.write_text(json.dumps(entry | {"digest": "0" * 64}), encoding="utf-8")
    clean_corpus(project)
    assert ledger.read_text(encoding="utf-8") == right


@pytest.mark.parametrize("at", range(1, 5))  # journal, sources.yml, two raw files
def test_add_is_completed_by_the_next_run_or_never_was(
    project: Project, tmp_path: Path, interrupted: Interrupt, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    put(project, "0.txt", ARTICLE)
    given = given_files(tmp_path, "a.txt", "b.txt")
    interrupted(at)
    with pytest.raises(Killed):
        add_files(project, given, "邮件", "获授权", DAY)
    monkeypatch.undo()
    clean_corpus(project)
    there = {path.name for path in project.raw.iterdir()}
    named = {name for source in parse(project.settings("sources.yml")) for name in source.files}
    assert named == there - {"0.txt"} == (set() if at == 1 else {"a.txt", "b.txt"})
    assert leftovers(project) == []


def given_files(folder: Path, *names: str) -> list[Path]:
    (folder / "given").mkdir(exist_ok=True)
    paths = [folder / "given" / name for name in names]
    for path in paths:
        path.write_text(ARTICLE.replace("花呗", path.stem), encoding="utf-8")
    return paths


def test_raw_file_without_its_entry_gets_one(project: Project, tmp_path: Path) -> None:
    given = given_files(tmp_path, "a.txt")
    shutil.copy(given[0], project.raw)
    (outcome,) = add_files(project, given, "邮件", "获授权", DAY)
    assert (outcome.status, "noted now" in outcome.message) == ("written", True)
    assert parse(project.settings("sources.yml"))[0].files == ("a.txt",)
    assert [outcome.status for outcome in add_files(project, given, "邮件", "获授权", DAY)] == ["duplicate"]


def no_room(code: int, name: str) -> Callable[..., Path]:
    """A writer of parts for whom there is no room for one file."""

    def write(path: Path, content: bytes) -> Path:
        if name in path.name:
            raise OSError(code, os.strerror(code), os.fspath(path))
        return write_part(path, content)

    return write


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EACCES])
@pytest.mark.parametrize("name", ["b.txt", "sources.yml"])
def test_add_takes_all_or_nothing(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, name: str
) -> None:
    given = given_files(tmp_path, "a.txt", "b.txt")
    before = files_below(project.root)
    monkeypatch.setattr("qingyuan.corpus.journal.write_part", no_room(code, name))
    with pytest.raises(NotWritten) as told:
        add_files(project, given, "邮件", "获授权", DAY)
    sentence = str(told.value)
    assert f"{name} cannot be written: {os.strerror(code)}. " in sentence
    assert sentence.endswith("Nothing was taken.")
    assert files_below(project.root) == before


def test_full_disk_ends_the_run_in_one_sentence_and_leaves_pairs(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        put(project, f"{number}.txt", ARTICLE.replace("花呗", f"花呗{number}期"))
    monkeypatch.setattr("qingyuan.corpus.journal.write_part", no_room(errno.ENOSPC, "2.txt.json"))
    outcomes = by_name(clean_corpus(project))
    assert {name: outcome.status for name, outcome in outcomes.items()} == {
        "0.txt": "written",
        "1.txt": "written",
        "2.txt": "failed",
    }
    message = outcomes["2.txt"].message
    assert "2.txt.json cannot be written: No space left on device. Free some space" in message
    assert len(list(project.articles.rglob("*.md"))) == len(list(project.ledger.iterdir())) == 2
    assert leftovers(project) == []
    monkeypatch.undo()
    assert [outcome.status for outcome in clean_corpus(project)] == 2 * ["unchanged"] + 2 * ["written"]


def test_without_the_right_to_rename_the_ledger_the_article_is_as_it_was(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(project, "a.txt", ARTICLE)
    clean_corpus(project)
    put(project, "a.txt", ARTICLE + "又及。\n")
    put(project, "b.txt", ARTICLE.replace("花呗", "借呗"))
    before = files_below(project.root)
    replace = os.replace

    def in_use(source: object, target: object) -> None:
        if str(target).endswith(".txt.json"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(source), None, str(target))
        replace(source, target)  # type: ignore[arg-type]

    monkeypatch.setattr("qingyuan.corpus.files.os.replace", in_use)
    outcomes = clean_corpus(project)
    assert [outcome.status for outcome in outcomes] == ["failed", "failed"]
    assert "a.txt.json cannot be written: Permission denied." in outcomes[0].message
    after = files_below(project.root)
    assert {name: data for name, data in after.items() if not name.startswith(".cache/")} == {
        name: data for name, data in before.items() if not name.startswith(".cache/")
    }


def test_folder_in_place_of_a_ledger_leaves_no_article_without_one(project: Project) -> None:
    put(project, "a.txt", ARTICLE)
    (project.ledger / "a.txt.json").mkdir(parents=True)
    (outcome,) = clean_corpus(project)
    assert (outcome.status, "A folder stands where" in outcome.message) == ("failed", True)
    assert not list(project.articles.rglob("*.md"))


@pytest.mark.parametrize(
    "told",
    [
        "",
        "[]",
        '{"schema": 2, "rows": []}',
        '{"schema": 1, "rows": [{"path": "../x", "part": "", "before": "", "after": ""}]}',
        '{"schema": 1, "rows": [{"path": "mkdocs.yml", "part": "", "before": "DIGEST", "after": ""}]}',
        '{"schema": 1, "rows": [{"path": "corpus/x", "part": "mkdocs.yml", "before": "", "after": "1"}]}',
    ],
)
def test_journal_that_no_run_of_ours_wrote_is_ignored(project: Project, told: str) -> None:
    digest = files.file_digest(project.root / "mkdocs.yml")
    before = files_below(project.root)
    project.journal.write_text(told.replace("DIGEST", digest), encoding="utf-8")
    assert not complete(project)
    assert files_below(project.root) == before


def test_without_commit_nothing_happened(project: Project) -> None:
    before = files_below(project.root)
    with Together(project) as together:
        together.put(project.raw / "a.txt", b"a")
    assert files_below(project.root) == before


def test_parts_of_those_who_are_gone_are_removed(tmp_path: Path) -> None:
    gone = subprocess.Popen(["true"])
    gone.wait()
    other, day = "0" * 8, 25 * 3600
    names = {
        f".qingyuan-{host_tag()}-{gone.pid}-a.part": False,
        f".qingyuan-{host_tag()}-{os.getpid()}-a.part": False,  # the number of a process that has just begun
        f".qingyuan-{host_tag()}-{os.getppid()}-a.part": True,
        f".qingyuan-{host_tag()}-{os.getppid()}-old.part": False,
        f".qingyuan-{other}-{gone.pid}-a.part": True,
        f".qingyuan-{other}-{gone.pid}-old.part": False,
        ".abcdefgh.part": True,  # not ours
        "a.part": True,
    }
    for name in names:
        (tmp_path / name).write_bytes(b"")
        if "-old" in name:
            os.utime(tmp_path / name, (0, (tmp_path / name).stat().st_mtime - day))
    remove_parts(tmp_path)
    assert {name: (tmp_path / name).exists() for name in names} == names


def test_single_files_clear_their_folder_alone(tmp_path: Path) -> None:
    (source,) = given_files(tmp_path, "a.txt")
    to = tmp_path / "to"
    for folder in (to, to / "deeper"):
        folder.mkdir()
        (folder / f".qingyuan-{host_tag()}-{os.getpid()}-a.part").write_bytes(b"")
    clean_files([source], to, Topics())
    assert [name.count("/") for name in files_below(to) if name.endswith(".part")] == [1]


@pytest.fixture
def small_disk() -> object:
    """A disk of 64 kB, where this user may mount one."""
    folder = tempfile.mkdtemp()
    mount = shutil.which("mount")
    if (
        not mount
        or subprocess.run(
            [mount, "-t", "tmpfs", "-o", "size=64k", "none", folder], capture_output=True
        ).returncode
    ):
        os.rmdir(folder)
        yield None
        return
    yield Path(folder)
    subprocess.run(["umount", folder], check=True)
    os.rmdir(folder)


def test_small_disk(small_disk: Path | None, tmp_path: Path) -> None:
    if small_disk is None:
        return  # the same with an injected writer above
    for name in ("corpus/raw", "docs"):
        (small_disk / name).mkdir(parents=True)
    project = Project(small_disk)
    put(project, "0.txt", ARTICLE)
    assert [outcome.status for outcome in clean_corpus(project)] == ["written"]
    given = given_files(tmp_path, "a.txt", "b.txt")
    given[1].write_text(ARTICLE * 1000, encoding="utf-8")
    before = files_below(small_disk)
    with pytest.raises(
        NotWritten, match=r"b\.txt cannot be written: No space left on device\. Free some space"
    ):
        add_files(project, given, "邮件", "获授权", DAY)
    assert files_below(small_disk) == before
    filler = small_disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(4096)):
                pass
        except OSError:
            pass
    with pytest.raises(NotWritten, match="No space left on device"):
        clean_corpus(project)
    filler.unlink()
    assert files_below(small_disk) == before
    assert [outcome.status for outcome in clean_corpus(project)] == ["unchanged"]


def test_error_names_the_file_and_not_its_part(tmp_path: Path) -> None:
    (tmp_path / "a.md").mkdir()
    with pytest.raises(OSError, match="a directory") as told:
        write_atomically(tmp_path / "a.md", "新")
    assert told.value.filename == str(tmp_path / "a.md")
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]
