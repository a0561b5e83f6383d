"""Retrieval as LangChain knows it, for chains and agents of others."""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever

from corpus.records import Hit
from corpus.store import Store
from pipeline.retrieve import retrieve


class CorpusRetriever(BaseRetriever):
    """The passages of an open corpus as LangChain documents.

    ``k`` is how many (1..100); ``collections`` as in ``retrieve``. Each document's metadata names
    its place: document_id, version, title, collection, page, page_label, start, end, score.
    """

    store: Any
    k: int = 10
    collections: tuple[str, ...] | None = None

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, k: int | None = None
    ) -> list[LangChainDocument]:
        del run_manager
        store: Store = self.store
        found = retrieve(store, query, collections=self.collections, limit=k or self.k)
        return [_document(hit) for hit in found.hits]


def _document(hit: Hit) -> LangChainDocument:
    passage, document = hit.passage, hit.document
    return LangChainDocument(
        page_content=passage.text,
        id=passage.id,
        metadata={
            "document_id": document.id,
            "version": document.version,
            "title": document.title,
            "collection": document.collection,
            "status": document.status.value,
            "page": passage.page,
            "page_label": passage.page_label,
            "start": passage.start,
            "end": passage.end,
            "score": hit.score,
        },
    )
