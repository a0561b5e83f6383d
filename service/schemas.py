"""What leaves Samklang as JSON, over HTTP and from ``--json`` alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from corpus.records import Answer, Citation, Claim, Document, Hit
from ingest.intake import FileOutcome


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class HitResponse(_Model):
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


class SearchResponse(_Model):
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


class CitationResponse(_Model):
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
        )


class ClaimResponse(_Model):
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


class AskResponse(_Model):
    """Claims with citations, or an abstention with what is covered nearby."""

    question: str
    language: str
    mode: str
    abstained: bool
    claims: list[ClaimResponse]
    nearby: list[HitResponse]
    skipped: list[str]
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
            trace=dict(answer.trace),
        )


class DocumentResponse(_Model):
    """One version of a document."""

    id: str
    version: int
    title: str
    filename: str
    status: str
    collection: str
    publisher: str | None
    published: str | None
    language: str
    media_type: str
    pages: int | None = Field(description="null for formats without pages")
    passages: int
    warnings: list[str]

    @classmethod
    def from_record(cls, document: Document) -> DocumentResponse:
        """The document as other programs see it."""
        return cls(
            id=document.id,
            version=document.version,
            title=document.title,
            filename=document.filename,
            status=document.status,
            collection=document.collection,
            publisher=document.publisher,
            published=document.published,
            language=document.language,
            media_type=document.media_type,
            pages=document.pages,
            passages=document.passages,
            warnings=list(document.warnings),
        )


class DocumentsResponse(_Model):
    """Documents, and the address of the next page of them (null at the end)."""

    documents: list[DocumentResponse]
    next: str | None = None


class FileResponse(_Model):
    """What became of one file of an ingest."""

    path: str
    outcome: Literal["in", "in_with_warnings", "unchanged", "refused", "failed"]
    document_id: str | None
    pages: int | None
    passages: int
    characters: int = Field(description="non-space characters of the canonical text")
    warnings: list[str]
    reason: str | None

    @classmethod
    def from_record(cls, file: FileOutcome) -> FileResponse:
        """The row of one file; bytes of its path that are not UTF-8 become U+FFFD."""
        return cls(
            path=file.path.encode("utf-8", "surrogateescape").decode("utf-8", "replace"),
            outcome=file.outcome.value,
            document_id=file.document_id,
            pages=file.pages,
            passages=file.passages,
            characters=file.characters,
            warnings=list(file.warnings),
            reason=file.reason,
        )


class IngestResponse(_Model):
    """A row for every file named, and the seconds it all took."""

    files: list[FileResponse]
    seconds: float

    @classmethod
    def from_record(cls, files: Sequence[FileOutcome], seconds: float) -> IngestResponse:
        """The summary of one ingest."""
        rows = [FileResponse.from_record(file) for file in files]
        return cls(files=rows, seconds=round(seconds, 3))


class TextResponse(_Model):
    """An interval of a version's canonical text with what stands around it."""

    document_id: str
    version: int
    start: int
    end: int
    text: str
    before: str
    after: str
    newest_version: int | None = Field(description="null when the document is being removed")
    in_newest: bool = Field(description="whether the same words stand in the newest version")


class ProblemResponse(BaseModel):
    """An error as RFC 9457 describes it; sent as application/problem+json."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str


class ReadyResponse(_Model):
    """Whether questions can be answered now, and if not why."""

    ready: bool
    reasons: list[str]
