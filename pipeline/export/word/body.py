"""The blocks of a memo in a Word document, in the styles it has."""

from __future__ import annotations

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_TcPr
from docx.shared import Emu
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph

from pipeline.export.word.notes import Notes
from pipeline.export.word.runs import add_span
from pipeline.memo import (
    Block,
    Bullets,
    Field,
    Fields,
    Heading,
    Line,
    Look,
    Memo,
    Paragraph,
    Quote,
    Span,
    Table,
)

STYLES = {
    Look.BODY: "Normal",
    Look.LABEL: "Memo Label",
    Look.QUIET: "Memo Quiet",
    Look.VERDICT: "Memo Verdict",
    Look.NOTICE: "Memo Notice",
}
"""The paragraph style of each look; a template that lacks one has its plain paragraphs."""
MARK, FIELD, HEAD, CELL = "Memo Mark", "Memo Field", "Memo Head", "Memo Cell"
_BOLD = frozenset({Look.LABEL, Look.VERDICT})


class Writer:
    """Adds blocks at the end of a document and gathers their footnotes."""

    def __init__(self, document: Document, language: str) -> None:
        self.document = document
        self.language = language
        self.notes = Notes(document, language)
        styles = document.styles
        self._paragraphs = {one.name for one in styles if one.type == WD_STYLE_TYPE.PARAGRAPH}
        self._tables = {one.name for one in styles if one.type == WD_STYLE_TYPE.TABLE}

    def add_head(self, memo: Memo) -> None:
        """Mark, title, what it is of, and the fields of the head."""
        if memo.mark:
            self._paragraph((Span(memo.mark, strong=True),), MARK)
        self.add_title(memo.title, memo.subject)
        self._head_fields(memo.fields)

    def add_title(self, title: str, subject: str) -> None:
        """The title, and what the document is of."""
        self._paragraph((Span(title),), "Title")
        self._paragraph((Span(subject),), "Subtitle")

    def add(self, block: Block) -> None:
        """One block, at the end of the document."""
        match block:
            case Heading():
                heading = self._paragraph(block.line, f"Heading {block.level}")
                heading.paragraph_format.page_break_before = True if block.page else None
            case Paragraph():
                self._add_paragraph(block)
            case Quote():
                self._paragraph(block.line, "Quote")
            case Bullets():
                for item in block.items:
                    self._paragraph(item, "List Bullet")
            case Table():
                self._add_table(block)
            case Fields():
                for one in block.fields:
                    self._field(one)

    def _add_paragraph(self, block: Paragraph) -> None:
        style = STYLES[block.look]
        bold = block.look in _BOLD and style not in self._paragraphs
        line = tuple(
            Span(s.text, s.language, bold or s.strong, s.quiet, s.note) for s in block.line
        )
        paragraph = self._paragraph(line, style)
        if block.keep:
            paragraph.paragraph_format.keep_with_next = True

    def _paragraph(self, line: Line, style: str) -> WordParagraph:
        paragraph = self.document.add_paragraph()
        self._style(paragraph, style)
        self._fill(paragraph, line)
        return paragraph

    def _style(self, paragraph: WordParagraph, style: str) -> None:
        if style in self._paragraphs:
            paragraph.style = self.document.styles[style]

    def _fill(self, paragraph: WordParagraph, line: Line) -> None:
        for span in line:
            add_span(paragraph, span, self.language)
            if span.note:
                self.notes.refer(paragraph, span.note)

    def _field(self, field: Field) -> None:
        paragraph = self._paragraph((Span(field.label, quiet=True),), FIELD)
        paragraph.add_run("\t")
        add_span(paragraph, Span(field.value), self.language)

    def _head_fields(self, fields: tuple[Field, ...]) -> None:
        """Two beside each other, each a label over its value or an empty line to fill in."""
        table = self.document.add_table((len(fields) + 1) // 2, 2)
        for at, field in enumerate(fields):
            cell = table.cell(at // 2, at % 2)
            label = cell.paragraphs[0]
            self._style(label, STYLES[Look.QUIET])
            add_span(label, Span(field.label, quiet=True), self.language)
            value = cell.add_paragraph()
            self._style(value, HEAD)
            add_span(value, Span(field.value), self.language)
        self._paragraph((), CELL)

    def _add_table(self, block: Table) -> None:
        table = self.document.add_table(1 + len(block.rows), len(block.heads))
        if "Table Grid" in self._tables:
            table.style = self.document.styles["Table Grid"]
        self._set_widths(table, block.widths)
        for cell, head in zip(table.rows[0].cells, block.heads, strict=True):
            self._style(cell.paragraphs[0], CELL)
            self._fill(cell.paragraphs[0], (Span(head, strong=True),))
            _shade(cell._tc.get_or_add_tcPr())
        rows = [list(row.cells) for row in table.rows]
        for cells, row in zip(rows[1:], block.rows, strict=True):
            for cell, line in zip(cells, row, strict=True):
                self._style(cell.paragraphs[0], CELL)
                self._fill(cell.paragraphs[0], line)
        _set_rows(table)
        if block.whole:
            for cells in rows[:-1]:
                for cell in cells:
                    cell.paragraphs[0].paragraph_format.keep_with_next = True
        self._paragraph((), CELL)

    def _set_widths(self, table: WordTable, shares: tuple[int, ...]) -> None:
        section = self.document.sections[-1]
        margins = (section.left_margin or 0) + (section.right_margin or 0)
        width = (section.page_width or 0) - margins
        table.autofit = False
        for column, share in zip(table.columns, shares, strict=True):
            column.width = Emu(width * share // sum(shares))
            for cell in column.cells:
                cell.width = column.width


def _shade(properties: CT_TcPr) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", "E8F1EE")):
        shade.set(qn(f"w:{name}"), value)
    properties.append(shade)


def _set_rows(table: WordTable) -> None:
    """No row is split over two pages, and the heads are repeated on each."""
    for at, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if at == 0:
            properties.append(OxmlElement("w:tblHeader"))
