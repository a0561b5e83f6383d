"""Labels in charts, maps and pictures: many scraps of text in a row, none of them a heading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby, pairwise

from corpus.records import BlockKind
from ingest.layout.headings import Outline, squeeze
from ingest.layout.shapes import Draft

# Real headings come one to three in a row; what a chart is lettered with comes by the dozen.
_FEWEST = 4
# Under one another in one column, as "Chapter I / General provisions / Article 1 / Subject".
_FEWEST_STACKED = 8
_LONGEST = 25
_STOP = re.compile(r"[.!?:;…][”\"’')\]»]*$")


def mark_labels(drafts: list[Draft], outline: Outline) -> None:
    """Turn runs of four or more scraps on a page into captions; of eight when in one column.

    A scrap is a paragraph of fewer than 25 characters that ends no sentence and is not in the
    outline. A first one in larger type than all the others is the picture's title, and stays.
    """
    for run in _runs(drafts, outline):
        sizes = [max(line.size for line in draft.lines) for draft in run]
        titled = sizes[0] > 1.1 * max(sizes[1:], default=sizes[0])
        labels = run[1:] if titled else run
        if len(labels) >= (_FEWEST_STACKED if _are_stacked(run) else _FEWEST):
            for draft in labels:
                draft.kind = BlockKind.CAPTION


def _runs(drafts: list[Draft], outline: Outline) -> Iterator[list[Draft]]:
    """Scraps that follow each other on one page."""
    for (_, is_scrap), run in groupby(drafts, lambda each: (each.page, _is_scrap(each, outline))):
        if is_scrap:
            yield list(run)


def _are_stacked(run: list[Draft]) -> bool:
    """Whether each stands below the one before it, and partly beneath it."""
    for above, below in pairwise(run):
        last, first = above.lines[-1], below.lines[0]
        beneath = first.x0 < last.x1 and last.x0 < first.x1 and last.base < first.base
        if not beneath or last.turned != first.turned:
            return False
    return True


def _is_scrap(draft: Draft, outline: Outline) -> bool:
    text = draft.text
    if draft.kind is not BlockKind.PARAGRAPH or len(text) >= _LONGEST or _STOP.search(text):
        return False
    return squeeze(text) not in outline.get(draft.page, {})
