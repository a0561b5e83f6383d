"""Assessments as JSON: findings with the quotes of both sides, funding, and what follows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from pydantic import Field

from corpus.assessment import (
    Assessment,
    Finding,
    FrameworkRef,
    FundingSource,
    Gate,
    Kept,
    Offer,
    Related,
    Stance,
)
from corpus.framework import Framework
from corpus.records import Citation
from service.notes import describe_assessment_note, describe_flaw
from service.schemas.documents import DocumentResponse
from service.schemas.model import Model
from service.schemas.questions import CitationResponse, ClaimResponse, HitResponse, NoteResponse
from service.schemas.reviews import SignedResponse, StepResponse


def cited(citations: Iterable[Citation]) -> list[CitationResponse]:
    """The citations as other programs see them."""
    return [CitationResponse.from_record(one) for one in citations]


def _maybe(citation: Citation | None) -> CitationResponse | None:
    return CitationResponse.from_record(citation) if citation else None


class FrameworkRefResponse(Model):
    """The framework an assessment was made by, and the strategy document its clauses are of."""

    id: str
    version: str
    sha256: str
    title: str
    document: DocumentResponse | None = Field(description="null where there was no strategy")

    @classmethod
    def from_record(cls, ref: FrameworkRef) -> FrameworkRefResponse:
        """The reference as other programs see it."""
        held = DocumentResponse.from_record(ref.document) if ref.document else None
        return cls(
            id=ref.id, version=ref.version, sha256=ref.sha256, title=ref.title, document=held
        )


class FindingResponse(Model):
    """What was found on one criterion, as it stands after the review."""

    criterion: str
    title: str
    verdict: str = Field(description="supports, partly, contradicts or silent")
    drafted: str = Field(description="the verdict of the draft, before anybody reviewed it")
    reason: str = Field(description="the rule of the assessor that set the verdict")
    claims: list[ClaimResponse]
    initiative_evidence: list[CitationResponse]
    strategy_evidence: list[CitationResponse]
    against: list[CitationResponse] = Field(description="speaks the other way, did not decide")
    missing: str = Field(description="what would be needed; empty when the criterion is met")
    questions: list[str] = Field(description="to be put to the proposer")
    searched: int = Field(description="sentences looked through")
    nearest: CitationResponse | None = Field(description="what came closest where it is silent")

    @classmethod
    def from_record(cls, finding: Finding, drafted: Stance) -> FindingResponse:
        """The finding as other programs see it."""
        return cls(
            criterion=finding.criterion,
            title=finding.title,
            verdict=finding.verdict,
            drafted=drafted,
            reason=finding.reason,
            claims=[ClaimResponse.from_record(one) for one in finding.claims],
            initiative_evidence=cited(finding.initiative_evidence),
            strategy_evidence=cited(finding.strategy_evidence),
            against=cited(finding.against),
            missing=finding.missing,
            questions=list(finding.questions),
            searched=finding.searched,
            nearest=_maybe(finding.nearest),
        )


class FundingSourceResponse(Model):
    """A source of money, as the text tells of it."""

    funder: str | None
    amount: str | None = Field(description="in the text's own words")
    value: float | None = Field(description="the number, in the currency")
    currency: str | None = Field(description="ISO 4217")
    decision: str | None
    status: str = Field(description="secured, applied, none or unknown")
    basic: bool = Field(description="the text calls it the basic funding")
    own: bool = Field(description="the partners' own contribution")
    evidence: CitationResponse

    @classmethod
    def from_record(cls, source: FundingSource) -> FundingSourceResponse:
        """The source as other programs see it."""
        return cls(
            funder=source.funder,
            amount=source.amount,
            value=source.value,
            currency=source.currency,
            decision=source.decision,
            status=source.status,
            basic=source.basic,
            own=source.own,
            evidence=CitationResponse.from_record(source.evidence),
        )


class OfferResponse(Model):
    """What a call offers, each in its own words; null for what it does not say."""

    amount: CitationResponse | None
    co_financing: CitationResponse | None
    eligible: CitationResponse | None
    deadline: CitationResponse | None

    @classmethod
    def from_record(cls, offer: Offer) -> OfferResponse:
        """The offer as other programs see it."""
        return cls(
            amount=_maybe(offer.amount),
            co_financing=_maybe(offer.co_financing),
            eligible=_maybe(offer.eligible),
            deadline=_maybe(offer.deadline),
        )


class GateResponse(Model):
    """The criterion of basic funding, which caps the recommendation; no gate for a call."""

    criterion: str
    status: str | None = Field(description="secured, applied, none or unknown; null for a call")
    evidence: list[CitationResponse]
    basic: FundingSourceResponse | None
    sources: list[FundingSourceResponse]
    offer: OfferResponse | None

    @classmethod
    def from_record(cls, gate: Gate) -> GateResponse:
        """The gate as other programs see it."""
        return cls(
            criterion=gate.criterion,
            status=gate.status,
            evidence=cited(gate.evidence),
            basic=FundingSourceResponse.from_record(gate.basic) if gate.basic else None,
            sources=[FundingSourceResponse.from_record(one) for one in gate.sources],
            offer=OfferResponse.from_record(gate.offer) if gate.offer else None,
        )


class RelatedResponse(HitResponse):
    """A passage of the corpus that has to do with what is assessed."""

    kind: str = Field(description="arena, instrument, partner, initiative or assessment")
    name: str
    duplicate: bool = Field(description="it does much the same thing")
    citation: CitationResponse
    own: CitationResponse | None = Field(description="where what is assessed names it")

    @classmethod
    def from_related(cls, related: Related) -> RelatedResponse:
        """The related work as other programs see it."""
        return cls(
            **HitResponse.from_record(related.hit).model_dump(),
            kind=related.kind,
            name=related.name,
            duplicate=related.duplicate,
            citation=CitationResponse.from_record(related.citation),
            own=_maybe(related.own),
        )


class AssessmentResponse(Model):
    """An assessment as it stands after its review, with all it rests on."""

    id: str
    created: str = Field(description="ISO 8601, UTC")
    kind: str = Field(description="initiative, partner or call")
    language: str = Field(description="of its own words; quotes stay in theirs")
    initiative: DocumentResponse
    framework: FrameworkRefResponse
    mode: str = Field(description="extractive without a language model")
    status: Literal["draft", "signed"]
    findings: list[FindingResponse]
    gate: GateResponse | None
    recommendation: str = Field(
        description="proceed, proceed_with_conditions, hold or decline; by the rules, in code"
    )
    rule: str = Field(description="the name of the rule that gave the recommendation")
    rule_title: str
    conditions: list[str]
    related: list[RelatedResponse]
    flaws: list[NoteResponse] = Field(description="what is wrong, in plain words")
    instructions: list[CitationResponse] = Field(
        description="places that address the reader and were left out; their words are hidden"
    )
    notes: list[NoteResponse]
    skipped: list[str]
    steps: list[StepResponse] = Field(description="the review, oldest first")
    signed: SignedResponse | None
    previous: str | None = Field(description="the assessment this one took the place of")
    trace: dict[str, Any]

    @classmethod
    def from_record(
        cls, kept: Kept, standing: Assessment, framework: Framework
    ) -> AssessmentResponse:
        """The kept assessment, its findings and recommendation as its review left them."""
        drafted = {one.criterion: one.verdict for one in kept.assessment.findings}
        said, language = standing, kept.assessment.language
        titles = {one.name: one.title[language] for one in framework.rules}
        return cls(
            id=said.id,
            created=said.created,
            kind=said.kind,
            language=language,
            initiative=DocumentResponse.from_record(said.document),
            framework=FrameworkRefResponse.from_record(said.framework),
            mode=said.mode,
            status="signed" if kept.is_signed else "draft",
            findings=[
                FindingResponse.from_record(one, drafted.get(one.criterion, one.verdict))
                for one in said.findings
            ],
            gate=GateResponse.from_record(said.gate) if said.gate else None,
            recommendation=said.recommendation,
            rule=said.rule,
            rule_title=titles.get(said.rule, said.rule),
            conditions=list(said.conditions),
            related=[RelatedResponse.from_related(one) for one in said.related],
            flaws=[
                NoteResponse(code=code, text=describe_flaw(code, framework, language))
                for code in said.flaws
            ],
            instructions=cited(said.instructions),
            notes=[
                NoteResponse(code=one.code, text=describe_assessment_note(one, language))
                for one in said.notes
            ],
            skipped=list(said.skipped),
            steps=[StepResponse.from_record(one) for one in kept.steps],
            signed=SignedResponse.from_record(kept.signed) if kept.signed else None,
            previous=kept.previous,
            trace=dict(said.trace),
        )


class AssessmentRowResponse(Model):
    """One line of the list of assessments."""

    id: str
    created: str
    kind: str
    document_id: str
    title: str
    recommendation: str
    gate: str | None = Field(description="the status of the basic funding")
    status: Literal["draft", "signed"]
    previous: str | None

    @classmethod
    def from_record(cls, kept: Kept, standing: Assessment) -> AssessmentRowResponse:
        """The line of one assessment, as its review left it."""
        return cls(
            id=standing.id,
            created=standing.created,
            kind=standing.kind,
            document_id=standing.document.id,
            title=standing.document.title,
            recommendation=standing.recommendation,
            gate=standing.gate.status if standing.gate else None,
            status="signed" if kept.is_signed else "draft",
            previous=kept.previous,
        )


class AssessmentsResponse(Model):
    """Every assessment that is kept, the newest first."""

    assessments: list[AssessmentRowResponse]
    next: str | None = Field(default=None, description="the address of those that follow")
