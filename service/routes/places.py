"""A place in a document: its text and its page image, with an interval marked."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.responses import HTMLResponse

from corpus.errors import NotFoundError, UsageError
from corpus.records import Document, Interval
from corpus.store import Store
from corpus.text import locate
from ingest.render import Rect, render_page
from service.auth import Action
from service.deps import StoreOf, UserOf, VersionOf, open_document
from service.etags import NOT_MODIFIED, caching, is_known, not_modified, tagged, weak_tag
from service.marked import marked_html
from service.schemas import TextResponse

router = APIRouter(prefix="/api/documents/{document_id}", tags=["documents"])

OffsetOf = Annotated[
    int | None, Query(ge=0, le=2**31, description="code points of the canonical text, half-open")
]
# Code points shown on each side of an interval: about the page around it.
_AROUND = 1500


@router.get(
    "/text",
    summary="Text with an interval marked",
    response_model=TextResponse,
    responses={200: {"content": {"text/html": {}}}, **NOT_MODIFIED},
)
def read_text(
    document_id: str,
    store: StoreOf,
    user: UserOf,
    *,
    request: Request,
    start: OffsetOf = None,
    end: OffsetOf = None,
    version: VersionOf = None,
    accept: Annotated[str, Header()] = "application/json",
) -> Response:
    """The canonical text of an interval with what stands around it; without one, all of it.

    With ``Accept: text/html``: the whole text as a page, the interval in ``<mark>``.
    """
    document = open_document(
        store, user, action=Action.READ, document_id=document_id, version=version
    )
    text = store.catalog.text(document.id, document.version)
    interval = interval_in(start, end, len(text))
    if "text/html" in accept:
        blocks = store.catalog.blocks(document.id, document.version)
        page = marked_html(document, text, blocks, interval)
        headers = caching(weak_tag("html", page), immutable=False) | {"Vary": "Accept"}
        if is_known(request, headers["ETag"]):
            return not_modified(headers)
        return HTMLResponse(page, headers=headers)
    told = _text_response(store, document, text, interval or Interval(0, len(text)))
    answer = tagged(request, told)
    answer.headers["Vary"] = "Accept"
    return answer


def _text_response(store: Store, document: Document, text: str, interval: Interval) -> TextResponse:
    start, end = interval.start, interval.end
    newest = store.catalog.active_versions().get(document.id)
    return TextResponse(
        document_id=document.id,
        version=document.version,
        start=start,
        end=end,
        text=text[start:end],
        before=text[max(start - _AROUND, 0) : start],
        after=text[end : end + _AROUND],
        newest_version=newest,
        in_newest=still_stands(store, document, text[start:end], newest),
    )


def still_stands(store: Store, document: Document, quote: str, newest: int | None) -> bool:
    """Whether the newest version (None: there is none any more) still has these words."""
    if newest is None or newest == document.version:
        return newest is not None
    return bool(locate(quote, store.catalog.text(document.id, newest)))


def interval_in(start: int | None, end: int | None, length: int) -> Interval | None:
    """The interval asked for of a text of so many code points; None when none was.

    Raises:
        UsageError: only one of its ends was given.
        NotFoundError: it is not in the text.
    """
    if start is None and end is None:
        return None
    if start is None or end is None:
        raise UsageError("an interval has two ends: give both start and end, or neither")
    if not start < end <= length:
        raise NotFoundError(
            f"interval {start}-{end} of {length}: the text has {length} code points, "
            "and start lies before end"
        )
    return Interval(start, end)


@router.get(
    "/pages/{number}.png",
    summary="Page image with an interval marked",
    response_class=Response,
    responses={200: {"content": {"image/png": {}}}, **NOT_MODIFIED},
)
def read_page_image(
    document_id: str,
    number: int,
    store: StoreOf,
    user: UserOf,
    *,
    request: Request,
    start: OffsetOf = None,
    end: OffsetOf = None,
    version: VersionOf = None,
) -> Response:
    """The page (1-based, as a viewer counts) with the words of the interval marked on it."""
    document = open_document(
        store, user, action=Action.READ, document_id=document_id, version=version
    )
    pages = store.catalog.pages(document.id, document.version)
    if document.media_type != "application/pdf" or not 1 <= number <= len(pages):
        raise NotFoundError(
            f'page {number} of {len(pages)}: "{document.filename}" has no such page'
        )
    text = store.catalog.text(document.id, document.version)
    rects = marked_rects(store, document, number, interval_in(start, end, len(text)))
    # weak: another release of the renderer may colour an edge differently
    headers = caching(weak_tag(document.sha256, number, rects), immutable=version is not None)
    if is_known(request, headers["ETag"]):
        return not_modified(headers)
    image = _draw(request, document, number, rects)
    return Response(image, media_type="image/png", headers=headers)


def marked_rects(
    store: Store, document: Document, page: int, interval: Interval | None
) -> list[Rect]:
    """The boxes of the interval's words on a page, in points from its top-left corner."""
    boxes = store.catalog.boxes(document.id, document.version, page)
    if boxes is None or interval is None:
        return []
    inside = (boxes.spans[:, 0] < interval.end) & (boxes.spans[:, 1] > interval.start)
    return [(x0, y0, x1, y1) for x0, y0, x1, y1 in boxes.rects[inside].tolist()]


def _draw(request: Request, document: Document, page: int, rects: list[Rect]) -> bytes:
    """The PNG, drawn in a worker: pdfium is not safe in threads."""
    state = request.app.state
    store: Store = state.store
    # the pool starts its workers at first use, and two first uses would start two pools
    with state.drawing:
        drawn = state.pool.run(
            document.filename,
            render_page,
            store.original(document.sha256),
            page,
            rects=rects,
            password=store.settings.password,
        )
    image: bytes = drawn.result()
    return image
