"""What routes ask for: the store, the user, and leave to do what they do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Annotated

from fastapi import Depends, Query, Request

from corpus.assessment import Kept
from corpus.errors import NotFoundError
from corpus.job import Job
from corpus.records import Conversation, Document, Role
from corpus.store import Store
from pipeline.llm import ChatModel
from service import auth
from service.auth import Action, User
from service.jobs import Jobs
from service.metrics import Metrics
from service.problems import ForbiddenError
from service.records import RECORD
from service.removal import half_removed


def _store(request: Request) -> Store:
    store: Store = request.app.state.store
    return store


def _user(request: Request) -> User | None:
    return auth.user_at(
        request.client.host if request.client else None,
        authorization=request.headers.get("authorization"),
        token=request.app.state.token,
    )


StoreOf = Annotated[Store, Depends(_store)]
UserOf = Annotated[User | None, Depends(_user)]
VersionOf = Annotated[
    int | None, Query(ge=1, le=2**31, description="default: the version shown now")
]


def _jobs(request: Request) -> Jobs:
    jobs: Jobs = request.app.state.jobs
    return jobs


JobsOf = Annotated[Jobs, Depends(_jobs)]


def _chat(request: Request) -> ChatModel | None:
    """The language model of the settings; None where answers are the documents' own words."""
    chat: ChatModel | None = request.app.state.chat
    return chat


ChatOf = Annotated[ChatModel | None, Depends(_chat)]


def _records(request: Request, user: UserOf) -> bool:
    asked = RECORD in request.headers.get("accept", "")
    return asked and auth.may(user, Action.COMMAND, None)


RecordsOf = Annotated[bool, Depends(_records)]
"""Whether a command asks, which shows the records themselves."""


def _metrics(request: Request) -> Metrics:
    metrics: Metrics = request.app.state.metrics
    return metrics


MetricsOf = Annotated[Metrics, Depends(_metrics)]


def leave_to(action: Action) -> Callable[[User | None], None]:
    """A dependency that answers 403 unless the user may do this at all."""

    def check(user: UserOf) -> None:
        if not auth.may(user, action, None):
            raise ForbiddenError(f"you may not {action} here")

    return check


def _warm(request: Request, store: StoreOf) -> Store:
    """The store with its model loaded; waits for the load that began at start.

    Raises:
        ModelError: the load failed.
    """
    warming: Future[None] = request.app.state.warming
    warming.result()
    return store


WarmStore = Annotated[Store, Depends(_warm)]


def open_document(
    store: Store, user: User | None, *, action: Action, document_id: str, version: int | None
) -> Document:
    """The document, when there is one and the user may do this with it.

    Raises:
        NotFoundError: either is not so; which, only those who may read it can tell.
    """
    document = store.catalog.document(document_id, version)
    _check_leave(user, action, document, version)
    return document


def open_removable(store: Store, user: User | None, *, document_id: str) -> Document:
    """The document to remove, also when an earlier removal of it was cut short.

    Raises:
        NotFoundError: there is none, or the user may not remove it.
    """
    document = half_removed(store, document_id) or store.catalog.document(document_id)
    _check_leave(user, Action.REMOVE, document, None)
    return document


def _check_leave(
    user: User | None, action: Action, document: Document, version: int | None
) -> None:
    if not auth.may(user, action, document):
        what = f"version {version} of document" if version else "active document"
        raise NotFoundError(f'no {what} "{document.id}"; samklang documents lists them')


def open_conversation(
    store: Store, user: User | None, action: Action, conversation_id: str
) -> Conversation:
    """The conversation, when there is one and the user may do this with it.

    Raises:
        NotFoundError: either is not so; which, only those who may read it can tell.
    """
    conversation = store.catalog.conversation(conversation_id)
    if not auth.may(user, action, conversation):
        raise NotFoundError(
            f'no conversation "{conversation_id}"; samklang conversations lists them'
        )
    return conversation


def open_assessment(store: Store, user: User | None, action: Action, assessment_id: str) -> Kept:
    """The assessment, when there is one and the user may do this with it.

    Raises:
        NotFoundError: either is not so; which, only those who may read it can tell.
    """
    kept = store.catalog.assessment(assessment_id)
    if not auth.may(user, action, kept):
        raise NotFoundError(f'no assessment "{assessment_id}"; samklang assessments lists them')
    return kept


def open_job(store: Store, user: User | None, action: Action, job_id: str) -> Job:
    """The job, when there is one and the user may do this with it.

    Raises:
        NotFoundError: either is not so; which, only those who may read it can tell.
    """
    job = store.catalog.job(job_id)
    if not auth.may(user, action, job):
        raise NotFoundError(f'no job "{job_id}"; GET /api/jobs lists them')
    return job


def searchable(
    store: Store, user: User | None, *, action: Action, wanted: Sequence[str] | None
) -> tuple[str, ...] | None:
    """The collections to search: those wanted that the user may; None for all that usually are.

    Raises:
        ForbiddenError: the user may search none of them.
    """
    shelves = store.catalog.collections()
    barred = {c.id for c in shelves if not auth.may(user, action, c)}
    if not barred:
        return tuple(wanted) if wanted else None
    usual = [c.id for c in shelves if c.role is not Role.INITIATIVES]
    left = tuple(c for c in wanted or usual if c not in barred)
    if not left:
        raise ForbiddenError("you may not search these collections")
    return left
