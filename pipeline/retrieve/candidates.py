"""Which passages are worth scoring: near in meaning, or saying the words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.catalog import PassageVectors
from corpus.records import Document, FloatMatrix, FloatVector, Passage
from corpus.store import Store

# Up to this many passages a filter's documents are scored one and all, from the catalog.
EXACT = 400
# A filter that leaves less than one passage in this many is answered exactly too.
SELECTIVE = 10
# Rows asked of the vector index and of the full-text index, per collection.
DENSE_ROWS = 60
LEXICAL_ROWS = 40


@dataclass(frozen=True, slots=True)
class Query:
    """A question made ready.

    ``vectors`` is ``(2, dimension)`` float32, L2-normalised: the question's own, and the same
    moved into the other language. ``tokens`` are those of its words, ``(n, 64)``, each of length
    1, or None where the model gives none.
    """

    text: str
    language: str
    vectors: FloatMatrix
    tokens: FloatMatrix | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A passage with what was found out about it.

    ``lexical`` is its BM25 as a share of the best one in its language, 0..1.
    """

    passage: Passage
    document: Document
    vectors: PassageVectors
    lexical: float


def find_candidates(
    store: Store, query: Query, documents: Mapping[str, Document], *, held: Mapping[str, int]
) -> tuple[Candidate, ...]:
    """The passages of these documents (by id) that may answer, unordered.

    ``held`` says how many passages each of their collections has in all.

    Rows of the indexes whose document or version is not among them are discarded here: what is
    not active, not permitted or filtered away is never ranked.
    """
    shelves = sorted({d.collection for d in documents.values()})
    words = _lexical(store, query, shelves, documents)
    ids = set(words)
    if sum(d.passages for d in documents.values()) <= EXACT:
        ids |= set(store.catalog.passage_ids(shelves))
    else:
        ids |= _dense(store, query, held, documents)
    allowed = [i for i in sorted(ids) if _allowed(i, documents)]
    passages, vectors = store.catalog.passages(allowed), store.catalog.vectors(allowed)
    return tuple(
        Candidate(p, documents[p.document_id], vectors[i], words.get(i, 0.0))
        for i, p in passages.items()
        if i in vectors  # its document may have been removed in between
    )


def _lexical(
    store: Store, query: Query, shelves: Sequence[str], documents: Mapping[str, Document]
) -> dict[str, float]:
    """Passage id -> BM25 as a share of the best of its language.

    Each language is asked for by itself: BM25 is not comparable across languages, and passages
    in the question's own would bury the others.
    """
    found: dict[str, float] = {}
    for language in ("sv", "en"):
        hits = store.lexicon.search(
            query.text,
            language=query.language,
            collections=shelves,
            limit=LEXICAL_ROWS * 4,
            passage_language=language,
        )
        scores = {h.passage_id: h.score for h in hits if _allowed(h.passage_id, documents)}
        best = max(scores.values(), default=1.0)
        found |= {passage_id: score / best for passage_id, score in scores.items()}
    return found


def _dense(
    store: Store, query: Query, held: Mapping[str, int], documents: Mapping[str, Document]
) -> set[str]:
    found: set[str] = set()
    wanted: Counter[str] = Counter()
    for document in documents.values():
        wanted[document.collection] += document.passages
    for shelf, passages in wanted.items():
        # filters apply afterwards, so ask for more the more they leave out
        factor = max(1, round(held[shelf] / max(passages, 1)))
        if factor > SELECTIVE:
            found |= set(store.catalog.passage_ids([shelf]))
            continue
        limit = DENSE_ROWS * factor
        lists = store.vectors.search(shelf, store.model_key, query.vectors, limit=limit)
        if any(len(hits) < min(limit, held[shelf]) for hits in lists):
            # the approximate index loses its way among many equal vectors: look at all of them
            found |= set(store.catalog.passage_ids([shelf]))
        found |= {hit.passage_id for hits in lists for hit in hits}
    return found


def _allowed(passage_id: str, documents: Mapping[str, Document]) -> bool:
    document_id, version, _ = passage_id.split(".")
    document = documents.get(document_id)
    return document is not None and document.version == int(version)


def facing(vectors: FloatMatrix, *, own_language: bool, moved: float) -> FloatVector:
    """The query vector to hold against text of the question's language, or of another.

    Text in the question's language is compared with the question itself; other text with a mix
    of the question and, with the share ``moved``, the question moved into the other language: a
    multilingual model otherwise prefers its own language to the right answer (field notes; arXiv
    2604.05684).
    """
    mixed = vectors[0] if own_language else (1 - moved) * vectors[0] + moved * vectors[1]
    chosen: FloatVector = mixed.astype(np.float32)
    return chosen / np.float32(np.linalg.norm(chosen))


def similarities(
    candidate: Candidate, query: Query, *, moved: float
) -> tuple[float, tuple[float, ...]]:
    """Cosines of a passage and of each of its sentences to the question."""
    own = candidate.passage.language == query.language
    scores = candidate.vectors.vectors @ facing(query.vectors, own_language=own, moved=moved)
    return float(scores[0]), tuple(float(s) for s in scores[1:])
