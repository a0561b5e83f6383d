"""LangChain's usual pipeline: recursive splitter at 1,000/200, Chroma in memory."""

from __future__ import annotations

from collections.abc import Sequence

from langchain_chroma import Chroma
from langchain_core.documents import Document as Passage
from langchain_core.embeddings import Embeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

from peerbench.contract import Document, Found
from peerbench.model import Model

CHUNK_SIZE, CHUNK_OVERLAP = 1_000, 200


class ModelEmbeddings(Embeddings):
    """The shared model as LangChain calls it."""

    def __init__(self, model: Model) -> None:
        """Wrap the model."""
        self._model = model

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Vectors of passages."""
        return [[float(x) for x in row] for row in self._model.embed_passages(texts)]

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        return [float(x) for x in self._model.embed_query(text)]


class LangChainPeer:
    """One Chroma collection, with Chroma's own default distance."""

    def __init__(self, model: Model, name: str) -> None:
        """An empty index; the name keeps two of one process apart."""
        self._chroma = Chroma(collection_name=name, embedding_function=ModelEmbeddings(model))

    def index(self, documents: Sequence[Document]) -> int:
        """Split, embed and store; the number of passages."""
        passages = split_documents(documents)
        # a call may carry at most this many
        batch = self._chroma._client.get_max_batch_size()
        for at in range(0, len(passages), batch):
            self._chroma.add_documents(passages[at : at + batch])
        return len(passages)

    def search(self, query: str, *, collections: Sequence[str], limit: int) -> list[Found]:
        """The best passages, best first."""
        chosen = {"collection": {"$in": list(collections)}} if collections else None
        found = self._chroma.similarity_search(query, k=limit, filter=chosen)
        return [as_found(passage) for passage in found]


def split_documents(documents: Sequence[Document]) -> list[Passage]:
    """Passages of pages, each with its document, page (0 for none) and collection."""
    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK_SIZE, chunk_overlap=CHUNK_OVERLAP)
    pages = [
        Passage(
            page_content=text,
            metadata={
                "document": document.key,
                "page": number if document.paged else 0,
                "collection": document.collection,
            },
        )
        for document in documents
        for number, text in enumerate(document.pages, start=1)
    ]
    return splitter.split_documents(pages)


def as_found(passage: Passage) -> Found:
    """A passage as it is judged."""
    page = passage.metadata["page"]
    return Found(passage.metadata["document"], (page,) if page else (), passage.page_content)
