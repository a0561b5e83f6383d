"""``POST /api/documents``: files taken in by a job, acknowledged when they are stored."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Depends, Header, Request, Response

from corpus.job import JobKind
from service.auth import Action
from service.deps import JobsOf, UserOf, WarmStore, leave_to
from service.handing import check_shelf, queue_uploads
from service.inbox import Sent
from service.schemas import JobResponse
from service.uploads import open_uploads

router = APIRouter(prefix="/api/documents", tags=["documents"])

UNSORTED = "unsorted"
IdempotencyKey = Annotated[
    str | None,
    Header(
        min_length=1,
        max_length=255,
        description="the sender's own name for this request: sent again with the same bytes it "
        "gives the same job, so that a request without an answer may be repeated",
    ),
]
# the body is read by hand, so that what is too large is not read at all
_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["files"],
                "properties": {
                    "files": {"type": "array", "items": {"type": "string", "format": "binary"}},
                    "collection": {
                        "type": "string",
                        "description": f"made when new; default: {UNSORTED}",
                    },
                },
            }
        }
    },
}


@router.post(
    "",
    summary="Take documents in",
    status_code=202,
    openapi_extra={"requestBody": _BODY},
    dependencies=[Depends(leave_to(Action.INGEST))],
)
async def take_documents_in(
    request: Request,
    response: Response,
    store: WarmStore,
    user: UserOf,
    jobs: JobsOf,
    idempotency_key: IdempotencyKey = None,
) -> JobResponse:
    """Queue the files; ``Location`` is where their job tells what becomes of each.

    With the answer they are stored for good: they are taken in also when the service ends before.
    A file is the document of its name in its collection, and new bytes are its next version.
    """
    settings = store.settings
    async with open_uploads(
        request, most_mb=settings.upload_mb, most_files=settings.upload_files
    ) as sent:
        collection = sent.fields.get("collection") or UNSORTED
        check_shelf(store, user, collection)
        # what could not be taken in now must not be acknowledged
        await to_thread.run_sync(store.check_ready)
        work = partial(
            queue_uploads,
            store,
            JobKind.INGEST,
            [Sent(one.filename or "", one.file) for one in sent.files],
            {},
            by=user.name if user else "",
            collection=collection,
            key=idempotency_key,
        )
        job = await to_thread.run_sync(work)
    jobs.wake(job.kind)
    response.headers["Location"] = f"/api/jobs/{job.id}"
    return JobResponse.from_record(job)
