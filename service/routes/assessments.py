"""``/api/assessments``: made, listed, read, reviewed, signed, written as a memo and removed."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator
from contextlib import aclosing
from functools import partial
from pathlib import Path
from typing import Annotated, Literal, get_args
from urllib.parse import quote

from anyio import to_thread
from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.responses import JSONResponse
from fastapi.sse import EventSourceResponse
from pydantic import BaseModel, Field

from corpus.assessment import Kept
from corpus.errors import SamklangError
from corpus.job import Job
from corpus.store import Store
from service import auth, reviewing
from service.assessing import (
    Done,
    Event,
    Found,
    Working,
    as_it_stands,
    assess,
    framework_of,
)
from service.auth import Action
from service.deps import (
    ChatOf,
    JobsOf,
    MetricsOf,
    StoreOf,
    UserOf,
    WarmStore,
    leave_to,
    open_assessment,
)
from service.etags import NOT_MODIFIED, tagged
from service.handed import safe_name
from service.memos import MEDIA_TYPES, memo_file
from service.metrics import Metrics, watched
from service.paging import MOST, LimitOf, OffsetOf, page_of
from service.problems import problem, status_of
from service.proposal import BODY, queue_proposal, read_proposal, take_in_proposal
from service.reviewing import StepGiven, sign
from service.routes.intake import IdempotencyKey
from service.schemas import (
    AssessmentResponse,
    AssessmentRowResponse,
    AssessmentsResponse,
    FindingResponse,
    JobResponse,
    SignRequest,
    StepRequest,
)
from service.streams import event, with_heartbeat

router = APIRouter(prefix="/api/assessments", tags=["assessments"])

_READ = [Depends(leave_to(Action.READ))]
Format = Literal["docx", "pdf", "md", "json"]
assert set(get_args(Format)) == set(MEDIA_TYPES)


class WorkingEvent(BaseModel):
    """What is being done now.

    ``detail`` is the title that is read, the place in the queue or the host that is writing.
    """

    status: Literal["reading", "queued", "writing", "keeping"]
    detail: str


class FoundEvent(BaseModel):
    """A finding as soon as it is made; one of the same criterion takes its place."""

    number: int = Field(description="of the findings made so far")
    of: int
    finding: FindingResponse


@router.post(
    "",
    summary="Assess a file or a text",
    status_code=201,
    response_model=AssessmentResponse,
    responses={
        201: {"content": {"text/event-stream": {}}},
        202: {"model": JobResponse, "description": "queued (Prefer: respond-async)"},
    },
    openapi_extra={"requestBody": BODY},
    dependencies=[Depends(leave_to(Action.ASSESS))],
)
async def make_assessment(
    request: Request,
    response: Response,
    store: WarmStore,
    user: UserOf,
    chat: ChatOf,
    jobs: JobsOf,
    metrics: MetricsOf,
    *,
    accept: Annotated[str, Header()] = "application/json",
    prefer: Annotated[str, Header(description="respond-async: 202 and a job")] = "",
    idempotency_key: IdempotencyKey = None,
) -> AssessmentResponse | Response:
    """Take a file or a text in, hold it against the strategy, keep what was found.

    With ``Accept: text/event-stream``: events ``status``, ``finding`` (one each), ``done`` (the
    whole assessment, which alone counts) or ``error`` (a problem).
    """
    proposal = await read_proposal(request, store, user)
    if "respond-async" in re.split(r"[,;\s]+", prefer.lower()):
        await to_thread.run_sync(store.check_ready)
        job = await to_thread.run_sync(partial(queue_proposal, store, proposal, idempotency_key))
        jobs.wake(job.kind)
        return _queued(job)
    document = await to_thread.run_sync(
        partial(take_in_proposal, store, proposal, request.app.state.writing)
    )
    order = proposal.order
    events = watch(assess(store, chat, document, order), metrics)
    if "text/event-stream" in accept:
        return EventSourceResponse(with_heartbeat(_told(events, store)))
    async with aclosing(events):
        [kept] = [one.kept async for one in events if isinstance(one, Done)]
    response.headers["Location"] = f"/api/assessments/{kept.assessment.id}"
    return await to_thread.run_sync(_response, store, kept)


def _queued(job: Job) -> Response:
    headers = {"Location": f"/api/jobs/{job.id}", "Preference-Applied": "respond-async"}
    content = JobResponse.from_record(job).model_dump(mode="json")
    return JSONResponse(content, status_code=202, headers=headers)


def watch(events: AsyncGenerator[Event], metrics: Metrics) -> AsyncGenerator[Event]:
    """The events as they are; stages are timed and the assessment is counted."""

    def count(one: Event) -> None:
        if isinstance(one, Done):
            metrics.count_assessment(one.kept)

    return watched(events, _stage_of, partial(metrics.observe_stage, "assess"), count)


def _stage_of(event: Event) -> str | None:
    return event.stage if isinstance(event, Working) else None


async def _told(events: AsyncGenerator[Event], store: Store) -> AsyncGenerator[bytes]:
    """The events as they go over the wire; a foreseen failure is the last of them."""
    async with aclosing(events):
        try:
            async for one in events:
                match one:
                    case Working(stage, detail):
                        yield event(
                            "status",
                            WorkingEvent.model_validate({"status": stage, "detail": detail}),
                        )
                    case Found(finding, number, of):
                        shown = FindingResponse.from_record(finding, finding.verdict)
                        yield event("finding", FoundEvent(number=number, of=of, finding=shown))
                    case Done(kept):
                        yield event("done", await to_thread.run_sync(_response, store, kept))
        except SamklangError as error:
            yield event("error", problem(status_of(error), str(error)))


def _response(store: Store, kept: Kept) -> AssessmentResponse:
    framework = framework_of(store)
    return AssessmentResponse.from_record(kept, as_it_stands(kept, framework), framework)


@router.get(
    "",
    summary="List assessments",
    response_model=AssessmentsResponse,
    dependencies=[Depends(leave_to(Action.LIST))],
)
def list_assessments(
    store: StoreOf, user: UserOf, *, offset: OffsetOf = 0, limit: LimitOf = MOST
) -> AssessmentsResponse:
    """Those that are kept, newest first, each as its review left it; ``next`` follows them."""
    framework = framework_of(store)
    kept = [one for one in store.catalog.assessments() if auth.may(user, Action.LIST, one)]
    page, after = page_of(kept, "/api/assessments", offset=offset, limit=limit)
    rows = [AssessmentRowResponse.from_record(one, as_it_stands(one, framework)) for one in page]
    return AssessmentsResponse(assessments=rows, next=after)


# before the route without an ending, which would take the ending for a part of the id
@router.get(
    "/{assessment_id}.{form}",
    summary="The memo of an assessment as a file",
    response_class=Response,
    responses={200: {"content": {media: {} for media in MEDIA_TYPES.values()}}},
    dependencies=_READ,
)
def read_memo(
    assessment_id: str,
    form: Format,
    store: StoreOf,
    user: UserOf,
    edition: Annotated[
        int | None, Query(ge=1, le=10_000, description="what was signed the first time (1), …")
    ] = None,
) -> Response:
    """The memo as Word, PDF, Markdown or JSON; of a signed one the very bytes that were signed."""
    kept = open_assessment(store, user, Action.READ, assessment_id)
    signed = store.catalog.signed_bytes
    data = memo_file(signed, kept, form, framework_of(store), edition=edition)
    stem = Path(safe_name(kept.assessment.document.filename)).stem
    # RFC 6266: the plain name for old readers, the whole name for all others
    named = f"filename=\"{assessment_id}.{form}\"; filename*=UTF-8''{quote(f'{stem}.{form}')}"
    headers = {"Content-Disposition": f"attachment; {named}"}
    return Response(data, media_type=MEDIA_TYPES[form], headers=headers)


@router.get(
    "/{assessment_id}",
    summary="One assessment",
    response_model=AssessmentResponse,
    responses={**NOT_MODIFIED},
    dependencies=_READ,
)
def read_assessment(assessment_id: str, store: StoreOf, user: UserOf, request: Request) -> Response:
    """The assessment as its review left it; its documents need not exist any more."""
    kept = open_assessment(store, user, Action.READ, assessment_id)
    return tagged(request, _response(store, kept))


@router.post(
    "/{assessment_id}/steps",
    summary="Take a step of a review",
    status_code=201,
    dependencies=[Depends(leave_to(Action.REVIEW))],
)
def take_step(
    assessment_id: str, asked: StepRequest, store: StoreOf, user: UserOf
) -> AssessmentResponse:
    """Accept, edit, challenge or reopen a finding, add evidence, fill in the memo's head."""
    kept = open_assessment(store, user, Action.REVIEW, assessment_id)
    given = StepGiven(**dict(asked) | {"by": asked.by or (user.name if user else "")})
    readable = partial(auth.may, user, Action.READ)
    after = reviewing.take_step(store, kept, given, framework_of(store), readable=readable)
    return _response(store, after)


@router.post(
    "/{assessment_id}/sign",
    summary="Sign an assessment",
    dependencies=[Depends(leave_to(Action.SIGN))],
)
def sign_assessment(
    assessment_id: str, asked: SignRequest, store: StoreOf, user: UserOf
) -> AssessmentResponse:
    """The memo loses the mark of a draft and is kept exactly as it is now."""
    kept = open_assessment(store, user, Action.SIGN, assessment_id)
    return _response(store, sign(store, kept, asked.by, framework_of(store)))


@router.delete(
    "/{assessment_id}",
    summary="Remove an assessment",
    status_code=204,
    dependencies=[Depends(leave_to(Action.REMOVE))],
)
def remove_assessment(assessment_id: str, store: StoreOf, user: UserOf) -> None:
    """Remove it with its review and its signed memo; what was written elsewhere stays there."""
    kept = open_assessment(store, user, Action.REMOVE, assessment_id)
    store.catalog.erase_assessment(kept.assessment.id)
    store.catalog.record(user.name if user else "", "remove", "assessment", kept.assessment.id)
