"""How Samklang itself is doing, and what went wrong, as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pydantic import BaseModel, Field

from service.schemas.model import Model

if TYPE_CHECKING:
    from ingest.upkeep import Examination


class CheckResponse(Model):
    """One thing the doctor looked at."""

    name: str
    ok: bool
    figures: str
    advice: str | None = Field(description="what to do; null when all is well")


class DoctorResponse(Model):
    """Everything the doctor looked at; ``ok`` when all of it is."""

    ok: bool
    checks: list[CheckResponse]

    @classmethod
    def from_record(cls, found: Examination) -> DoctorResponse:
        """The examination as other programs see it."""
        checks = [
            CheckResponse(
                name=c.name, ok=c.ok, figures=c.figures, advice=None if c.ok else c.advice
            )
            for c in found.checks
        ]
        return cls(ok=found.ok, checks=checks)


class RebuildResponse(Model):
    """What both indexes hold after they were built again."""

    passages: int
    sentences: int

    @classmethod
    def from_record(cls, counts: Mapping[str, tuple[int, int]]) -> RebuildResponse:
        """The totals of (passages, sentences) by collection."""
        return cls(
            passages=sum(passages for passages, _ in counts.values()),
            sentences=sum(sentences for _, sentences in counts.values()),
        )


class ProblemResponse(BaseModel):
    """An error as RFC 9457 describes it; sent as application/problem+json."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    request_id: str | None = Field(
        default=None, description="finds the request in the server's log; also in X-Request-ID"
    )


class ReadyResponse(Model):
    """Whether questions can be answered now, and if not why."""

    ready: bool
    reasons: list[str]
