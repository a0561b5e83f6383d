"""The embedding model as LangChain sees it."""

from langchain_core.embeddings import Embeddings

from corpus.embedding.contract import Embedder


class LangChainEmbeddings(Embeddings):
    """Any of our embedders behind LangChain's interface: documents are passages."""

    def __init__(self, embedder: Embedder) -> None:
        """Keep the embedder; nothing is loaded here."""
        self.embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector of length 1 for each text."""
        vectors: list[list[float]] = self.embedder.embed_passages(texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """One vector of length 1."""
        vector: list[float] = self.embedder.embed_queries([text])[0].tolist()
        return vector
