"""Collections as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Literal

from pydantic import Field

from corpus.records import Collection, Document
from service.schemas.model import Model


class CollectionResponse(Model):
    """A shelf of documents."""

    id: str
    title_sv: str
    title_en: str
    role: str = Field(description="strategy, evidence or initiatives")
    documents: int
    external_model: Literal["never", "allowed"] = Field(
        description="whether its text may go to a language model outside this machine"
    )

    @classmethod
    def from_record(cls, collection: Collection, documents: int) -> CollectionResponse:
        """The collection as other programs see it, with the number of its documents."""
        return cls(
            id=collection.id,
            title_sv=collection.title_sv,
            title_en=collection.title_en,
            role=collection.role,
            documents=documents,
            # whatever else may stand in a catalog, only one word gives leave
            external_model="allowed" if collection.external_model == "allowed" else "never",
        )


class CollectionsResponse(Model):
    """Every collection, by id."""

    collections: list[CollectionResponse]

    @classmethod
    def from_record(
        cls, collections: Iterable[Collection], documents: Iterable[Document]
    ) -> CollectionsResponse:
        """The collections with what stands on each."""
        counts = Counter(document.collection for document in documents)
        rows = [CollectionResponse.from_record(one, counts[one.id]) for one in collections]
        return cls(collections=rows)
