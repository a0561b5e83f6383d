"""Plain text: paragraphs from blank lines, and from the way lines are broken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from corpus.records import BlockKind, Reading
from ingest.markup.compose import BULLET, Piece, compose
from ingest.markup.guess import guess_headings
from ingest.sniff import TEXT, decode_text

_ITEM = re.compile(r"\s*(?:(?P<bullet>[-*•●–])|(?P<number>\(?(?:\d{1,2}|[a-z])[.)]))\s+(?=\S)")
# No one wraps lines by hand beyond this: longer lines are paragraphs as they stand.
_WIDEST_WRAP = 120


def read_text(path: Path) -> Reading:
    """A plain text file; lines of one paragraph are joined by a space.

    Raises:
        UnknownFormatError: the bytes are no text.
    """
    text = decode_text(path.read_bytes()).replace("\f", "\n\n")
    return compose(guess_headings(_pieces(text)), media_type=TEXT)


def _pieces(text: str) -> Iterator[Piece]:
    widest = max(map(len, text.splitlines()), default=0)
    for part in re.split(r"\n[ \t]*\n", text):
        for lines in _paragraphs(part.splitlines(), wrapped=widest <= _WIDEST_WRAP):
            yield _piece(lines)


def _paragraphs(lines: list[str], *, wrapped: bool) -> Iterator[list[str]]:
    """Runs of lines: a list item opens one, and so does every line of unwrapped text."""
    run: list[str] = []
    for line in lines:
        if run and (_ITEM.match(line) or not wrapped):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _piece(lines: list[str]) -> Piece:
    text = " ".join(" ".join(lines).split())
    item = _ITEM.match(text)
    if item is None:
        return Piece(BlockKind.PARAGRAPH, text)
    marker = BULLET if item["bullet"] else item[0]
    return Piece(BlockKind.LIST_ITEM, marker + text[item.end() :], 1)
