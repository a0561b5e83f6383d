"""Page images: the right size, the mark where it was asked for, the ink left alone."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
import typst
from PIL import Image

from corpus.errors import DamagedDocumentError, NotFoundError
from ingest.pdf import read_pdf
from ingest.render import render_page


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.pdf"
    source = "#set page(width: 200pt, height: 100pt, margin: 20pt)\nMarked words"
    path.write_bytes(typst.compile(source.encode()))
    return path


def pixels(png: bytes) -> np.ndarray[tuple[int, ...], np.dtype[np.int16]]:
    return np.asarray(Image.open(io.BytesIO(png))).astype(np.int16)


def test_scale_is_pixels_for_a_point(page: Path) -> None:
    assert pixels(render_page(page, 1, scale=3.0)).shape == (300, 600, 3)


def test_mark_covers_the_word_and_nothing_else(page: Path) -> None:
    rect = tuple(read_pdf(page).boxes[0].rects[0].tolist())
    plain = pixels(render_page(page, 1))
    marked = pixels(render_page(page, 1, rects=[rect]))
    changed = np.argwhere((plain != marked).any(axis=2))
    x0, y0, x1, y1 = (2 * side for side in rect)
    (top, left), (bottom, right) = changed.min(axis=0), changed.max(axis=0)
    assert abs(top - y0) <= 1
    assert abs(left - x0) <= 1
    assert abs(bottom + 1 - y1) <= 1
    assert abs(right + 1 - x1) <= 1


def test_ink_under_the_mark_stays_as_dark(page: Path) -> None:
    plain = pixels(render_page(page, 1))
    marked = pixels(render_page(page, 1, rects=[(0, 0, 200, 100)]))
    ink = plain.max(axis=2) < 10
    assert ink.any()
    assert (marked[ink] <= plain[ink]).all()
    assert marked[0, 0].tolist() == [255, 224, 102]


def test_rectangles_off_the_page_do_no_harm(page: Path) -> None:
    marked = render_page(page, 1, rects=[(-50, -50, -10, -10), (500, 500, 600, 600)])
    assert marked == render_page(page, 1)


def test_huge_scale_is_lowered(page: Path) -> None:
    height, width, _ = pixels(render_page(page, 1, scale=1000.0)).shape
    assert 30_000_000 < height * width < 41_000_000


@pytest.mark.parametrize("number", [0, 2, -1])
def test_page_that_is_not_there_is_named(page: Path, number: int) -> None:
    with pytest.raises(NotFoundError, match=f"page {number} of 1"):
        render_page(page, number)


def test_file_that_is_no_pdf_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.pdf"
    path.write_text("just words")
    with pytest.raises(DamagedDocumentError, match=r"notes\.pdf"):
        render_page(path, 1)
