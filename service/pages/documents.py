"""The catalogue: the list, one document with its versions, upload and removal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from corpus.records import Block, BlockKind, Document
from ingest.publish import remove
from service import auth
from service.auth import Action
from service.deps import VersionOf, WarmStore, leave_to, open_document, open_removable
from service.pages.forgery import checked
from service.pages.frame import Frame, FrameOf
from service.pages.sheets import Heading, headings_of
from service.paging import sheet_of

router = APIRouter()

_PER_PAGE = 50
Order = Literal["title", "newest", "added"]


@router.get("/documents", dependencies=[Depends(leave_to(Action.LIST))])
def show_documents(
    frame: FrameOf,
    *,
    collection: Annotated[str, Query(max_length=60)] = "",
    q: Annotated[str, Query(max_length=200)] = "",
    sort: Order = "title",
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> Response:
    """The documents of one collection or of all, by title or date, fifty to a page.

    Documents of one title, as the contracts of ten cities may be, show their files' names too.
    """
    every = [d for d in frame.store.catalog.documents() if auth.may(frame.user, Action.LIST, d)]
    counts = Counter(document.collection for document in every)
    shelves = frame.store.catalog.collections()
    shown = _ordered([d for d in every if _matches(d, collection, q)], sort)
    sheet, pages = sheet_of(shown, page, _PER_PAGE)
    return frame.show(
        "documents.html",
        documents=sheet,
        count=len(shown),
        collections=[(one, counts[one.id]) for one in shelves],
        titles={one.id: one.title_in(frame.language) for one in shelves},
        collection=collection,
        q=q,
        sort=sort,
        page=page,
        pages=pages,
        total=len(every),
    )


def _matches(document: Document, collection: str, words: str) -> bool:
    if collection and document.collection != collection:
        return False
    named = f"{document.title} {document.publisher or ''} {document.filename}".casefold()
    return all(word in named for word in words.casefold().split())


def _ordered(documents: Sequence[Document], sort: Order) -> list[Document]:
    if sort == "newest":
        return sorted(documents, key=lambda one: one.published or "", reverse=True)
    return sorted(documents, key=lambda one: one.title.casefold())


@router.get("/documents/{document_id}")
def show_document(document_id: str, frame: FrameOf, version: VersionOf = None) -> Response:
    """One document: what is known of it, its headings, its versions and its twins."""
    document = open_document(
        frame.store, frame.user, action=Action.READ, document_id=document_id, version=version
    )
    catalog = frame.store.catalog
    return frame.show(
        "document.html",
        document=document,
        newest=catalog.active_versions().get(document.id),
        versions=catalog.versions(document.id),
        twins=_twins(frame, document),
        headings=_outline(frame, document),
        collection=next(c for c in catalog.collections() if c.id == document.collection),
        assessments=[
            one
            for one in catalog.assessments(document.id)
            if auth.may(frame.user, Action.LIST, one)
        ],
    )


def _twins(frame: Frame, document: Document) -> list[Document]:
    """Documents with the same bytes in other collections."""
    return [
        one
        for one in frame.store.catalog.documents()
        if one.sha256 == document.sha256
        and one.id != document.id
        and auth.may(frame.user, Action.READ, one)
    ]


def _outline(frame: Frame, document: Document) -> list[Heading]:
    text = frame.store.catalog.text(document.id, document.version)
    blocks: Sequence[Block] = frame.store.catalog.blocks(document.id, document.version)
    return headings_of(text, [one for one in blocks if one.kind is BlockKind.HEADING])


@router.post(
    "/documents/{document_id}/remove",
    dependencies=[Depends(leave_to(Action.REMOVE)), Depends(checked)],
)
def remove_document(
    document_id: str, frame: FrameOf, store: WarmStore, request: Request
) -> Response:
    """Remove a document with all its versions."""
    with request.app.state.writing:
        open_removable(store, frame.user, document_id=document_id)
        remove(store, document_id)
    return RedirectResponse("/documents", status_code=303)
