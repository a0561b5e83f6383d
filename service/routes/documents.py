"""``/api/documents``: the list, one record, its original file, its removal."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import FileResponse

from corpus.errors import NotFoundError
from corpus.records import Document
from ingest.publish import remove
from service import auth
from service.auth import Action
from service.deps import (
    RecordsOf,
    StoreOf,
    UserOf,
    VersionOf,
    WarmStore,
    leave_to,
    open_document,
    open_removable,
)
from service.etags import NOT_MODIFIED, caching, is_known, not_modified, tagged, weak_tag
from service.paging import MOST, LimitOf, OffsetOf, page_of
from service.records import record_answer
from service.schemas import DocumentResponse, DocumentsResponse

router = APIRouter(prefix="/api/documents", tags=["documents"])

# Types a browser shows without running anything; all others are handed over as bytes.
_SAFE_TYPES = frozenset(
    {
        "application/pdf",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "text/plain",
    }
)
_BYTES = "application/octet-stream"


@router.get(
    "",
    summary="List documents",
    response_model=DocumentsResponse,
    dependencies=[Depends(leave_to(Action.LIST))],
)
def list_documents(
    store: StoreOf,
    user: UserOf,
    *,
    collection: Annotated[list[str] | None, Query(description="repeatable")] = None,
    offset: OffsetOf = 0,
    limit: LimitOf = MOST,
) -> DocumentsResponse:
    """Documents by collection and title; ``next`` is the address of those that follow."""
    shown = [d for d in store.catalog.documents(collection) if auth.may(user, Action.LIST, d)]
    page, after = page_of(
        shown,
        "/api/documents",
        offset=offset,
        limit=limit,
        query={"collection": collection or []},
    )
    return DocumentsResponse(
        documents=[DocumentResponse.from_record(document) for document in page], next=after
    )


@router.get(
    "/{document_id}",
    summary="One document",
    response_model=DocumentResponse,
    responses={**NOT_MODIFIED},
)
def read_document(
    document_id: str, store: StoreOf, user: UserOf, request: Request, version: VersionOf = None
) -> Response:
    """The record of a document's version."""
    document = open_document(
        store, user, action=Action.READ, document_id=document_id, version=version
    )
    return tagged(request, DocumentResponse.from_record(document))


@router.delete("/{document_id}", summary="Remove a document", response_model=DocumentResponse)
def remove_document(
    document_id: str, store: WarmStore, user: UserOf, records: RecordsOf, request: Request
) -> DocumentResponse | Response:
    """Remove a document with all its versions; the answer is the record of what was removed.

    A removal that was cut short may be asked for again, and is then ended.
    """
    # one writer at a time, in the indexes as in the catalog
    with request.app.state.writing:
        document = open_removable(store, user, document_id=document_id)
        remove(store, document_id)
    if records:
        return record_answer(document, Document)
    return DocumentResponse.from_record(document)


@router.get(
    "/{document_id}/file",
    summary="The original file",
    response_class=FileResponse,
    responses={
        200: {"content": {media: {} for media in (*sorted(_SAFE_TYPES), _BYTES)}},
        # a part of the file was asked for with Range, which may be wrong
        206: {"description": "the part asked for"},
        416: {"description": "there is no such part"},
        **NOT_MODIFIED,
    },
)
def read_file(
    document_id: str, store: StoreOf, user: UserOf, request: Request, version: VersionOf = None
) -> Response:
    """The bytes as they were taken in, to be saved, never shown by the browser itself."""
    document = open_document(
        store, user, action=Action.READ, document_id=document_id, version=version
    )
    original = store.original(document.sha256)
    if not original.is_file():
        raise NotFoundError(
            f'the original of "{document.filename}" is not in the data folder; '
            "run samklang doctor, then take the file in again"
        )
    tag = weak_tag(document.sha256, document.filename, document.media_type)
    headers = caching(tag, immutable=version is not None)
    if is_known(request, tag):
        return not_modified(headers)
    safe = document.media_type if document.media_type in _SAFE_TYPES else _BYTES
    return FileResponse(
        original,
        media_type=safe,
        filename=document.filename,
        content_disposition_type="attachment",
        headers=headers,
    )
