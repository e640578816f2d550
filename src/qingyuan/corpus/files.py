"""Files: which can be raw documents, how their names are shown, and writing that is whole or not at all, however it ends."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import socket
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from qingyuan.corpus.limits import Limits
from qingyuan.document import RawDocument

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
    if why := why_no_file(path):
        return why
    if shown_name(path.name) != path.name:
        return "its name is not UTF-8, so that no ledger can name it. Rename the file."
    if len(os.fsencode(path.name)) > LONGEST_NAME:
        return (
            f"its name is longer than {LONGEST_NAME} bytes, too long for its ledger. Give it a shorter one."
        )
    return ""


def why_no_file(path: Path) -> str:
    """What stands where a file is expected; empty for a file, and where there is nothing."""
    if path.is_file() or not path.exists():
        return ""
    return f"is no file but {_kind(path)}. Take it out, or put a file in its place."


def _kind(path: Path) -> str:
    """The word for it. To open it could wait for ever, or never end."""
    if path.is_dir():
        return "a folder that cannot be opened"
    if path.is_fifo():
        return "a pipe"
    return "a socket" if path.is_socket() else "a device"


def shown_name(name: str) -> str:
    r"""A file name as it can be printed: bytes that are not UTF-8 as escapes.

    >>> shown_name("页.txt"), shown_name("a\udcff.txt")
    ('页.txt', 'a\\xff.txt')
    """
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def read_document(path: str | os.PathLike[str]) -> RawDocument:
    """A file as a raw document under its own name; `OSError` if it cannot be read."""
    file = Path(path)
    return RawDocument(shown_name(file.name), file.read_bytes())


class TooLarge(ValueError):
    """A file that asks for more than one may have; the message says of what, and what to do."""


def read_within(path: Path, limits: Limits) -> bytes:
    """The bytes of a file; `TooLarge` if they are more than one may have, before they are read; `OSError`."""
    with path.open("rb") as file:
        if why := limits.why_too_large(os.fstat(file.fileno()).st_size):
            raise TooLarge(why)
        data = file.read(limits.file_bytes + 1)  # it may grow, and of a pipe nobody knows the size
    if why := limits.why_too_large(len(data)) or limits.why_too_long(data):
        raise TooLarge(why)
    return data


def write_atomically(path: Path, content: str | bytes) -> None:
    """The text (as UTF-8) or the bytes as a file that is whole or not there at all; `OSError` if it cannot be."""
    part = write_part(path, content if isinstance(content, bytes) else content.encode())
    try:
        with named_in_errors(path):
            os.replace(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def write_part(path: Path, content: bytes) -> Path:
    """The content in a file beside its place, under a name that tells whose it is; `OSError` leaves none.

    `IsADirectoryError` if a folder has that place: found out before anything else is written.
    """
    with named_in_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        handle, temporary = tempfile.mkstemp(
            dir=path.parent, prefix=f".qingyuan-{host_tag()}-{os.getpid()}-", suffix=".part"
        )
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            os.chmod(temporary, 0o644)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    return Path(temporary)


PART = re.compile(r"\.qingyuan-(?P<host>[0-9a-f]{8})-(?P<pid>[0-9]+)-\w+\.part")


def host_tag() -> str:
    """This machine in eight characters that a file name can hold."""
    return hashlib.sha256(socket.gethostname().encode()).hexdigest()[:8]


def is_part(name: str) -> bool:
    """Whether a file of that name waits to be put into its place, or was left behind."""
    return PART.fullmatch(name) is not None


def remove_parts(folder: Path, deep: bool = True) -> None:
    """Delete the parts in a folder, and in those within it, whose writer is gone: it was killed.

    What cannot be deleted stays. Another process may write beside a run (`qingyuan new` takes no lock), so a
    part stays while its writer lives, or may live: of another machine only its age tells.
    """
    for place, folders, names in os.walk(folder):
        if not deep:
            folders.clear()
        for name in names:
            if found := PART.fullmatch(name):
                part = Path(place, name)
                with contextlib.suppress(OSError):
                    here = found["host"] == host_tag()
                    if (
                        here and _is_gone(int(found["pid"]))
                    ) or time.time() - part.stat().st_mtime > LONG_AGO:
                        part.unlink()


LONG_AGO = 24 * 3600  # seconds: writing one file takes no day on any machine


def _is_gone(pid: int) -> bool:
    """Whether the writer of a part is gone; the number may have come round to this process, which has just begun."""
    return pid == os.getpid() or not is_running(pid)


def is_running(pid: int) -> bool:
    """Whether a process of this machine runs; on Windows nobody asks without danger, so that it may."""
    if os.name == "nt":  # where os.kill ends the process, whatever the signal
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True  # another user's
    return True


@contextlib.contextmanager
def named_in_errors(path: Path) -> Iterator[None]:
    """Errors of the block name this file, not the part that stands in for it."""
    try:
        yield
    except OSError as error:
        if error.errno:
            error.filename, error.filename2 = os.fspath(path), None
        raise


NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}  # what befalls one file befalls all
REMEDIES = {
    errno.ENOSPC: "Free some space on this disk, and run the command again.",
    errno.EDQUOT: "Free some of your space on this disk, and run the command again.",
    errno.EROFS: "Make the disk writable, and run the command again.",
    errno.EACCES: "Give yourself the right to write there, or close the program that has it open, and run again.",
    errno.EPERM: "Give yourself the right to write there, and run the command again.",
    errno.EISDIR: "A folder stands where the file belongs: move it, and run the command again.",
    errno.EEXIST: "A file stands where a folder belongs: move it, and run the command again.",
    errno.ENOTDIR: "A file stands where a folder belongs: move it, and run the command again.",
}


def not_written(error: OSError) -> str:
    """Where something could not be written, why, and what to do, as one line."""
    where = shown_name(os.fspath(error.filename)) if error.filename else "a file"
    remedy = REMEDIES.get(error.errno or 0, "Look at the disk, and run the command again.")
    return f"{where} cannot be written: {error.strerror or error}. {remedy}"


def file_digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal, whatever its size; `OSError` if it cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
