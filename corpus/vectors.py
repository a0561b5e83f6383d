"""The vector index: Chroma, and the only module that knows it.

One Chroma collection per collection and embedding model, cosine, holding for every passage one
row for the passage (id = passage id) and one for each of its sentences
(``{passage_id}#{number}``). No texts and no metadata: those are in the catalog.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, cast

import numpy as np

from corpus.catalog import PassageVectors
from corpus.errors import IndexMismatchError
from corpus.records import FloatMatrix, FloatVector

if TYPE_CHECKING:
    from chromadb import Collection as ChromaCollection
    from chromadb.api.client import Client

# Chroma advises 50-250 rows a call and allows 5,461; larger calls sync its files less often
_BATCH = 2_000
# An inserted row can end up out of reach of every search (about one ingest of near-equal passages
# in eighty, on 2 cores); written again, it came within reach each time it was seen.
_TRIES = 3
_ITSELF = 0.999


@dataclass(frozen=True, slots=True)
class VectorHit:
    """A row near a query. ``sentence`` is None for the passage's own row; similarity in -1..1."""

    passage_id: str
    sentence: int | None
    similarity: float


class VectorIndex:
    """Every Chroma collection of one data folder.

    Any call raises ``IndexMismatchError`` when Chroma cannot use its files.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._client: Client | None = None
        self._open: dict[str, ChromaCollection] = {}
        self._retired = False
        # Chroma hands out what it opened to whoever names the same folder: never open one that
        # is being given back
        self._opening = RLock()

    def retire(self) -> None:
        """Give Chroma's files back for good: who still searches must not make them anew."""
        with self._opening:
            self._retired = True
            self.close()

    def close(self) -> None:
        """Give Chroma's files back, so that they may be deleted; the next call opens them again."""
        with self._opening:
            client, self._client = self._client, None
            self._open.clear()
            if client is not None:
                client.close()

    def add(self, collection: str, model_key: str, items: Iterable[PassageVectors]) -> int:
        """Write the rows of some passages (again); returns how many rows.

        A row that no search reaches afterwards is written again, at most three times.
        """
        target = self._collection(collection, model_key)
        ids: list[str] = []
        vectors: list[FloatMatrix] = []
        for item in items:
            ids += row_ids(item.passage_id, len(item.vectors) - 1)
            vectors.append(item.vectors)
        stacked = np.concatenate(vectors) if vectors else np.zeros((0, 1), dtype=np.float32)
        for at in range(0, len(ids), _BATCH):
            rows, batch = ids[at : at + _BATCH], stacked[at : at + _BATCH]
            for _ in range(_TRIES):
                with self._translated():
                    # upsert, not add: adding an id that is there is silently ignored
                    target.upsert(ids=rows, embeddings=batch)
                near = self.search(collection, model_key, batch, limit=1)
                lost = [n for n, hits in enumerate(near) if not finds_itself(hits)]
                if not lost:
                    break
                rows, batch = [rows[n] for n in lost], batch[lost]
        return len(ids)

    def remove(self, collection: str, model_key: str, ids: Sequence[str]) -> None:
        """Take rows out; ids that are not there are ignored."""
        target = self._collection(collection, model_key)
        for at in range(0, len(ids), _BATCH):
            with self._translated():
                target.delete(ids=list(ids[at : at + _BATCH]))

    def search(
        self, collection: str, model_key: str, queries: FloatMatrix, *, limit: int
    ) -> list[list[VectorHit]]:
        """The nearest rows for each query vector ``(n, dimension)``, best first."""
        target = self._collection(collection, model_key)
        with self._translated():
            found = target.query(query_embeddings=queries, n_results=limit, include=["distances"])
        distances = cast("list[list[float]]", found["distances"])
        return [
            [_hit(row, 1.0 - distance) for row, distance in zip(rows, near, strict=True)]
            for rows, near in zip(found["ids"], distances, strict=True)
        ]

    def count(self, collection: str, model_key: str) -> int:
        """Rows in the index: passages plus sentences."""
        target = self._collection(collection, model_key)
        with self._translated():
            return target.count()

    def present(self, collection: str, model_key: str, ids: Sequence[str]) -> set[str]:
        """Which of these row ids are in the index."""
        target = self._collection(collection, model_key)
        found: set[str] = set()
        for at in range(0, len(ids), 5_000):
            with self._translated():
                found |= set(target.get(ids=list(ids[at : at + 5_000]), include=[])["ids"])
        return found

    def fetch(self, collection: str, model_key: str, ids: Sequence[str]) -> dict[str, FloatVector]:
        """The vectors of these rows as the index holds them, by id."""
        target = self._collection(collection, model_key)
        with self._translated():
            found = target.get(ids=list(ids), include=["embeddings"])
        vectors = np.asarray(found["embeddings"], dtype=np.float32)
        return dict(zip(found["ids"], vectors, strict=True))

    def row_ids(self, collection: str, model_key: str) -> Iterator[str]:
        """Every row id of a collection."""
        target = self._collection(collection, model_key)
        for at in range(0, self.count(collection, model_key), 5_000):
            with self._translated():
                rows = target.get(limit=5_000, offset=at, include=[])["ids"]
            yield from rows

    def names(self) -> tuple[str, ...]:
        """Names of the Chroma collections that exist (``{collection}.{model key}``)."""
        client = self._connect()
        with self._translated():
            return tuple(sorted(c.name for c in client.list_collections()))

    def _connect(self) -> Client:
        with self._opening:
            if self._retired:
                raise self._being_rebuilt()
            if self._client is None:
                import chromadb
                from chromadb.config import Settings

                with self._translated():
                    opened = chromadb.PersistentClient(
                        path=str(self.folder), settings=Settings(anonymized_telemetry=False)
                    )
                    # the type it is declared with does not know close()
                    self._client = cast("Client", opened)
            return self._client

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Chroma's errors as ours."""
        from chromadb.api.shared_system_client import SharedSystemClient
        from chromadb.errors import ChromaError

        try:
            yield
        except ChromaError as error:
            if self._retired:
                raise self._being_rebuilt() from error
            if self._client is None:
                # Chroma keeps what it could not open, and would hand it out at the next try
                SharedSystemClient.clear_system_cache()
            raise IndexMismatchError(
                f'the vector index "{self.folder}" cannot be used as it is ({error}); '
                "run: samklang index rebuild"
            ) from error
        except (AttributeError, KeyError, RuntimeError, ValueError, OSError) as error:
            # how what was opened before retire() fails in Chroma
            if self._retired:
                raise self._being_rebuilt() from error
            raise

    def _being_rebuilt(self) -> IndexMismatchError:
        return IndexMismatchError(
            f'the vector index "{self.folder}" is being built again; try again in a while'
        )

    def _collection(self, collection: str, model_key: str) -> ChromaCollection:
        name = chroma_name(collection, model_key)
        with self._opening:
            if name not in self._open:
                client = self._connect()
                with self._translated():
                    self._open[name] = client.get_or_create_collection(
                        name,
                        # else Chroma attaches a default model of its own
                        embedding_function=None,
                        configuration={"hnsw": {"space": "cosine", "ef_search": 200}},
                    )
            return self._open[name]


def finds_itself(hits: Sequence[VectorHit]) -> bool:
    """Whether a search for a stored vector came to its own row, or to one equal to it."""
    return bool(hits) and hits[0].similarity > _ITSELF


def chroma_name(collection: str, model_key: str) -> str:
    """The Chroma collection that holds a collection's vectors of one model."""
    return f"{collection}.{model_key}"


def row_ids(passage_id: str, sentences: int) -> list[str]:
    """The row ids of a passage and its sentences, in vector order."""
    return [passage_id, *(f"{passage_id}#{number}" for number in range(sentences))]


def _hit(row: str, similarity: float) -> VectorHit:
    passage_id, _, number = row.partition("#")
    return VectorHit(passage_id, int(number) if number else None, similarity)
