"""How a search is narrowed down: what was chosen, what there is to choose, and the addresses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import Depends, Query

from corpus.records import Document
from service.pages.filters import address

Sort = Literal["relevance", "newest", "oldest", "title"]
FACETS = ("collection", "publisher", "year", "language", "type")
UNKNOWN = "-"
"""Stands for what a document does not say."""


def facet_value(document: Document, facet: str) -> str:
    """What a document counts as in a facet."""
    value = {
        "collection": document.collection,
        "publisher": document.publisher,
        "year": (document.published or "")[:4],
        "language": document.language,
        "type": document.media_type,
    }[facet]
    return value or UNKNOWN


@dataclass(frozen=True, slots=True)
class Wanted:
    """A search as its address says it; ``document`` looks in one document alone."""

    q: str = ""
    collection: tuple[str, ...] = ()
    publisher: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    document: str | None = None
    sort: Sort = "relevance"
    page: int = 1

    def chosen(self, facet: str) -> tuple[str, ...]:
        """The values chosen of a facet."""
        values: tuple[str, ...] = getattr(self, facet)
        return values

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the words narrows it down."""
        return self.document is not None or any(self.chosen(facet) for facet in FACETS)

    def admits(self, document: Document) -> bool:
        """Whether a document is of all that was chosen."""
        if self.document is not None and document.id != self.document:
            return False
        return all(
            not self.chosen(facet) or facet_value(document, facet) in self.chosen(facet)
            for facet in FACETS
        )

    def address(self, to: str = "/search", **changed: object) -> str:
        """Its address, with what is changed; the first page and the usual order are not named."""
        asked: dict[str, object] = {
            "q": self.q,
            **{facet: list(self.chosen(facet)) for facet in FACETS},
            "document": self.document,
            "sort": self.sort,
            "page": self.page,
        } | changed
        if asked["sort"] == "relevance":
            del asked["sort"]
        if asked["page"] == 1:
            del asked["page"]
        return address(to, **asked)

    def without(self, facet: str) -> Wanted:
        """The same, with nothing chosen of one facet."""
        chosen = {one: self.chosen(one) for one in FACETS if one != facet}
        return Wanted(self.q, document=self.document, sort=self.sort, page=self.page, **chosen)

    def toggled(self, facet: str, value: str) -> str:
        """The address with one value of a facet put in, or taken out."""
        chosen = self.chosen(facet)
        left = [one for one in chosen if one != value]
        kept: dict[str, object] = {facet: left if value in chosen else [*chosen, value]}
        return self.address("/search", page=1, **kept)


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet with how many hits have it, and where choosing it leads."""

    value: str
    label: str
    count: int
    chosen: bool
    address: str


def choices(
    wanted: Wanted,
    facet: str,
    found: Iterable[Document],
    hits: Iterable[Document],
    label: Callable[[str], str],
) -> list[Choice]:
    """The values of a facet, the most frequent first (years: the newest); the chosen are kept.

    ``found`` are the documents of what every limit but this facet's lets through; ``hits`` of what
    they all do, by which a chosen value is counted.
    """
    counts = Counter(facet_value(document, facet) for document in found)
    chosen = wanted.chosen(facet)
    let_through = Counter(facet_value(document, facet) for document in hits)
    for value in chosen:
        counts[value] = let_through[value]
    listed = [
        Choice(value, label(value), count, value in chosen, wanted.toggled(facet, value))
        for value, count in counts.items()
    ]
    if facet == "year":
        return sorted(listed, key=lambda one: one.value, reverse=True)
    return sorted(listed, key=lambda one: (-one.count, one.label.casefold()))


_Values = Annotated[list[str] | None, Query(max_length=60)]


def _wanted(
    q: Annotated[str, Query(max_length=2000)] = "",
    *,
    collection: _Values = None,
    publisher: _Values = None,
    year: _Values = None,
    language: _Values = None,
    type: _Values = None,  # noqa: A002  (the name in the address)
    document: Annotated[str | None, Query(max_length=20)] = None,
    sort: Sort = "relevance",
    page: Annotated[int, Query(ge=1, le=100)] = 1,
) -> Wanted:
    def kept(values: Sequence[str] | None) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one for one in values or () if one))

    return Wanted(
        q.strip(),
        kept(collection),
        kept(publisher),
        kept(year),
        kept(language),
        kept(type),
        document or None,
        sort,
        page,
    )


WantedOf = Annotated[Wanted, Depends(_wanted)]
