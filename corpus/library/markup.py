"""The library's Markdown sources, read into trees that both writers walk."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from corpus.errors import DamagedDocumentError

_NOTE = re.compile(r"^\[\^(\w+)\]: (.+)$", re.MULTILINE)
_MARK = re.compile(r"\[\^(\w+)\]")
_TWO_COLUMNS = "<!-- layout: two-column -->\n"


@dataclass(frozen=True, slots=True)
class Source:
    """One Markdown file: its blocks, and its footnotes by mark."""

    blocks: tuple[SyntaxTreeNode, ...]
    notes: dict[str, SyntaxTreeNode]
    two_columns: bool
    sha256: str


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text between footnote marks; `note` is the mark that follows it, if any."""

    text: str
    note: str | None


def read_source(path: Path) -> Source:
    """Parse a library document; headings, paragraphs, lists, tables, quotes and footnotes.

    Raises:
        DamagedDocumentError: a footnote mark has no note, or a note no mark.
    """
    data = path.read_bytes()
    text = data.decode()
    notes = {mark: _parse(body)[0].children[0] for mark, body in _NOTE.findall(text)}
    body = _NOTE.sub("", text)
    if set(_MARK.findall(body)) != set(notes):
        odd = sorted(set(_MARK.findall(body)) ^ set(notes))
        message = f"every footnote needs one mark and one note: {path.name} has a stray {odd}"
        raise DamagedDocumentError(message)
    return Source(
        blocks=_parse(body.removeprefix(_TWO_COLUMNS)),
        notes=notes,
        two_columns=body.startswith(_TWO_COLUMNS),
        sha256=hashlib.sha256(data).hexdigest(),
    )


def split_runs(text: str) -> list[Run]:
    """Cut text at its footnote marks."""
    pieces = _MARK.split(text)
    marks: list[str | None] = [*pieces[1::2], None]
    return [Run(piece, mark) for piece, mark in zip(pieces[::2], marks, strict=True)]


def _parse(text: str) -> tuple[SyntaxTreeNode, ...]:
    return tuple(SyntaxTreeNode(MarkdownIt("commonmark").enable("table").parse(text)).children)
