"""Is the service alive, is it ready, what can it be asked."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from corpus.errors import NotFoundError, SamklangError
from service.auth import Action, prove
from service.deps import StoreOf, leave_to
from service.schemas import ReadyResponse

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


@router.get("/api/openapi.json", summary="This description", include_in_schema=False)
def read_openapi(request: Request) -> dict[str, Any]:
    """The OpenAPI description of every call."""
    description: dict[str, Any] = request.app.openapi()
    return description
