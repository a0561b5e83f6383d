"""``POST /api/ask``: one JSON answer, or the same as a stream of events."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Literal

from anyio import to_thread
from fastapi import APIRouter, Depends, Header, Response
from fastapi.sse import EventSourceResponse
from pydantic import BaseModel, ConfigDict, Field

from corpus.errors import SamklangError
from corpus.records import Answer
from corpus.store import Store
from pipeline.writing import Event, Finished, Passed, Progress, write_answer
from service.auth import Action
from service.deps import (
    ChatOf,
    MetricsOf,
    RecordsOf,
    UserOf,
    WarmStore,
    leave_to,
    open_conversation,
    searchable,
)
from service.metrics import Metrics, watched
from service.problems import problem, status_of
from service.records import record_answer
from service.routes.search import QueryText
from service.schemas import AskResponse, ClaimResponse
from service.streams import event, with_heartbeat
from service.turns import earlier_questions, keep_turn

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
        description="the conversation to go on with (POST /api/conversations begins one): a "
        "follow-up is then reworded to stand alone, and the answer is kept; default: the question "
        "stands alone and nothing is kept",
    )


class StatusEvent(BaseModel):
    """What is being done now.

    ``detail`` is the reworded question, the place in the queue or the host that is writing.
    """

    status: Literal["rewriting", "rewritten", "searching", "queued", "writing", "repairing"]
    detail: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A request with what it may search and what was asked before."""

    request: AskRequest
    shelves: Sequence[str] | None
    earlier: tuple[str, ...]


def _asked(store: WarmStore, user: UserOf, request: AskRequest) -> Asked:
    if request.conversation_id is not None:
        open_conversation(store, user, Action.CONVERSE, request.conversation_id)
    shelves = searchable(store, user, action=Action.ASK, wanted=request.collections)
    return Asked(request, shelves, earlier_questions(store, request.conversation_id))


@router.post(
    "/api/ask",
    summary="Ask a question",
    response_model=AskResponse,
    responses={200: {"content": {"text/event-stream": {}}}},
    dependencies=[Depends(leave_to(Action.ASK))],
)
async def ask(
    store: WarmStore,
    chat: ChatOf,
    metrics: MetricsOf,
    asked: Annotated[Asked, Depends(_asked)],
    records: RecordsOf,
    accept: Annotated[str, Header()] = "application/json",
) -> AskResponse | Response:
    """Claims carried by quotes that code found at their place, or an honest abstention.

    With ``Accept: text/event-stream``: events ``status``, ``claim`` (one each, as it passes the
    check of its quotes), ``done`` (the whole answer, which alone is kept) or ``error`` (a problem;
    claims sent before it are no answer), and a comment every ten seconds.
    """
    written = write_answer(
        store,
        chat,
        asked.request.question,
        collections=asked.shelves,
        language=asked.request.language,
        earlier=asked.earlier,
    )
    events = watch(written, metrics)
    if "text/event-stream" in accept:
        told = _told(events, store, asked.request.conversation_id)
        return EventSourceResponse(with_heartbeat(told))
    async with aclosing(events):
        [answer] = [one.answer async for one in events if isinstance(one, Finished)]
    kept = await _keep(store, asked.request.conversation_id, answer)
    return record_answer(answer, Answer) if records else kept


def watch(events: AsyncGenerator[Event], metrics: Metrics) -> AsyncGenerator[Event]:
    """The events as they are; stages are timed and the answer is counted."""

    def count(one: Event) -> None:
        if isinstance(one, Finished):
            metrics.count_answer(one.answer)

    return watched(events, _stage_of, partial(metrics.observe_stage, "ask"), count)


def _stage_of(event: Event) -> str | None:
    return event.stage if isinstance(event, Progress) and event.stage != "rewritten" else None


async def _told(
    events: AsyncGenerator[Event], store: Store, conversation_id: str | None
) -> AsyncGenerator[bytes]:
    """The events as they go over the wire; a foreseen failure is the last of them."""
    async with aclosing(events):
        try:
            async for one in events:
                match one:
                    case Progress(stage, detail):
                        yield event("status", StatusEvent(status=stage, detail=detail))
                    case Passed(claim):
                        yield event("claim", ClaimResponse.from_record(claim))
                    case Finished(answer):
                        yield event("done", await _keep(store, conversation_id, answer))
        except SamklangError as error:
            yield event("error", problem(status_of(error), str(error)))


async def _keep(store: Store, conversation_id: str | None, answer: Answer) -> AskResponse:
    await to_thread.run_sync(keep_turn, store, conversation_id, answer)
    return AskResponse.from_record(answer)
