"""What a text without marks for it shows by its shape: headings, and furniture of lost pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.records import BlockKind
from ingest.markup.compose import Piece

# Running headers of a scanned report come dozens of times (13 to 132 in ten city plans); labels
# that an author repeats, seldom more than ten.
_REPEATS = 12
_LONGEST_FURNITURE = 60
_LONGEST_HEADING = 80
_SHORTEST_BODY = 150


def set_furniture_apart(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces, with the running headers and page numbers of a scanned original as furniture.

    A short paragraph without closing punctuation that comes again and again is a running header;
    a document that has them has page numbers too, and rows of tables that are headers.
    """
    found = list(pieces)
    counts = Counter(p.text for p in found if p.kind is BlockKind.PARAGRAPH and _is_label(p))
    running = {text for text, count in counts.items() if count >= _REPEATS}
    if not running:
        return found
    return [
        replace(p, kind=BlockKind.FURNITURE, level=0) if _is_furniture(p, running) else p
        for p in found
    ]


def _is_label(piece: Piece) -> bool:
    return len(piece.text) <= _LONGEST_FURNITURE and not piece.text.endswith((".", ":", "?", "!"))


def _is_furniture(piece: Piece, running: set[str]) -> bool:
    if piece.kind not in {BlockKind.PARAGRAPH, BlockKind.TABLE}:
        return False
    number = piece.kind is BlockKind.PARAGRAPH and piece.text.isdigit() and len(piece.text) <= 3
    return number or piece.text in running


def guess_headings(pieces: Iterable[Piece]) -> Sequence[Piece]:
    """The pieces; where none is a heading, short lines before long paragraphs become headings.

    The first piece of the document gets level 1, all others level 2.
    """
    found = list(pieces)
    if any(piece.kind is BlockKind.HEADING for piece in found):
        return found
    for place in range(len(found) - 2, -1, -1):
        if _could_head(found[place]) and _opens_section(found[place + 1]):
            found[place] = replace(found[place], kind=BlockKind.HEADING, level=2 if place else 1)
    return found


def _opens_section(after: Piece) -> bool:
    """Whether what follows a short line is a heading itself or text long enough to have one."""
    long = after.kind is BlockKind.PARAGRAPH and len(after.text) >= _SHORTEST_BODY
    return long or after.kind is BlockKind.HEADING


def _could_head(piece: Piece) -> bool:
    text = piece.text
    return (
        piece.kind is BlockKind.PARAGRAPH
        and 3 <= len(text) <= _LONGEST_HEADING
        and (text[0].isupper() or text[0].isdigit())
        and (text[-1].isalnum() or text[-1] in ")?")
        and any(map(str.isalpha, text))
    )
