"""LlamaIndex: its sentence splitter (1,024 tokens, 200 of overlap), its vector store in memory."""

from __future__ import annotations

from collections.abc import Sequence

from llama_index.core import VectorStoreIndex
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.bridge.pydantic import PrivateAttr
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.schema import BaseNode
from llama_index.core.schema import Document as Page
from llama_index.core.vector_stores import FilterOperator, MetadataFilter, MetadataFilters

from peerbench.contract import Document, Found
from peerbench.model import Model

_OURS = ["document", "page", "collection"]


class ModelEmbedding(BaseEmbedding):
    """The shared model as LlamaIndex calls it."""

    _model: Model = PrivateAttr()

    def __init__(self, model: Model) -> None:
        """Wrap the model."""
        super().__init__()
        self._model = model

    def _get_query_embedding(self, query: str) -> list[float]:
        return [float(x) for x in self._model.embed_query(query)]

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return [[float(x) for x in row] for row in self._model.embed_passages(texts)]


class LlamaIndexPeer:
    """A vector store index over pages."""

    def __init__(self, model: Model, name: str) -> None:
        """Nothing is stored yet."""
        del name
        self._embedding = ModelEmbedding(model)
        self._index: VectorStoreIndex | None = None

    def index(self, documents: Sequence[Document]) -> int:
        """Split, embed and store; the number of passages."""
        pages = [page for document in documents for page in _pages(document)]
        nodes = SentenceSplitter().get_nodes_from_documents(pages)
        self._index = VectorStoreIndex(nodes, embed_model=self._embedding)
        return len(nodes)

    def search(self, query: str, *, collections: Sequence[str], limit: int) -> list[Found]:
        """The best passages, best first."""
        if self._index is None:
            raise RuntimeError("search before index")
        chosen = _filters(collections) if collections else None
        retriever = self._index.as_retriever(similarity_top_k=limit, filters=chosen)
        return [_as_found(one.node) for one in retriever.retrieve(query)]


def _pages(document: Document) -> list[Page]:
    # our bookkeeping is kept out of what is embedded, which can only help
    return [
        Page(
            text=text,
            metadata={
                "document": document.key,
                "page": number if document.paged else 0,
                "collection": document.collection,
            },
            excluded_embed_metadata_keys=_OURS,
            excluded_llm_metadata_keys=_OURS,
        )
        for number, text in enumerate(document.pages, start=1)
    ]


def _filters(collections: Sequence[str]) -> MetadataFilters:
    wanted = MetadataFilter(key="collection", value=list(collections), operator=FilterOperator.IN)
    return MetadataFilters(filters=[wanted])


def _as_found(node: BaseNode) -> Found:
    page = node.metadata["page"]
    return Found(node.metadata["document"], (page,) if page else (), node.get_content())
