"""A memo as a Word document: of our own looks, or in the organisation's own template."""

from __future__ import annotations

import io

import docx

from pipeline.export.word.body import Writer
from pipeline.export.word.looks import style_document, style_pages
from pipeline.export.word.notes import attach_notes
from pipeline.export.word.package import describe_file, fix_dates
from pipeline.export.word.template import memo_context, render_template
from pipeline.memo import Memo

__all__ = ["export_docx", "memo_context"]


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
    attach_notes(document, notes)
    describe_file(document, memo.properties, memo.language)
    buffer = io.BytesIO()
    document.save(buffer)
    return fix_dates(buffer.getvalue())
