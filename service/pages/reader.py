"""The reader: a page's picture and its text, a quote or searched words marked in both."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import Annotated

from fastapi import APIRouter, Query, Response

from corpus.errors import NotFoundError
from corpus.records import BlockKind, Document, Interval
from service.auth import Action
from service.deps import VersionOf, open_document
from service.pages.filters import address
from service.pages.frame import Frame, FrameOf
from service.pages.sheets import Sheet, headings_of, sheet_at, sheets_of, show_blocks
from service.routes.places import OffsetOf, interval_in, still_stands

router = APIRouter(prefix="/documents/{document_id}")

_MOST_PLACES = 200


@dataclass(frozen=True, slots=True)
class Opened:
    """A version opened for reading, cut into sheets."""

    document: Document
    text: str
    sheets: list[Sheet]

    @property
    def has_images(self) -> bool:
        """Whether its pages can be shown as pictures."""
        return self.document.media_type == "application/pdf"


def _open(frame: Frame, document_id: str, version: int | None) -> Opened:
    catalog = frame.store.catalog
    document = open_document(
        frame.store, frame.user, action=Action.READ, document_id=document_id, version=version
    )
    own = (document.id, document.version)
    return Opened(
        document, catalog.text(*own), sheets_of(catalog.blocks(*own), catalog.pages(*own))
    )


@router.get("/read")
def read(
    document_id: str,
    frame: FrameOf,
    *,
    version: VersionOf = None,
    page: Annotated[int | None, Query(ge=1, le=100_000)] = None,
    start: OffsetOf = None,
    end: OffsetOf = None,
    q: Annotated[str, Query(max_length=300)] = "",
) -> Response:
    """One page of a document beside its outline; the places of ``q`` are listed and marked."""
    opened = _open(frame, document_id, version)
    quote = interval_in(start, end, len(opened.text))
    places = _places(opened, q) if q.strip() else []
    number = page or _first(opened, quote, places)
    if number > len(opened.sheets):
        raise NotFoundError(
            f'page {number} of {len(opened.sheets)}: "{opened.document.title}" has '
            f"{len(opened.sheets)} pages"
        )
    sheet = opened.sheets[number - 1]
    blocks = (block for one in opened.sheets for block in one.blocks)
    return frame.show(
        "reader.html",
        document=opened.document,
        newest=frame.store.catalog.active_versions().get(opened.document.id),
        sheet=sheet,
        sheets=len(opened.sheets),
        blocks=show_blocks(opened.text, sheet, [quote] if quote else places),
        outline=[
            (one, sheet_at(opened.sheets, one.start))
            for one in headings_of(opened.text, [b for b in blocks if b.kind is BlockKind.HEADING])
        ],
        image=_image(opened, number, quote, places),
        quote=quote,
        q=q,
        places=[(sheet_at(opened.sheets, one.start), *_around(opened.text, one)) for one in places],
        most_places=_MOST_PLACES,
    )


def _first(opened: Opened, quote: Interval | None, places: list[Interval]) -> int:
    wanted = quote or (places[0] if places else None)
    return sheet_at(opened.sheets, wanted.start) if wanted else 1


def _places(opened: Opened, words: str) -> list[Interval]:
    """Where the letters stand, in order; case and white space make no difference."""
    wanted = re.compile(r"\s+".join(map(re.escape, words.split())), re.IGNORECASE)
    found = islice(wanted.finditer(opened.text), _MOST_PLACES)
    return [Interval(*match.span()) for match in found]


def _around(text: str, place: Interval) -> tuple[str, str, str]:
    """A place with a few words on each side."""
    before = text[max(0, place.start - 60) : place.start].rpartition("\n")[2]
    after = text[place.end : place.end + 60].partition("\n")[0]
    return before, text[place.start : place.end], after


def _image(
    opened: Opened, number: int, quote: Interval | None, places: list[Interval]
) -> str | None:
    """The address of the page's picture, with what is marked on it."""
    if not opened.has_images:
        return None
    marked = quote or next((p for p in places if sheet_at(opened.sheets, p.start) == number), None)
    return address(
        f"/api/documents/{opened.document.id}/pages/{number}.png",
        version=opened.document.version,
        start=marked.start if marked else None,
        end=marked.end if marked else None,
    )


@router.get("/place")
def show_place(
    document_id: str,
    frame: FrameOf,
    *,
    version: VersionOf = None,
    start: OffsetOf = None,
    end: OffsetOf = None,
) -> Response:
    """A quote at its place, to be shown beside an answer: picture and text of its page."""
    opened = _open(frame, document_id, version)
    quote = interval_in(start, end, len(opened.text))
    number = sheet_at(opened.sheets, quote.start if quote else 0)
    sheet = opened.sheets[number - 1]
    newest = frame.store.catalog.active_versions().get(opened.document.id)
    return frame.show(
        "place.html",
        document=opened.document,
        newest=newest,
        stands=quote is not None
        and still_stands(
            frame.store, opened.document, opened.text[quote.start : quote.end], newest
        ),
        sheet=sheet,
        sheets=len(opened.sheets),
        blocks=show_blocks(opened.text, sheet, [quote] if quote else []),
        image=_image(opened, number, quote, []),
        quote=quote,
    )
