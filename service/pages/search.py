"""Searching: hits with their words marked, facets, saved searches, and lists to take along."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Form, Response
from fastapi.responses import RedirectResponse

from corpus.errors import UsageError
from corpus.records import Hit
from corpus.store import Store
from pipeline.export.references import export_bibtex, export_csl, export_hits
from pipeline.retrieve import retrieve
from service.auth import Action
from service.deps import WarmStore, leave_to, searchable
from service.pages.filters import filters_of
from service.pages.forgery import checked
from service.pages.frame import Frame, FrameOf
from service.pages.marking import mark_words, stems_of
from service.pages.narrowing import FACETS, UNKNOWN, Choice, Wanted, WantedOf, choices
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


@router.get("/search", dependencies=_SEARCH)
def show_search(frame: FrameOf, store: WarmStore, wanted: WantedOf) -> Response:
    """What was found, twenty to a page, with what it can be narrowed down by."""
    hits = _find(frame, store, wanted) if wanted.q else []
    sheet, pages = sheet_of(hits, wanted.page, _PER_PAGE)
    stems = stems_of(wanted.q)
    one_document = store.catalog.document(wanted.document) if wanted.document else None
    return frame.show(
        "search.html",
        wanted=wanted,
        hits=[(hit, mark_words(hit.passage.text, stems, hit.passage.language)) for hit in sheet],
        count=len(hits),
        most=_MOST,
        pages=pages,
        facets=_facets(frame, store, wanted, hits),
        sorts=_SORTS,
        one_document=one_document,
        saved=store.catalog.searches(),
        empty=not store.catalog.active_versions(),
    )


def _find(frame: Frame, store: Store, wanted: Wanted) -> list[Hit]:
    """The hundred best hits, in the order that is wanted."""
    known = {one.id for one in store.catalog.collections()}
    shelves = searchable(
        store,
        frame.user,
        action=Action.SEARCH,
        wanted=[one for one in wanted.collection if one in known],
    )
    found = retrieve(store, wanted.q, collections=shelves, admit=wanted.admits, limit=_MOST)
    return _sorted(found.hits, wanted.sort)


def _facets(
    frame: Frame, store: Store, wanted: Wanted, hits: Sequence[Hit]
) -> list[tuple[str, list[Choice]]]:
    """What there is to choose of each facet, counted under the limits of all the others."""
    listed = []
    for facet in FACETS:
        found = hits
        if wanted.q and wanted.chosen(facet):
            found = _find(frame, store, wanted.without(facet))
        all_but_one, all_of_them = ([one.document for one in some] for some in (found, hits))
        label = _label(frame, facet)
        listed.append((facet, choices(wanted, facet, all_but_one, all_of_them, label)))
    return listed


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
    titles = {one.id: one.title_in(frame.language) for one in frame.store.catalog.collections()}
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
    hits = _find(frame, store, wanted)
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
