"""One data folder, opened: the catalog, the two derived indexes and the embedding model."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from base64 import b32encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from corpus.catalog import Catalog, open_catalog
from corpus.embedding import Embedder, load_embedder
from corpus.errors import ModelChangedError, UsageError
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
_COLLECTION_ID = re.compile(r"[a-z0-9][a-z0-9-]{2,40}")


class Store:
    """The stores of one data folder, held by this process until the ``with`` block ends."""

    def __init__(self, settings: Settings, catalog: Catalog, *, progress: Progress | None) -> None:
        self.settings = settings
        self.folder = settings.data_dir
        self.catalog = catalog
        self.vectors = VectorIndex(self.folder / "chroma")
        self._progress = progress
        self._collections: dict[str, Collection] = {}

    @cached_property
    def lexicon(self) -> Lexicon:
        """The full-text index."""
        return open_lexicon(self.folder / "lexicon", writable=True)

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
            on_progress=self._progress,
        )

    @property
    def model_key(self) -> str:
        """The key of the embedding model in use."""
        return self.embedder.model_key

    def check_model(self) -> None:
        """Refuse to mix the vectors of two models.

        Raises:
            ModelChangedError: names both models and the command that re-indexes.
        """
        others = [key for key in self.catalog.model_keys() if key != self.model_key]
        if others:
            raise ModelChangedError(
                f'the documents were embedded with "{others[0]}", and the settings now name '
                f'"{self.model_key}" ({self.embedder.name}); run "samklang index rebuild" to embed '
                "them again, or set SAMKLANG_EMBEDDING_MODEL back"
            )

    def collection(self, collection_id: str) -> Collection:
        """The collection with this id, created (role ``evidence``) when it is new.

        Raises:
            UsageError: the id is not of the form ``[a-z0-9][a-z0-9-]{2,40}``.
        """
        if collection_id in self._collections:
            return self._collections[collection_id]
        if not _COLLECTION_ID.fullmatch(collection_id):
            raise UsageError(
                f'"{collection_id}" cannot name a collection: use 3 to 41 lower-case letters a-z, '
                "digits and hyphens, beginning with a letter or digit"
            )
        known = {c.id: c for c in (*SHIPPED, *self.catalog.collections())}
        new = Collection(collection_id, collection_id, collection_id, Role.EVIDENCE)
        chosen = known.get(collection_id, new)
        self.catalog.ensure_collection(chosen)
        self._collections[collection_id] = chosen
        return chosen

    def empty_indexes(self) -> None:
        """Delete both derived indexes, whatever state they are in; the catalog stays."""
        self.vectors.close()
        if "lexicon" in self.__dict__:
            self.__dict__.pop("lexicon").close()
        for name in ("chroma", "lexicon"):
            shutil.rmtree(self.folder / name, ignore_errors=True)
        self.vectors = VectorIndex(self.folder / "chroma")
        self.catalog.restart_unfinished()

    def close(self) -> None:
        """Give back what the process holds of the data folder."""
        if "lexicon" in self.__dict__:
            self.lexicon.close()
        self.vectors.close()
        self.catalog.close()

    def keep_original(self, source: Path, sha256: str) -> None:
        """Copy a file beside the catalog under the sha256 of its bytes; once is enough."""
        target = self.original(sha256)
        if target.exists():
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_suffix(".partial")
        shutil.copyfile(source, partial)
        with partial.open("rb") as handle:
            os.fsync(handle.fileno())
        partial.replace(target)

    def original(self, sha256: str) -> Path:
        """Where the original with this sha256 lies."""
        return self.folder / "originals" / sha256[:2] / sha256

    def drop_original(self, sha256: str) -> None:
        """Delete an original that no version uses any more."""
        self.original(sha256).unlink(missing_ok=True)


def document_id(collection: str, source_key: str) -> str:
    """``d`` + 12 base32 characters of sha256(collection, key): the same on every machine."""
    digest = hashlib.sha256(f"{collection}\0{source_key}".encode()).digest()
    return "d" + b32encode(digest).decode()[:12].lower()


@contextmanager
def open_store(settings: Settings, *, progress: Progress | None = None) -> Iterator[Store]:
    """Own and open the data folder of the settings.

    ``progress(stage, fraction)`` hears how far a first build of the embedding model is.

    Raises:
        DataFolderInUseError: another process owns the folder.
        SamklangError: the catalog cannot be opened.
    """
    with own_folder(settings.data_dir):
        store = Store(settings, open_catalog(settings.data_dir), progress=progress)
        try:
            yield store
        finally:
            store.close()
