"""Markdown, by markdown-it: the text a reader sees, without the marks that make it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.records import BlockKind, Properties, Reading
from ingest.markup.compose import BULLET, Piece, compose, flowing, row_of
from ingest.markup.guess import guess_headings, set_furniture_apart
from ingest.markup.webpage import pieces_of_fragment
from ingest.sniff import MARKDOWN, decode_text

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^([A-Za-z_]+)[ \t]*:[ \t]*(.+?)[ \t]*$", re.MULTILINE)
# CommonMark knows no footnotes and would take a short one for the target of a link.
_NOTE_MARK = re.compile(r"\[\^([\w-]+)\]")
_NOTE = re.compile(r"\[\^([\w-]+)\]:\s*")
_DASHES = re.compile(r"[\s:|-]*-{2,}[\s:|-]*")
_BREAK = re.compile(r"<br\b", re.IGNORECASE)


def read_markdown(path: Path) -> Reading:
    """A Markdown file (CommonMark with tables) as rendered text.

    Emphasis, link targets, images and comments are no text; front matter becomes properties;
    footnotes (``[^1]: …``) become footnote blocks and their marks plain numbers.

    Raises:
        UnknownFormatError: the bytes are no text.
    """
    source = decode_text(path.read_bytes())
    properties = Properties()
    if front := _FRONT_MATTER.match(source):
        properties = _properties(front[1])
        source = source[front.end() :]
    pieces = guess_headings(set_furniture_apart(_pieces(_tokens(source))))
    return compose(pieces, media_type=MARKDOWN, properties=properties)


def _tokens(source: str) -> list[Token]:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    return parser.parse(_NOTE_MARK.sub(r"\\[^\1]", source))


def _properties(front: str) -> Properties:
    fields = {name.lower(): value.strip("\"'") for name, value in _FIELD.findall(front)}
    return Properties(
        title=fields.get("title"),
        publisher=fields.get("publisher") or fields.get("author"),
        published=fields.get("published") or fields.get("date"),
        language=fields.get("language") or fields.get("lang"),
    )


@dataclass(slots=True)
class _Place:
    """Where in lists and headings the token stream stands."""

    depth: int = 0
    marker: str = ""
    heading: int = 0

    def follow(self, token: Token) -> None:
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            self.depth += 1
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            self.depth -= 1
        elif token.type == "list_item_open":
            self.marker = f"{token.info}{token.markup} " if token.info else BULLET
        elif token.type == "heading_open":
            self.heading = int(token.tag[1])


def _pieces(tokens: Sequence[Token]) -> Iterator[Piece]:
    """The blocks of a token stream, in order."""
    place = _Place()
    stream = iter(tokens)
    for token in stream:
        if token.type == "tr_open":
            yield Piece(BlockKind.TABLE, _row(stream))
        elif token.type == "html_block":
            yield from pieces_of_fragment(token.content)
        elif token.type in {"inline", "fence", "code_block"}:
            yield _block(token, place)
            place.marker, place.heading = "", 0
        else:
            place.follow(token)


def _row(stream: Iterator[Token]) -> str:
    """The cells up to the end of the row; a second row of dashes, as OCR makes, says nothing."""
    inside = takewhile(lambda token: token.type != "tr_close", stream)
    cells = [_rendered(token) for token in inside if token.type == "inline"]
    return "" if _DASHES.fullmatch("".join(cells)) else row_of(cells)


def _block(token: Token, place: _Place) -> Piece:
    text = _rendered(token) if token.type == "inline" else token.content.rstrip()
    if place.heading:
        return Piece(BlockKind.HEADING, text, place.heading)
    if note := _NOTE.match(text):
        return Piece(BlockKind.FOOTNOTE, f"{note[1]} {_without_marks(text[note.end() :])}")
    text = _without_marks(text)
    if place.depth and text:
        return Piece(BlockKind.LIST_ITEM, place.marker + text, place.depth)
    return Piece(BlockKind.PARAGRAPH, text)


def _without_marks(text: str) -> str:
    return _NOTE_MARK.sub(r"\1", text)


def _rendered(token: Token) -> str:
    """The words of an inline token; line breaks become spaces, images nothing."""
    parts: list[str] = []
    for child in token.children or ():
        if child.type in {"text", "code_inline"}:
            parts.append(child.content)
        elif child.type in {"softbreak", "hardbreak"} or (
            child.type == "html_inline" and _BREAK.match(child.content)
        ):
            parts.append(" ")
    return flowing("".join(parts))
