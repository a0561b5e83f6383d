"""Jobs as JSON, and what a command hands over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from corpus.assessment import Kind
from corpus.job import Job, JobFile
from ingest.manifest import ManifestEntry
from service.schemas.model import Model


class JobFileResponse(Model):
    """One file of a job; its row is that of ``samklang ingest --json`` once there is an outcome."""

    path: str = Field(description="as whoever sent it calls it")
    outcome: Literal["in", "in_with_warnings", "unchanged", "refused", "failed"] | None = Field(
        description="null until it was taken in, and for good when the job ended before"
    )
    document_id: str | None = None
    pages: int | None = None
    passages: int = 0
    characters: int = 0
    warnings: list[str] = Field(default_factory=list)
    reason: str | None = None

    @classmethod
    def from_record(cls, file: JobFile) -> JobFileResponse:
        """The row of one file as other programs see it."""
        return cls.model_validate(file.outcome or {"path": file.name, "outcome": None})


class JobResponse(Model):
    """What is done for somebody who does not wait for it."""

    id: str
    kind: Literal["ingest", "assess"]
    state: Literal["queued", "running", "done", "failed", "cancelled"]
    progress: float = Field(ge=0, le=1)
    files: list[JobFileResponse]
    result: dict[str, Any] | None = Field(
        description="ingest: counts of the outcomes; assess: assessment_id (null until it is kept) "
        "and the findings made so far, each with criterion and verdict"
    )
    error: str | None = Field(description="why it failed, or why it has to wait")
    created: str = Field(description="ISO 8601, UTC")
    started: str | None
    ended: str | None

    @classmethod
    def from_record(cls, job: Job) -> JobResponse:
        """The job as other programs see it."""
        return cls(
            id=job.id,
            kind=job.kind.value,
            state=job.state.value,
            progress=round(job.progress, 4),
            files=[JobFileResponse.from_record(file) for file in job.files],
            result=dict(job.result) if isinstance(job.result, Mapping) else None,
            error=job.error,
            created=job.created,
            started=job.started,
            ended=job.ended,
        )


class JobsResponse(Model):
    """Jobs, the newest first, and the address of the next page of them (null at the end)."""

    jobs: list[JobResponse]
    next: str | None = None


_FileAddress = Annotated[
    str, Field(pattern=r"^file:///", description="the file's address on this machine, as file:///…")
]


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid")


class HandedFileRequest(_Request):
    """One file that a command found."""

    name: str = Field(description="as it is to be called in the outcome")
    key: str = Field(min_length=1, description="what makes it the same document next time")
    collection: str
    path: _FileAddress | None = Field(default=None, description="none where there is a fault")
    entry: ManifestEntry | None = None
    fault: str | None = None


class IngestRequest(_Request):
    """The files a command was told to take in."""

    kind: Literal["ingest"]
    files: list[HandedFileRequest]


class HandedAssessRequest(_Request):
    """What a command was told to assess: a file, or a document that was taken in before."""

    kind: Literal["assess"]
    path: _FileAddress | None = None
    document_id: str | None = None
    assessed_as: Kind | None = None
    language: Literal["sv", "en"] = "sv"
    collection: str | None = None
