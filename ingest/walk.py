"""From the paths on a command line to the files to take in."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import UsageError
from corpus.store import check_collection_id
from ingest.manifest import NAME, ManifestEntry, read_manifest

LIBRARY = Path(__file__).parent.parent / "corpus" / "library"


@dataclass(frozen=True, slots=True)
class Source:
    """One file to take in, with the key that makes it the same document next time.

    ``fault`` tells why it cannot be: it stands for the files of a folder that cannot be read.
    """

    path: Path
    key: str
    collection: str
    entry: ManifestEntry | None = None
    fault: str | None = None


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
    counted. A manifest describes the files it names, in its folder and below; the nearest wins.
    Of the library only the files named are taken.

    Raises:
        UsageError: a path does not exist, a manifest is wrong, or ``collection`` names none.
    """
    if collection is not None:
        check_collection_id(collection)
    sources: list[Source] = []
    skipped = 0
    named = list(paths)
    if not named:
        entries = read_manifest(LIBRARY)
        return Walk(tuple(_listed(f, e, collection) for f, e in entries.items()), 0)
    for path in named:
        if os.path.isdir(path):
            found, passed_over = _walk_folder(path, collection)
            sources += found
            skipped += passed_over
        elif os.path.exists(path):
            sources.append(Source(path, readable(path.name), collection or "unsorted"))
        else:
            raise UsageError(f'"{path}" does not exist; give a file or a folder')
    return Walk(tuple(sources), skipped)


def _walk_folder(folder: Path, collection: str | None) -> tuple[list[Source], int]:
    root = folder.resolve()
    sources, skipped = [], 0
    for found in _files(folder, {}):
        path, relative = found.path, found.path.relative_to(folder)
        if _is_hidden(relative) or (found.link and not _stays(path, root)):
            skipped += 1
        elif found.entry:
            sources.append(_listed(path, found.entry, collection))
        elif path.name != NAME:
            key, shelf = readable(relative.as_posix()), collection or "unsorted"
            sources.append(Source(path, key, shelf, fault=found.fault))
    _check_ids(sources)
    return sources, skipped


@dataclass(frozen=True, slots=True)
class _Found:
    """A file with what the nearest manifest says of it; or a folder and why it cannot be read."""

    path: Path
    entry: ManifestEntry | None = None
    link: bool = False
    fault: str | None = None


def _files(
    folder: Path, above: Mapping[Path, ManifestEntry], *, hidden: bool = False
) -> Iterator[_Found]:
    """Files below a folder in name order; links to folders are named, not entered."""
    try:
        with os.scandir(folder) as listing:
            inside = sorted(listing, key=lambda one: one.name)
    except OSError as error:
        yield _Found(folder, fault=f"the folder cannot be read: {error.strerror}")
        return
    entries = above if hidden else {**above, **read_manifest(folder)}
    for one in inside:
        path = folder / one.name
        if one.is_dir(follow_symlinks=False):
            yield from _files(path, entries, hidden=hidden or one.name.startswith("."))
        elif one.is_symlink() or one.is_file():
            # resolve() would raise on a link that leads to itself
            entry = entries.get(Path(os.path.realpath(path)))
            yield _Found(path, entry, link=one.is_symlink())


def _is_hidden(relative: Path) -> bool:
    return any(part.startswith(".") for part in relative.parts)


def _check_ids(sources: Iterable[Source]) -> None:
    """No manifest's id may be the key of another file of its collection.

    Raises:
        UsageError: names both files.
    """
    seen: dict[tuple[str, str], Source] = {}
    for source in sources:
        first = seen.setdefault((source.collection, source.key), source)
        if first is not source and (first.entry or source.entry):
            raise UsageError(
                f'"{first.path}" and "{source.path}" would both be "{source.key}" in the '
                f'collection "{source.collection}"; give each an id of its own in {NAME}'
            )


def _stays(link: Path, root: Path) -> bool:
    """Whether a link leads to a file below ``root``; a link to a folder is never followed."""
    try:
        target = link.resolve(strict=True)
    except (OSError, RuntimeError):  # broken, or a circle
        return False
    return target.is_file() and target.is_relative_to(root)


def _listed(file: Path, entry: ManifestEntry, collection: str | None) -> Source:
    return Source(file, entry.id, collection or entry.collection or "unsorted", entry)
