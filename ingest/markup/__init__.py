"""Formats with markup and plain text: rendered text, no pages."""

from ingest.markup.markdown import read_markdown
from ingest.markup.plain import read_text
from ingest.markup.webpage import read_html

__all__ = ["read_html", "read_markdown", "read_text"]
