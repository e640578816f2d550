"""Files: which can be raw documents, how their names are shown, and writing that is whole or not at all."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

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


def read_document(path: str | os.PathLike[str]) -> RawDocument:
    """A file as a raw document under its own name; `OSError` if it cannot be read."""
    file = Path(path)
    return RawDocument(shown_name(file.name), file.read_bytes())


def write_atomically(path: Path, content: str | bytes) -> None:
    """The text (as UTF-8) or the bytes as a file that is whole or not there at all; `OSError` if it cannot be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def file_digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal, whatever its size; `OSError` if it cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
