"""Retrieval beside the least it could be: embedding the question and one plain Chroma query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.catalog import PassageVectors
from corpus.settings import Settings
from corpus.store import Store, open_store
from corpus.vectors import VectorIndex
from eval.bench_ingest import timed
from eval.measures.budget import percentile
from pipeline.retrieve import retrieve

_WARM = 3
_LIMIT = 10


@dataclass(frozen=True, slots=True)
class RetrievalBench:
    """Wall seconds per question; ``plain`` is embedding plus one query, ten passages each."""

    passages: int
    questions: int
    p50: float
    p95: float
    plain_p50: float

    @property
    def ratio(self) -> float:
        """Median retrieval over the median plain query."""
        return self.p50 / self.plain_p50


def measure_retrieval(settings: Settings, questions: Sequence[str]) -> RetrievalBench:
    """Ask every question both ways, in turns, on the documents of the settings' data folder."""
    with open_store(settings) as store, TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        plain = VectorIndex(Path(scratch))
        passages = _fill(store, plain)
        ours: list[float] = []
        theirs: list[float] = []
        for question in [*questions[:_WARM], *questions]:
            ours.append(timed(lambda q=question: retrieve(store, q, limit=_LIMIT))[0])  # type: ignore[misc]
            theirs.append(timed(lambda q=question: _query(store, plain, q))[0])  # type: ignore[misc]
    ours, theirs = ours[_WARM:], theirs[_WARM:]
    return RetrievalBench(
        passages,
        len(ours),
        percentile(ours, 0.5),
        percentile(ours, 0.95),
        percentile(theirs, 0.5),
    )


def _fill(store: Store, index: VectorIndex) -> int:
    """One Chroma collection with every passage of the data folder, and no sentences."""
    return index.add(
        "plain",
        store.model_key,
        (
            PassageVectors(item.passage_id, item.vectors[:1])
            for document in store.catalog.documents()
            for item in store.catalog.vectors_of(document.id, document.version)
        ),
    )


def _query(store: Store, index: VectorIndex, question: str) -> None:
    index.search("plain", store.model_key, store.embedder.embed_queries([question]), limit=_LIMIT)
