"""Retrieval: the passages of the corpus that may answer a question, best first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.embedding import load_shift, parallel_sentences
from corpus.errors import UsageError
from corpus.language import detect_question_language
from corpus.records import Document, FloatMatrix, Hit, Role
from corpus.store import Store
from pipeline.constants import Constants, load_constants
from pipeline.retrieve.candidates import Candidate, Query, facing, find_candidates
from pipeline.retrieve.fuse import Scored, compare_words, rank_candidates, spread
from pipeline.retrieve.late import DEPTH
from pipeline.retrieve.steer import Steering, read_steering

__all__ = ["Candidate", "Query", "Retrieval", "Scored", "embed_questions", "facing", "retrieve"]


@dataclass(frozen=True, slots=True)
class Retrieval:
    """What was found. ``ranking`` holds every scored candidate; ``hits`` what to show."""

    question: str
    query: Query
    steering: Steering
    constants: Constants
    hits: tuple[Hit, ...]
    ranking: tuple[Scored, ...]
    facets: Mapping[str, Mapping[str, int]]

    @property
    def language(self) -> str:
        """The question's language."""
        return self.query.language

    @property
    def steered(self) -> tuple[str, ...]:
        """Ids of the collections and documents the question names."""
        return self.steering.named


def retrieve(
    store: Store,
    question: str,
    *,
    collections: Sequence[str] | None = None,
    publishers: Sequence[str] | None = None,
    languages: Sequence[str] | None = None,
    admit: Callable[[Document], bool] | None = None,
    limit: int = 10,
) -> Retrieval:
    """The passages that may answer, best first; of documents that ``admit`` lets through, if given.

    Without ``collections`` everything is searched but collections of role ``initiatives``, and
    the shipped digest of the strategy stands back when the strategy itself is there.

    Raises:
        UsageError: a collection is named that is not there; the message lists those that are.
        IndexMismatchError: the indexes have to be rebuilt first.
        ModelChangedError: the corpus carries another model's vectors.
    """
    store.check_ready()
    constants = load_constants(store.model_key, store.folder)
    documents = _searched(store, collections)
    permitted = {
        d.id: d
        for d in documents
        if (not publishers or d.publisher in publishers)
        and (not languages or d.language in languages)
        and (admit is None or admit(d))
    }
    shelves = store.catalog.collections()
    steering = read_steering(question, shelves, permitted.values())
    query = make_query(store, steering.text, constants)
    held: Counter[str] = Counter()
    for document in documents:
        held[document.collection] += document.passages
    candidates = find_candidates(store, query, permitted, held=held)
    ranking = rank_candidates(candidates, query, steering=steering, constants=constants)
    ranking = _compare_words(store, ranking, query, late=constants.late)
    shown = spread(ranking, limit=limit)
    hits = tuple(one.to_hit(rank) for rank, one in enumerate(shown, start=1))
    return Retrieval(
        question, query, steering, constants, hits, tuple(ranking), _facets(ranking[:100])
    )


def make_query(store: Store, text: str, constants: Constants) -> Query:
    """The question embedded, a second vector moved into the other language, and its tokens."""
    language = detect_question_language(text)
    vectors, states = store.embedder.embed_queries_with_tokens([text])
    space = store.token_space
    tokens = space.project(states[0], role="query", language=language) if space else None
    [both] = _with_moved(store, vectors, language=language, constants=constants)
    return Query(text, language, both, tokens)


def embed_questions(
    store: Store, texts: Sequence[str], *, language: str, constants: Constants
) -> list[FloatMatrix]:
    """For each text ``(2, dimension)``: its vector, and that moved into the other language."""
    vectors = store.embedder.embed_queries(texts)
    return _with_moved(store, vectors, language=language, constants=constants)


def _with_moved(
    store: Store, vectors: FloatMatrix, *, language: str, constants: Constants
) -> list[FloatMatrix]:
    shift = load_shift(store.embedder, parallel_sentences(), store.settings.models)
    moved = vectors + (-shift if language == "sv" else shift) * constants.shift
    moved /= np.linalg.norm(moved, axis=1, keepdims=True)
    return [np.stack(pair) for pair in zip(vectors, moved, strict=True)]


def _compare_words(
    store: Store, ranking: Sequence[Scored], query: Query, *, late: float
) -> list[Scored]:
    """The ranking with its first passages weighed word by word, where there are token vectors."""
    space = store.token_space
    if space is None:
        return list(ranking)
    ids = [one.candidate.passage.id for one in ranking[:DEPTH]]
    return compare_words(ranking, query, store.catalog.tokens(ids, space=space.key), late=late)


def _searched(store: Store, collections: Sequence[str] | None) -> tuple[Document, ...]:
    """The documents a question is put to."""
    shelves = {c.id: c for c in store.catalog.collections()}
    if collections:
        if unknown := [c for c in collections if c not in shelves]:
            raise UsageError(
                f'there is no collection "{unknown[0]}"; there are: {", ".join(shelves) or "none"}'
            )
        return store.catalog.documents(collections)
    searched = [c.id for c in shelves.values() if c.role is not Role.INITIATIVES]
    documents = store.catalog.documents(searched)
    if any(d.collection == "strategy" for d in documents):
        documents = tuple(d for d in documents if d.collection != "strategy-digest")
    return documents


def _facets(ranking: Sequence[Scored]) -> dict[str, dict[str, int]]:
    """How many of the candidates each collection, publisher and language has."""
    found = [one.candidate for one in ranking]
    return {
        "collection": dict(Counter(c.document.collection for c in found)),
        "publisher": dict(Counter(c.document.publisher or "" for c in found)),
        "language": dict(Counter(c.document.language for c in found)),
    }
