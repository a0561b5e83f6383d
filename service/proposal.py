"""A proposal as it comes over HTTP: read within its bounds, then taken in, or queued."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any, Literal

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError

from corpus.assessment import Kind
from corpus.job import Job, JobKind
from corpus.records import Document
from corpus.store import Store, check_collection_id
from service import auth
from service.assessing import Order
from service.auth import Action, User
from service.handed import INITIATIVES, file_named, file_of_text, take_in_file
from service.handing import queue_uploads
from service.inbox import Sent
from service.problems import ForbiddenError
from service.schemas import AssessRequest
from service.uploads import read_body, read_upload


class FormFields(BaseModel):
    """What goes beside the file."""

    kind: Kind | None = None
    language: Literal["sv", "en"] | None = None
    collection: str | None = None


# the body is read by hand, so that a file too large is not read at all
BODY: dict[str, Any] = {
    "required": True,
    "content": {
        "application/json": {
            "schema": AssessRequest.model_json_schema(ref_template="#/components/schemas/{model}")
        },
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file"],
                "properties": {
                    "file": {"type": "string", "format": "binary"},
                    "kind": {"enum": list(Kind)},
                    "language": {"enum": ["sv", "en"]},
                    "collection": {"type": "string", "description": "default: initiatives"},
                },
            }
        },
    },
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """What was sent, as a file for as long as ``held`` is entered, and how it is to be assessed.

    ``collection`` and ``title`` are None where nobody named one.
    """

    held: Callable[[], AbstractContextManager[Path]]
    order: Order
    collection: str | None
    title: str | None


async def read_proposal(request: Request, store: Store, user: User | None) -> Proposal:
    """What was sent; nothing has been taken in yet.

    Raises:
        RequestValidationError: a field is wrong.
        TooLargeError: it is larger than the settings allow.
        ForbiddenError: the user may not hand anything in to that collection.
    """
    most_mb = store.settings.max_file_mb
    held: Callable[[], AbstractContextManager[Path]]
    asked: AssessRequest | FormFields
    title: str | None = None
    try:
        if request.headers.get("content-type", "").startswith("multipart/form-data"):
            upload = await read_upload(request, most_mb=most_mb)
            asked = FormFields.model_validate({k: v or None for k, v in upload.fields.items()})
            held = partial(file_named, upload.name, upload.data)
        else:
            asked = AssessRequest.model_validate_json(await read_body(request, most_mb=most_mb))
            title = " ".join(asked.title.split())
            held = partial(file_of_text, title, asked.text)
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from error
    order = order_for(
        store, user, kind=asked.kind, language=asked.language, collection=asked.collection
    )
    return Proposal(held, order, asked.collection, title)


def order_for(
    store: Store,
    user: User | None,
    *,
    kind: Kind | None,
    language: str | None,
    collection: str | None = None,
) -> Order:
    """How something is to be assessed for a user, and what may be searched on the way.

    Raises:
        ForbiddenError: the user may not hand anything in to that collection.
    """
    shelf = collection or INITIATIVES
    for one in store.catalog.collections():
        if one.id == shelf and not auth.may(user, Action.ASSESS, one):
            raise ForbiddenError(f'you may not hand anything in to the collection "{shelf}"')
    searched = [c for c in store.catalog.collections() if auth.may(user, Action.SEARCH, c)]
    return Order(
        kind,
        language or "sv",
        permitted=tuple(one.id for one in searched),
        by=user.name if user else "",
    )


def take_in_proposal(store: Store, proposal: Proposal, writing: Lock) -> Document:
    """The document of what was sent.

    Raises:
        DocumentError: it cannot be taken in; says why.
        UsageError: the collection's id is malformed.
    """
    # one writer at a time, in the indexes as in the catalog
    with writing, proposal.held() as path:
        return take_in_file(
            store,
            path,
            collection=proposal.collection,
            kind=proposal.order.kind,
            title=proposal.title,
        )


def queue_proposal(store: Store, proposal: Proposal, key: str | None) -> Job:
    """A job that takes in what was sent and assesses it; acknowledged when this returns.

    Raises:
        NotStoredError: it cannot be stored.
        UsageError: the collection's id is malformed, or the key was used for something else.
    """
    if proposal.collection is not None:
        check_collection_id(proposal.collection)
    asked = proposal.order
    order = {
        "kind": asked.kind,
        "language": asked.language,
        "permitted": None if asked.permitted is None else list(asked.permitted),
        "collection": proposal.collection,
        "title": proposal.title,
    }
    with proposal.held() as path, path.open("rb") as data:
        return queue_uploads(
            store,
            JobKind.ASSESS,
            [Sent(path.name, data)],
            order,
            by=asked.by,
            collection=proposal.collection or INITIATIVES,
            key=key,
        )
