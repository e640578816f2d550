"""One run at a time: who is let in, who is sent away, and what either is told."""

from __future__ import annotations

import errno
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from projects import ARTICLE, put
from typer.testing import CliRunner

from qingyuan.commands.app import app
from qingyuan.corpus import lock
from qingyuan.corpus.lock import Locked, locked
from qingyuan.corpus.project import NotWritten, Project
from qingyuan.corpus.run import clean_corpus

HOLDER = """
import sys, time
from pathlib import Path
from qingyuan.corpus.lock import locked
with locked(Path(sys.argv[1]), print):
    print("held", flush=True)
    sys.stdin.read()
"""


def holder(path: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    return process


def test_live_lock_is_refused_and_a_stale_one_taken_over(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(project, "a.txt", ARTICLE)
    monkeypatch.chdir(project.root)
    other = holder(project.lock)
    try:
        for arguments in (
            ["clean"],
            ["add", str(project.raw / "a.txt"), "--origin", "甲", "--license", "乙"],
        ):
            result = CliRunner().invoke(app, arguments)
            assert result.exit_code == 2
            assert (
                f"Another run is at work here (process {other.pid} on {socket.gethostname()}, since 20"
                in (result.output)
            )
            assert len(result.output.splitlines()) == 1
        assert CliRunner().invoke(app, ["clean", "--check"]).exit_code == 0  # writes nothing
        assert not project.ledger.exists()
    finally:
        other.send_signal(signal.SIGKILL)
        other.communicate()
    assert project.lock.exists()
    result = CliRunner().invoke(app, ["clean"])
    assert result.exit_code == 0
    assert f"An earlier run (process {other.pid} on" in result.output
    assert "is taken over." in result.output
    assert not project.lock.exists()
    assert "taken over" not in CliRunner().invoke(app, ["clean"]).output


def test_lock_that_its_owner_gives_back_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / ".lock"
    other = holder(path)
    assert json.loads(path.read_text(encoding="utf-8"))["pid"] == other.pid
    other.communicate("")
    assert other.returncode == 0
    assert not path.exists()


def test_note_that_says_nothing_is_taken_over_in_silence(tmp_path: Path) -> None:
    said: list[str] = []
    for note in (b"", b"\xff", b"[]", b'{"pid": 1}'):
        (tmp_path / ".lock").write_bytes(note)
        with locked(tmp_path / ".lock", said.append):
            pass
    assert said == []


@pytest.mark.parametrize(
    ("pid", "host", "live"),
    [
        (os.getppid(), socket.gethostname(), True),
        (2**22 + 1, socket.gethostname(), False),
        (1, "other", True),
    ],
)
def test_file_system_without_locks_goes_by_the_note(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pid: int, host: str, live: bool
) -> None:
    def no_locks(handle: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(lock, "take", no_locks)
    path = tmp_path / ".lock"
    path.write_text(json.dumps({"pid": pid, "host": host, "since": "2026-01-02"}), encoding="utf-8")
    said: list[str] = []
    if live:
        with (
            pytest.raises(Locked, match=f"process {pid} on {host}, since 2026-01-02"),
            locked(path, said.append),
        ):
            pass
        assert path.exists()
    else:
        with locked(path, said.append):
            pass
        assert len(said) == 1


def test_runs_at_once_never_hold_the_lock_together(tmp_path: Path) -> None:
    script = """
import sys, time
from pathlib import Path
from qingyuan.corpus.lock import Locked, locked
lock, mark = Path(sys.argv[1]), Path(sys.argv[2])
got = 0
while got < 40:
    try:
        with locked(lock, print):
            mark.touch(exist_ok=False)  # fails if another is within
            mark.unlink()
            got += 1
    except Locked:
        pass
"""
    runs = [
        subprocess.Popen([sys.executable, "-c", script, str(tmp_path / "l"), str(tmp_path / "m")])
        for _ in range(3)
    ]
    assert [run.wait(60) for run in runs] == [0, 0, 0]
    assert list(tmp_path.iterdir()) == []


def test_file_that_its_last_owner_deletes_meanwhile_is_no_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, take, calls = tmp_path / ".lock", lock.take, []

    def take_late(handle: int) -> None:
        calls.append(handle)
        if len(calls) == 1:
            path.unlink()
        take(handle)

    monkeypatch.setattr(lock, "take", take_late)
    with locked(path, print):
        assert path.exists()
    assert len(calls) == 2


def test_worker_that_outlives_its_run_does_not_keep_the_lock(tmp_path: Path) -> None:
    script = """
import os, sys, time
from pathlib import Path
from qingyuan.corpus.lock import locked
with locked(Path(sys.argv[1]), print):
    if os.fork():
        os.kill(os.getpid(), 9)
    print(os.getpid(), flush=True)
    sys.stdin.read()
    os._exit(0)
"""
    if not hasattr(os, "fork"):
        return
    run = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path / "l")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert run.stdout
    run.stdout.readline()
    run.wait()
    said: list[str] = []
    with locked(tmp_path / "l", said.append):
        assert len(said) == 1
    run.communicate("")


NOBODY = 65534


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a child gives up the rights of root")
def test_folder_without_rights_is_one_sentence() -> None:
    with tempfile.TemporaryDirectory() as name:  # pytest's own folders are closed to others
        project = Project(Path(name))
        put(project, "a.txt", ARTICLE)
        for folder, rights in ((project.root, 0o755), (project.root / "corpus", 0o555)):
            folder.chmod(rights)
        read, write = os.pipe()
        if not os.fork():
            try:
                if os.geteuid() == 0:
                    os.setuid(NOBODY)
                clean_corpus(project)
            except NotWritten as error:
                os.write(write, str(error).encode())
            finally:
                os._exit(0)
        os.close(write)
        os.wait()
        with os.fdopen(read) as told:
            assert told.read().startswith(
                f"{project.lock} cannot be written: Permission denied. Give yourself the right"
            )
        (project.root / "corpus").chmod(0o755)


@pytest.mark.parametrize("code", [errno.EROFS, errno.EACCES, errno.ENOSPC])
def test_lock_that_cannot_be_made_is_one_sentence(
    project: Project, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    put(project, "a.txt", ARTICLE)
    monkeypatch.chdir(project.root)
    opened = os.open

    def refused(path: object, *arguments: int) -> int:
        if str(path) == str(project.lock):
            raise OSError(code, os.strerror(code), str(path))
        return opened(path, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr("qingyuan.corpus.lock.os.open", refused)
    result = CliRunner().invoke(app, ["clean"])
    assert result.exit_code == 1
    (line,) = result.output.splitlines()
    assert f".lock cannot be written: {os.strerror(code)}. " in line
    assert not project.ledger.exists()


def test_lock_is_held_while_documents_are_written(project: Project) -> None:
    put(project, "a.txt", ARTICLE)
    seen: list[bool] = []
    clean_corpus(project, progress=lambda outcome: seen.append(project.lock.exists()))
    assert seen == [True]
    assert not project.lock.exists()
