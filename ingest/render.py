"""Page images with intervals marked, as a reader would mark them with a pen."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.errors import DamagedDocumentError, NotFoundError, PasswordError

if TYPE_CHECKING:
    import pypdfium2

Rect = tuple[float, float, float, float]

_PEN = np.array([255, 224, 102], np.uint16)
_MOST_PIXELS = 40_000_000
_ERROR_PASSWORD = 4


def render_page(
    path: Path,
    page: int,
    *,
    rects: Sequence[Rect] = (),
    scale: float = 2.0,
    password: str | None = None,
) -> bytes:
    """A PNG of one page, with the rectangles marked in yellow behind its ink.

    ``page`` is 1-based; ``rects`` are x0, y0, x1, y1 in points from the top-left corner of the
    page as viewed; ``scale`` is pixels per point, lowered where the image would pass 40 million
    pixels. Not safe in threads; meant for a worker process.

    Raises:
        NotFoundError: The document has no such page.
        PasswordError: It is encrypted and the password is missing or wrong.
        DamagedDocumentError: It, or the page, cannot be opened.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path, password=password)
    except pypdfium2.PdfiumError as error:
        if error.err_code == _ERROR_PASSWORD:
            raise PasswordError(
                f'"{path.name}" is encrypted: the password is missing or wrong'
            ) from error
        raise DamagedDocumentError(f'"{path.name}" cannot be opened as a PDF') from error
    try:
        if not 1 <= page <= len(document):
            raise NotFoundError(f'page {page} of {len(document)}: "{path.name}" ends before it')
        image, zoom = _image(document, page, scale)
    except pypdfium2.PdfiumError as error:
        raise DamagedDocumentError(f'page {page} of "{path.name}" cannot be drawn') from error
    finally:
        document.close()
    return _png(_marked(image, rects, zoom))


def _image(
    document: pypdfium2.PdfDocument, page: int, scale: float
) -> tuple[npt.NDArray[np.uint8], float]:
    """The page as ``(height, width, 3)`` red, green, blue, and the pixels per point used."""
    sheet = document[page - 1]
    width, height = sheet.get_size()
    zoom = min(scale, (_MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
    bitmap = sheet.render(scale=zoom, rev_byteorder=True, prefer_bgrx=False)
    pixels: npt.NDArray[np.uint8] = bitmap.to_numpy()[:, :, :3].copy()
    bitmap.close()
    sheet.close()
    return pixels, zoom


def _marked(
    image: npt.NDArray[np.uint8], rects: Sequence[Rect], zoom: float
) -> npt.NDArray[np.uint8]:
    """The image with the rectangles tinted: paper turns yellow, ink stays ink."""
    height, width, _ = image.shape
    tinted = np.zeros((height, width), np.bool_)
    for x0, y0, x1, y1 in rects:
        top, bottom = int(max(y0 * zoom, 0)), int(np.ceil(max(y1 * zoom, 0)))
        left, right = int(max(x0 * zoom, 0)), int(np.ceil(max(x1 * zoom, 0)))
        tinted[top:bottom, left:right] = True
    if tinted.any():
        image[tinted] = (image[tinted].astype(np.uint16) * _PEN // 255).astype(np.uint8)
    return image


def _png(image: npt.NDArray[np.uint8]) -> bytes:
    from PIL import Image

    buffer = io.BytesIO()
    Image.fromarray(image, "RGB").save(buffer, "PNG", compress_level=4)
    return buffer.getvalue()
