"""The vectors of a document's passages and sentences, computed once per distinct text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from corpus.catalog import Known, PassageVectors
from corpus.records import FloatVector, Passage
from corpus.store import Store


def inputs_of(passage: Passage) -> list[str]:
    """What is embedded for a passage and then for each of its sentences, in vector order.

    The words as they stand: putting the document's title or the headings before them moved the
    right page up in some questions and down in as many (docs/decisions/0004).
    """
    return [passage.text, *(passage.slice(span) for span in passage.sentences)]


def embed_passages(
    store: Store,
    passages: Sequence[Passage],
    *,
    previous: Known | None = None,
    on_done: Callable[[float], None] | None = None,
) -> tuple[PassageVectors, ...]:
    """The vectors of these passages, in order.

    Texts that the ``previous`` version had too keep its vectors, when they are of the same model.
    ``on_done`` hears the share embedded, 0..1.
    """
    inputs = [inputs_of(passage) for passage in passages]
    vectors = _kept(store, previous) if previous else {}
    missing = sorted({text for group in inputs for text in group} - vectors.keys(), key=len)
    if missing:
        # longest first inside the embedder; the share counts texts, close enough for a bar
        heard = (lambda done: on_done(done / len(missing))) if on_done else None
        fresh = store.embedder.embed_passages(missing, on_progress=heard)
        vectors |= dict(zip(missing, fresh, strict=True))
    return tuple(
        PassageVectors(passage.id, np.stack([vectors[text] for text in group]))
        for passage, group in zip(passages, inputs, strict=True)
    )


def _kept(store: Store, previous: Known) -> dict[str, FloatVector]:
    if previous.model_key != store.model_key:
        return {}
    place = (previous.document_id, previous.version)
    kept: dict[str, FloatVector] = {}
    vectors = store.catalog.vectors_of(*place)
    for passage, item in zip(store.catalog.passages_of(*place), vectors, strict=True):
        kept |= dict(zip(inputs_of(passage), item.vectors, strict=True))
    return kept
