"""Documents taken in from a page: an upload, the shipped library, and how far that has come."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from corpus.job import Job, JobFile, JobKind
from ingest.walk import find_sources
from service import auth
from service.auth import Action
from service.deps import JobsOf, WarmStore, leave_to, open_job
from service.handing import check_shelf, queue_uploads
from service.inbox import Sent
from service.pages import forgery
from service.pages.forgery import checked
from service.pages.frame import FrameOf
from service.routes.intake import UNSORTED
from service.schemas import JobResponse
from service.uploads import open_uploads

router = APIRouter()


@router.get("/upload", dependencies=[Depends(leave_to(Action.INGEST))])
def show_upload(frame: FrameOf, collection: Annotated[str, Query(max_length=60)] = "") -> Response:
    """A form for files and the collection they go into."""
    shelves = frame.store.catalog.collections()
    return frame.show(
        "upload.html",
        collections=[one for one in shelves if auth.may(frame.user, Action.INGEST, one)],
        chosen=collection,
    )


@router.post("/upload", dependencies=[Depends(leave_to(Action.INGEST))])
async def upload(request: Request, frame: FrameOf, store: WarmStore, jobs: JobsOf) -> Response:
    """Store the files, queue their job, and show how far it has come."""
    settings = store.settings
    async with open_uploads(
        request, most_mb=settings.upload_mb, most_files=settings.upload_files
    ) as sent:
        forgery.check(sent.fields.get(forgery.FIELD, ""), request.cookies.get(forgery.COOKIE))
        named = sent.fields.get("new_collection", "").strip() or sent.fields.get("collection")
        collection = named or UNSORTED
        check_shelf(store, frame.user, collection)
        await to_thread.run_sync(store.check_ready)
        work = partial(
            queue_uploads,
            store,
            JobKind.INGEST,
            [Sent(one.filename or "", one.file) for one in sent.files],
            {},
            by=frame.user.name if frame.user else "",
            collection=collection,
        )
        job = await to_thread.run_sync(work)
    jobs.wake(job.kind)
    return RedirectResponse(f"/jobs/{job.id}", status_code=303)


@router.post("/library", dependencies=[Depends(leave_to(Action.INGEST)), Depends(checked)])
def take_in_library(frame: FrameOf, store: WarmStore, jobs: JobsOf) -> Response:
    """Take in the documents that come with Samklang."""
    files = tuple(
        JobFile(
            source.path.name,
            source.key,
            source.path.absolute().as_uri(),
            source.collection,
            source.entry.model_dump(mode="json") if source.entry else None,
        )
        for source in find_sources((), collection=None).sources
    )
    by = frame.user.name if frame.user else ""
    job = store.catalog.add_job(Job(JobKind.INGEST, files, by=by))
    jobs.wake(job.kind)
    return RedirectResponse(f"/jobs/{job.id}", status_code=303)


@router.get("/jobs/{job_id}", dependencies=[Depends(leave_to(Action.READ))])
def show_job(job_id: str, frame: FrameOf) -> Response:
    """How far a job has come, and what became of each file."""
    job = open_job(frame.store, frame.user, Action.READ, job_id)
    return frame.show("job.html", job=JobResponse.from_record(job))


@router.post(
    "/jobs/{job_id}/cancel", dependencies=[Depends(leave_to(Action.CANCEL)), Depends(checked)]
)
def cancel_job(job_id: str, frame: FrameOf, jobs: JobsOf) -> Response:
    """End a job where it can end; what was taken in before stays."""
    open_job(frame.store, frame.user, Action.CANCEL, job_id)
    jobs.cancel(job_id)
    return RedirectResponse(f"/jobs/{job_id}", status_code=303)
