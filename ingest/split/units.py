"""From blocks to the pieces that may be packed into passages."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from corpus.records import BlockKind, Interval, Page, Reading
from corpus.text import LIST_MARKER
from ingest.split.sentences import cut_long, sentences_of, trimmed

# Soft size of a passage in characters: about 200 tokens, the size at which the field notes
# measured the embedding engine, and short enough to be read as one citation.
TARGET = 700
# Beyond this a passage of several sentences is never made.
HARD_MAXIMUM = 1_200
# A "heading" of more characters than this is a paragraph in large type, or a reading error.
LONGEST_HEADING = 300

# A caption below this is a label in a figure or map ("Mt CO2", "North Sea"); so is a paragraph,
# unless a stop, colon or figure says that it states something ("Funder: Vinnova").
LONGEST_LABEL = 25
_STATES = re.compile(r"[.!?:;…\d]")

_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Unit:
    """A block, or a part of one that ends at sentence borders.

    ``number`` is the 1-based block number, ``page`` that of the block; ``pieces`` are where it
    may be cut, and hold all of it but the marker of a list item; none for a heading.
    """

    kind: BlockKind
    number: int
    start: int
    end: int
    pieces: tuple[Interval, ...]
    level: int = 0
    page: int | None = None


class PageFinder:
    """Which page of the body text an offset lies on. Pages without body text do not count."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self.pages = sorted((page for page in pages if page.start < page.end), key=_start_of)
        self._starts = [page.start for page in self.pages]
        self.numbered = {page.number: page for page in pages}

    def page(self, offset: int) -> Page | None:
        """The page an offset of the body lies on; None for formats without pages."""
        return self.pages[max(0, self.index(offset))] if self.pages else None

    def index(self, offset: int) -> int:
        """Position among the pages with text; -1 when there are none before the offset."""
        return bisect_right(self._starts, offset) - 1

    def distance(self, start: int, end: int) -> int:
        """How many page numbers lie between the ends of ``[start, end)``, pictures counted in."""
        first, last = self.page(start), self.page(end - 1)
        return last.number - first.number if first and last else 0

    def parts(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """``[start, end)`` cut at the page borders inside it."""
        inner = self._starts[self.index(start) + 1 : self.index(end - 1) + 1]
        return pairwise((start, *inner, end))


def _start_of(page: Page) -> int:
    return page.start


def units_of(
    reading: Reading, kinds: Iterable[BlockKind], *, language: str, finder: PageFinder
) -> Iterator[Unit]:
    """One unit for each block of the given kinds that holds anything but white space."""
    wanted = frozenset(kinds)
    for number, block in enumerate(reading.blocks, start=1):
        if block.kind not in wanted:
            continue
        whole = trimmed(reading.text, block.start, block.end)
        if whole.start == whole.end:
            continue
        kind = BlockKind.PARAGRAPH if _no_heading(block.kind, whole, finder) else block.kind
        pieces = _pieces(reading.text, kind, whole, language=language)
        short = tuple(_within_two_pages(reading.text, pieces, finder))
        unit = Unit(kind, number, whole.start, whole.end, short, max(1, block.level), block.page)
        yield from _page_by_page(unit, finder)


def _page_by_page(unit: Unit, finder: PageFinder) -> Iterator[Unit]:
    """The unit cut where a sentence begins on a new page; one that runs over stays whole.

    So a passage lies on the page it names, but for the sentence that ends on the next one.
    """
    begun = [
        list(pieces) for _, pieces in groupby(unit.pieces, key=lambda p: finder.index(p.start))
    ]
    if len(begun) < 2:
        yield unit
    else:
        yield from (_part(unit, pieces) for pieces in begun)


def _no_heading(kind: BlockKind, whole: Interval, finder: PageFinder) -> bool:
    """Whether a block called a heading is too long to be one."""
    too_long = whole.end - whole.start > LONGEST_HEADING
    too_wide = finder.distance(whole.start, whole.end) > 1
    return kind is BlockKind.HEADING and (too_long or too_wide)


def _pieces(text: str, kind: BlockKind, whole: Interval, *, language: str) -> tuple[Interval, ...]:
    if kind is BlockKind.HEADING:
        return ()
    if kind is BlockKind.TABLE:
        return tuple(_rows(text, whole))
    start = whole.start
    if kind is BlockKind.LIST_ITEM and (marker := LIST_MARKER.match(text, start, whole.end)):
        start = marker.end()
    local = sentences_of(text[start : whole.end], language)
    return tuple(Interval(start + s.start, start + s.end) for s in local)


def _rows(text: str, whole: Interval) -> Iterator[Interval]:
    start = whole.start
    for line in text[whole.start : whole.end].splitlines(keepends=True):
        row = trimmed(text, start, start + len(line))
        if row.start < row.end:
            yield from cut_long(text, row)
        start += len(line)


def _within_two_pages(
    text: str, pieces: Iterable[Interval], finder: PageFinder
) -> Iterator[Interval]:
    """The pieces; one that touches more than two pages is cut at every page border."""
    for piece in pieces:
        if finder.distance(piece.start, piece.end) <= 1:
            yield piece
            continue
        for start, end in finder.parts(piece.start, piece.end):
            part = trimmed(text, start, end)
            if part.start < part.end:
                yield part


def parts_of(unit: Unit) -> list[Unit]:
    """The unit in parts of whole sentences, of about equal length and near the target size.

    A unit of one sentence comes back alone.
    """
    count = math.ceil((unit.end - unit.start) / TARGET)
    size = (unit.end - unit.start) / max(2, count)
    parts: list[list[Interval]] = [[]]
    for piece in unit.pieces:
        if parts[-1] and (piece.start + piece.end) / 2 > unit.start + size * len(parts):
            parts.append([])
        parts[-1].append(piece)
    return [_part(unit, part) for part in parts]


def _part(unit: Unit, pieces: Sequence[Interval]) -> Unit:
    """Some pieces of a unit; with the first of them goes the marker of a list item."""
    first = pieces[0] == unit.pieces[0]
    start, end = unit.start if first else pieces[0].start, pieces[-1].end
    return Unit(unit.kind, unit.number, start, end, tuple(pieces), unit.level, unit.page)


def quotable(text: str, unit: Unit) -> Iterator[Interval]:
    """The sentences of a unit: its pieces, but for what nobody would quote.

    That is a piece of fewer than two words, and a label in a picture. One word is enough for
    what another text completes: a table row, a list item, the lead-in of a list. What is left
    out is in the passage all the same.
    """
    if _is_label(text, unit):
        return
    completed = unit.kind in (BlockKind.TABLE, BlockKind.LIST_ITEM)
    for piece in unit.pieces:
        fewest = 1 if completed or text[piece.end - 1] == ":" else 2
        if len(_WORD.findall(text, piece.start, piece.end)) >= fewest:
            yield piece


def _is_label(text: str, unit: Unit) -> bool:
    """Whether a unit is a scrap: a short caption, or a short paragraph that states nothing."""
    if unit.end - unit.start >= LONGEST_LABEL:
        return False
    scrap = unit.kind is BlockKind.PARAGRAPH and not _STATES.search(text, unit.start, unit.end)
    return scrap or unit.kind is BlockKind.CAPTION
