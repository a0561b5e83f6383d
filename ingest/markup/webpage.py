"""HTML, by lxml: what a browser would show, in order; what it hides, marked as hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree, html

from corpus.records import BlockKind, Properties, Reading
from ingest.markup.compose import BULLET, Piece, compose, flowing, row_of
from ingest.sniff import HTML, decode_text


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_DROPPED = _words(
    "script style template noscript head svg math iframe object embed canvas audio video "
    "select button textarea input datalist map"
)
_BLOCKS = _words(
    "address article aside blockquote body center dd details dialog div dl dt fieldset figure "
    "footer form header hr html main ol p pre section summary table tbody td tfoot th thead tr "
    "ul menu nav li caption figcaption h1 h2 h3 h4 h5 h6"
)
_FURNITURE = frozenset({"nav"})
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d]*[1-9])"
    r"|opacity\s*:\s*0(?:\.0*)?\s*(?:;|$)",
    re.IGNORECASE,
)
_NAMES = {"caption": BlockKind.CAPTION, "figcaption": BlockKind.CAPTION}


def read_html(path: Path) -> Reading:
    """An HTML file as rendered text; scripts and styles are no text, navigation is furniture.

    Raises:
        UnknownFormatError: the bytes are no text.
    """
    root = _parsed(decode_text(path.read_bytes()))
    if root is None:
        return compose((), media_type=HTML)
    return compose(pieces_of(root), media_type=HTML, properties=_properties(root))


def pieces_of_fragment(source: str) -> Iterator[Piece]:
    """The pieces of HTML that stands inside another format."""
    root = _parsed(source)
    return iter(()) if root is None else pieces_of(root)


def _parsed(source: str) -> etree._Element | None:
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(source.encode("utf-8"), parser=parser)
    except etree.ParserError:  # nothing but comments or white space
        return None


def pieces_of(root: etree._Element) -> Iterator[Piece]:
    """The blocks of an element tree, in document order."""
    walk = _Walk()
    walk.enter(root)
    walk.flush()
    return iter(walk.pieces)


class _Walk:
    """Collects inline text until a block begins or ends.

    ``_kind``/``_level``/``_marker`` describe the block whose text is being collected.
    """

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self._inline: list[str] = []
        self._kind = BlockKind.PARAGRAPH
        self._level = 0
        self._marker = ""
        self._forced: BlockKind | None = None
        self._lists: list[int | None] = []

    def enter(self, element: etree._Element) -> None:
        """Take in an element, its children and the text between them; not its tail."""
        tag = element.tag if isinstance(element.tag, str) else "script"
        if tag in _DROPPED:
            return
        forced = _forced_kind(element, tag)
        if forced and self._forced is None:
            self._apart(element, forced)
        elif tag == "br":
            self._inline.append(" ")
        elif tag == "tr":
            self._row(element)
        elif tag in _BLOCKS:
            self._block(element, tag)
        else:
            self._children(element)

    def flush(self) -> None:
        """End the block whose text is being collected."""
        text = "".join(self._inline)
        self._inline = []
        if text := flowing(text):
            kind = self._forced or self._kind
            self.pieces.append(Piece(kind, self._marker + text, self._level))
            self._marker = ""

    def _children(self, element: etree._Element) -> None:
        if element.text:
            self._inline.append(element.text)
        for child in element:
            self.enter(child)
            if child.tail:
                self._inline.append(child.tail)

    def _apart(self, element: etree._Element, kind: BlockKind) -> None:
        """A part that no reader of the page's body sees, as blocks of its own."""
        held, self._inline = self._inline, []
        self._forced = kind
        self._children(element)
        self.flush()
        self._forced = None
        self._inline = held

    def _block(self, element: etree._Element, tag: str) -> None:
        self.flush()
        before = self._kind, self._level, self._marker
        self._open(element, tag)
        self._children(element)
        self.flush()
        self._kind, self._level, self._marker = before
        if tag in {"ul", "ol", "menu"}:
            self._lists.pop()
        elif tag == "li":
            self._marker = ""

    def _open(self, element: etree._Element, tag: str) -> None:
        if tag in {"ul", "ol", "menu"}:
            self._lists.append(_number(element.get("start")) if tag == "ol" else None)
        elif tag == "li":
            self._kind, self._level = BlockKind.LIST_ITEM, max(1, len(self._lists))
            self._marker = self._next_marker()
        elif tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            self._kind, self._level, self._marker = BlockKind.HEADING, int(tag[1]), ""
        elif tag in _NAMES:
            self._kind, self._level = _NAMES[tag], 0

    def _next_marker(self) -> str:
        number = self._lists[-1] if self._lists else None
        if number is None:
            return BULLET
        self._lists[-1] = number + 1
        return f"{number}. "

    def _row(self, element: etree._Element) -> None:
        """A table row; a row that holds a table is page layout, and its cells are blocks."""
        self.flush()
        cells = [cell for cell in element if cell.tag in {"td", "th"}]
        if any(cell.find(".//tr") is not None for cell in cells):
            self._children(element)
            self.flush()
            return
        inner = [_Walk._text_of(cell) for cell in cells]
        for piece in (piece for _, aside in inner for piece in aside):
            self.pieces.append(piece)
        if row := row_of(text for text, _ in inner):
            self.pieces.append(Piece(self._forced or BlockKind.TABLE, row))

    @staticmethod
    def _text_of(cell: etree._Element) -> tuple[str, list[Piece]]:
        """The words of a cell, and what in it is hidden."""
        if kind := _forced_kind(cell, "td"):
            return "", [Piece(kind, flowing("".join(map(str, cell.itertext()))))]
        walk = _Walk()
        walk.enter(cell)
        walk.flush()
        asides = {BlockKind.HIDDEN, BlockKind.FURNITURE}
        shown = " ".join(piece.text for piece in walk.pieces if piece.kind not in asides)
        return shown, [piece for piece in walk.pieces if piece.kind in asides]


def _forced_kind(element: etree._Element, tag: str) -> BlockKind | None:
    if element.get("hidden") is not None or _HIDING.search(element.get("style") or ""):
        return BlockKind.HIDDEN
    return BlockKind.FURNITURE if tag in _FURNITURE else None


def _number(start: str | None) -> int:
    return int(start) if start and re.fullmatch(r"\d{1,6}", start) else 1


def _properties(root: etree._Element) -> Properties:
    title = root.findtext(".//head/title")
    named = {
        (meta.get("name") or meta.get("property") or "").lower(): meta.get("content")
        for meta in root.iter("meta")
    }
    published = named.get("article:published_time") or named.get("dcterms.date")
    return Properties(
        title=flowing(title or named.get("og:title") or "") or None,
        publisher=named.get("publisher") or named.get("og:site_name") or named.get("author"),
        published=published or named.get("date"),
        language=root.get("lang") or None,
    )
