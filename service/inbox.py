"""Where uploaded bytes lie in the data folder, from before their job is acknowledged to its end."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Collection as Some
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote_to_bytes, urlsplit
from urllib.request import url2pathname

from corpus.errors import SamklangError
from service.handed import safe_name

_FOLDER = "uploads"
_CHUNK = 2**20


class NotStoredError(SamklangError):
    """What was sent could not be stored; nothing of it is left."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it comes in: the name its sender gave it, and its bytes."""

    name: str
    data: BinaryIO


@dataclass(frozen=True, slots=True)
class Stored:
    """A file as it lies here: ``path`` is below the data folder."""

    name: str
    path: str
    sha256: str


def store_uploads(data: Path, job_id: str, files: Sequence[Sent]) -> tuple[Stored, ...]:
    """Write files so that they are there after the power fails; each under a name like its own.

    Raises:
        NotStoredError: they could not be written; what was written of them is gone.
    """
    folder = data / _FOLDER / job_id
    try:
        stored = tuple(_store(data, folder / str(number), one) for number, one in enumerate(files))
        for above in (folder, folder.parent, data):
            _sync_folder(above)
    except OSError as error:
        clear_uploads(data, job_id)
        raise NotStoredError(
            f"what was sent could not be stored ({error.strerror}) and nothing was taken in; "
            "free space on the disk of the data folder and send it again"
        ) from error
    return stored


def _store(data: Path, folder: Path, sent: Sent) -> Stored:
    folder.mkdir(parents=True)
    path = folder / safe_name(sent.name)
    digest = hashlib.sha256()
    with path.open("xb") as taken:
        while chunk := sent.data.read(_CHUNK):
            digest.update(chunk)
            taken.write(chunk)
        taken.flush()
        os.fsync(taken.fileno())
    _sync_folder(folder)
    return Stored(sent.name, path.relative_to(data).as_posix(), digest.hexdigest())


def _sync_folder(folder: Path) -> None:
    """Make the names in a folder as durable as the files; Windows does so by itself."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def clear_uploads(data: Path, job_id: str) -> None:
    """Delete what was uploaded for a job, if anything was."""
    shutil.rmtree(data / _FOLDER / job_id, ignore_errors=True)


def sweep_uploads(data: Path, needed: Some[str]) -> None:
    """Delete what no job waits for: its upload was cut off, or its job ended in a kill."""
    for folder in (data / _FOLDER).glob("*"):
        if folder.name not in needed:
            shutil.rmtree(folder, ignore_errors=True)


def place_of(data: Path, path: str) -> Path:
    """The file a job names: below the data folder, or anywhere by its ``file:`` address."""
    if not path.startswith("file:"):
        return data / path
    named = urlsplit(path).path
    if os.name == "nt":
        return Path(url2pathname(named))
    return Path(os.fsdecode(unquote_to_bytes(named)))
