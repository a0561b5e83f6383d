"""From the paths on a command line to the files to take in."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import UsageError
from ingest.manifest import NAME, ManifestEntry, read_manifest

LIBRARY = Path(__file__).parent.parent / "corpus" / "library"


@dataclass(frozen=True, slots=True)
class Source:
    """One file to take in, with the key that makes it the same document next time."""

    path: Path
    key: str
    collection: str
    entry: ManifestEntry | None = None


@dataclass(frozen=True, slots=True)
class Walk:
    """The files found, and how many were passed over (hidden, or links to no file in here)."""

    sources: tuple[Source, ...]
    skipped: int


def readable(name: str) -> str:
    """A file name as text that can be stored and printed, whatever bytes it is made of; NFC.

    File systems differ in how they store å, and a key must not.
    """
    printable = name.encode("utf-8", "backslashreplace").decode("utf-8")
    return unicodedata.normalize("NFC", printable)


def find_sources(paths: Iterable[Path], *, collection: str | None) -> Walk:
    """Every file named, folders walked in name order; no path means the shipped library.

    Hidden files, and links that lead out of the folder given or to no file, are skipped and
    counted. A manifest describes the files it names; of the library only those are taken.

    Raises:
        UsageError: a path does not exist, or a manifest is wrong.
    """
    sources: list[Source] = []
    skipped = 0
    named = list(paths)
    if not named:
        entries = read_manifest(LIBRARY)
        return Walk(tuple(_listed(f, e, collection) for f, e in entries.items()), 0)
    for path in named:
        if path.is_dir():
            found, passed_over = _walk_folder(path, collection)
            sources += found
            skipped += passed_over
        elif path.exists():
            sources.append(Source(path, readable(path.name), collection or "unsorted"))
        else:
            raise UsageError(f'"{path}" does not exist; give a file or a folder')
    return Walk(tuple(sources), skipped)


def _walk_folder(folder: Path, collection: str | None) -> tuple[list[Source], int]:
    entries = read_manifest(folder)
    root = folder.resolve()
    sources, skipped = [], 0
    for path in _files(folder):
        relative = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in relative.parts)
        if hidden or (path.is_symlink() and not _stays(path, root)):
            skipped += 1
        elif entry := entries.get(path.resolve()):
            sources.append(_listed(path, entry, collection))
        elif path.name != NAME:
            sources.append(Source(path, readable(relative.as_posix()), collection or "unsorted"))
    return sources, skipped


def _stays(link: Path, root: Path) -> bool:
    """Whether a link leads to a file below ``root``; a link to a folder is never followed."""
    try:
        target = link.resolve(strict=True)
    except (OSError, RuntimeError):  # broken, or a circle
        return False
    return target.is_file() and target.is_relative_to(root)


def _files(folder: Path) -> Iterator[Path]:
    """Files below a folder in name order; links to folders are named, not entered."""
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not path.is_symlink():
            yield from _files(path)
        elif path.is_file() or path.is_symlink():
            yield path


def _listed(file: Path, entry: ManifestEntry, collection: str | None) -> Source:
    return Source(file, entry.id, collection or entry.collection or "unsorted", entry)
