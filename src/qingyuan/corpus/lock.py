"""One run at a time: the lock of a project, which says whose it is."""

from __future__ import annotations

import contextlib
import datetime
import errno
import json
import os
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from qingyuan.corpus.files import is_running, named_in_errors
from qingyuan.corpus.project import CorpusError

HELD = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}  # another process has it
LONGEST_NOTE = 4096  # bytes: of a file that is no lock of ours, no more is read


class Locked(CorpusError):
    """Another run is at work on the same project."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Who holds a lock, and since when."""

    pid: int
    host: str
    since: str

    def __str__(self) -> str:
        return f"process {self.pid} on {self.host}, since {self.since}"

    def may_run(self) -> bool:
        """Whether it is at work still, as far as this machine can tell."""
        return self.host != socket.gethostname() or is_running(self.pid)


if sys.platform == "win32":
    import msvcrt

    BEHIND = 1 << 20  # a byte behind all that is ever written: what Windows locks nobody else can read

    def take(handle: int) -> None:
        os.lseek(handle, BEHIND, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        os.lseek(handle, 0, os.SEEK_SET)

else:
    import fcntl

    def take(handle: int) -> None:
        """Lock the file for this process alone; `OSError` if another has it.

        A record lock and no `flock`: worker processes do not inherit it, so that a worker that outlives a
        killed run does not keep the project locked.
        """
        fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextlib.contextmanager
def locked(path: Path, say: Callable[[str], None]) -> Iterator[None]:
    """Hold a lock while the block runs; `Locked` if another process holds it, `OSError` if it cannot be made.

    The system releases the lock of a process that is gone, and its note stays: then it is taken over, and said.
    """
    handle = _opened(path)
    try:
        if before := _read(handle):
            say(f"An earlier run ({before}) was interrupted; its lock is taken over.")
        since = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        note = json.dumps(asdict(Owner(os.getpid(), socket.gethostname(), since)))
        with named_in_errors(path):
            os.ftruncate(handle, 0)
            os.lseek(handle, 0, os.SEEK_SET)
            os.write(handle, note.encode())
        yield
    finally:
        if os.name == "nt":  # where no open file can be deleted
            os.close(handle)
            with contextlib.suppress(OSError):
                path.unlink()
        else:  # deleted while it is held: whoever waits for this file finds out that it is none any more
            with contextlib.suppress(OSError):
                path.unlink()
            os.close(handle)


def _opened(path: Path) -> int:
    """The lock file, opened and held."""
    while True:
        with named_in_errors(path):
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            _hold(handle, path)
            if _still_there(handle, path):
                return handle
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)


def _hold(handle: int, path: Path) -> None:
    try:
        take(handle)
    except OSError as error:
        owner = _read(handle)
        # A file system without locks: what its note says is all there is.
        if error.errno in HELD or (owner and owner.may_run()):
            raise Locked(
                f"Another run is at work here ({owner or 'it has just begun'}). Wait until it has ended; "
                f"if none is running any more, delete {path}."
            ) from error


def _still_there(handle: int, path: Path) -> bool:
    """Whether the file is the one of that name: its last owner may have deleted it in between."""
    try:
        return os.path.samestat(os.fstat(handle), os.stat(path))
    except FileNotFoundError:
        return False


def _read(handle: int) -> Owner | None:
    os.lseek(handle, 0, os.SEEK_SET)
    try:
        return Owner(**json.loads(os.read(handle, LONGEST_NOTE)))
    except (ValueError, TypeError):
        return None
