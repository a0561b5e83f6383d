"""The boxes of quotes, drawn to be looked at and read back with pdfium.

    python -m eval.boxes ANSWERS.jsonl --out FOLDER [--count 30] [--seed 1] [--data-dir DIR]

Samples quotes from a run's ``records.jsonl`` or what ``samklang ask --json`` wrote, draws the word
boxes of their intervals on the rendered pages into PNG files, with a list naming each quote. Beside
that it asks pdfium for the text under every drawn box: put together and reduced to letters and
digits it must be the quote, so a box too few, too many or too wide shows.
Words that run up or down the page (in figures) are misread by that check: look at their picture.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.catalog import Catalog, open_catalog
from corpus.settings import load_settings
from eval.measures.share import Share
from eval.originals import PDF, reduce_text
from eval.quotes import Quoted, read_answers

if TYPE_CHECKING:
    import pypdfium2

Rect = tuple[float, float, float, float]

_SCALE = 2.0
_MARGIN = 45.0
# Boxes are as tall as the type's line, so a neighbouring line's letters may touch their edges:
# the text under a box is what its middle meets (share of the height, points of the width).
_MIDDLE = 0.35
_SIDE = 0.4


@dataclass(frozen=True, slots=True)
class Drawn:
    """The boxes of one quote on one page: x0, y0, x1, y1 in points from the top-left corner."""

    page: int
    rects: tuple[Rect, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """A sampled quote, its pictures, and what pdfium reads under its boxes (reduced)."""

    quoted: Quoted
    filename: str
    pictures: tuple[str, ...]
    under: str

    @property
    def holds(self) -> bool:
        """Whether the boxes cover the quote's letters and digits and no others."""
        return self.under == reduce_text(self.quoted.quote)


def main(argv: Sequence[str] | None = None) -> int:
    """Draw and check a sample; 1 when the text under some quote's boxes is not the quote."""
    parser = argparse.ArgumentParser(prog="python -m eval.boxes")
    parser.add_argument("answers", type=Path, nargs="+", help="JSON or JSONL files of answers")
    parser.add_argument("--out", type=Path, help="folder for the pictures; none: only check")
    parser.add_argument("--count", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--data-dir", type=Path, default=None)
    options = parser.parse_args(argv)
    data = options.data_dir or load_settings().data_dir
    if options.out:
        options.out.mkdir(parents=True, exist_ok=True)
    found = {q for path in options.answers for q in read_answers(path) if q.page is not None}
    checked = list(_check_all(data, sample(found, options.count, options.seed), options.out))
    for number, one in enumerate(checked, start=1):
        print(describe_check(number, one))
    held = Share(sum(one.holds for one in checked), len(checked))
    print(f"boxes that cover their quote and nothing else: {held}")
    return 0 if all(one.holds for one in checked) else 1


def sample(quotes: set[Quoted], count: int, seed: int) -> list[Quoted]:
    """``count`` of the quotes, the same for the same seed; all when there are fewer."""
    ordered = sorted(quotes, key=lambda q: (q.document_id, q.version, q.start, q.end))
    return random.Random(seed).sample(ordered, min(count, len(ordered)))


def _check_all(data: Path, quotes: Sequence[Quoted], out: Path | None) -> Iterator[Checked]:
    import pypdfium2

    catalog = open_catalog(data)
    try:
        for number, quoted in enumerate(quotes, start=1):
            document = catalog.document(quoted.document_id, quoted.version)
            if document.media_type != PDF:
                continue
            path = data / "originals" / document.sha256[:2] / document.sha256
            pdf = pypdfium2.PdfDocument(path)
            try:
                drawn = boxes_of(catalog, quoted)
                under = "".join(text_under(pdf[d.page - 1], d.rects) for d in drawn)
                stem = f"{number:02d}-{path.name[:6]}"
                pictures = [_save(pdf, d, out / f"{stem}-p{d.page}.png") for d in drawn if out]
            finally:
                pdf.close()
            yield Checked(quoted, document.filename, tuple(pictures), under)
    finally:
        catalog.close()


def boxes_of(catalog: Catalog, quoted: Quoted) -> tuple[Drawn, ...]:
    """The word boxes that overlap a quote's interval, page by page, in text order."""
    drawn = []
    assert quoted.page is not None
    for page in range(quoted.page, (quoted.page_end or quoted.page) + 1):
        boxes = catalog.boxes(quoted.document_id, quoted.version, page)
        if boxes is None:
            continue
        inside = (boxes.spans[:, 0] < quoted.end) & (quoted.start < boxes.spans[:, 1])
        order = np.argsort(boxes.spans[inside, 0], kind="stable")
        rects = [tuple(float(v) for v in rect) for rect in boxes.rects[inside][order]]
        drawn.append(Drawn(page, tuple(rects)))  # type: ignore[arg-type]
    return tuple(drawn)


def text_under(page: pypdfium2.PdfPage, rects: Sequence[Rect]) -> str:
    """What pdfium reads under the middle of each box, reduced to letters and digits."""
    textpage = page.get_textpage()
    try:
        return "".join(reduce_text(_bounded(page, textpage, rect)) for rect in rects)
    finally:
        textpage.close()


def _bounded(page: Any, textpage: Any, rect: Rect) -> str:  # noqa: ANN401  (pdfium has no types)
    x0, y0, x1, y1 = rect
    side, inset = min(_SIDE, (x1 - x0) / 4), (y1 - y0) * _MIDDLE
    first = to_page(page, x0 + side, y0 + inset)
    second = to_page(page, x1 - side, y1 - inset)
    left, right = sorted((first[0], second[0]))
    bottom, top = sorted((first[1], second[1]))
    return str(textpage.get_text_bounded(left, bottom, right, top))


def to_page(page: Any, x: float, y: float) -> tuple[float, float]:  # noqa: ANN401
    """A point of the page as viewed (points from top-left) in the page's own coordinates.

    pdfium's own conversion, so that rotation and crop box are its business: a device of 100
    dots to the point keeps the rounding below a hundredth of a point.
    """
    import ctypes

    import pypdfium2.raw as raw

    width, height = page.get_size()
    size = round(width * 100), round(height * 100)
    at_x, at_y = ctypes.c_double(), ctypes.c_double()
    raw.FPDF_DeviceToPage(
        page, 0, 0, *size, 0, round(x * 100), round(y * 100), ctypes.byref(at_x), ctypes.byref(at_y)
    )
    return at_x.value, at_y.value


def _save(pdf: pypdfium2.PdfDocument, drawn: Drawn, target: Path) -> str:
    """The part of the page around the boxes, the boxes filled with a clear yellow."""
    from PIL import Image, ImageDraw

    picture = pdf[drawn.page - 1].render(scale=_SCALE).to_pil().convert("RGBA")
    layer = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    brush = ImageDraw.Draw(layer)
    for rect in drawn.rects:
        corners = [value * _SCALE for value in rect]
        brush.rectangle(corners, fill=(255, 220, 0, 90), outline=(210, 40, 40, 255))
    tops = [rect[1] for rect in drawn.rects] or [0.0]
    bottoms = [rect[3] for rect in drawn.rects] or [picture.height / _SCALE]
    upper = max(0, round((min(tops) - _MARGIN) * _SCALE))
    lower = min(picture.height, round((max(bottoms) + _MARGIN) * _SCALE))
    whole = Image.alpha_composite(picture, layer).convert("RGB")
    whole.crop((0, upper, whole.width, lower)).save(target)
    return target.name


def describe_check(number: int, one: Checked) -> str:
    """The list's lines on one quote."""
    verdict = "ok" if one.holds else "DIFFERS"
    line = f"{number:02d} {verdict} {one.filename} p{one.quoted.page} {' '.join(one.pictures)}"
    line += f'\n   quote "{one.quoted.quote}"'
    return (
        line
        if one.holds
        else f'{line}\n   boxes "{one.under}"\n   wants "{reduce_text(one.quoted.quote)}"'
    )


if __name__ == "__main__":
    sys.exit(main())
