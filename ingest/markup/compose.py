"""From pieces of rendered text, in reading order, to canonical text with blocks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.records import Block, BlockKind, Properties, Reading

CELL = " | "
BULLET = "• "
# Where a block stands in the canonical text: body, footnotes, furniture, hidden text.
_ORDER = {BlockKind.FOOTNOTE: 1, BlockKind.FURNITURE: 2, BlockKind.HIDDEN: 3}
# Control characters, the byte order mark and zero-width space: nothing a reader sees.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ufeff\u200b\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Piece:
    """The text of a block before it has a place; ``level`` as in ``Block``."""

    kind: BlockKind
    text: str
    level: int = 0


def flowing(text: str) -> str:
    """Text with each run of white space as one space, as a browser shows it."""
    return " ".join(text.split())


def row_of(cells: Iterable[str]) -> str:
    """A table row without the empty cells at its ends; empty when no cell says anything."""
    texts = [flowing(cell) for cell in cells]
    filled = [place for place, text in enumerate(texts) if text]
    return CELL.join(texts[filled[0] : filled[-1] + 1]) if filled else ""


def compose(
    pieces: Iterable[Piece],
    *,
    media_type: str,
    properties: Properties | None = None,
    warnings: tuple[str, ...] = (),
) -> Reading:
    """The canonical text (NFC) of the pieces: body, then footnotes, furniture, hidden text."""
    texts: list[str] = []
    blocks: list[Block] = []
    position = 0
    for piece in sorted(pieces, key=lambda piece: _ORDER.get(piece.kind, 0)):
        text = unicodedata.normalize("NFC", _UNSEEN.sub("", piece.text)).strip()
        if not text:
            continue
        blocks.append(Block(piece.kind, None, position, position + len(text), piece.level))
        texts.append(text)
        position += len(text) + 2
    return Reading(
        media_type,
        "\n\n".join(texts),
        tuple(blocks),
        properties=properties or Properties(),
        warnings=warnings,
    )
