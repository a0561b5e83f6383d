"""Is the service alive, is it ready, what can it be asked."""

from __future__ import annotations

import shutil
from concurrent.futures import Future
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from corpus.errors import NotFoundError, SamklangError
from corpus.store import Store
from service.auth import Action, prove
from service.deps import MetricsOf, StoreOf, leave_to
from service.metrics import MEDIA_TYPE
from service.schemas import ReadyResponse

# bytes: one file of the largest size taken in by default, and its text and vectors
_LEAST_FREE = 500 * 2**20
router = APIRouter(tags=["health"], dependencies=[Depends(leave_to(Action.WATCH))])


@router.get("/healthz", summary="Alive")
def read_health() -> dict[str, str]:
    """Answers as long as the process does."""
    return {"status": "ok"}


@router.get("/readyz", summary="Ready", responses={503: {"model": ReadyResponse}})
def read_readiness(request: Request, response: Response, store: StoreOf) -> ReadyResponse:
    """Whether questions can be answered now; 503 with the reasons while they cannot."""
    reasons = _obstacles(request.app.state.warming)
    if not store.catalog.active_versions():
        reasons.append("no documents have been taken in; samklang ingest does that")
    reasons += _troubles(store)
    if reasons:
        response.status_code = 503
    return ReadyResponse(ready=not reasons, reasons=reasons)


def _obstacles(warming: Future[None]) -> list[str]:
    if not warming.done():
        return ["the embedding model is being loaded"]
    error = warming.exception()
    if error is None:
        return []
    told = str(error) if isinstance(error, SamklangError) else "the server's log says why"
    return [f"the embedding model cannot be used: {told}"]


@router.get("/api/owner", summary="Whose service this is")
def read_owner(
    request: Request, nonce: Annotated[str, Query(min_length=16, max_length=200)]
) -> dict[str, str]:
    """Proof that this process owns its data folder: the HMAC-SHA256 of ``nonce`` with its token.

    A command asks before it sends the token: another process may have got the address since.
    """
    token: str | None = request.app.state.token
    if token is None:
        raise NotFoundError("this service takes nothing from commands")
    return {"proof": prove(token, nonce)}


def _troubles(store: Store) -> list[str]:
    """What keeps anything new from being kept."""
    told = []
    try:
        store.catalog.check_writable()
    except SamklangError as error:
        told.append(str(error))
    free = shutil.disk_usage(store.folder).free
    if free < _LEAST_FREE:
        told.append(
            f"{free // 2**20} MiB are free on the disk of the data folder and "
            f"{_LEAST_FREE // 2**20} MiB are wanted; free some"
        )
    return told


@router.get(
    "/metrics",
    summary="Figures for Prometheus",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
)
def read_metrics(store: StoreOf, metrics: MetricsOf) -> Response:
    """Requests, stages, answers, verdicts, the queue, model tokens and the documents shown."""
    return Response(metrics.text(store.catalog.documents()), media_type=MEDIA_TYPE)


@router.get("/api/openapi.json", summary="This description", include_in_schema=False)
def read_openapi(request: Request) -> dict[str, Any]:
    """The OpenAPI description of every call."""
    description: dict[str, Any] = request.app.openapi()
    return description
