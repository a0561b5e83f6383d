"""From characters to words: where one ends, what it says, and where it stands."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from ingest.layout.glyphs import Glyphs
from ingest.layout.shapes import Rect, Word

_PDFIUM_HYPHEN = 0x02
_LINE_END_HYPHENS = "\x02\xad"
_BLANKS = np.array(
    [0x85, 0xA0, 0x2028, 0x2029, 0x1680, 0x202F, 0x205F, 0x3000, 0xFEFF, *range(0x2000, 0x200C)]
)
# Bullets of the Symbol and Wingdings fonts arrive in the private use area.
_SYMBOLS = {
    "\uf0b7": "•",
    "\uf0a7": "▪",
    "\uf0d8": "➢",
    "\uf0fc": "✓",
    "\uf06f": "o",
    "\uf02d": "–",
}
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
    spaces = np.cumsum(blank & (glyphs.sizes > 0))[solid[starts]]
    typed = np.diff(spaces, prepend=spaces[0]) > 0
    return _words(glyphs, solid, starts, boxes=boxes, bases=bases, marks=(glued, typed))


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
    *,
    boxes: npt.NDArray[np.float32],
    bases: npt.NDArray[np.float32],
    marks: tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]],
) -> list[Word]:
    """The words; ``marks`` says of each whether it is glued, and whether a space was typed."""
    upright = _extents(boxes, starts)
    rects = _extents(glyphs.boxes[solid], starts)
    sizes, bold = glyphs.sizes[solid][starts].tolist(), glyphs.bold[solid][starts].tolist()
    first_bases, (joined, typed) = bases[starts].tolist(), (each.tolist() for each in marks)
    printed, edges = _printed(glyphs.codes[solid]), [*starts.tolist(), len(solid)]
    words: list[Word] = []
    for number, (start, end) in enumerate(pairwise(edges)):
        text, broken = word_text(printed[start:end])
        if text:
            words.append(
                Word(
                    text,
                    rects[number],
                    *upright[number],
                    first_bases[number],
                    sizes[number],
                    bold[number],
                    glued=joined[number] and bool(words),
                    broken=broken,
                    typed=typed[number],
                )
            )
    return words


def _extents(boxes: npt.NDArray[np.float32], starts: npt.NDArray[np.int64]) -> list[Rect]:
    """The box around each word: x0, y0, x1, y1."""
    low, high = np.minimum.reduceat(boxes, starts), np.maximum.reduceat(boxes, starts)
    return [(a, b, c, d) for a, b, c, d in np.hstack([low[:, :2], high[:, 2:]]).tolist()]


def _printed(codes: npt.NDArray[np.uint32]) -> str:
    """The code points as one string; what is no character becomes U+FFFE."""
    broken = (codes >= 0xD800) & (codes < 0xE000) | (codes > 0x10FFFF)
    sound = np.where(broken, 0xFFFE, codes).astype("<u4")
    return sound.tobytes().decode("utf-32-le")


def word_text(printed: str) -> tuple[str, bool]:
    """What a word says (NFC, no control characters), and whether its line end hyphenates it.

    ``printed`` is the word as the page has it. A soft hyphen inside a line that has a glyph is
    a hyphen as printed, and becomes one.
    """
    if printed.isascii() and printed.isprintable():
        return printed, False
    broken = printed[-1] in _LINE_END_HYPHENS and len(printed) > 1
    kept = printed[:-1] if broken else printed
    return unicodedata.normalize("NFC", "".join(map(_character, kept))), broken


def _character(char: str) -> str:
    code = ord(char)
    if char in _LINE_END_HYPHENS:
        return "-"
    if code < 0xA0 and not char.isprintable():
        return ""
    if (code >= 0xFFFE and code < 0x10000) or 0x200B <= code <= 0x200F:
        return ""
    return _SYMBOLS.get(char, char)
