"""The owner lock: one process at a time works on a data folder.

Two writers of a local Chroma both succeed and silently lose vectors, and a second reader sees
stale data, so the whole folder has one owner. The operating system drops the lock when the
process ends, however it ends.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import DataFolderInUseError, SamklangError


@contextmanager
def own_folder(folder: Path) -> Iterator[None]:
    """Hold the owner lock of a data folder for the length of a ``with`` block.

    Raises:
        DataFolderInUseError: another process holds it; the message names that process.
        SamklangError: the folder cannot be made or written.
    """
    from filelock import FileLock, Timeout

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SamklangError(
            f'the data folder "{folder}" cannot be made ({error.strerror}); '
            "set SAMKLANG_DATA_DIR to a folder you may write"
        ) from error
    # the note is a file of its own: on some systems nobody else can read a locked file
    note = folder / "owner.txt"
    lock = FileLock(folder / "owner.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise DataFolderInUseError(
            f'the data folder "{folder}" is in use by {_owner(note)}; wait until it ends, stop it, '
            "or set SAMKLANG_DATA_DIR to another folder"
        ) from error
    except OSError as error:
        raise SamklangError(f'the data folder "{folder}" cannot be written: {error}') from error
    try:
        note.write_text(f"process {os.getpid()}", encoding="utf-8")
        yield
    finally:
        note.unlink(missing_ok=True)
        lock.release()


def _owner(note: Path) -> str:
    try:
        return note.read_text(encoding="utf-8") or "another process"
    except OSError:
        return "another process"
