"""``/api/portfolio`` and ``/api/framework``."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Response

from corpus.errors import NotFoundError
from corpus.records import Document
from corpus.store import Store
from pipeline.assess import bind
from pipeline.export.matrix import export_csv, export_xlsx
from pipeline.portfolio import Portfolio, build_portfolio
from service import auth
from service.assessing import framework_of
from service.auth import Action, User
from service.deps import StoreOf, UserOf, leave_to
from service.rebinding import compare_documents, versions_named
from service.schemas import FrameworkResponse, PortfolioResponse, StrategyChangeResponse

router = APIRouter(
    prefix="/api", tags=["assessments"], dependencies=[Depends(leave_to(Action.LIST))]
)

LanguageOf = Annotated[Literal["sv", "en"], Query(description="of titles and sentences")]
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _portfolio(store: Store, user: User | None) -> Portfolio:
    kept = [one for one in store.catalog.assessments() if auth.may(user, Action.READ, one)]
    return build_portfolio(kept, framework_of(store))


@router.get("/portfolio", summary="Every initiative against every criterion")
def read_portfolio(store: StoreOf, user: UserOf, language: LanguageOf = "sv") -> PortfolioResponse:
    """Of an initiative assessed several times the newest assessment, as its review left it."""
    return PortfolioResponse.from_record(_portfolio(store, user), language)


@router.get(
    "/portfolio.xlsx",
    summary="The portfolio as a spreadsheet",
    response_class=Response,
    responses={200: {"content": {_XLSX: {}}}},
)
def read_spreadsheet(store: StoreOf, user: UserOf, language: LanguageOf = "sv") -> Response:
    """The matrix, the quotes behind each cell, gaps and overlaps."""
    data = export_xlsx(_portfolio(store, user), language)
    return Response(data, media_type=_XLSX, headers=_saved_as("portfolio.xlsx"))


@router.get(
    "/portfolio.csv",
    summary="The portfolio as CSV",
    response_class=Response,
    responses={200: {"content": {"text/csv": {}}}},
)
def read_csv(store: StoreOf, user: UserOf, language: LanguageOf = "sv") -> Response:
    """The matrix alone."""
    text = export_csv(_portfolio(store, user), language)
    headers = _saved_as("portfolio.csv")
    return Response(text.encode("utf-8-sig"), media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/framework", summary="The strategy as data, and where its clauses stand")
def read_framework(store: StoreOf, user: UserOf, language: LanguageOf = "sv") -> FrameworkResponse:
    """The criteria with their clauses in the strategy document, that in ``language`` if any."""
    binding = bind(store, framework_of(store), language=language)
    if binding.document is not None:
        _check_readable(user, binding.document)
    return FrameworkResponse.from_record(binding)


@router.get("/framework/changes", summary="Two versions of the strategy beside each other")
def read_changes(
    store: StoreOf,
    user: UserOf,
    old: Annotated[str, Query(description="a version's number, or a document's id")],
    new: Annotated[str, Query(description="the same of the other")],
) -> StrategyChangeResponse:
    """Sentences and clauses that were added, removed, changed or moved; assessments it touches."""
    framework = framework_of(store)
    pair = versions_named(store, framework, old, new)
    for document in pair:
        _check_readable(user, document)
    kept = [one for one in store.catalog.assessments() if auth.may(user, Action.READ, one)]
    change = compare_documents(store, framework, *pair, kept)
    return StrategyChangeResponse.from_record(change, *pair)


def _check_readable(user: User | None, document: Document) -> None:
    if not auth.may(user, Action.READ, document):
        raise NotFoundError(f'no active document "{document.id}"; samklang documents lists them')


def _saved_as(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="samklang-{name}"'}
