"""Documents, what became of files, and a place in a text as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from corpus.records import Document
from ingest.outcome import FileOutcome
from service.schemas.model import Model


class DocumentResponse(Model):
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


class DocumentsResponse(Model):
    """Documents, and the address of the next page of them (null at the end)."""

    documents: list[DocumentResponse]
    next: str | None = None


class FileResponse(Model):
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
        """The row of one file as other programs see it."""
        return cls(
            path=file.path,
            outcome=file.outcome.value,
            document_id=file.document_id,
            pages=file.pages,
            passages=file.passages,
            characters=file.characters,
            warnings=list(file.warnings),
            reason=file.reason,
        )


class IngestResponse(Model):
    """A row for every file named, and the seconds it all took."""

    files: list[FileResponse]
    seconds: float

    @classmethod
    def from_record(cls, files: Sequence[FileOutcome], seconds: float) -> IngestResponse:
        """The summary of one ingest."""
        rows = [FileResponse.from_record(file) for file in files]
        return cls(files=rows, seconds=round(seconds, 3))


class TextResponse(Model):
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
