"""The vector index: Chroma, and the only module that knows it.

One Chroma collection per collection and embedding model, cosine, holding for every passage one
row for the passage (id = passage id) and one for each of its sentences
(``{passage_id}#{number}``). No texts and no metadata: those are in the catalog.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np

from corpus.catalog import PassageVectors
from corpus.records import FloatMatrix

if TYPE_CHECKING:
    from chromadb import Collection as ChromaCollection
    from chromadb.api import ClientAPI

# Chroma advises 50-250 rows a call and allows 5,461; larger calls sync its files less often
_BATCH = 2_000


@dataclass(frozen=True, slots=True)
class VectorHit:
    """A row near a query. ``sentence`` is None for the passage's own row; similarity in -1..1."""

    passage_id: str
    sentence: int | None
    similarity: float


class VectorIndex:
    """Every Chroma collection of one data folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._client: ClientAPI | None = None
        self._open: dict[str, ChromaCollection] = {}

    def add(self, collection: str, model_key: str, items: Iterable[PassageVectors]) -> int:
        """Write the rows of some passages (again); returns how many rows."""
        target = self._collection(collection, model_key)
        ids: list[str] = []
        vectors: list[FloatMatrix] = []
        for item in items:
            ids += row_ids(item.passage_id, len(item.vectors) - 1)
            vectors.append(item.vectors)
        stacked = np.concatenate(vectors) if vectors else np.zeros((0, 1), dtype=np.float32)
        for at in range(0, len(ids), _BATCH):
            # upsert, not add: adding an id that is there is silently ignored
            target.upsert(ids=ids[at : at + _BATCH], embeddings=stacked[at : at + _BATCH])
        return len(ids)

    def remove(self, collection: str, model_key: str, ids: Sequence[str]) -> None:
        """Take rows out; ids that are not there are ignored."""
        target = self._collection(collection, model_key)
        for at in range(0, len(ids), _BATCH):
            target.delete(ids=list(ids[at : at + _BATCH]))

    def search(
        self, collection: str, model_key: str, queries: FloatMatrix, *, limit: int
    ) -> list[list[VectorHit]]:
        """The nearest rows for each query vector ``(n, dimension)``, best first."""
        target = self._collection(collection, model_key)
        limit = min(limit, target.count())
        if limit == 0:
            return [[] for _ in queries]
        found = target.query(query_embeddings=queries, n_results=limit, include=["distances"])
        distances = cast("list[list[float]]", found["distances"])
        return [
            [_hit(row, 1.0 - distance) for row, distance in zip(rows, near, strict=True)]
            for rows, near in zip(found["ids"], distances, strict=True)
        ]

    def count(self, collection: str, model_key: str) -> int:
        """Rows in the index: passages plus sentences."""
        return self._collection(collection, model_key).count()

    def present(self, collection: str, model_key: str, ids: Sequence[str]) -> set[str]:
        """Which of these row ids are in the index."""
        target = self._collection(collection, model_key)
        found: set[str] = set()
        for at in range(0, len(ids), 5_000):
            found |= set(target.get(ids=list(ids[at : at + 5_000]), include=[])["ids"])
        return found

    def row_ids(self, collection: str, model_key: str) -> Iterator[str]:
        """Every row id of a collection."""
        target = self._collection(collection, model_key)
        for at in range(0, target.count(), 5_000):
            yield from target.get(limit=5_000, offset=at, include=[])["ids"]

    def names(self) -> tuple[str, ...]:
        """Names of the Chroma collections that exist (``{collection}.{model key}``)."""
        return tuple(sorted(c.name for c in self._connect().list_collections()))

    def _connect(self) -> ClientAPI:
        if self._client is None:
            import chromadb
            from chromadb.config import Settings

            self._client = chromadb.PersistentClient(
                path=str(self.folder), settings=Settings(anonymized_telemetry=False)
            )
        return self._client

    def _collection(self, collection: str, model_key: str) -> ChromaCollection:
        name = chroma_name(collection, model_key)
        if name not in self._open:
            # without embedding_function=None Chroma attaches a default model of its own
            self._open[name] = self._connect().get_or_create_collection(
                name,
                embedding_function=None,
                configuration={"hnsw": {"space": "cosine", "ef_search": 200}},
            )
        return self._open[name]


def chroma_name(collection: str, model_key: str) -> str:
    """The Chroma collection that holds a collection's vectors of one model."""
    return f"{collection}.{model_key}"


def row_ids(passage_id: str, sentences: int) -> list[str]:
    """The row ids of a passage and its sentences, in vector order."""
    return [passage_id, *(f"{passage_id}#{number}" for number in range(sentences))]


def _hit(row: str, similarity: float) -> VectorHit:
    passage_id, _, number = row.partition("#")
    return VectorHit(passage_id, int(number) if number else None, similarity)
