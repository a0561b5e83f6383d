"""PDF files: pypdf opens and describes, pdfium gives the characters, ``layout`` the text."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import (
    DamagedDocumentError,
    EmptyDocumentError,
    NoTextLayerError,
    PasswordError,
)
from corpus.records import Reading
from ingest.layout import Sheet, lay_out, make_sheet
from ingest.pdf.glyphs import read_glyphs
from ingest.pdf.ligatures import GlyphNames, lacks_letters
from ingest.pdf.opening import Description, damaged, describe, wrong_password

if TYPE_CHECKING:
    import pypdfium2

MEDIA_TYPE = "application/pdf"
_ERROR_PASSWORD = 4


def read_pdf(path: Path, *, password: str | None = None) -> Reading:
    """The canonical text of a PDF with its blocks, pages and word boxes.

    Not safe in threads (pdfium is not); meant for a worker process.

    Raises:
        EmptyDocumentError: The file has no bytes, or no pages.
        PasswordError: It is encrypted and the password is missing or wrong.
        DamagedDocumentError: It cannot be opened as a PDF.
        NoTextLayerError: No page has any text: it is a scan or a drawing.
    """
    described = describe(path, password=password)
    sheets, gaps = _sheets(path, password)
    silent = [sheet.number for sheet in sheets if not (sheet.body or sheet.hidden)]
    if len(silent) == len(sheets):
        raise NoTextLayerError(
            f'"{path.name}" has {len(sheets)} page(s) and no text on any of them: '
            "it is a picture of text and needs character recognition (OCR) first"
        )
    composed = lay_out(sheets, _labels(described, len(sheets)), described.outline)
    return Reading(
        MEDIA_TYPE,
        composed.text,
        composed.blocks,
        composed.pages,
        composed.boxes,
        described.properties,
        (*described.warnings, *_warnings(silent, gaps)),
    )


@dataclass(frozen=True, slots=True)
class _Gaps:
    """Numbers of pages pdfium could not load, and of pages with letters nobody can tell."""

    unread: list[int] = field(default_factory=list)
    illegible: list[int] = field(default_factory=list)


def _sheets(path: Path, password: str | None) -> tuple[list[Sheet], _Gaps]:
    """Each page as lines, and where something is missing from them."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path, password=password)
    except pypdfium2.PdfiumError as error:
        if error.err_code == _ERROR_PASSWORD:
            raise PasswordError(wrong_password(path, password)) from error
        raise DamagedDocumentError(damaged(path, error)) from error
    try:
        if not len(document):
            raise EmptyDocumentError(f'"{path.name}" has no pages: hand in the file again')
        names, gaps = GlyphNames(path, password), _Gaps()
        sheets = [_sheet(document, number, names, gaps) for number in range(1, len(document) + 1)]
        return sheets, gaps
    finally:
        document.close()


def _sheet(document: pypdfium2.PdfDocument, number: int, names: GlyphNames, gaps: _Gaps) -> Sheet:
    """One page as lines; an empty one, noted in ``gaps``, where pdfium cannot load it."""
    import pypdfium2

    try:
        page = document[number - 1]
    except pypdfium2.PdfiumError:
        gaps.unread.append(number)
        return Sheet(number, 0.0, 0.0, [])
    glyphs = read_glyphs(page, lambda: names.of_page(number))
    page.close()
    if lacks_letters(glyphs):
        gaps.illegible.append(number)
    return make_sheet(glyphs, number)


def _labels(described: Description, count: int) -> list[str]:
    """One printed label a page; plain numbers where the file has none or too few."""
    if len(described.labels) == count:
        return described.labels
    return [str(number) for number in range(1, count + 1)]


def _warnings(silent: list[int], gaps: _Gaps) -> list[str]:
    warnings = []
    pictures = [number for number in silent if number not in gaps.unread]
    if pictures:
        warnings.append(f"no text on {_pages(pictures)}: pictures are not read")
    if gaps.unread:
        warnings.append(f"{_pages(gaps.unread)} could not be opened and was left out")
    if gaps.illegible:
        warnings.append(f"{_pages(gaps.illegible)}: some letters could not be read")
    return warnings


def _pages(numbers: list[int]) -> str:
    return f"page {', '.join(map(str, numbers))}"
