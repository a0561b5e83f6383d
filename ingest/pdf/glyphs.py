"""The characters of one page as arrays, straight from pdfium's C functions.

Everything per character is filled into numpy buffers by address: one Python object for each
character would cost more than the reading itself.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache
from itertools import repeat
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from ingest.layout.glyphs import Glyphs
from ingest.pdf.contrast import unseen
from ingest.pdf.ligatures import Letters, bare_codes, plain_name, spell_out

if TYPE_CHECKING:
    import pypdfium2

_FONT_FORCE_BOLD = 1 << 18
_FONT_ITALIC = 1 << 6
_BOLD_WEIGHT = 600
_UNPAINTED = 3
_OCR_SHARE = 0.8
_TINY = 2.0
_BLANK = 32
_RAISED, _RAISED_BY, _RAISED_SIZE = 0.2, 0.3, 0.7


@cache
def _entry(name: str, result: type[Any], *arguments: type[Any]) -> Callable[..., Any]:
    """A pdfium function that takes plain addresses, which skips ctypes' pointer objects."""
    import pypdfium2.raw as raw

    address = ctypes.cast(getattr(raw, name), ctypes.c_void_p).value or 0
    prototype = ctypes.CFUNCTYPE(result, *arguments)
    return prototype(address)


def read_glyphs(page: pypdfium2.PdfPage, named: Callable[[], Letters]) -> Glyphs:
    """All characters of a page in content order, in points from the page's top-left corner.

    ``/Rotate`` and the crop box are applied, so the coordinates are those a viewer shows.
    ``named`` is asked for the glyph names of the page's fonts when there are glyphs without
    Unicode.
    """
    textpage = page.get_textpage()
    try:
        handle = ctypes.cast(textpage.raw, ctypes.c_void_p).value
        count = textpage.count_chars()
        codes, boxes, origins, objects = _characters(handle, count)
        styles = _styles(handle, objects)
        raised = _raised_digits(handle, codes, origins, styles)
    finally:
        textpage.close()
    rotation, bounds = page.get_rotation(), page.get_bbox()
    boxes, origins, directions = _as_viewed(
        boxes, origins, styles[:, 4:6], rotation=rotation, bounds=bounds
    )
    width, height = page.get_size()
    hidden = _hidden(boxes, styles, width=width, height=height)
    pale = (styles[:, 3] > 0) & (codes > _BLANK) & ~hidden & (styles[:, 2] == 0)
    sizes = np.where(raised, _RAISED_SIZE, 1.0) * styles[:, 0]
    origins[raised, 1] -= _RAISED_BY * styles[raised, 0]
    glyphs = Glyphs(
        codes=codes,
        boxes=boxes.astype(np.float32),
        baselines=origins.astype(np.float32),
        sizes=sizes.astype(np.float32),
        bold=styles[:, 1] > 0,
        directions=directions,
        hidden=hidden | unseen(page, boxes, pale),
        width=width,
        height=height,
    )
    letters = _letters(glyphs, objects, named)
    return spell_out(glyphs, letters) if letters else glyphs


def _letters(
    glyphs: Glyphs, objects: list[int | None], named: Callable[[], Letters]
) -> dict[int, str]:
    """The letters of the glyphs without Unicode, by index, where their font names them."""
    bare = np.flatnonzero(bare_codes(glyphs.codes) & (glyphs.sizes > 0)).tolist()
    if not bare:
        return {}
    known = named()
    said = {n: known.get((_font_name(objects[n]), int(glyphs.codes[n]))) for n in bare}
    return {index: letters for index, letters in said.items() if letters}


def _font_name(text_object: int | None) -> str:
    font = _entry("FPDFTextObj_GetFont", ctypes.c_void_p, ctypes.c_void_p)(text_object)
    return plain_name(_base_name(font).decode("latin-1")) if font else ""


def _base_name(font: int | None) -> bytes:
    void = ctypes.c_void_p
    name = ctypes.create_string_buffer(128)
    _entry("FPDFFont_GetBaseFontName", ctypes.c_size_t, void, void, ctypes.c_size_t)(
        font, name, 128
    )
    return name.value


def _characters(
    handle: int | None, count: int
) -> tuple[
    npt.NDArray[np.uint32], npt.NDArray[np.float64], npt.NDArray[np.float64], list[int | None]
]:
    """Code points, boxes (left, top, right, bottom as pdfium has them), origins, objects."""
    void, integer = ctypes.c_void_p, ctypes.c_int
    code_of = _entry("FPDFText_GetUnicode", ctypes.c_uint, void, integer)
    object_of = _entry("FPDFText_GetTextObject", void, void, integer)
    box_of = _entry("FPDFText_GetLooseCharBox", integer, void, integer, void)
    origin_of = _entry("FPDFText_GetCharOrigin", integer, void, integer, void, void)
    boxes, origins = np.zeros((count, 4), np.float32), np.zeros((count, 2), np.float64)
    box_at, origin_at, each = boxes.ctypes.data, origins.ctypes.data, range(count)
    codes = np.fromiter(map(code_of, repeat(handle), each), np.uint32, count)
    for _ in map(box_of, repeat(handle), each, range(box_at, box_at + 16 * count, 16)):
        pass
    x_at = range(origin_at, origin_at + 16 * count, 16)
    y_at = range(origin_at + 8, origin_at + 8 + 16 * count, 16)
    for _ in map(origin_of, repeat(handle), each, x_at, y_at):
        pass
    return codes, boxes.astype(np.float64), origins, list(map(object_of, repeat(handle), each))


def _raised_digits(
    handle: int | None,
    codes: npt.NDArray[np.uint32],
    origins: npt.NDArray[np.float64],
    styles: npt.NDArray[np.float64],
) -> npt.NDArray[np.bool_]:
    """Digits whose ink floats above the baseline: superscript forms drawn at full size.

    Only digits right behind another character are asked for their ink; such a mark behind a
    year or a figure would otherwise read as its last digit.
    """
    raised = np.zeros(len(codes), np.bool_)
    digits = (codes >= 48) & (codes <= 57) & (styles[:, 4] > 0) & (styles[:, 5] == 0)
    digits[1:] &= (codes[:-1] > _BLANK) & (styles[:-1, 0] > 0)
    void, integer = ctypes.c_void_p, ctypes.c_int
    ink_of = _entry("FPDFText_GetCharBox", integer, void, integer, void, void, void, void)
    ink = (ctypes.c_double * 4)()
    at = ctypes.addressof(ink)
    for index in np.flatnonzero(digits).tolist():
        if ink_of(handle, index, at, at + 8, at + 16, at + 24):
            raised[index] = ink[2] - origins[index, 1] > _RAISED * styles[index, 0]
    return raised


def _styles(handle: int | None, objects: list[int | None]) -> npt.NDArray[np.float64]:
    """Size, bold, unpainted (1) or transparent (2), pale, direction x and y, mode: ``(n, 7)``.

    Text objects are asked once each: a page has a hundred of them for thousands of characters.
    """
    rows: dict[int | None, tuple[float, ...]] = {None: (0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0)}
    fonts: dict[int | None, bool] = {}
    for index, text_object in enumerate(objects):
        if text_object not in rows:
            rows[text_object] = _style(handle, index, text_object, fonts=fonts)
    numbers = {text_object: number for number, text_object in enumerate(rows)}
    table = np.array(list(rows.values()), np.float64)
    return table[np.fromiter((numbers[each] for each in objects), np.int64, len(objects))]


def _style(
    handle: int | None, index: int, text_object: int | None, *, fonts: dict[int | None, bool]
) -> tuple[float, ...]:
    void, integer = ctypes.c_void_p, ctypes.c_int
    matrix, size = (ctypes.c_float * 6)(), ctypes.c_float()
    colour = (ctypes.c_uint * 4)(0, 0, 0, 255)
    _entry("FPDFText_GetMatrix", integer, void, integer, void)(handle, index, matrix)
    _entry("FPDFTextObj_GetFontSize", integer, void, void)(text_object, ctypes.byref(size))
    start = ctypes.addressof(colour)
    _entry("FPDFPageObj_GetFillColor", integer, void, void, void, void, void)(
        text_object, start, start + 4, start + 8, start + 12
    )
    mode = _entry("FPDFTextObj_GetTextRenderMode", integer, void)(text_object)
    font = _entry("FPDFTextObj_GetFont", void, void)(text_object)
    if font not in fonts:
        fonts[font] = _is_bold(font)
    a, b, c, d = matrix[0], matrix[1], matrix[2], matrix[3]
    pale = min(colour[0], colour[1], colour[2]) >= 200
    unseen = 1.0 if mode == _UNPAINTED else 2.0 if colour[3] == 0 and mode == 0 else 0.0
    effective = abs(size.value) * float(np.hypot(c, d))
    return effective, float(fonts[font]), unseen, float(pale), a, b, float(mode)


def _is_bold(font: int | None) -> bool:
    if not font:
        return False
    void, integer = ctypes.c_void_p, ctypes.c_int
    lowered = _base_name(font).lower()
    if any(word in lowered for word in (b"bold", b"black", b"heavy", b"semibd")):
        return True
    flags = _entry("FPDFFont_GetFlags", integer, void)(font)
    weight = _entry("FPDFFont_GetWeight", integer, void)(font)
    return bool(flags > 0 and flags & _FONT_FORCE_BOLD) or _BOLD_WEIGHT <= weight <= 1000


def _as_viewed(
    boxes: npt.NDArray[np.float64],
    origins: npt.NDArray[np.float64],
    directions: npt.NDArray[np.float64],
    *,
    rotation: int,
    bounds: tuple[float, float, float, float],
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], npt.NDArray[np.int8]]:
    """Boxes (x0, y0, x1, y1), origins, and quarter turns of each character from upright."""
    left, bottom, right, top = bounds
    turns = rotation // 90 % 4

    def turn(x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        viewed = (
            (x - left, top - y),
            (y - bottom, x - left),
            (right - x, y - bottom),
            (top - y, right - x),
        )[turns]
        return np.stack(viewed, axis=1)

    first, second = turn(boxes[:, 0], boxes[:, 1]), turn(boxes[:, 2], boxes[:, 3])
    corners = np.hstack([np.minimum(first, second), np.maximum(first, second)])
    angle = np.arctan2(-directions[:, 1], directions[:, 0]) + turns * np.pi / 2
    quarter = np.rint(angle / (np.pi / 2)).astype(np.int64) % 4
    return corners, turn(origins[:, 0], origins[:, 1]), quarter.astype(np.int8)


def _hidden(
    boxes: npt.NDArray[np.float64],
    styles: npt.NDArray[np.float64],
    *,
    width: float,
    height: float,
) -> npt.NDArray[np.bool_]:
    """Characters nobody sees: unpainted, transparent, under 2 points, or off the page.

    Where nearly all text is unpainted it is the text layer of a scan, which is what one reads.
    """
    placed = styles[:, 0] > 0
    unpainted = styles[:, 2] == 1
    scanned = placed.any() and unpainted[placed].mean() >= _OCR_SHARE
    off = (boxes[:, 2] <= 0) | (boxes[:, 0] >= width)
    off |= (boxes[:, 3] <= 0) | (boxes[:, 1] >= height)
    unseen = (unpainted & (not scanned)) | (styles[:, 2] == 2) | (styles[:, 0] < _TINY) | off
    hidden: npt.NDArray[np.bool_] = placed & unseen
    return hidden
