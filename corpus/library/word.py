"""A library source as a Word document, for the few that ship in that form."""

import io
import zipfile
from datetime import datetime

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from markdown_it.tree import SyntaxTreeNode

from corpus.errors import UsageError
from corpus.library.markup import Source

_EPOCH = (1980, 1, 1, 0, 0, 0)


def write_word(
    source: Source, title: str, author: str, published: datetime, *, language: str
) -> bytes:
    """Write a source with Word's own styles; the same source gives the same bytes.

    Raises:
        UsageError: the source has footnotes, which python-docx cannot write.
    """
    if source.notes:
        raise UsageError(
            f"a document without footnotes was wanted: {title} has {len(source.notes)}"
        )
    document = docx.Document()
    _describe(document, title, author, published)
    document.core_properties.language = language
    document.core_properties.keywords = f"source-sha256:{source.sha256}"
    _set_language(document, {"sv": "sv-SE", "en": "en-GB"}[language])
    for node in source.blocks:
        _add_block(document, node, "Normal")
    buffer = io.BytesIO()
    document.save(buffer)
    return _fix_dates(buffer.getvalue())


def _describe(document: Document, title: str, author: str, published: datetime) -> None:
    properties = document.core_properties
    properties.title, properties.author = title, author
    properties.created = properties.modified = published.replace(tzinfo=None)
    properties.last_modified_by, properties.comments = author, ""


def _set_language(document: Document, tag: str) -> None:
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), tag)


def _add_block(document: Document, node: SyntaxTreeNode, style: str) -> None:
    match node.type:
        case "heading":
            _fill(document.add_paragraph(style=f"Heading {node.tag[1:]}"), node)
        case "paragraph":
            _fill(document.add_paragraph(style=style), node)
        case "blockquote":
            for child in node.children:
                _add_block(document, child, "Intense Quote")
        case "bullet_list" | "ordered_list":
            _add_list(document, node, depth=style.count("List") + style.count("2"))
        case "table":
            _add_table(document, node)
        case _:
            raise NotImplementedError(f"no Word form for a Markdown {node.type}")


def _add_list(document: Document, node: SyntaxTreeNode, *, depth: int) -> None:
    name = "List Bullet" if node.type == "bullet_list" else "List Number"
    style = name if depth == 0 else f"{name} {depth + 1}"
    for item in node.children:
        for child in item.children:
            _add_block(document, child, style)


def _add_table(document: Document, node: SyntaxTreeNode) -> None:
    rows = [row for part in node.children for row in part.children]
    table = document.add_table(len(rows), len(rows[0].children), style="Light Grid Accent 1")
    for row, target in zip(rows, table.rows, strict=True):
        for cell, place in zip(row.children, target.cells, strict=True):
            _fill(place.paragraphs[0], cell)


def _fill(paragraph: Paragraph, node: SyntaxTreeNode) -> None:
    for span in node.children[0].children if node.children else []:
        if span.type == "softbreak":
            paragraph.add_run(" ")
        elif span.type == "text":
            paragraph.add_run(span.content)
        else:
            run = paragraph.add_run("".join(child.content for child in span.children))
            run.bold, run.italic = span.type == "strong", span.type == "em"


def _fix_dates(data: bytes) -> bytes:
    """The same archive with every member dated alike: python-docx writes the present time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, date_time=_EPOCH)
            new.writestr(member, old.read(name), compress_type=zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
