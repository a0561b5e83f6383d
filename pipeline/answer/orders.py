"""Orders to the reader, kept out of what is answered with and of what is shown beside it."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from corpus.records import Document, FloatMatrix, Interval, Passage
from corpus.store import Store
from pipeline.instructions import find_orders, is_instruction, load_likeness
from pipeline.retrieve import Scored


def orders_in(store: Store, one: Scored) -> tuple[Interval, ...]:
    """The sentences of a passage that give orders, by their words or by their stored vectors."""
    return orders_of(store, one.candidate.passage, one.candidate.vectors.vectors)


def orders_of(store: Store, passage: Passage, vectors: FloatMatrix) -> tuple[Interval, ...]:
    """The same of a passage and its vectors ``(sentences + 1, dimension)``, its own first."""
    likeness = load_likeness(store.embedder, store.settings.models)
    return find_orders(passage, vectors, likeness)


def fit_document(document: Document) -> Document:
    """The document under its file's name where its title is an order."""
    if not is_instruction(document.title):
        return document
    return replace(document, title=document.filename)


def fit_passage(passage: Passage) -> Passage:
    """The passage without the headings above it that are orders."""
    kept = _fit_headings(passage.heading_path)
    return passage if kept == passage.heading_path else replace(passage, heading_path=kept)


@lru_cache(maxsize=512)  # all passages of a section stand under the same
def _fit_headings(headings: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(heading for heading in headings if not is_instruction(heading))
