"""Word documents: what Word shows, with headings, lists, tables and footnotes told apart."""

from ingest.office.document import read_docx

__all__ = ["read_docx"]
