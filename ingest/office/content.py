"""The blocks of a part of a Word document: body, footnotes, header or footer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from docx.oxml.ns import qn

from corpus.records import BlockKind
from ingest.markup.compose import BULLET, Piece, flowing, row_of
from ingest.office.numbering import Numbering, Styles, vanishes

if TYPE_CHECKING:
    from lxml.etree import _Element

# Deleted text, field codes, and the old picture of a text box that stands there anew.
_SKIPPED = {
    qn(tag) for tag in ("w:del", "w:moveFrom", "w:instrText", "w:delText", "w:pPr", "w:rPr")
} | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
_SPACES = {qn(tag) for tag in ("w:tab", "w:br", "w:cr", "w:ptab")}
_DASHES = {qn("w:noBreakHyphen"): "-", qn("w:softHyphen"): ""}
_NOTE_MARKS = {qn("w:footnoteReference"), qn("w:endnoteReference")}
_BOX = qn("w:txbxContent")


@dataclass(slots=True)
class _Line:
    """The words of one paragraph: shown and hidden ones, and the text boxes anchored in it."""

    shown: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    boxes: list[_Element] = field(default_factory=list)


class Part:
    """Reads the blocks below an element; keeps the count of lists and notes as it goes."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self._styles = styles
        self._numbering = numbering
        self.notes: dict[tuple[str, str], int] = {}

    def pieces(self, container: _Element) -> Iterator[Piece]:
        """The pieces of a container's paragraphs and tables, in order."""
        for child in container:
            if child.tag == qn("w:p"):
                yield from self._paragraph(child)
            elif child.tag == qn("w:tbl"):
                yield from self._table(child)
            elif child.tag in {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml")}:
                yield from self.pieces(child)

    def _paragraph(self, paragraph: _Element) -> Iterator[Piece]:
        line = self._line(paragraph)
        if text := flowing("".join(line.shown)):
            yield self._piece(paragraph, text)
        if hidden := flowing("".join(line.hidden)):
            yield Piece(BlockKind.HIDDEN, hidden)
        for box in line.boxes:
            yield from self.pieces(box)

    def _piece(self, paragraph: _Element, text: str) -> Piece:
        numbered = self._styles.numbering(paragraph)
        marker = self._numbering.marker(*numbered) if numbered else ""
        if level := self._styles.heading_level(paragraph):
            return Piece(BlockKind.HEADING, f"{marker.replace(BULLET, '')}{text}", level)
        if numbered:
            return Piece(BlockKind.LIST_ITEM, marker + text, numbered[1] + 1)
        if named := self._styles.list_name(paragraph):
            return Piece(BlockKind.LIST_ITEM, (BULLET if named["bullet"] else "") + text, 1)
        return Piece(BlockKind.PARAGRAPH, text)

    def _table(self, table: _Element) -> Iterator[Piece]:
        """One block a row; text that is hidden in a cell stands apart."""
        for row in table.iter(qn("w:tr")):
            if next(row.iterancestors(qn("w:tbl"))) is not table or _deleted(row):
                continue
            inner = [list(self.pieces(cell)) for cell in row.iter(qn("w:tc")) if _own(cell, row)]
            shown = [
                " ".join(piece.text for piece in cell if piece.kind is not BlockKind.HIDDEN)
                for cell in inner
            ]
            if text := row_of(shown):
                yield Piece(BlockKind.TABLE, text)
            yield from (p for cell in inner for p in cell if p.kind is BlockKind.HIDDEN)

    def _line(self, paragraph: _Element) -> _Line:
        line = _Line()
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        hides = self._styles.hides(style.get(qn("w:val")) if style is not None else None)
        self._collect(paragraph, line, hidden=hides)
        return line

    def _collect(self, element: _Element, line: _Line, *, hidden: bool) -> None:
        for child in element:
            if child.tag in _SKIPPED:
                continue
            if child.tag == _BOX:
                line.boxes.append(child)
            elif child.tag == qn("w:r"):
                self._collect(child, line, hidden=self._run_hides(child, hidden))
            elif text := self._text(child):
                (line.hidden if hidden else line.shown).append(text)
            else:
                self._collect(child, line, hidden=hidden)

    def _run_hides(self, run: _Element, inherited: bool) -> bool:
        properties = run.find(qn("w:rPr"))
        own = vanishes(properties)
        if own is not None:
            return own
        style = properties.find(qn("w:rStyle")) if properties is not None else None
        return inherited or (style is not None and self._styles.hides(style.get(qn("w:val"))))

    def _text(self, element: _Element) -> str:
        """The words of a leaf; notes get the number by which they are met in the text."""
        if element.tag == qn("w:t"):
            return element.text or ""
        if element.tag in _SPACES:
            return " "
        if element.tag in _NOTE_MARKS:
            key = (str(element.tag), str(element.get(qn("w:id"))))
            return str(self.notes.setdefault(key, len(self.notes) + 1))
        return _DASHES.get(element.tag, "")


def _own(cell: _Element, row: _Element) -> bool:
    """Whether the cell is the row's own and not of a table inside it."""
    return next(cell.iterancestors(qn("w:tr"))) is row


def _deleted(row: _Element) -> bool:
    return row.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None
