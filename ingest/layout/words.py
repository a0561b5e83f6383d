"""From characters to words: where one ends, what it says, and where it stands."""

from __future__ import annotations

import unicodedata

import numpy as np
import numpy.typing as npt

from ingest.layout.glyphs import Glyphs
from ingest.layout.shapes import Word

_PDFIUM_HYPHEN = 0x02
_SOFT_HYPHEN = 0xAD
_BLANKS = np.array([0x85, 0xA0, 0x2028, 0x2029, 0x1680, 0x202F, 0x205F, 0x3000, 0xFEFF, *range(0x2000, 0x200C)])
# Bullets of the Symbol and Wingdings fonts arrive in the private use area.
_SYMBOLS = {0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "➢", 0xF0FC: "✓", 0xF06F: "o", 0xF02D: "–"}
_GAP, _BACK, _DROP = 1.0, 0.5, 0.6


def make_words(glyphs: Glyphs, chosen: npt.NDArray[np.bool_], *, turned: int) -> list[Word]:
    """The words among the chosen characters, in content order.

    ``turned`` is the quarter turns of the chosen characters; words come out upright.
    """
    codes = glyphs.codes
    blank = (codes <= 32) & (codes != _PDFIUM_HYPHEN) | (codes == 0x7F) | np.isin(codes, _BLANKS)
    blank |= (codes == _PDFIUM_HYPHEN) & (glyphs.sizes <= 0)
    solid = np.flatnonzero(~blank & chosen & (glyphs.sizes > 0))
    if not len(solid):
        return []
    boxes = _upright(glyphs, turned)[solid]
    bases = _upright_baselines(glyphs, turned)[solid]
    starts, glued = _word_starts(glyphs, solid, boxes=boxes, bases=bases)
    ends = np.append(starts[1:], len(solid))
    return _words(glyphs, solid, starts, ends, boxes=boxes, bases=bases, glued=glued)


def _upright(glyphs: Glyphs, turned: int) -> npt.NDArray[np.float32]:
    """Boxes on the page turned so that the characters stand upright."""
    x0, y0, x1, y1 = glyphs.boxes.T
    width, height = glyphs.width, glyphs.height
    turns = {
        0: (x0, y0, x1, y1),
        1: (y0, width - x1, y1, width - x0),
        2: (width - x1, height - y1, width - x0, height - y0),
        3: (height - y1, x0, height - y0, x1),
    }
    return np.stack(turns[turned], axis=1)


def _upright_baselines(glyphs: Glyphs, turned: int) -> npt.NDArray[np.float32]:
    x, y = glyphs.baselines.T
    upright: npt.NDArray[np.float32] = (y, glyphs.width - x, glyphs.height - y, x)[turned]
    return upright


def _word_starts(
    glyphs: Glyphs,
    solid: npt.NDArray[np.int64],
    *,
    boxes: npt.NDArray[np.float32],
    bases: npt.NDArray[np.float32],
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Where words begin, and which of them follow the one before without a space."""
    sizes, codes = glyphs.sizes[solid], glyphs.codes[solid]
    larger = np.maximum(sizes[1:], sizes[:-1])
    spaced = np.diff(solid) > 1
    dropped = np.abs(np.diff(bases)) > _DROP * larger
    # Both letters of a ligature have its box; letters of right-to-left script step backwards.
    moved = (boxes[1:, 0] - boxes[:-1, 2] > _GAP * larger) | (
        boxes[1:, 2] - boxes[:-1, 0] < -_BACK * larger
    )
    after_hyphen = codes[:-1] == _PDFIUM_HYPHEN
    digit = (codes >= 48) & (codes <= 57)
    raised = (bases[:-1] - bases[1:] > 0.15 * larger) & (sizes[1:] < 0.85 * sizes[:-1])
    exponent = raised & digit[1:] & digit[:-1]
    begins = spaced | dropped | moved | after_hyphen | exponent
    starts = np.append(0, np.flatnonzero(begins) + 1)
    # pdfium puts spaces around a raised note mark: "( 1 )" is printed as "(1)".
    bracket = (codes[:-1] == ord("(")) | (codes[1:] == ord(")"))
    touching = bracket & (boxes[1:, 0] - boxes[:-1, 2] < 0.15 * larger)
    touching &= np.minimum(sizes[1:], sizes[:-1]) < 0.85 * larger
    apart = np.append(True, spaced & ~touching | dropped | moved | exponent)
    return starts, ~apart[starts]


def _words(
    glyphs: Glyphs,
    solid: npt.NDArray[np.int64],
    starts: npt.NDArray[np.int64],
    ends: npt.NDArray[np.int64],
    *,
    boxes: npt.NDArray[np.float32],
    bases: npt.NDArray[np.float32],
    glued: npt.NDArray[np.bool_],
) -> list[Word]:
    low, high = np.minimum.reduceat(boxes, starts), np.maximum.reduceat(boxes, starts)
    upright = np.hstack([low[:, :2], high[:, 2:]]).tolist()
    placed = glyphs.boxes[solid]
    low, high = np.minimum.reduceat(placed, starts), np.maximum.reduceat(placed, starts)
    rects = np.hstack([low[:, :2], high[:, 2:]]).tolist()
    sizes, bold = glyphs.sizes[solid][starts].tolist(), glyphs.bold[solid][starts].tolist()
    first_bases, joined = bases[starts].tolist(), glued.tolist()
    codes = glyphs.codes[solid].tolist()
    words: list[Word] = []
    for number, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
        text, broken = word_text(codes[start:end])
        if text:
            words.append(
                Word(
                    text,
                    tuple(rects[number]),
                    *upright[number],
                    first_bases[number],
                    sizes[number],
                    bold[number],
                    joined[number] and bool(words),
                    broken,
                )
            )
    return words


def word_text(codes: list[int]) -> tuple[str, bool]:
    """What a word says (NFC, no control characters), and whether its line end hyphenates it.

    A visible soft hyphen inside a line is a hyphen as printed, and becomes one.
    """
    broken = codes[-1] in (_PDFIUM_HYPHEN, _SOFT_HYPHEN) and len(codes) > 1
    kept = codes[:-1] if broken else codes
    text = "".join(map(_character, kept))
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return text, broken


def _character(code: int) -> str:
    if 32 < code < 0x7F:
        return chr(code)
    if code in (_SOFT_HYPHEN, _PDFIUM_HYPHEN):
        return "-"
    if code < 0xA0 or 0xD800 <= code < 0xE000 or code >= 0xFFFE or 0x200B <= code <= 0x200F:
        return ""
    if code in _SYMBOLS:
        return _SYMBOLS[code]
    return chr(code)
