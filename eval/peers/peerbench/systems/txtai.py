"""txtai with ``hybrid=True``: Faiss and BM25, weighed half and half.

Without its optional extractors txtai does not split texts, so it is given LangChain's passages.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from txtai import Embeddings

from peerbench.contract import Document, Found
from peerbench.model import Model
from peerbench.systems.langchain import as_found, split_documents


class TxtaiPeer:
    """One embeddings database with content, so that it can filter."""

    def __init__(self, model: Model, name: str) -> None:
        """An empty index."""
        del name

        def embed(texts: list[str]) -> npt.NDArray[np.float32]:
            return model.embed_prefixed(texts)

        self._found: list[Found] = []
        self._embeddings = Embeddings(
            method="external",
            transform=embed,
            instructions={"query": model.query_prefix, "data": model.passage_prefix},
            hybrid=True,
            content=True,
        )

    def index(self, documents: Sequence[Document]) -> int:
        """Split, embed and store; the number of passages."""
        passages = split_documents(documents)
        self._found = [as_found(passage) for passage in passages]
        self._embeddings.index(
            (number, {"text": p.page_content, "collection": p.metadata["collection"]})
            for number, p in enumerate(passages)
        )
        return len(passages)

    def search(self, query: str, *, collections: Sequence[str], limit: int) -> list[Found]:
        """The best passages, best first."""
        statement, bound = self._statement(query, collections)
        rows = self._embeddings.search(statement, limit, parameters=bound)
        return [self._found[int(row["id"])] for row in rows]

    def _statement(self, query: str, collections: Sequence[str]) -> tuple[str, dict[str, str]]:
        """SQL and its parameters.

        txtai filters what it found, by default ten times the limit; letting it find everything
        first is kinder to it.
        """
        if not collections:
            return "select id, score from txtai where similar(:q)", {"q": query}
        names = {f"c{number}": name for number, name in enumerate(collections)}
        listed = ", ".join(f":{name}" for name in names)
        similar = f"similar(:q, {len(self._found)})"
        statement = f"select id, score from txtai where {similar} and collection in ({listed})"
        return statement, {"q": query, **names}
