"""From the characters of pages to the canonical text with its blocks, pages and boxes."""

from __future__ import annotations

from corpus.records import BlockKind
from ingest.layout.compose import Composed, compose
from ingest.layout.flow import join_across
from ingest.layout.footnotes import note_blocks, set_footnotes_apart
from ingest.layout.furniture import set_furniture_apart
from ingest.layout.glyphs import Glyphs
from ingest.layout.headings import Outline, mark_headings
from ingest.layout.labels import mark_labels
from ingest.layout.lines import make_sheet
from ingest.layout.order import in_reading_order
from ingest.layout.paragraphs import Measures, measure, split_column
from ingest.layout.shapes import Draft, Line, Sheet
from ingest.layout.tables import Row, groups_of, rows_of

__all__ = ["Composed", "Glyphs", "Outline", "Sheet", "lay_out", "make_sheet"]


def lay_out(sheets: list[Sheet], labels: list[str], outline: Outline) -> Composed:
    """The canonical text of the sheets, one for each page in order.

    The sheets are taken apart on the way. ``labels`` are the printed page labels; ``outline``
    maps a page number to its squeezed outline entries and their depths from 1.
    """
    set_furniture_apart(sheets)
    measures = measure(line for sheet in sheets for line in sheet.body)
    for sheet in sheets:
        set_footnotes_apart(sheet, measures.size)
    body = join_across(_body(sheets, measures, outline))
    _nest(body)
    notes = [draft for sheet in sheets for draft in note_blocks(sheet)]
    furniture = [
        Draft(BlockKind.FURNITURE, [[line]]) for sheet in sheets for line in sheet.furniture
    ]
    hidden = [Draft(BlockKind.HIDDEN, [sheet.hidden]) for sheet in sheets if sheet.hidden]
    return compose([*body, *notes, *furniture, *hidden], sheets, labels)


def _body(sheets: list[Sheet], measures: Measures, outline: Outline) -> list[Draft]:
    drafts: list[Draft] = []
    for sheet in sheets:
        for is_table, rows in in_reading_order(groups_of(rows_of(sheet.body))):
            if is_table:
                drafts.extend(Draft(BlockKind.TABLE, row) for row in rows)
            else:
                for row in rows:
                    drafts.extend(_column_drafts(row, measures))
    mark_labels(drafts, outline)
    mark_headings(drafts, measures, outline)
    return drafts


def _column_drafts(row: Row, measures: Measures) -> list[Draft]:
    return [draft for cell in row for draft in split_column(cell, measures)]


def _nest(drafts: list[Draft]) -> None:
    """Set the depth of list items by how far each is set in from the item before."""
    edges: list[float] = []
    for draft in drafts:
        if draft.kind is not BlockKind.LIST_ITEM:
            edges = []
            continue
        line: Line = draft.lines[0]
        while edges and line.x0 < edges[-1] - 0.5 * line.size:
            edges.pop()
        if not edges or line.x0 > edges[-1] + 0.5 * line.size:
            edges.append(line.x0)
        draft.level = min(len(edges), 6)
