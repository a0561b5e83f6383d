"""A document cut into what a reader turns: its pages, or parts of a text without pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from corpus.records import Block, BlockKind, Interval, Page
from corpus.text import LIST_MARKER
from service.pages.marking import mark_spans

# code points of a part of a text without pages: about three printed pages
_PART = 9000
_ASIDE = frozenset({BlockKind.FURNITURE, BlockKind.HIDDEN})


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page (or part): its number from 1, its printed label, its blocks.

    ``width`` and ``height`` are PDF points; 0 without pages.
    """

    number: int
    label: str
    blocks: tuple[Block, ...]
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the outline. ``start`` is in code points of the canonical text."""

    text: str
    level: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A block with its words escaped and marked.

    ``bulleted``: an item of a list that begins with a bullet or number of its own.
    """

    kind: str
    level: int
    html: Markup
    bulleted: bool = False


def sheets_of(blocks: Sequence[Block], pages: Sequence[Page]) -> list[Sheet]:
    """The sheets in order; every block is on one. At least one sheet, if an empty one."""
    if pages:
        held: dict[int | None, list[Block]] = {page.number: [] for page in pages}
        for block in blocks:
            held.setdefault(block.page, []).append(block)
        return [
            Sheet(p.number, p.label, tuple(held[p.number]), round(p.width), round(p.height))
            for p in pages
        ]
    parts: list[list[Block]] = [[]]
    for block in blocks:
        begun = parts[-1][0].start if parts[-1] else block.start
        if block.end - begun > _PART and parts[-1]:
            parts.append([])
        parts[-1].append(block)
    return [Sheet(number, "", tuple(part)) for number, part in enumerate(parts, start=1)]


def sheet_at(sheets: Sequence[Sheet], offset: int) -> int:
    """The number of the sheet on which a place of the canonical text stands."""
    for sheet in sheets:
        if any(block.start <= offset < block.end for block in sheet.blocks):
            return sheet.number
    return 1


def show_blocks(text: str, sheet: Sheet, marks: Sequence[Interval]) -> list[ShownBlock]:
    """The blocks of a sheet, the intervals in ``<mark>``, the first with the id ``quote``."""
    shown = []
    marked = False
    for block in sheet.blocks:
        inside = [
            Interval(
                max(one.start, block.start) - block.start, min(one.end, block.end) - block.start
            )
            for one in marks
            if one.overlaps(Interval(block.start, block.end))
        ]
        name = "quote" if inside and not marked else None
        marked = marked or bool(inside)
        said = text[block.start : block.end]
        words = mark_spans(said, inside, first_id=name)
        kind = "aside" if block.kind in _ASIDE else block.kind.value
        bulleted = bool(LIST_MARKER.match(said.lstrip()))
        shown.append(ShownBlock(kind, min(max(block.level, 1), 4), words, bulleted))
    return shown


def headings_of(text: str, blocks: Sequence[Block]) -> list[Heading]:
    """The headings in order; their levels begin at 1 and never skip one."""
    found: list[Heading] = []
    for block in blocks:
        words = " ".join(text[block.start : block.end].split())
        level = min(max(block.level, 1), 4)
        deepest = found[-1].level + 1 if found else 1
        if words:
            found.append(Heading(words, min(level, deepest), block.start, block.end))
    return found
