"""Searching and asking as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from pydantic import Field

from corpus.records import Answer, Citation, Claim, Hit
from service.notes import describe_note
from service.schemas.model import Model


class HitResponse(Model):
    """A passage found for a query, with its place."""

    rank: int = Field(description="1 is best")
    score: float = Field(description="orders one run; higher is better, no fixed range")
    passage_id: str
    document_id: str
    version: int
    title: str
    filename: str
    status: str = Field(description="draft, decided, in_force, superseded or unknown")
    collection: str
    publisher: str | None
    language: str
    page: int | None = Field(description="1-based, as a viewer shows it; null without pages")
    page_end: int | None
    page_label: str | None = Field(description="the page number as printed")
    heading: list[str] = Field(description="headings above the passage, outermost first")
    paragraph: int | None = Field(description="1-based number of the block it starts in")
    text: str
    start: int = Field(description="code points of the canonical text, half-open")
    end: int

    @classmethod
    def from_record(cls, hit: Hit) -> HitResponse:
        """The hit as other programs see it."""
        passage, document = hit.passage, hit.document
        return cls(
            rank=hit.rank,
            score=hit.score,
            passage_id=passage.id,
            document_id=document.id,
            version=passage.version,
            title=document.title,
            filename=document.filename,
            status=document.status,
            collection=document.collection,
            publisher=document.publisher,
            language=passage.language,
            page=passage.page,
            page_end=passage.page_end,
            page_label=passage.page_label,
            heading=list(passage.heading_path),
            paragraph=passage.paragraph,
            text=passage.text,
            start=passage.start,
            end=passage.end,
        )


class SearchResponse(Model):
    """The hits of one query, and how they fall by collection, publisher and language."""

    query: str
    hits: list[HitResponse]
    facets: dict[str, dict[str, int]]

    @classmethod
    def from_record(
        cls, query: str, hits: Iterable[Hit], facets: Mapping[str, Mapping[str, int]]
    ) -> SearchResponse:
        """The outcome of one search as other programs see it."""
        return cls(
            query=query,
            hits=[HitResponse.from_record(hit) for hit in hits],
            facets={name: dict(counts) for name, counts in facets.items()},
        )


class CitationResponse(Model):
    """A quote, where it stands, and what the check of it found."""

    document_id: str
    version: int
    title: str
    filename: str
    status: str
    page: int | None
    page_label: str | None
    heading: list[str]
    paragraph: int | None
    quote: str
    start: int
    end: int
    verdict: str = Field(description="verified, misattributed, not_found or not_checked")
    gloss: str | None = Field(
        description="a language model's translation of the quote: for reading, never evidence"
    )

    @classmethod
    def from_record(cls, citation: Citation) -> CitationResponse:
        """The citation as other programs see it."""
        document = citation.document
        return cls(
            document_id=document.id,
            version=document.version,
            title=document.title,
            filename=document.filename,
            status=document.status,
            page=citation.page,
            page_label=citation.page_label,
            heading=list(citation.heading_path),
            paragraph=citation.paragraph,
            quote=citation.quote,
            start=citation.start,
            end=citation.end,
            verdict=citation.verdict,
            gloss=citation.gloss,
        )


class ClaimResponse(Model):
    """One sentence of an answer with the citations that carry it."""

    text: str
    language: str
    status: Literal["supported", "unsupported"]
    reason: str | None
    citations: list[CitationResponse]

    @classmethod
    def from_record(cls, claim: Claim) -> ClaimResponse:
        """The claim as other programs see it."""
        return cls(
            text=claim.text,
            language=claim.language,
            status="supported" if claim.supported else "unsupported",
            reason=claim.reason,
            citations=[CitationResponse.from_record(c) for c in claim.citations],
        )


class NoteResponse(Model):
    """Something the reader must be told of how the answer came about."""

    code: str
    text: str = Field(description="in the answer's language")


class AskResponse(Model):
    """Claims with citations, or an abstention with what is covered nearby."""

    question: str
    language: str
    mode: str
    abstained: bool
    claims: list[ClaimResponse]
    nearby: list[HitResponse]
    skipped: list[str]
    notes: list[NoteResponse]
    instead: list[ClaimResponse] = Field(
        description="claims on what the documents cover near a question they do not answer"
    )
    trace: dict[str, Any]

    @classmethod
    def from_record(cls, answer: Answer) -> AskResponse:
        """The answer as other programs see it."""
        return cls(
            question=answer.question,
            language=answer.language,
            mode=answer.mode,
            abstained=answer.abstained,
            claims=[ClaimResponse.from_record(c) for c in answer.claims],
            nearby=[HitResponse.from_record(h) for h in answer.nearby],
            skipped=list(answer.skipped),
            notes=[
                NoteResponse(code=note.code, text=describe_note(note, answer.language))
                for note in answer.notes
            ],
            instead=[ClaimResponse.from_record(c) for c in answer.instead],
            trace=dict(answer.trace),
        )
