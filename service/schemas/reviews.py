"""What is handed in to be assessed, and what people do with an assessment, as JSON."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from corpus.assessment import Action, Kind, Signed, Stance, Step
from service.schemas.model import Model
from service.schemas.questions import CitationResponse

_Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]
_Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=20_000)]


class StepResponse(Model):
    """One step of a review."""

    action: str
    by: str
    created: str
    criterion: str | None
    reason: str
    verdict: str | None = Field(description="what an edit puts in place of the draft's verdict")
    text: str | None
    citation: CitationResponse | None
    side: str = Field(description="of added evidence: initiative or strategy")
    fields: dict[str, str]

    @classmethod
    def from_record(cls, step: Step) -> StepResponse:
        """The step as other programs see it."""
        return cls(
            action=step.action,
            by=step.by,
            created=step.created,
            criterion=step.criterion,
            reason=step.reason,
            verdict=step.stance,
            text=step.text,
            citation=CitationResponse.from_record(step.citation) if step.citation else None,
            side=step.side,
            fields=dict(step.fields),
        )


class SignedResponse(Model):
    """Who signed, when, and the sha256 of the memo in each format as it was signed."""

    by: str
    created: str
    sha256: dict[str, str]

    @classmethod
    def from_record(cls, signed: Signed) -> SignedResponse:
        """The signature as other programs see it."""
        return cls(by=signed.by, created=signed.created, sha256=dict(signed.sha256))


class AssessRequest(BaseModel):
    """A text to assess. It is kept as a document: its title is the heading."""

    model_config = ConfigDict(extra="forbid")

    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
    kind: Kind | None = Field(default=None, description="default: guessed from its words")
    language: Literal["sv", "en"] | None = Field(
        default=None, description="of the memo; default: Swedish"
    )
    collection: str | None = Field(default=None, description="default: initiatives")


class StepRequest(BaseModel):
    """One step of a review: what somebody does with a finding, or with the head of the memo."""

    model_config = ConfigDict(extra="forbid")

    action: Literal[
        Action.ACCEPT, Action.EDIT, Action.CHALLENGE, Action.EVIDENCE, Action.FIELDS, Action.REOPEN
    ]
    by: _Line = Field(default="", description="who does it; default: the user of the service")
    criterion: str | None = None
    reason: _Text = ""
    verdict: Stance | None = Field(default=None, description="of an edit")
    text: _Text | None = Field(default=None, description="of an edit: the finding in own words")
    passage_id: str | None = Field(default=None, description="of evidence: where it stands")
    quote: _Text | None = Field(
        default=None, description="of evidence: words of that passage; default: all of them"
    )
    side: Literal["initiative", "strategy"] = "initiative"
    fields: dict[str, _Line] = Field(
        default={},
        description="diary_number, officer, date, decided_by; with an edit of the gate funder "
        "and decision",
    )


class SignRequest(BaseModel):
    """Who signs."""

    model_config = ConfigDict(extra="forbid")

    by: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
