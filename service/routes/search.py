"""``GET /api/search``."""

from __future__ import annotations

import time
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from pydantic import StringConstraints

from pipeline.retrieve import retrieve
from service.auth import Action
from service.deps import MetricsOf, RecordsOf, UserOf, WarmStore, leave_to, searchable
from service.records import Found, record_answer
from service.schemas import SearchResponse

router = APIRouter(tags=["questions"])

QueryText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]


@router.get(
    "/api/search",
    summary="Find passages",
    response_model=SearchResponse,
    dependencies=[Depends(leave_to(Action.SEARCH))],
)
def search(
    store: WarmStore,
    user: UserOf,
    records: RecordsOf,
    metrics: MetricsOf,
    q: Annotated[QueryText, Query(description="words or a question, Swedish or English")],
    *,
    collection: Annotated[list[str] | None, Query(description="repeatable")] = None,
    publisher: Annotated[list[str] | None, Query(description="repeatable")] = None,
    language: Annotated[list[str] | None, Query(description="repeatable; sv, en, …")] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
) -> SearchResponse | Response:
    """The passages nearest a query in both languages, best first, with facets to narrow it."""
    shelves = searchable(store, user, action=Action.SEARCH, wanted=collection)
    begun = time.perf_counter()
    found = retrieve(
        store, q, collections=shelves, publishers=publisher, languages=language, limit=limit
    )
    metrics.observe_stage("search", "searching", time.perf_counter() - begun)
    if records:
        return record_answer(Found(found.hits, found.facets, found.language), Found)
    return SearchResponse.from_record(q, found.hits, found.facets)
