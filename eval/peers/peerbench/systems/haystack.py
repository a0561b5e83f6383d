"""Haystack: its document splitter (200 words), its store in memory; dense, and joined with BM25."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

os.environ["HAYSTACK_TELEMETRY_ENABLED"] = "False"

from haystack import Document as Whole
from haystack import Pipeline, component
from haystack.components.joiners import DocumentJoiner
from haystack.components.preprocessors import DocumentSplitter
from haystack.components.retrievers.in_memory import (
    InMemoryBM25Retriever,
    InMemoryEmbeddingRetriever,
)
from haystack.components.writers import DocumentWriter
from haystack.document_stores.in_memory import InMemoryDocumentStore

from peerbench.contract import Document, Found
from peerbench.model import Model

# how Haystack's PDF converter marks where a page ends, and its splitter counts pages
_PAGE_END = "\f"


@component
class PassageEmbedder:
    """The shared model as a document embedder."""

    def __init__(self, model: Model) -> None:
        """Wrap the model."""
        self._model = model

    @component.output_types(documents=list[Whole])
    def run(self, documents: list[Whole]) -> dict[str, list[Whole]]:
        """The documents with their vectors."""
        vectors = self._model.embed_passages([d.content or "" for d in documents])
        pairs = zip(documents, vectors, strict=True)
        return {"documents": [replace(d, embedding=[float(x) for x in v]) for d, v in pairs]}


@component
class QueryEmbedder:
    """The shared model as a text embedder."""

    def __init__(self, model: Model) -> None:
        """Wrap the model."""
        self._model = model

    @component.output_types(embedding=list[float])
    def run(self, text: str) -> dict[str, list[float]]:
        """The vector of a question."""
        return {"embedding": [float(x) for x in self._model.embed_query(text)]}


class HaystackPeer:
    """Dense retrieval."""

    def __init__(self, model: Model, name: str) -> None:
        """An empty store."""
        del name
        self._model = model
        self._store = InMemoryDocumentStore()
        self._query = self._make_query()

    def index(self, documents: Sequence[Document]) -> int:
        """Split, embed and store; the number of passages."""
        pipeline = Pipeline()
        pipeline.add_component("splitter", DocumentSplitter())
        pipeline.add_component("embedder", PassageEmbedder(self._model))
        pipeline.add_component("writer", DocumentWriter(self._store))
        pipeline.connect("splitter.documents", "embedder.documents")
        pipeline.connect("embedder.documents", "writer.documents")
        pipeline.run({"splitter": {"documents": [_whole(document) for document in documents]}})
        return int(self._store.count_documents())

    def search(self, query: str, *, collections: Sequence[str], limit: int) -> list[Found]:
        """The best passages, best first."""
        chosen = _filters(collections) if collections else None
        found = self._run(query, {"filters": chosen, "top_k": limit})
        return [_as_found(passage) for passage in found[:limit]]

    def _make_query(self) -> Pipeline:
        pipeline = Pipeline()
        pipeline.add_component("embedder", QueryEmbedder(self._model))
        pipeline.add_component("dense", InMemoryEmbeddingRetriever(self._store))
        pipeline.connect("embedder.embedding", "dense.query_embedding")
        return pipeline

    def _run(self, query: str, options: dict[str, Any]) -> list[Whole]:
        found = self._query.run({"embedder": {"text": query}, "dense": options})
        return list(found["dense"]["documents"])


class HaystackJoinedPeer(HaystackPeer):
    """Dense retrieval and BM25, joined by reciprocal rank fusion."""

    def _make_query(self) -> Pipeline:
        pipeline = super()._make_query()
        pipeline.add_component("lexical", InMemoryBM25Retriever(self._store))
        pipeline.add_component("joiner", DocumentJoiner(join_mode="reciprocal_rank_fusion"))
        pipeline.connect("dense.documents", "joiner.documents")
        pipeline.connect("lexical.documents", "joiner.documents")
        return pipeline

    def _run(self, query: str, options: dict[str, Any]) -> list[Whole]:
        lexical = {"query": query, **options}
        found = self._query.run({"embedder": {"text": query}, "dense": options, "lexical": lexical})
        return list(found["joiner"]["documents"])


def _whole(document: Document) -> Whole:
    meta = {
        "document": document.key,
        "paged": document.paged,
        "collection": document.collection,
    }
    return Whole(content=_PAGE_END.join(document.pages), meta=meta)


def _filters(collections: Sequence[str]) -> dict[str, Any]:
    return {"field": "meta.collection", "operator": "in", "value": list(collections)}


def _as_found(passage: Whole) -> Found:
    first, text = passage.meta["page_number"], passage.content or ""
    # a passage that ends with a page does not stand on the next one
    last = first + text.rstrip().count(_PAGE_END)
    pages = tuple(range(first, last + 1)) if passage.meta["paged"] else ()
    return Found(passage.meta["document"], pages, text)
