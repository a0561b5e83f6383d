"""The owner lock: one process at a time works on a data folder.

Two writers of a local Chroma both succeed and silently lose vectors, and a second reader sees
stale data, so the whole folder has one owner. The operating system drops the lock when the
process ends, however it ends.

A service writes beside the lock where it answers, so that commands can hand it their work. Only the
lock says whether that still holds: what a killed service left there is never asked for.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from corpus.errors import DataFolderInUseError, SamklangError

_NOTE = "owner.txt"


@dataclass(frozen=True, slots=True)
class Address:
    """Where the service answers that owns a data folder, and what proves a command to be its own.

    ``url`` is ``http://host:port``; ``token`` stands in a file that only the folder's owner reads.
    """

    url: str
    pid: int
    token: str = field(repr=False)


def announce(folder: Path, url: str) -> Address:
    """Write down where the owner of the folder, this process, answers; gone when it lets go.

    Raises:
        OSError: it cannot be written.
    """
    address = Address(url, os.getpid(), secrets.token_urlsafe(32))
    lines = (f"process {address.pid}", f"url {address.url}", f"token {address.token}")
    _write_note(folder, "\n".join(lines))
    return address


def read_address(folder: Path) -> Address | None:
    """Where the owner of the folder answers; None when it does not, or may not be asked.

    Means something only to one who just found the folder locked.
    """
    try:
        lines = (folder / _NOTE).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return None
    said = dict(line.split(" ", 1) for line in lines if " " in line)
    if not {"process", "url", "token"} <= said.keys() or not said["process"].isdigit():
        return None
    return Address(said["url"], int(said["process"]), said["token"])


def _write_note(folder: Path, text: str) -> None:
    """Put the note in place whole, readable by the owner of the file only."""
    partial = folder / f"{_NOTE}.partial"
    partial.unlink(missing_ok=True)
    descriptor = os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as note:
        note.write(text)
    partial.replace(folder / _NOTE)


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
    note = folder / _NOTE
    lock = FileLock(folder / "owner.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise DataFolderInUseError(
            f'the data folder "{folder}" is in use by {_owner(folder)}, '
            "or set SAMKLANG_DATA_DIR to another folder"
        ) from error
    except OSError as error:
        raise SamklangError(f'the data folder "{folder}" cannot be written: {error}') from error
    try:
        _write_note(folder, f"process {os.getpid()}")
        yield
    finally:
        # what cannot be deleted must not keep the lock
        with suppress(OSError):
            note.unlink(missing_ok=True)
        lock.release()


def _owner(folder: Path) -> str:
    """Who it is, and what to do about it."""
    if address := read_address(folder):
        return (
            f"the service at {address.url} (process {address.pid}); use it as it is, or stop the "
            "service"
        )
    try:
        who = (folder / _NOTE).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        who = ""
    return f"{who or 'another process'}; wait until it ends, stop it"
