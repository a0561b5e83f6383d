"""Vectors of passages and sentences: each distinct text once, kept where it is kept."""

from __future__ import annotations

import numpy as np

from corpus.embedding import Embedder
from corpus.store import Store
from ingest.embed import embed_passages, inputs_of


class Counting:
    """The real model, which remembers what it was asked to embed."""

    def __init__(self, model: Embedder) -> None:
        self.model_key = model.model_key
        self.asked: list[str] = []
        self._model = model

    def embed_passages(self, texts, *, on_progress=None):
        self.asked += texts
        return self._model.embed_passages(texts, on_progress=on_progress)


def test_a_passage_is_embedded_as_it_stands_and_so_are_its_sentences(
    store: Store, model: Embedder
) -> None:
    document = next(d for d in store.catalog.documents() if d.filename == "budget.md")
    passages = store.catalog.passages_of(document.id, 1)
    items = embed_passages(store, passages)
    for passage, item in zip(passages, items, strict=True):
        inputs = inputs_of(passage)
        text = store.catalog.text(document.id, 1)
        assert inputs == [passage.text, *(text[s.start : s.end] for s in passage.sentences)]
        assert item.passage_id == passage.id
        assert item.vectors.shape == (len(inputs), 384)
        nearness = (item.vectors * model.embed_passages(inputs)).sum(axis=1)
        assert np.all(nearness > 0.999)


def test_unchanged_texts_keep_their_vectors(store: Store, model: Embedder) -> None:
    """Guarantee: a changed file costs only the embedding of what changed in it."""
    known = store.catalog.known("notes", "budget.md")
    assert known is not None
    passages = store.catalog.passages_of(known.document_id, 1)
    counting = Counting(model)
    store.__dict__["embedder"] = counting
    kept = embed_passages(store, passages, previous=known)
    assert counting.asked == []
    for item, stored in zip(kept, store.catalog.vectors_of(known.document_id, 1), strict=True):
        assert np.array_equal(item.vectors, stored.vectors)
    embed_passages(store, passages)
    texts = [text for passage in passages for text in inputs_of(passage)]
    assert sorted(counting.asked) == sorted(set(texts))


def test_vectors_of_another_model_are_not_kept(store: Store, model: Embedder) -> None:
    known = store.catalog.known("notes", "budget.md")
    assert known is not None
    passages = store.catalog.passages_of(known.document_id, 1)
    counting = Counting(model)
    counting.model_key = "another-model"
    store.__dict__["embedder"] = counting
    embed_passages(store, passages, previous=known)
    assert {p.text for p in passages} <= set(counting.asked)


def test_progress_ends_at_the_whole(store: Store) -> None:
    known = store.catalog.known("notes", "budget.md")
    assert known is not None
    heard: list[float] = []
    passages = store.catalog.passages_of(known.document_id, 1)
    embed_passages(store, passages, on_done=heard.append)
    assert heard == sorted(heard)
    assert heard[-1] == 1.0
