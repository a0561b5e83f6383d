"""Paragraphs that go on in the next column or on the next page."""

from __future__ import annotations

import re

from corpus.records import BlockKind
from ingest.layout.shapes import Draft, Line

_CARRIED = (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)
_PASSED = (BlockKind.CAPTION, BlockKind.TABLE)
_SHORTEST_PROSE = 60
_LONGEST_LABEL = 25
_FURTHEST = 80
_SMALLER = 0.93
_END = re.compile(r"[.!?:…][”\"’')\]»]*\d{0,3}$")


def join_across(drafts: list[Draft]) -> list[Draft]:
    """Drafts in reading order, those cut by a column or page end made whole.

    Captions and tables in between stay on their side of the page border: before the paragraph
    when they stand on its first page, after it when on its last, so that pages divide the text.
    """
    joined: list[Draft] = []
    for draft in drafts:
        at = _open_end(joined, draft.cells[0][0].size)
        if at is not None and _goes_on(joined[at], draft) and _fits(joined, at, draft):
            _append(joined, at, draft)
        else:
            joined.append(draft)
    return joined


def _open_end(joined: list[Draft], size: float) -> int | None:
    """The last draft that is no caption, table, small print or label in a figure."""
    for back in range(1, min(len(joined), _FURTHEST) + 1):
        draft = joined[-back]
        if draft.kind not in _PASSED and not _is_aside(draft, size):
            return len(joined) - back if draft.kind in _CARRIED else None
    return None


def _is_aside(draft: Draft, size: float) -> bool:
    """Whether a draft is in smaller type, or a scrap such as the axes of a chart are made of."""
    if draft.kind is not BlockKind.PARAGRAPH:
        return False
    if draft.cells[0][0].size < _SMALLER * size:
        return True
    if len(draft.cells[0]) > 2:
        return False
    return sum(line.letters for line in draft.cells[0]) < _LONGEST_LABEL and not _END.search(
        draft.cells[0][-1].words[-1].text
    )


def _goes_on(open_draft: Draft, draft: Draft) -> bool:
    """Whether a draft continues an earlier one: same type, no full stop, no fresh start."""
    last, first = open_draft.cells[-1][-1], draft.cells[0][0]
    if draft.kind is not BlockKind.PARAGRAPH or not _moved_on(last, first):
        return False
    if abs(last.size - first.size) > 0.08 * last.size or last.bold != first.bold:
        return False
    if last.words[-1].broken:
        return True
    if _END.search(last.words[-1].text):
        return False
    if first.words[0].text.lstrip("”\"“'")[:1].islower() or first.words[0].text[0] == "(":
        return True
    turns_page = first.page != last.page or _is_full(open_draft)
    return open_draft.kind is BlockKind.PARAGRAPH and turns_page and _is_running(open_draft)


def _moved_on(last: Line, first: Line) -> bool:
    """Whether the text has gone to another column or page, so that the break means nothing."""
    if last.turned != first.turned or first.page - last.page not in (0, 1):
        return False
    return first.page != last.page or first.base < last.base or first.x0 > last.x1


def _is_full(draft: Draft) -> bool:
    """Whether the last line runs to the end of its column, so that the next word did not fit."""
    lines = draft.cells[-1]
    return lines[-1].x1 > max(line.x1 for line in lines) - lines[-1].size


def _is_running(draft: Draft) -> bool:
    """Whether the draft is prose that lacks its end, not a label or a line of its own."""
    return len(draft.lines) > 1 or draft.lines[0].letters > _SHORTEST_PROSE


def _fits(joined: list[Draft], at: int, draft: Draft) -> bool:
    """Whether what lies between can stand before or after the whole on its own page."""
    whole, between = joined[at], joined[at + 1 :]
    page = whole.cells[-1][-1].page
    if any(each.page != each.lines[-1].page for each in between):
        return False
    before = draft.page != page and any(each.page == page for each in between)
    return not before or whole.page == page


def _append(joined: list[Draft], at: int, draft: Draft) -> None:
    whole, between = joined[at], joined[at + 1 :]
    page = whole.cells[-1][-1].page
    before = [each for each in between if each.page == page and draft.page != page]
    after = [each for each in between if not (each.page == page and draft.page != page)]
    whole.cells[-1].extend(draft.cells[0])
    joined[at:] = [*before, whole, *after]
