"""``/api/jobs``: what is being done, how far it has come, and an end to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Body, Depends, Query, Response

from corpus.errors import UsageError
from corpus.job import Job, JobFile, JobKind
from corpus.store import check_collection_id
from ingest.walk import readable
from service import auth
from service.auth import Action
from service.deps import JobsOf, StoreOf, UserOf, WarmStore, leave_to, open_job
from service.inbox import place_of
from service.schemas import HandedAssessRequest, IngestRequest, JobResponse, JobsResponse

router = APIRouter(prefix="/api/jobs", tags=["jobs"])

_MOST = 100


@router.get("", summary="List jobs", dependencies=[Depends(leave_to(Action.LIST))])
def list_jobs(
    store: StoreOf,
    user: UserOf,
    *,
    offset: Annotated[int, Query(ge=0, le=2**31)] = 0,
    limit: Annotated[int, Query(ge=1, le=_MOST)] = _MOST,
) -> JobsResponse:
    """Jobs, the newest first; ``next`` is the address of those that follow."""
    page = store.catalog.jobs(offset=offset, limit=limit + 1)
    after = None
    if len(page) > limit:
        after = f"/api/jobs?{urlencode({'offset': offset + limit, 'limit': limit})}"
    shown = [job for job in page[:limit] if auth.may(user, Action.LIST, job)]
    return JobsResponse(jobs=[JobResponse.from_record(job) for job in shown], next=after)


@router.get("/{job_id}", summary="One job", dependencies=[Depends(leave_to(Action.READ))])
def read_job(job_id: str, store: StoreOf, user: UserOf) -> JobResponse:
    """How far a job has come, and what became of each file."""
    return JobResponse.from_record(open_job(store, user, Action.READ, job_id))


@router.delete("/{job_id}", summary="Cancel a job", dependencies=[Depends(leave_to(Action.CANCEL))])
def cancel_job(job_id: str, store: StoreOf, user: UserOf, jobs: JobsOf) -> JobResponse:
    """A queued job ends at once, one in hand at the next file, sentence or criterion.

    What was taken in before stays. A job that has ended is left as it is (409).
    """
    open_job(store, user, Action.CANCEL, job_id)
    return JobResponse.from_record(jobs.cancel(job_id))


@router.post(
    "",
    summary="Hand over what a command was told to do",
    status_code=202,
    dependencies=[Depends(leave_to(Action.COMMAND))],
)
def hand_over(
    asked: Annotated[IngestRequest | HandedAssessRequest, Body(discriminator="kind")],
    response: Response,
    store: WarmStore,
    user: UserOf,
    jobs: JobsOf,
) -> JobResponse:
    """Files by their path on this machine: for the commands of the data folder's owner only."""
    store.check_ready()
    by = user.name if user else ""
    work = _ingest(asked, by) if isinstance(asked, IngestRequest) else _assess(asked, by)
    job = store.catalog.add_job(work)
    jobs.wake(job.kind)
    response.headers["Location"] = f"/api/jobs/{job.id}"
    return JobResponse.from_record(job)


def _ingest(asked: IngestRequest, by: str) -> Job:
    for collection in {one.collection for one in asked.files}:
        check_collection_id(collection)
    files = tuple(
        JobFile(
            one.name,
            one.key,
            one.path,
            one.collection,
            one.entry.model_dump(mode="json") if one.entry else None,
            one.fault,
        )
        for one in asked.files
    )
    return Job(JobKind.INGEST, files, by=by)


def _assess(asked: HandedAssessRequest, by: str) -> Job:
    if (asked.path is None) == (asked.document_id is None):
        raise UsageError("name a path or a document_id, and not both")
    if asked.collection is not None:
        check_collection_id(asked.collection)
    order = {
        "kind": asked.assessed_as,
        "language": asked.language,
        "collection": asked.collection,
        "title": None,
        "permitted": None,
        "document_id": asked.document_id,
    }
    return Job(JobKind.ASSESS, tuple(_named(asked.path)), order, by=by)


def _named(address: str | None) -> Iterator[JobFile]:
    if address:
        name = readable(place_of(Path(), address).name)
        yield JobFile(name, name, address)
