"""A plain dense system to compare with: what one gets without thinking about it.

pypdf's text of each page (a file without pages is one text), LangChain's recursive splitter at
1,000 characters with 200 of overlap, the embedding model of the settings with its prefixes, one
Chroma collection for everything. No steering, no fusion, no second query.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

from corpus.records import Document, FloatMatrix, Role
from corpus.store import Store
from eval.measures import Place
from eval.originals import read_pages

if TYPE_CHECKING:
    from chromadb import Collection as ChromaCollection

CHUNK_SIZE = 1_000
CHUNK_OVERLAP = 200
# passages embedded and added in one call: a bar that moves, and well under Chroma's 5,461
_BATCH = 256

Heard = Callable[[str, float], None]


def _unheard(step: str, share: float) -> None:
    del step, share


@dataclass(frozen=True, slots=True, eq=False)
class Baseline:
    """A built baseline: row ``i`` of ``vectors`` ``(n, dimension)`` lies at ``places[i]``.

    The first ``unfiltered`` rows are in Chroma; what follows is searched only when it is named.
    """

    places: tuple[Place, ...]
    vectors: FloatMatrix
    chroma: ChromaCollection
    unfiltered: int

    def search(
        self, query: FloatMatrix, *, only: Collection[str] | None, limit: int
    ) -> tuple[tuple[Place, ...], ...]:
        """The places of the nearest passages, best first; ``query`` is ``(1, dimension)``.

        With ``only`` (document ids) the passages of those documents are compared one by one,
        which finds at least what a filtered index would.
        """
        rows = self._exact(query, only, limit) if only is not None else self._near(query, limit)
        return tuple((self.places[row],) for row in rows)

    def _exact(self, query: FloatMatrix, only: Collection[str], limit: int) -> list[int]:
        rows = np.array([i for i, (document, _) in enumerate(self.places) if document in only], int)
        similarity = self.vectors[rows] @ query[0]
        return [int(row) for row in rows[np.argsort(-similarity, kind="stable")[:limit]]]

    def _near(self, query: FloatMatrix, limit: int) -> list[int]:
        count = min(limit, self.unfiltered)
        found = self.chroma.query(query_embeddings=query, n_results=count, include=[])
        return [int(row) for row in found["ids"][0]]


@contextmanager
def build_baseline(
    store: Store, *, cache: Path | None = None, on_progress: Heard = _unheard
) -> Iterator[Baseline]:
    """The baseline over the original of every active document.

    Collections of role ``initiatives`` stay out of Chroma, since Samklang too searches them only
    when they are named. ``cache`` keeps vectors by content between runs; Chroma is filled anew.
    """
    apart = {c.id for c in store.catalog.collections() if c.role is Role.INITIATIVES}
    documents = sorted(store.catalog.documents(), key=lambda d: d.collection in apart)
    with TemporaryDirectory(prefix="baseline-", ignore_cleanup_errors=True) as scratch:
        folder = cache or Path(scratch) / "vectors"
        places: list[Place] = []
        parts: list[FloatMatrix] = [np.zeros((0, store.embedder.dimension), np.float32)]
        for number, document in enumerate(documents):
            pages, vectors = _embedded(store, document, folder)
            places += [(document.id, page) for page in pages]
            parts.append(vectors)
            on_progress(document.filename, (number + 1) / len(documents))
        stacked = np.concatenate(parts)
        named = {d.id for d in documents if d.collection in apart}
        shared = sum(document not in named for document, _ in places)
        chroma = _fill_chroma(Path(scratch) / "chroma", stacked[:shared])
        yield Baseline(tuple(places), stacked, chroma, shared)


def split_pages(pages: Sequence[str], *, numbered: bool) -> list[tuple[int | None, str]]:
    """(1-based page or None, passage) of each passage; a passage never crosses a page."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK_SIZE, chunk_overlap=CHUNK_OVERLAP)
    return [
        (number if numbered else None, text)
        for number, page in enumerate(pages, start=1)
        for text in splitter.split_text(page)
    ]


def _embedded(
    store: Store, document: Document, folder: Path
) -> tuple[list[int | None], FloatMatrix]:
    """Pages and vectors of a document's passages, from the cache where it has them."""
    name = f"{document.sha256}-{CHUNK_SIZE}-{CHUNK_OVERLAP}.npz"
    kept = folder / store.model_key / name
    if not kept.exists():
        _keep(kept, *_embed(store, document))
    with np.load(kept) as arrays:
        pages = [page or None for page in arrays["pages"].tolist()]
        return pages, arrays["vectors"]


def _embed(store: Store, document: Document) -> tuple[list[int], FloatMatrix]:
    """Page (0 where there are none) and vector of each passage."""
    passages = split_pages(
        read_pages(store.original(document.sha256), document.media_type),
        numbered=document.pages is not None,
    )
    pages = [page or 0 for page, _ in passages]
    if not passages:
        return pages, np.zeros((0, store.embedder.dimension), np.float32)
    return pages, store.embedder.embed_passages([text for _, text in passages])


def _keep(target: Path, pages: list[int], vectors: FloatMatrix) -> None:
    """Write whole or not at all: a run that is stopped leaves nothing half-made."""
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(f".{os.getpid()}")
    with partial.open("wb") as handle:
        np.savez(handle, pages=np.array(pages, np.int32), vectors=vectors)
    partial.replace(target)


def _fill_chroma(folder: Path, vectors: FloatMatrix) -> ChromaCollection:
    import chromadb
    from chromadb.config import Settings

    client = chromadb.PersistentClient(
        path=str(folder), settings=Settings(anonymized_telemetry=False)
    )
    collection = client.create_collection(
        "baseline", embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
    )
    for at in range(0, len(vectors), _BATCH):
        rows = [str(row) for row in range(at, min(at + _BATCH, len(vectors)))]
        collection.add(ids=rows, embeddings=vectors[at : at + _BATCH])
    return collection
