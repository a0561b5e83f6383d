"""What is sent in becomes a job: stored, queued, and only then acknowledged."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from corpus.catalog.jobs import new_job_id
from corpus.job import Job, JobFile, JobKind, Once
from corpus.store import Store, check_collection_id
from ingest.outcome import FileOutcome, Outcome
from ingest.walk import readable
from service import auth
from service.auth import Action, User
from service.handed import safe_name
from service.inbox import Sent, Stored, clear_uploads, store_uploads
from service.problems import ForbiddenError
from service.schemas import FileResponse


def queue_uploads(
    store: Store,
    kind: JobKind,
    sent: Sequence[Sent],
    order: Mapping[str, Any],
    *,
    by: str,
    collection: str,
    key: str | None = None,
) -> Job:
    """Store files and queue the job they are for; acknowledged when this returns.

    ``key`` is the sender's name for this request: the same again, with the same bytes, gives the
    job of before.

    Raises:
        NotStoredError: the files cannot be written.
        UsageError: the key was used for something else.
    """
    own = new_job_id()
    stored = store_uploads(store.folder, own, sent)
    job = Job(kind, tuple(_files(stored, collection)), order, own, by)
    once = Once(key, _digest(kind, stored, order, collection)) if key else None
    queued = None
    try:
        queued = store.catalog.add_job(job, once=once)
    finally:
        if queued is None or queued.id != own:
            clear_uploads(store.folder, own)
    return queued


def check_shelf(store: Store, user: User | None, collection: str) -> None:
    """Refuse a collection that documents cannot go into.

    Raises:
        UsageError: its id is malformed.
        ForbiddenError: the user may not take documents in to it.
    """
    check_collection_id(collection)
    for one in store.catalog.collections():
        if one.id == collection and not auth.may(user, Action.INGEST, one):
            raise ForbiddenError(f'you may not take documents in to "{collection}"')


def _digest(
    kind: JobKind, stored: Iterable[Stored], order: Mapping[str, Any], collection: str
) -> str:
    """The sha256 of all that a request asks for."""
    # which collections there are to be searched is not the sender's saying
    said = {name: value for name, value in order.items() if name != "permitted"}
    whole = [kind.value, collection, said, [[one.name, one.sha256] for one in stored]]
    return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()


def _files(stored: Sequence[Stored], collection: str) -> Iterable[JobFile]:
    """The files of a job; one that would only take another's place is refused beforehand."""
    first: dict[str, Stored] = {}
    for one in stored:
        key = readable(safe_name(one.name))
        file = JobFile(readable(one.name) or key, key, one.path, collection)
        if first.setdefault(key, one).sha256 == one.sha256:
            yield file
        else:
            yield replace(file, outcome=_refused(file))


def _refused(file: JobFile) -> Mapping[str, Any]:
    reason = (
        f'another file named "{file.key}" came in the same request, and a document is known by its '
        "name; rename one, or send it by itself to make it the next version"
    )
    row = FileOutcome(file.name, Outcome.REFUSED, reason=reason)
    return FileResponse.from_record(row).model_dump(mode="json")
