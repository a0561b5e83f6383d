"""From drafts to the canonical text: one string, and where every word of it stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from unicodedata import is_normalized

import numpy as np

from corpus.records import BODY_KINDS, Block, Boxes, Page
from ingest.layout.shapes import Draft, Line, Rect, Sheet, Word

BETWEEN_BLOCKS = "\n\n"
BETWEEN_CELLS = " | "
# "klimat- och energifrågor": the hyphen stands for a left-out word and stays.
_SUSPENDING = frozenset(
    {
        *("och", "eller", "samt", "respektive"),
        *("and", "or", "to", "by", "versus"),
        *("und", "oder", "og", "et", "ou"),
    }
)


@dataclass(frozen=True, slots=True)
class Composed:
    """The canonical text with its blocks, pages and boxes."""

    text: str
    blocks: tuple[Block, ...]
    pages: tuple[Page, ...]
    boxes: tuple[Boxes, ...]


@dataclass(frozen=True, slots=True)
class _Placed:
    word: Word
    page: int
    ends_line: bool


@dataclass(slots=True)
class _Writer:
    """Grows the text and notes the interval, page and place of every word."""

    words: frozenset[str]
    parts: list[str] = field(default_factory=list)
    length: int = 0
    spans: defaultdict[int, list[tuple[int, int]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    rects: defaultdict[int, list[Rect]] = field(default_factory=lambda: defaultdict(list))

    def write(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def place(self, placed: _Placed, text: str) -> None:
        start = self.length
        self.write(text)
        self.spans[placed.page].append((start, self.length))
        self.rects[placed.page].append(placed.word.rect)


def compose(drafts: list[Draft], sheets: list[Sheet], labels: list[str]) -> Composed:
    """The canonical text of drafts that are in reading order: body, notes, furniture, hidden.

    Pages divide the body among them: each begins with its first word, and a page without body
    text is empty.
    """
    writer = _Writer(_vocabulary(drafts))
    blocks: list[Block] = []
    starts: dict[int, int] = {}
    body_end = 0
    for draft in drafts:
        if writer.length:
            writer.write(BETWEEN_BLOCKS)
        start, is_body = writer.length, draft.kind in BODY_KINDS
        for number, cell in enumerate(draft.cells):
            if number:
                writer.write(BETWEEN_CELLS)
            for page, offset in _write_words(writer, _flat(cell)):
                if is_body:
                    starts.setdefault(page, offset)
        blocks.append(Block(draft.kind, draft.page, start, writer.length, draft.level))
        body_end = writer.length if is_body else body_end
    return Composed(
        "".join(writer.parts),
        tuple(blocks),
        _pages(sheets, labels, starts=starts, body_end=body_end),
        _boxes(writer, sheets),
    )


def _flat(lines: list[Line]) -> list[_Placed]:
    return [
        _Placed(word, line.page, number == len(line.words) - 1)
        for line in lines
        for number, word in enumerate(line.words)
    ]


def _write_words(writer: _Writer, words: list[_Placed]) -> Iterator[tuple[int, int]]:
    """Write the words of a cell; yields the page and offset of each."""
    between = ""
    for placed, after in zip(words, [*words[1:], None], strict=True):
        writer.write(between)
        yield placed.page, writer.length
        text, between = _joint(placed, after.word if after else None, writer.words)
        writer.place(placed, text)


def _joint(placed: _Placed, after: Word | None, vocabulary: frozenset[str]) -> tuple[str, str]:
    """A word as it is written, and what comes between it and the next one."""
    word = placed.word
    if after is None:
        return word.text + ("-" if word.broken else ""), ""
    if word.broken or (placed.ends_line and len(word.text) > 1 and word.text[-1] in "-\u2010"):
        return _hyphenated(word, after.text, vocabulary)
    if after.glued and not placed.ends_line:
        return word.text, "" if is_normalized("NFC", word.text + after.text) else " "
    range_goes_on = word.text[-1] == "–" and word.text[-2:-1].isdigit() and after.text[0].isdigit()
    return word.text, "" if range_goes_on and placed.ends_line else " "


def _hyphenated(word: Word, after: str, vocabulary: frozenset[str]) -> tuple[str, str]:
    """A word with a hyphen at its line end: closed up, kept, or kept with a space."""
    stem = word.text if word.broken else word.text[:-1]
    if not (stem[-1].isalpha() and after[0].isalpha()):
        return stem + "-", ""
    if _bare(after) in _SUSPENDING:
        return stem + "-", " "
    if _bare(f"{stem}-{after}") in vocabulary:
        return stem + "-", ""
    if _bare(stem + after) in vocabulary:
        return stem, ""
    capital = after[0].isupper() and not (stem[-1].isupper() and after[:2].isupper())
    return (stem + "-", "") if capital else (stem, "")


def _bare(text: str) -> str:
    return text.lower().strip(".,;:!?()[]”“\"'»«")


def _vocabulary(drafts: list[Draft]) -> frozenset[str]:
    """The words that stand whole inside a line somewhere in the document, without case."""
    return frozenset(
        _bare(word.text)
        for draft in drafts
        for line in draft.lines
        for word in line.words
        if not word.broken
    )


def _pages(
    sheets: list[Sheet], labels: list[str], *, starts: dict[int, int], body_end: int
) -> tuple[Page, ...]:
    """The pages in order, each from its first body word to the next page's first."""
    edges: list[int] = [body_end]
    for sheet in reversed(sheets):
        edges.append(min(starts.get(sheet.number, edges[-1]), edges[-1]))
    edges[-1] = 0
    edges.reverse()
    return tuple(
        Page(sheet.number, label, start, end, sheet.width, sheet.height)
        for sheet, label, (start, end) in zip(sheets, labels, pairwise(edges), strict=True)
    )


def _boxes(writer: _Writer, sheets: list[Sheet]) -> tuple[Boxes, ...]:
    return tuple(
        Boxes(
            sheet.number,
            np.array(writer.spans[sheet.number], np.int32).reshape(-1, 2),
            np.array(writer.rects[sheet.number], np.float32).reshape(-1, 4),
        )
        for sheet in sheets
    )
