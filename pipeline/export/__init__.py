"""A memo or another paper as a file: Word, PDF and Markdown. The same gives the same bytes."""

from __future__ import annotations

from pipeline.export.markdown import export_markdown
from pipeline.export.typeset import export_pdf
from pipeline.export.word import export_docx, export_paper, memo_context

__all__ = ["export_docx", "export_markdown", "export_paper", "export_pdf", "memo_context"]
