"""The portfolio, and two versions of the strategy beside each other, as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from corpus.records import Document
from service.schemas.documents import DocumentResponse
from service.schemas.model import Model
from service.schemas.questions import CitationResponse

if TYPE_CHECKING:
    from pipeline.clauses import Changed, ClauseChange, Sentence, StrategyChange
    from pipeline.portfolio import Cell, Portfolio, Row


class CellResponse(Model):
    """How one initiative stands to one criterion, and the words of both sides."""

    verdict: str
    reviewed: bool = Field(description="somebody has taken a step on it")
    initiative_evidence: list[CitationResponse]
    strategy_evidence: list[CitationResponse]

    @classmethod
    def from_record(cls, cell: Cell) -> CellResponse:
        """The cell as other programs see it."""
        return cls(
            verdict=cell.verdict,
            reviewed=cell.reviewed,
            initiative_evidence=[CitationResponse.from_record(one) for one in cell.initiative],
            strategy_evidence=[CitationResponse.from_record(one) for one in cell.strategy],
        )


class PortfolioRowResponse(Model):
    """One initiative, partner or call by its newest assessment, as the review of that left it."""

    assessment_id: str
    document_id: str
    title: str
    kind: str
    recommendation: str
    rule: str
    funding: str | None = Field(description="secured, applied, none or unknown; null for a call")
    funder: str | None
    amount: str | None
    levels: list[str] = Field(description="those it works on, by its own words")
    signed: bool
    cells: dict[str, CellResponse] = Field(description="by criterion, of those that apply")

    @classmethod
    def from_record(cls, row: Row) -> PortfolioRowResponse:
        """The row as other programs see it."""
        return cls(
            assessment_id=row.assessment_id,
            document_id=row.document_id,
            title=row.title,
            kind=row.kind,
            recommendation=row.recommendation,
            rule=row.rule,
            funding=row.funding,
            funder=row.funder,
            amount=row.amount,
            levels=list(row.levels),
            signed=row.signed,
            cells={name: CellResponse.from_record(cell) for name, cell in row.cells.items()},
        )


class GapResponse(Model):
    """A criterion that no initiative supports."""

    criterion: str
    text: str
    partly: list[str] = Field(description="titles of those that support it in part")


class OverlapResponse(Model):
    """Initiatives that name the same thing, or do much the same."""

    kind: str = Field(description="arena, instrument, partner or duplicate")
    name: str
    titles: list[str]


class PortfolioResponse(Model):
    """Every initiative against every criterion, its gaps and its overlaps."""

    framework: str
    criteria: dict[str, str] = Field(description="titles by id, in the framework's order")
    rows: list[PortfolioRowResponse]
    gaps: list[GapResponse]
    overlaps: list[OverlapResponse]
    levels: dict[str, int] = Field(description="initiatives on each level")
    supported: dict[str, int] = Field(description="initiatives that support each criterion")

    @classmethod
    def from_record(cls, portfolio: Portfolio, language: str) -> PortfolioResponse:
        """The portfolio as other programs see it."""
        known = portfolio.framework
        return cls(
            framework=known.id,
            criteria={one.id: one.title[language] for one in known.criteria},
            rows=[PortfolioRowResponse.from_record(row) for row in portfolio.rows],
            gaps=[
                GapResponse(
                    criterion=gap.criterion,
                    text=gap.say(known, language),
                    partly=list(gap.partly),
                )
                for gap in portfolio.gaps
            ],
            overlaps=[
                OverlapResponse(kind=one.kind, name=one.name, titles=list(one.titles))
                for one in portfolio.overlaps
            ],
            levels=dict(portfolio.levels),
            supported=dict(portfolio.groups),
        )


class SentenceResponse(Model):
    """A sentence of one version of the strategy."""

    text: str
    page: int | None
    heading: str

    @classmethod
    def from_record(cls, sentence: Sentence) -> SentenceResponse:
        """The sentence as other programs see it."""
        return cls(text=sentence.text, page=sentence.page, heading=sentence.heading)


class ChangedResponse(Model):
    """A sentence of one version beside that of the other."""

    what: str = Field(description="added, removed, changed or moved")
    old: SentenceResponse | None
    new: SentenceResponse | None

    @classmethod
    def from_record(cls, changed: Changed) -> ChangedResponse:
        """The pair as other programs see it."""
        return cls(
            what=changed.what,
            old=SentenceResponse.from_record(changed.old) if changed.old else None,
            new=SentenceResponse.from_record(changed.new) if changed.new else None,
        )


class ClauseChangeResponse(Model):
    """What became of a criterion's clause."""

    criterion: str
    what: str = Field(description="same, moved, changed, added or gone")
    old: str | None
    new: str | None

    @classmethod
    def from_record(cls, change: ClauseChange) -> ClauseChangeResponse:
        """The clause as other programs see it."""
        return cls(criterion=change.criterion, what=change.what, old=change.old, new=change.new)


class StrategyChangeResponse(Model):
    """All that differs from one version of the strategy to another, and whom it touches."""

    old: DocumentResponse
    new: DocumentResponse
    sentences: list[ChangedResponse]
    clauses: list[ClauseChangeResponse]
    touched: dict[str, list[str]] = Field(description="criteria concerned, by assessment")

    @classmethod
    def from_record(
        cls, change: StrategyChange, old: Document, new: Document
    ) -> StrategyChangeResponse:
        """The comparison as other programs see it."""
        return cls(
            old=DocumentResponse.from_record(old),
            new=DocumentResponse.from_record(new),
            sentences=[ChangedResponse.from_record(one) for one in change.sentences],
            clauses=[ClauseChangeResponse.from_record(one) for one in change.clauses],
            touched={own: list(criteria) for own, criteria in change.touched.items()},
        )
