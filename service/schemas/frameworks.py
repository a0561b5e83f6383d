"""A framework and where its clauses stand, as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from corpus.framework import Binding, Criterion
from service.schemas.documents import DocumentResponse
from service.schemas.model import Model
from service.schemas.questions import CitationResponse

if TYPE_CHECKING:
    from service.rebinding import Moved, Rebinding


class CriterionResponse(Model):
    """What the strategy asks for, and the clauses that say so. Texts by language, sv and en."""

    id: str
    group: str
    title: dict[str, str]
    asks: dict[str, str] = Field(description="the question an assessor puts")
    supports: dict[str, str]
    contradicts: dict[str, str]
    questions: dict[str, list[str]] = Field(description="to be put to the proposer")
    kinds: list[str] = Field(description="what it applies to: initiative, partner, call")
    gate: bool = Field(description="the hard criterion of basic funding")
    clauses: list[CitationResponse]

    @classmethod
    def from_record(cls, criterion: Criterion, binding: Binding) -> CriterionResponse:
        """The criterion as other programs see it, with its clauses."""
        return cls(
            id=criterion.id,
            group=criterion.group,
            title=dict(criterion.title),
            asks=dict(criterion.asks),
            supports=dict(criterion.supports),
            contradicts=dict(criterion.contradicts),
            questions={code: list(texts) for code, texts in criterion.questions.items()},
            kinds=list(criterion.kinds),
            gate=criterion.id == binding.framework.gate,
            clauses=[CitationResponse.from_record(one) for one in binding.of(criterion.id)],
        )


class UnresolvedResponse(Model):
    """A criterion without a clause, or a pointer that fits several places."""

    criterion: str
    heading: str | None = Field(description="null when none of its pointers was found")
    anchor: str | None
    places: int


class FrameworkResponse(Model):
    """A framework, the document it is bound to and what could not be found there."""

    id: str
    version: str
    sha256: str
    title: dict[str, str]
    groups: dict[str, dict[str, str]]
    document: DocumentResponse | None = Field(description="null where there is no strategy")
    criteria: list[CriterionResponse]
    unresolved: list[UnresolvedResponse]

    @classmethod
    def from_record(cls, binding: Binding) -> FrameworkResponse:
        """The framework as other programs see it, as bound to a document."""
        known = binding.framework
        return cls(
            id=known.id,
            version=known.version,
            sha256=known.sha256,
            title=dict(known.title),
            groups={name: dict(text) for name, text in known.groups.items()},
            document=DocumentResponse.from_record(binding.document) if binding.document else None,
            criteria=[CriterionResponse.from_record(one, binding) for one in known.criteria],
            unresolved=[
                UnresolvedResponse(
                    criterion=one.criterion,
                    heading=one.pointer.heading if one.pointer else None,
                    anchor=one.pointer.anchor if one.pointer else None,
                    places=one.places,
                )
                for one in binding.unresolved
            ],
        )


class MovedResponse(Model):
    """A clause that is not where or what it was at the last binding."""

    criterion: str
    what: str = Field(description="added, removed, changed or moved")
    quote: str

    @classmethod
    def from_record(cls, moved: Moved) -> MovedResponse:
        """The clause as other programs see it."""
        return cls(criterion=moved.criterion, what=moved.what, quote=moved.quote)


class RebindingResponse(Model):
    """The framework bound again, beside the last time."""

    framework: FrameworkResponse
    first: bool = Field(description="there was no binding before")
    moved: list[MovedResponse]
    reopened: dict[str, list[str]] = Field(description="criteria open again, by assessment")

    @classmethod
    def from_record(cls, again: Rebinding) -> RebindingResponse:
        """The binding as other programs see it."""
        return cls(
            framework=FrameworkResponse.from_record(again.binding),
            first=again.first,
            moved=[MovedResponse.from_record(one) for one in again.moved],
            reopened={own: list(criteria) for own, criteria in again.reopened.items()},
        )
