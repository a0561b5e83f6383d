"""A data folder that holds the documents of one outside set, taken in by the real ingest."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import astuple
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.errors import UsageError
from corpus.settings import Settings
from corpus.store import Store, open_store
from eval.outside.records import OutsideDocument, OutsideSet
from ingest.intake import ingest_files
from ingest.manifest import ManifestEntry
from ingest.outcome import Outcome
from ingest.publish import resume_all
from ingest.walk import Source

_REFUSED = frozenset({Outcome.REFUSED, Outcome.FAILED})

Heard = Callable[[str, float], None]


def shelf_name(outside: OutsideSet) -> str:
    """The set's name and a hash of its documents: other bytes have another folder."""
    told = json.dumps([astuple(one) for one in outside.documents.values()])
    return f"{outside.name}-{sha256(told.encode()).hexdigest()[:12]}"


@contextmanager
def open_shelf(
    outside: OutsideSet, work: Path, settings: Settings, *, on_progress: Heard
) -> Iterator[Store]:
    """The store with the set's documents; what is in ``work`` already is not taken in again.

    Raises:
        UsageError: a document could not be taken in, or the folder holds others.
        ModelChangedError: the folder was filled with another embedding model.
    """
    home = work / shelf_name(outside)
    own = settings.model_copy(update={"data_dir": home, "model_dir": settings.models})
    with open_store(own, progress=on_progress) as store:
        resume_all(store)
        with TemporaryDirectory(prefix="outside-") as files:
            _fill(store, outside, Path(files), on_progress)
        yield store


def _fill(store: Store, outside: OutsideSet, files: Path, on_progress: Heard) -> None:
    sources = [_write(document, files) for document in outside.documents.values()]
    for number, outcome in enumerate(ingest_files(store, sources), start=1):
        if outcome.outcome in _REFUSED:
            raise UsageError(
                f'{outside.name}: "{Path(outcome.path).name}" was not taken in: {outcome.reason}'
            )
        on_progress(f"{outside.name}: documents", number / len(sources))
    if len(store.catalog.documents()) != len(sources):
        raise UsageError(
            f'"{store.folder}" does not hold the {len(sources)} documents of {outside.name} and '
            "nothing else; remove it, and it is made again"
        )


def _write(document: OutsideDocument, files: Path) -> Source:
    path = files / f"{document.key}.txt"
    path.write_text(document.text, encoding="utf-8", newline="")
    entry = ManifestEntry(
        id=document.key, path=path.name, title=document.title, language=document.language
    )
    return Source(path, document.key, document.collection, entry)
