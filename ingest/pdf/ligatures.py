"""Letters pdfium has no Unicode for, read from the names the file's fonts give their glyphs.

A ligature drawn as one glyph reaches us as its bare code in the font (0x1F, say) when the font
has no Unicode map for it. Its encoding still calls it ``/f_f_i``, and pypdf can look that up.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from ingest.layout.glyphs import Glyphs
from ingest.pdf.opening import BROKEN

if TYPE_CHECKING:
    import pypdf

# A font's name and a code in it -> the letters it draws.
Letters = Mapping[tuple[str, int], str]

# "ABCDEF+" before the name of a font that is embedded in part; pdfium may leave it out.
_SUBSET = re.compile(r"^/?(?:[A-Z]{6}\+)?")
_DEEPEST = 4
# Tab, line feed and return stand for themselves; 2 is pdfium's hyphen at a line end.
_KNOWN = (2, 9, 10, 13)
_UNKNOWN = 0xFFFD
_SPACE = 32


@dataclass(slots=True)
class GlyphNames:
    """The named glyphs of a file's fonts, looked up only for pages that need them."""

    path: Path
    password: str | None = None
    _reader: pypdf.PdfReader | None = field(default=None, repr=False)

    def of_page(self, number: int) -> Letters:
        """What the fonts of a page (1-based) call their codes; nothing where that is broken.

        A code that two fonts of one name draw differently is left out.
        """
        from pypdf.errors import PyPdfError

        broken: tuple[type[Exception], ...] = (PyPdfError, *BROKEN)
        try:
            page = self._open().pages[number - 1]
            found: dict[tuple[str, int], set[str]] = {}
            for font in _fonts(page.get("/Resources"), _DEEPEST):
                name = plain_name(str(font.get("/BaseFont", "")))
                for code, letters in _named(font):
                    found.setdefault((name, code), set()).add(letters)
        except broken:
            return {}
        return {key: next(iter(said)) for key, said in found.items() if len(said) == 1}

    def _open(self) -> pypdf.PdfReader:
        import pypdf

        if self._reader is None:
            self._reader = pypdf.PdfReader(self.path, strict=False, password=self.password)
        return self._reader


def plain_name(name: str) -> str:
    """A font's name without the tag of its subset."""
    return _SUBSET.sub("", name)


def _fonts(resources: Any, deepest: int) -> Iterator[Any]:  # noqa: ANN401  (pypdf's own objects)
    """The fonts of a page and of the forms drawn on it, as pypdf's dictionaries."""
    resources = resources.get_object() if resources is not None else {}
    for font in resources.get("/Font", {}).get_object().values() if "/Font" in resources else ():
        yield font.get_object()
    if not deepest or "/XObject" not in resources:
        return
    for drawn in resources["/XObject"].get_object().values():
        form = drawn.get_object()
        if form.get("/Subtype") == "/Form":
            yield from _fonts(form.get("/Resources"), deepest - 1)


def _named(font: Any) -> Iterator[tuple[int, str]]:  # noqa: ANN401
    """The codes below 32 and from 127 to 159 that the encoding of a font names, in letters."""
    encoding = font.get("/Encoding")
    encoding = encoding.get_object() if encoding is not None else None
    if not isinstance(encoding, dict):
        return
    code = 0
    for entry in encoding.get("/Differences", ()):
        if isinstance(entry, int):
            code = int(entry)
            continue
        letters = _spelt(str(entry).lstrip("/")) if _is_bare(code) else ""
        if letters:
            yield code, letters
        code += 1


def _spelt(name: str) -> str:
    """The letters a glyph name stands for (``f_f_i``: ffi); empty when it says nothing.

    Source: Adobe Glyph List Specification, section 2, as fontTools has it.
    """
    from fontTools import agl  # type: ignore[import-untyped]  # ships no types

    letters = agl.toUnicode(name)
    whole = "".join(unicodedata.normalize("NFKC", c) if "ﬀ" <= c <= "ﬆ" else c for c in letters)
    return whole if whole.isprintable() else ""


def _is_bare(code: int) -> bool:
    return (code < _SPACE or 0x7F <= code < 0xA0) and code not in _KNOWN


def bare_codes(codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.bool_]:
    """Which characters are control codes: a glyph's code in its font, for want of Unicode."""
    control = (codes < _SPACE) | (codes >= 0x7F) & (codes < 0xA0)
    return control & ~np.isin(codes, _KNOWN)


def spell_out(glyphs: Glyphs, letters: Mapping[int, str]) -> Glyphs:
    """The glyphs with some (by index) replaced by letters, each with the box of the whole.

    A space drawn on top of such a glyph only moves the pen, and goes.
    """
    times = np.ones(len(glyphs.codes), np.int64)
    for index, said in letters.items():
        times[index] = len(said)
        after = index + 1
        while after < len(times) and _lies_on(glyphs, after, index):
            times[after] = 0
            after += 1
    rows = np.repeat(np.arange(len(times)), times)
    codes, starts = glyphs.codes[rows], np.cumsum(times) - times
    for index, said in letters.items():
        codes[starts[index] : starts[index] + len(said)] = [ord(char) for char in said]
    return replace(
        glyphs,
        codes=codes,
        boxes=glyphs.boxes[rows],
        baselines=glyphs.baselines[rows],
        sizes=glyphs.sizes[rows],
        bold=glyphs.bold[rows],
        directions=glyphs.directions[rows],
        hidden=glyphs.hidden[rows],
    )


def _lies_on(glyphs: Glyphs, space: int, index: int) -> bool:
    """Whether a space stands inside the box of a glyph."""
    if int(glyphs.codes[space]) != _SPACE or float(glyphs.sizes[space]) <= 0:
        return False
    x0, y0, x1, y1 = glyphs.boxes[index].tolist()
    left, top, right, bottom = glyphs.boxes[space].tolist()
    return bool(x0 < (left + right) / 2 < x1 and y0 < (top + bottom) / 2 < y1)


def lacks_letters(glyphs: Glyphs) -> bool:
    """Whether some word of the page has a glyph that nothing says the letters of."""
    solid = (glyphs.sizes > 0) & ~glyphs.hidden
    unread = (bare_codes(glyphs.codes) | (glyphs.codes == _UNKNOWN)) & solid
    places = np.flatnonzero(unread)
    beside = np.concatenate([places - 1, places + 1])
    beside = beside[(beside >= 0) & (beside < len(solid))]
    beside = beside[solid[beside]]
    return any(chr(code).isalpha() for code in glyphs.codes[beside].tolist() if code < 0xD800)
