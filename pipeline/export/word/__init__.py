"""A memo as a Word document: of our own looks, or in the organisation's own template."""

from __future__ import annotations

import io

import docx
from docx.document import Document

from pipeline.export.word.body import Writer
from pipeline.export.word.looks import style_document, style_pages
from pipeline.export.word.notes import Notes, attach_notes
from pipeline.export.word.package import describe_file, fix_dates
from pipeline.export.word.template import memo_context, render_template
from pipeline.memo import Memo, Paper

__all__ = ["export_docx", "export_paper", "memo_context"]


def export_docx(memo: Memo, template: bytes | None = None) -> bytes:
    """The memo as .docx, with headings, footnotes and properties of Word's own kind.

    Args:
        memo: what to write.
        template: the organisation's own .docx; ``memo_context`` tells what may stand in it.

    Raises:
        UsageError: the template is no Word document, or holds a tag that cannot be filled in.
    """
    if template is not None:
        document, notes = render_template(memo, template)
    else:
        document = docx.Document()
        style_document(document, memo.language)
        style_pages(document, memo)
        writer = Writer(document, memo.language)
        writer.add_head(memo)
        for block in memo.blocks:
            writer.add(block)
        notes = writer.notes
    return _saved(document, notes, memo)


def export_paper(paper: Paper) -> bytes:
    """A document that is no memo as .docx, with footnotes and properties of Word's own kind."""
    document = docx.Document()
    style_document(document, paper.language)
    style_pages(document, paper)
    writer = Writer(document, paper.language)
    writer.add_title(paper.title, paper.subject)
    for block in paper.blocks:
        writer.add(block)
    return _saved(document, writer.notes, paper)


def _saved(document: Document, notes: Notes, of: Memo | Paper) -> bytes:
    attach_notes(document, notes)
    describe_file(document, of.properties, of.language)
    buffer = io.BytesIO()
    document.save(buffer)
    return fix_dates(buffer.getvalue())
