"""One data folder, opened: the catalog, the two derived indexes and the embedding model."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from base64 import b32encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock
from uuid import uuid4

from corpus.catalog import Catalog, open_catalog
from corpus.embedding import (
    Embedder,
    TokenSpace,
    load_embedder,
    load_token_space,
    parallel_sentences,
)
from corpus.errors import IndexMismatchError, ModelChangedError, UsageError
from corpus.lexicon import Lexicon, open_lexicon
from corpus.owner import own_folder
from corpus.records import Collection, Role
from corpus.settings import Settings
from corpus.vectors import VectorIndex

Progress = Callable[[str, float], None]

SHIPPED = (
    Collection("strategy", "Strategin", "The strategy", Role.STRATEGY),
    Collection("strategy-digest", "Strategin i sammandrag", "Strategy digest", Role.STRATEGY),
    Collection("eu-mission", "EU-missionen", "EU mission", Role.EVIDENCE),
    Collection("partners", "Partner", "Partners", Role.EVIDENCE),
    Collection("initiatives", "Initiativ", "Initiatives", Role.INITIATIVES),
    Collection("unsorted", "Osorterat", "Unsorted", Role.EVIDENCE),
)
COLLECTION_ID = r"[a-z0-9][a-z0-9-]{2,40}"
_INDEXES = ("chroma", "lexicon")
LEARNING = "lessons"
"""The stage that a first learning of a framework's examples is told as."""
_CHUNK = 2**20


@dataclass(frozen=True, slots=True)
class Copy:
    """A file's bytes in the data folder, and their sha256: what the worker is to read."""

    path: Path
    sha256: str


class Store:
    """The stores of one data folder, held by this process until the ``with`` block ends.

    ``progress(stage, fraction)``, where somebody listens, hears what is done once for a model.
    """

    def __init__(self, settings: Settings, catalog: Catalog, *, progress: Progress | None) -> None:
        self.settings = settings
        self.folder = settings.data_dir
        self.catalog = catalog
        self.vectors = VectorIndex(self.folder / "chroma")
        self._rebuilding = self.folder / "rebuilding"
        self.progress = progress
        self._collections: dict[str, Collection] = {}
        self._lexicon: Lexicon | None = None
        # who searches must neither open an index twice nor while its files are being deleted
        self._opening = Lock()

    @property
    def lexicon(self) -> Lexicon:
        """The full-text index, opened at first use."""
        with self._opening:
            if self._lexicon is None:
                self._lexicon = open_lexicon(self.folder / "lexicon", writable=True)
            return self._lexicon

    @cached_property
    def embedder(self) -> Embedder:
        """The embedding model of the settings, built at first use.

        Raises:
            ModelError: it cannot be found, built or loaded.
        """
        return load_embedder(
            self.settings.embedding_model,
            self.settings.models,
            threads=self.settings.threads,
            on_progress=self.progress,
        )

    @cached_property
    def token_space(self) -> TokenSpace | None:
        """How token states become token vectors; None where the model gives no token states.

        Raises:
            ModelError: the embedding model cannot be found, built or loaded.
        """
        if not self.embedder.gives_tokens:
            return None
        return load_token_space(self.embedder, parallel_sentences(), self.settings.models)

    @property
    def model_key(self) -> str:
        """The key of the embedding model in use."""
        return self.embedder.model_key

    def check_ready(self) -> None:
        """Refuse to search half an index, or to mix the vectors of two models.

        Raises:
            IndexMismatchError: the indexes have to be rebuilt first.
            ModelChangedError: names both models and the command that re-indexes.
        """
        self.check_indexes()
        others = [key for key in self.catalog.model_keys() if key != self.model_key]
        if others:
            raise ModelChangedError(
                f'the documents were embedded with "{others[0]}", and the settings now name '
                f'"{self.model_key}" ({self.embedder.name}); run "samklang index rebuild" to embed '
                "them again, or set SAMKLANG_EMBEDDING_MODEL back"
            )

    def check_indexes(self) -> None:
        """The part of ``check_ready`` that needs no model.

        Raises:
            IndexMismatchError: the indexes have to be rebuilt first.
        """
        if self.needs_rebuild():
            raise IndexMismatchError(
                f'the search indexes in "{self.folder}" are not whole: a folder is missing, or a '
                "rebuild was cut off. Unless one is under way, run: samklang index rebuild"
            )

    def needs_rebuild(self) -> bool:
        """Whether an index folder is missing, or a rebuild was begun and has not ended.

        It is noted in the data folder: whoever opens an index that is missing makes it, empty.
        """
        missing = not all((self.folder / name).is_dir() for name in _INDEXES)
        if missing and self.catalog.holds_passages():
            self._rebuilding.touch()
        return self._rebuilding.exists()

    def collection(self, collection_id: str) -> Collection:
        """The collection with this id, created (role ``evidence``) when it is new.

        Raises:
            UsageError: the id is not of the form ``[a-z0-9][a-z0-9-]{2,40}``.
        """
        if collection_id in self._collections:
            return self._collections[collection_id]
        check_collection_id(collection_id)
        known = {c.id: c for c in (*SHIPPED, *self.catalog.collections())}
        new = Collection(collection_id, collection_id, collection_id, Role.EVIDENCE)
        chosen = known.get(collection_id, new)
        self.catalog.ensure_collection(chosen)
        self._collections[collection_id] = chosen
        return chosen

    def empty_indexes(self) -> None:
        """Delete both derived indexes, whatever state they are in; the catalog stays.

        Until ``indexes_filled`` is called nothing is searched in this data folder.
        """
        self._rebuilding.touch()
        with self._opening:
            self.vectors.retire()
            self._close_lexicon()
            for name in _INDEXES:
                shutil.rmtree(self.folder / name, ignore_errors=True)
            self.vectors = VectorIndex(self.folder / "chroma")
        self.catalog.restart_unfinished()

    def indexes_filled(self) -> None:
        """Let the indexes be searched again: they hold what the catalog says."""
        self._rebuilding.unlink(missing_ok=True)

    def close(self) -> None:
        """Give back what the process holds of the data folder."""
        with self._opening:
            self._close_lexicon()
        self.vectors.close()
        self.catalog.close()

    def _close_lexicon(self) -> None:
        lexicon, self._lexicon = self._lexicon, None
        if lexicon is not None:
            lexicon.close()

    def copy_in(self, source: Path) -> Copy:
        """Copy a file into the data folder; its sha256 is that of the very bytes copied.

        Raises:
            OSError: the file cannot be read, or the copy not be written; no part of it is left.
        """
        folder = self.folder / "originals"
        folder.mkdir(parents=True, exist_ok=True)
        partial = folder / f"{uuid4().hex}.partial"
        digest = hashlib.sha256()
        try:
            with source.open("rb") as given, partial.open("xb") as taken:
                while chunk := given.read(_CHUNK):
                    digest.update(chunk)
                    taken.write(chunk)
                taken.flush()
                os.fsync(taken.fileno())
        except OSError:
            partial.unlink(missing_ok=True)
            raise
        return Copy(partial, digest.hexdigest())

    def keep_original(self, copy: Copy) -> None:
        """Move a copy to where the original with its sha256 lies."""
        target = self.original(copy.sha256)
        target.parent.mkdir(parents=True, exist_ok=True)
        copy.path.replace(target)

    def sweep_copies(self) -> None:
        """Delete the copies that a killed process did not get to keep."""
        for partial in (self.folder / "originals").glob("*.partial"):
            partial.unlink(missing_ok=True)

    def original(self, sha256: str) -> Path:
        """Where the original with this sha256 lies."""
        return self.folder / "originals" / sha256[:2] / sha256

    def drop_original(self, sha256: str) -> None:
        """Delete an original that no version uses any more."""
        self.original(sha256).unlink(missing_ok=True)


def check_collection_id(collection_id: str) -> None:
    """Refuse what cannot name a collection.

    Raises:
        UsageError: it is not of the form ``[a-z0-9][a-z0-9-]{2,40}``.
    """
    if not re.fullmatch(COLLECTION_ID, collection_id):
        raise UsageError(
            f'"{collection_id}" cannot name a collection: use 3 to 41 lower-case letters a-z, '
            "digits and hyphens, beginning with a letter or digit"
        )


def document_id(collection: str, source_key: str) -> str:
    """``d`` + 12 base32 characters of sha256(collection, key): the same on every machine."""
    digest = hashlib.sha256(f"{collection}\0{source_key}".encode()).digest()
    return "d" + b32encode(digest).decode()[:12].lower()


@contextmanager
def open_store(settings: Settings, *, progress: Progress | None = None) -> Iterator[Store]:
    """Own and open the data folder of the settings.

    ``progress(stage, fraction)`` hears how far a first build of the embedding model is, and a first
    learning of the framework's examples (stage ``LEARNING``).

    Raises:
        DataFolderInUseError: another process owns the folder.
        SamklangError: the catalog cannot be opened.
    """
    with own_folder(settings.data_dir):
        store = Store(settings, open_catalog(settings.data_dir), progress=progress)
        try:
            store.sweep_copies()
            store.needs_rebuild()  # before anything opens, and so makes, an index
            yield store
        finally:
            store.close()
