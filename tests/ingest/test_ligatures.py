"""Glyphs without Unicode: spelt out where the font names them, reported where it does not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pypdf
import pytest
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
)

from ingest.layout.glyphs import Glyphs
from ingest.pdf import read_pdf
from ingest.pdf.ligatures import GlyphNames, lacks_letters, spell_out

SHARED = Path(__file__).parents[3] / "shared"


def write_pdf(target: Path, shown: bytes, *, names: tuple[str, ...], in_form: bool = False) -> Path:
    """A page that shows one string in a font without Unicode map, ``names`` from code 29 on."""
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(300, 100)
    differences = ArrayObject([NumberObject(29), *map(NameObject, names)])
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/ABCDEF+Helvetica"),
            NameObject("/FirstChar"): NumberObject(0),
            NameObject("/LastChar"): NumberObject(255),
            NameObject("/Widths"): ArrayObject([NumberObject(600)] * 256),
            NameObject("/Encoding"): DictionaryObject(
                {
                    NameObject("/BaseEncoding"): NameObject("/WinAnsiEncoding"),
                    NameObject("/Differences"): differences,
                }
            ),
        }
    )
    fonts = DictionaryObject({NameObject("/F1"): writer._add_object(font)})
    resources = DictionaryObject({NameObject("/Font"): fonts})
    content = StreamObject()
    content.set_data(b"BT /F1 20 Tf 20 50 Td (" + shown + b") Tj ET")
    if in_form:
        content.update(
            {
                NameObject("/Subtype"): NameObject("/Form"),
                NameObject("/BBox"): ArrayObject([NumberObject(n) for n in (0, 0, 300, 100)]),
                NameObject("/Resources"): resources,
            }
        )
        drawn = DictionaryObject({NameObject("/X1"): writer._add_object(content)})
        resources = DictionaryObject({NameObject("/XObject"): drawn})
        content = StreamObject()
        content.set_data(b"/X1 Do")
    page[NameObject("/Resources")] = resources
    page[NameObject("/Contents")] = writer._add_object(content)
    writer.write(target)
    return target


@pytest.mark.parametrize("in_form", [False, True])
def test_a_ligature_without_unicode_is_spelt_out(tmp_path: Path, in_form: bool) -> None:
    path = write_pdf(
        tmp_path / "a.pdf",
        rb"e\037ciency of A\036airs \035nal",
        names=("/fi", "/f_f", "/f_f_i"),
        in_form=in_form,
    )
    reading = read_pdf(path)
    assert reading.text == "efficiency of Affairs final"
    assert reading.warnings == ()
    words = [reading.text[start:end] for start, end in reading.boxes[0].spans.tolist()]
    assert words == ["efficiency", "of", "Affairs", "final"]
    first = reading.boxes[0].rects[0]
    # eight glyphs of 12 points: the ligature is one of them
    assert first[0] == pytest.approx(20, abs=1)
    assert first[2] - first[0] == pytest.approx(8 * 12, abs=1)


def test_a_glyph_no_font_names_is_warned_of(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", rb"The e\037ciency", names=("/g29", "/g30", "/g31"))
    assert read_pdf(path).warnings == ("page 1: some letters could not be read",)


def test_codes_two_fonts_of_one_name_draw_differently_are_left_alone(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", b"x", names=("/fi", "/f_f"))
    writer = pypdf.PdfWriter(clone_from=path)
    fonts = writer.pages[0]["/Resources"]["/Font"]
    other = fonts["/F1"].clone(writer, force_duplicate=True)
    other[NameObject("/BaseFont")] = NameObject("/GHIJKL+Helvetica")
    differences = ArrayObject([NumberObject(29), NameObject("/f_l"), NameObject("/f_f")])
    other[NameObject("/Encoding")] = DictionaryObject({NameObject("/Differences"): differences})
    fonts[NameObject("/F2")] = writer._add_object(other)
    writer.write(path)
    assert GlyphNames(path).of_page(1) == {("Helvetica", 30): "ff"}


def glyphs_of(text: str, *, boxes: list[tuple[float, float]]) -> Glyphs:
    count = len(text)
    return Glyphs(
        codes=np.array([ord(char) for char in text], np.uint32),
        boxes=np.array([(x0, 10, x1, 20) for x0, x1 in boxes], np.float32),
        baselines=np.array([(x0, 18) for x0, _ in boxes], np.float32),
        sizes=np.full(count, 10, np.float32),
        bold=np.zeros(count, np.bool_),
        directions=np.zeros(count, np.int8),
        hidden=np.zeros(count, np.bool_),
        width=200,
        height=100,
    )


def test_a_space_drawn_over_the_ligature_goes_and_one_after_it_stays() -> None:
    glyphs = glyphs_of(
        "e\x1f c\x1f x", boxes=[(0, 5), (5, 15), (8, 10), (15, 20), (20, 30), (30, 33), (33, 38)]
    )
    spelt = spell_out(glyphs, {1: "ffi", 4: "ff"})
    assert "".join(map(chr, spelt.codes.tolist())) == "efficff x"
    assert spelt.boxes[:, 0].tolist() == [0, 5, 5, 5, 15, 20, 20, 30, 33]
    assert len(spelt.sizes) == len(spelt.hidden) == len(spelt.baselines) == 9


@pytest.mark.parametrize(
    ("text", "lacking"),
    [
        ("e\x1fciency", True),
        ("hea\ufffdng", True),
        ("\x1f Ebola", False),
        ("Sum \ufffd\ufffd 4", False),
    ],
)
def test_only_letters_missing_from_words_count(text: str, lacking: bool) -> None:
    boxes = [(10.0 * n, 10.0 * n + 9) for n in range(len(text))]
    assert lacks_letters(glyphs_of(text, boxes=boxes)) is lacking


@pytest.mark.shared
def test_words_of_a_real_plan_are_whole() -> None:
    path = SHARED / "documents/eu/fi_final_necp_main_en.pdf"
    if not path.exists():
        pytest.skip("shared material is not here")
    reading = read_pdf(path)
    for broken in ("A airs", "O cials", "e ciency", " e ects"):
        assert broken not in reading.text
    assert "page 164: some letters could not be read" in reading.warnings
