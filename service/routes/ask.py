"""``POST /api/ask``: one JSON answer, or the same as a stream of events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Header, Response
from fastapi.sse import EventSourceResponse, format_sse_event
from pydantic import BaseModel, ConfigDict, Field

from corpus.errors import SamklangError
from corpus.store import Store
from pipeline.answer import answer_question
from service.auth import Action
from service.deps import UserOf, WarmStore, leave_to, searchable
from service.problems import problem, status_of
from service.routes.search import QueryText
from service.schemas import AskResponse

router = APIRouter(tags=["questions"])


class AskRequest(BaseModel):
    """A question, and where to look."""

    model_config = ConfigDict(extra="forbid")

    question: QueryText
    collections: list[str] | None = Field(default=None, description="default: all that usually are")
    language: Literal["sv", "en"] | None = Field(
        default=None, description="of the answer's own words; default: the question's"
    )
    conversation_id: str | None = Field(
        default=None,
        description="accepted and ignored: conversations are not kept yet, each question is "
        "answered by itself",
    )


class StatusEvent(BaseModel):
    """What is being done now."""

    status: Literal["searching"]


@router.post(
    "/api/ask",
    summary="Ask a question",
    response_model=AskResponse,
    responses={200: {"content": {"text/event-stream": {}}}},
    dependencies=[Depends(leave_to(Action.ASK))],
)
def ask(
    store: WarmStore,
    user: UserOf,
    request: AskRequest,
    accept: Annotated[str, Header()] = "application/json",
) -> AskResponse | Response:
    """Claims carried by quotes that code found at their place, or an honest abstention.

    With ``Accept: text/event-stream``: events ``status``, ``claim`` (one each), ``done`` (the
    whole answer) and ``error`` (a problem).
    """
    shelves = searchable(store, user, action=Action.ASK, wanted=request.collections)
    if "text/event-stream" in accept:
        return EventSourceResponse(_events(store, request, shelves))
    return _answer(store, request, shelves)


def _answer(store: Store, request: AskRequest, shelves: Sequence[str] | None) -> AskResponse:
    answer = answer_question(
        store, request.question, collections=shelves, language=request.language
    )
    return AskResponse.from_record(answer)


def _events(store: Store, request: AskRequest, shelves: Sequence[str] | None) -> Iterator[bytes]:
    yield _event("status", StatusEvent(status="searching"))
    try:
        answer = _answer(store, request, shelves)
    except SamklangError as error:
        yield _event("error", problem(status_of(error), str(error)))
        return
    for claim in answer.claims:
        yield _event("claim", claim)
    yield _event("done", answer)


def _event(name: str, data: BaseModel) -> bytes:
    return format_sse_event(event=name, data_str=data.model_dump_json())
