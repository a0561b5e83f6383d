"""PDF files: pypdf opens and describes, pdfium gives the characters, ``layout`` the text."""

from __future__ import annotations

from pathlib import Path

from corpus.errors import (
    DamagedDocumentError,
    EmptyDocumentError,
    NoTextLayerError,
    PasswordError,
)
from corpus.records import Reading
from ingest.layout import Sheet, lay_out, make_sheet
from ingest.pdf.glyphs import read_glyphs
from ingest.pdf.opening import Description, damaged, describe, wrong_password

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
    sheets, unread = _sheets(path, password)
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
        (*described.warnings, *_warnings(silent, unread)),
    )


def _sheets(path: Path, password: str | None) -> tuple[list[Sheet], list[int]]:
    """Each page as lines, and the numbers of the pages pdfium could not load."""
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
        sheets, unread = [], []
        for number in range(1, len(document) + 1):
            try:
                page = document[number - 1]
            except pypdfium2.PdfiumError:
                unread.append(number)
                sheets.append(Sheet(number, 0.0, 0.0, []))
                continue
            sheets.append(make_sheet(read_glyphs(page), number))
            page.close()
        return sheets, unread
    finally:
        document.close()


def _labels(described: Description, count: int) -> list[str]:
    """One printed label a page; plain numbers where the file has none or too few."""
    if len(described.labels) == count:
        return described.labels
    return [str(number) for number in range(1, count + 1)]


def _warnings(silent: list[int], unread: list[int]) -> list[str]:
    warnings = []
    pictures = [number for number in silent if number not in unread]
    if pictures:
        warnings.append(f"no text on {_pages(pictures)}: pictures are not read")
    if unread:
        warnings.append(f"{_pages(unread)} could not be opened and was left out")
    return warnings


def _pages(numbers: list[int]) -> str:
    return f"page {', '.join(map(str, numbers))}"
