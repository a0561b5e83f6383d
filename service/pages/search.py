"""Searching: hits with their words marked, facets, saved searches, and lists to take along."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Form, Response
from fastapi.responses import RedirectResponse

from corpus.errors import UsageError
from corpus.records import Document, Hit
from corpus.store import Store
from pipeline.export.references import export_bibtex, export_csl, export_hits
from pipeline.retrieve import Retrieval, retrieve
from service.auth import Action
from service.deps import WarmStore, leave_to, searchable
from service.pages.filters import filters_of
from service.pages.forgery import checked
from service.pages.frame import Frame, FrameOf
from service.pages.marking import mark_words, stems_of
from service.pages.narrowing import FACETS, UNKNOWN, Wanted, WantedOf, choices, without
from service.paging import sheet_of

router = APIRouter()

_PER_PAGE = 20
_MOST = 100
_SEARCH = [Depends(leave_to(Action.SEARCH))]
_SORTS = ("relevance", "newest", "oldest", "title")
_MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "bib": "application/x-bibtex; charset=utf-8",
    "json": "application/vnd.citationstyles.csl+json",
}


@dataclass(frozen=True, slots=True)
class Found:
    """A search done: hits in their order, and every candidate it was counted from."""

    hits: list[Hit]
    counted: Sequence[Document]


@router.get("/search", dependencies=_SEARCH)
def show_search(frame: FrameOf, store: WarmStore, wanted: WantedOf) -> Response:
    """What was found, twenty to a page, with what it can be narrowed down by."""
    found = _find(frame, store, wanted) if wanted.q else Found([], ())
    sheet, pages = sheet_of(found.hits, wanted.page, _PER_PAGE)
    stems = stems_of(wanted.q)
    one_document = store.catalog.document(wanted.document) if wanted.document else None
    return frame.show(
        "search.html",
        wanted=wanted,
        hits=[(hit, mark_words(hit.passage.text, stems, hit.passage.language)) for hit in sheet],
        count=len(found.hits),
        most=_MOST,
        pages=pages,
        facets=[
            (facet, choices(wanted, facet, found.counted, _label(frame, facet))) for facet in FACETS
        ],
        sorts=_SORTS,
        one_document=one_document,
        saved=store.catalog.searches(),
        empty=not store.catalog.active_versions(),
    )


def _find(frame: Frame, store: Store, wanted: Wanted) -> Found:
    """The hits, and the documents of what the words find before anything narrows it down."""
    broad = _retrieve(frame, store, without(wanted))
    narrow = _retrieve(frame, store, wanted) if wanted.is_narrowed else broad
    counted = [one.candidate.document for one in broad.ranking[:_MOST]]
    return Found(_sorted(narrow.hits, wanted.sort), counted)


def _retrieve(frame: Frame, store: Store, wanted: Wanted) -> Retrieval:
    known = {one.id for one in store.catalog.collections()}
    shelves = searchable(
        store,
        frame.user,
        action=Action.SEARCH,
        wanted=[one for one in wanted.collection if one in known],
    )
    return retrieve(store, wanted.q, collections=shelves, admit=wanted.admits, limit=_MOST)


def _sorted(hits: Sequence[Hit], sort: str) -> list[Hit]:
    """The hits in another order; those without a date come last."""
    if sort == "title":
        return sorted(hits, key=lambda one: (one.document.title.casefold(), one.passage.start))
    if sort == "newest":
        return sorted(hits, key=lambda one: one.document.published or "", reverse=True)
    if sort == "oldest":
        return sorted(hits, key=lambda one: one.document.published or "9999")
    return list(hits)


def _label(frame: Frame, facet: str) -> Callable[[str], str]:
    """How a value of a facet is written."""
    known = filters_of(frame.language)
    titles = {
        one.id: one.title_sv if frame.language == "sv" else one.title_en
        for one in frame.store.catalog.collections()
    }
    own: dict[str, Callable[[str], str]] = {
        "collection": lambda value: titles.get(value, value),
        "language": known["spoken"],
        "type": known["kind_of_file"],
    }
    plain = own.get(facet, str)
    return partial(_label_of, frame, plain)


def _label_of(frame: Frame, plain: Callable[[str], str], value: str) -> str:
    return frame.say("not stated") if value == UNKNOWN else plain(value)


@router.get("/search/export.{form}", dependencies=_SEARCH)
def export_search(
    form: Literal["csv", "bib", "json"], frame: FrameOf, store: WarmStore, wanted: WantedOf
) -> Response:
    """All hits as CSV, or their documents as BibTeX or CSL-JSON."""
    if not wanted.q:
        raise UsageError("there is nothing to take along: search for something first")
    hits = _find(frame, store, wanted).hits
    documents = list({hit.document.id: hit.document for hit in hits}.values())
    data = {
        "csv": lambda: export_hits(hits, frame.language).encode("utf-8-sig"),
        "bib": lambda: export_bibtex(documents).encode(),
        "json": lambda: export_csl(documents).encode(),
    }[form]()
    headers = {"Content-Disposition": f'attachment; filename="samklang-search.{form}"'}
    return Response(data, media_type=_MEDIA[form], headers=headers)


@router.post("/search/saved", dependencies=[*_SEARCH, Depends(checked)])
def keep_search(
    frame: FrameOf,
    name: Annotated[str, Form(min_length=1, max_length=200)],
    query: Annotated[str, Form(max_length=4000)],
) -> Response:
    """Keep a search under a name and go back to it."""
    known = query.partition("?")[2]
    frame.store.catalog.keep_search(" ".join(name.split()), known)
    return RedirectResponse(f"/search?{known}", status_code=303)


@router.post("/search/saved/{number}/forget", dependencies=[*_SEARCH, Depends(checked)])
def forget_search(number: int, frame: FrameOf) -> Response:
    """Remove a search that was kept."""
    frame.store.catalog.forget_search(number)
    return RedirectResponse("/search", status_code=303)
