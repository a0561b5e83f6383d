"""Reading PDF files: what comes out, what is refused, and that every offset holds."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest

from corpus.errors import (
    DamagedDocumentError,
    DocumentError,
    EmptyDocumentError,
    NoTextLayerError,
    PasswordError,
)
from corpus.records import BODY_KINDS, BlockKind, Reading
from ingest.pdf import read_pdf
from ingest.pdf.opening import describe

SHARED = Path(__file__).parents[3] / "shared"
shared = pytest.mark.shared

Typeset = Callable[..., Path]


@pytest.fixture
def typeset(tmp_path: Path) -> Typeset:
    """A function that sets Typst source as a PDF and gives its path."""
    import typst

    def compile_source(source: str, name: str = "made.pdf") -> Path:
        target = tmp_path / name
        target.write_bytes(typst.compile(source.encode()))
        return target

    return compile_source


def of_kind(reading: Reading, kind: BlockKind) -> list[str]:
    return [reading.text[b.start : b.end] for b in reading.blocks if b.kind is kind]


def assert_sound(reading: Reading) -> None:
    """Every promise the records make about one reading."""
    text = reading.text
    assert unicodedata.is_normalized("NFC", text)
    assert [b.start for b in reading.blocks] == sorted(b.start for b in reading.blocks)
    for block, after in zip(reading.blocks, reading.blocks[1:], strict=False):
        assert block.start < block.end
        assert text[block.end : after.start] == "\n\n"
    ranks = [_rank(block.kind) for block in reading.blocks]
    assert ranks == sorted(ranks)
    body = [block for block in reading.blocks if block.kind in BODY_KINDS]
    body_end = body[-1].end if body else 0
    assert reading.pages[0].start == 0
    assert reading.pages[-1].end == body_end
    for page, after_page in zip(reading.pages, reading.pages[1:], strict=False):
        assert page.start <= page.end == after_page.start
    _assert_words_placed(reading, body_end)


def _rank(kind: BlockKind) -> int:
    last = (BlockKind.FOOTNOTE, BlockKind.FURNITURE, BlockKind.HIDDEN)
    return last.index(kind) + 1 if kind in last else 0


def _assert_words_placed(reading: Reading, body_end: int) -> None:
    covered = [False] * len(reading.text)
    inside = [False] * len(reading.text)
    for block in reading.blocks:
        inside[block.start : block.end] = [True] * (block.end - block.start)
    for boxes in reading.boxes:
        page = reading.pages[boxes.page - 1]
        for start, end in boxes.spans.tolist():
            assert all(inside[start:end])
            assert not any(c.isspace() for c in reading.text[start:end])
            covered[start:end] = [True] * (end - start)
            if start < body_end:
                assert page.start <= start < page.end
    bare = [c for c, is_covered in zip(reading.text, covered, strict=True) if not is_covered]
    assert set(bare) <= {" ", "\n", "|"}


def test_headings_take_their_level_from_the_outline(typeset: Typeset) -> None:
    reading = read_pdf(
        typeset(
            "= Mission and vision\nCities act together and learn from each other.\n"
            "== A heading so long that it has to be set over two lines because the page is not "
            "wide enough for it\nText follows it here.\n=== Third\nMore text comes here."
        )
    )
    assert_sound(reading)
    headings = [
        (b.level, reading.text[b.start : b.end])
        for b in reading.blocks
        if b.kind is BlockKind.HEADING
    ]
    assert [level for level, _ in headings] == [1, 2, 3]
    assert headings[1][1].endswith("wide enough for it")


def test_footnote_leaves_the_sentence_it_interrupts_whole(typeset: Typeset) -> None:
    reading = read_pdf(
        typeset(
            "#set page(height: 5cm)\n#set par(justify: true)\n"
            "Cities that go first#footnote[Chosen in an open call.] show the way. "
            + "Many more cities follow them when the way is known to be open to all of them. "
            * 6
        )
    )
    assert_sound(reading)
    (note,) = of_kind(reading, BlockKind.FOOTNOTE)
    assert note.endswith("Chosen in an open call.")
    (paragraph,) = of_kind(reading, BlockKind.PARAGRAPH)
    assert paragraph.count("known to be open to all of them.") == 6


def test_sentence_over_a_page_break_is_one_interval(typeset: Typeset) -> None:
    reading = read_pdf(
        typeset(
            "#set page(height: 4cm)\n"
            + "the partners share what they learn with each other and with every city, " * 12
        )
    )
    assert_sound(reading)
    assert len(reading.pages) > 1
    assert len(of_kind(reading, BlockKind.PARAGRAPH)) == 1
    first_words = [reading.text[p.start : p.end].split()[0] for p in reading.pages]
    assert [_first_printed_word(reading, p.number) for p in reading.pages] == first_words


def _first_printed_word(reading: Reading, page: int) -> str:
    boxes = reading.boxes[page - 1]
    topmost = min(range(len(boxes.rects)), key=lambda n: (boxes.rects[n][1], boxes.rects[n][0]))
    start, end = boxes.spans[topmost]
    return reading.text[start:end]


def test_hyphenated_line_ends_are_closed_and_real_hyphens_kept(typeset: Typeset) -> None:
    reading = read_pdf(
        typeset(
            '#set page(width: 7cm)\n#set text(lang: "sv", hyphenate: true)\n'
            "#set par(justify: true)\n"
            + "Klimatomställningsarbetet förutsätter flernivåstyrning i Norden-Baltikum. "
            * 8
        )
    )
    assert_sound(reading)
    (paragraph,) = of_kind(reading, BlockKind.PARAGRAPH)
    expected = "Klimatomställningsarbetet förutsätter flernivåstyrning i Norden-Baltikum. " * 8
    assert paragraph == expected.strip()


def test_parts_of_a_broken_word_have_a_box_each(typeset: Typeset) -> None:
    reading = read_pdf(
        typeset(
            '#set page(width: 5cm)\n#set text(lang: "sv", hyphenate: true)\n'
            "Om klimatomställningsarbetet"
        )
    )
    spans = reading.boxes[0].spans.tolist()
    parts = [reading.text[start:end] for start, end in spans]
    assert "".join(parts) == "Omklimatomställningsarbetet"
    assert len(parts) == 3
    rects = reading.boxes[0].rects
    assert rects[2][1] > rects[1][3] - 2
    assert rects[2][0] < rects[1][0]


def test_columns_are_read_one_after_the_other(typeset: Typeset) -> None:
    sentences = [f"Sentence number {n} stands here to fill the narrow column." for n in range(60)]
    reading = read_pdf(
        typeset("= Title\n#columns(2)[\n#set par(justify: true)\n" + " ".join(sentences) + "\n]")
    )
    assert_sound(reading)
    (paragraph,) = of_kind(reading, BlockKind.PARAGRAPH)
    assert paragraph == " ".join(sentences)


def test_list_items_go_over_page_breaks_and_know_their_depth(typeset: Typeset) -> None:
    items = "\n".join(
        f"- item {n} is about cities that work together over borders and share what they learn "
        "in the process\n  - and this lies deeper"
        for n in range(8)
    )
    reading = read_pdf(typeset("#set page(height: 6cm)\nThe list:\n" + items))
    assert_sound(reading)
    found = [b for b in reading.blocks if b.kind is BlockKind.LIST_ITEM]
    assert [b.level for b in found] == [1, 2] * 8
    assert all(reading.text[b.start] in "•‣" for b in found)
    assert all(reading.text[b.start : b.end].endswith(("process", "deeper")) for b in found)


def test_table_rows_are_blocks_with_bars_between_cells(typeset: Typeset) -> None:
    reading = read_pdf(
        typeset(
            "Before the table.\n#table(columns: 3, [City], [Country], [Year], "
            "[Lund], [Sweden], [2030], [Espoo], [Finland], [2030])\nAfter the table."
        )
    )
    assert_sound(reading)
    assert of_kind(reading, BlockKind.TABLE) == [
        "City | Country | Year",
        "Lund | Sweden | 2030",
        "Espoo | Finland | 2030",
    ]
    assert of_kind(reading, BlockKind.PARAGRAPH) == ["Before the table.", "After the table."]


def test_running_headers_and_page_numbers_stay_out_of_the_body(typeset: Typeset) -> None:
    reading = read_pdf(
        typeset(
            "#set page(height: 8cm, header: context if calc.odd(here().page()) [Odd side] "
            'else [#h(1fr) Even side], numbering: "1 (1)")\n'
            + "".join(f"= Part {n}\nText of part {n}.\n#pagebreak(weak: true)\n" for n in range(6))
        )
    )
    assert_sound(reading)
    furniture = of_kind(reading, BlockKind.FURNITURE)
    assert furniture.count("Odd side") == 3
    assert furniture.count("Even side") == 3
    assert "6 (6)" in furniture
    assert len(of_kind(reading, BlockKind.HEADING)) == 6
    assert "side" not in reading.text[: reading.pages[-1].end]


def test_headings_that_repeat_below_the_page_edge_are_kept(typeset: Typeset) -> None:
    reading = read_pdf(
        typeset(
            "#set page(height: 20cm)\n"
            + "".join(
                f"Text that opens page {n} in its own way.\n= Questions\nWhat now, {n}?\n"
                "#pagebreak(weak: true)\n"
                for n in "abcd"
            )
        )
    )
    assert of_kind(reading, BlockKind.HEADING) == ["Questions"] * 4


def test_text_nobody_sees_is_hidden(typeset: Typeset) -> None:
    reading = read_pdf(
        typeset(
            "Seen by all who read.\n\n#text(fill: white)[Ignore what stands here.]\n\n"
            "#text(size: 1pt)[Too small for eyes.]\n\n"
            "#block(fill: black, inset: 4pt)[#text(fill: white)[White on black.]]"
        )
    )
    assert_sound(reading)
    (hidden,) = of_kind(reading, BlockKind.HIDDEN)
    assert "Ignore what stands here." in hidden
    assert "Too small for eyes." in hidden
    assert "White on black." in of_kind(reading, BlockKind.PARAGRAPH)


def test_raised_digit_does_not_change_the_number_before_it(typeset: Typeset) -> None:
    reading = read_pdf(typeset("Decided in 2023#super[1] by all#super[2] members."))
    assert reading.text == "Decided in 2023 1 by all2 members."


def test_properties_and_page_labels_are_read(typeset: Typeset) -> None:
    reading = read_pdf(
        typeset(
            '#set document(title: "A plan", author: "A city", date: datetime(year: 2025, '
            'month: 3, day: 13))\n#set text(lang: "sv")\n#set page(numbering: "i")\n'
            "One.\n#pagebreak()\nTwo."
        )
    )
    properties = reading.properties
    assert (properties.title, properties.publisher) == ("A plan", "A city")
    assert (properties.published, properties.language) == ("2025-03-13", "sv")
    assert [page.label for page in reading.pages] == ["i", "ii"]


@pytest.mark.parametrize("title", ["Microsoft Word - plan.docx", "untitled", "plan.pdf", "  "])
def test_titles_made_by_programs_are_ignored(typeset: Typeset, title: str) -> None:
    path = typeset(f'#set document(title: "{title}")\nText.')
    assert describe(path, password=None).properties.title is None


def _encrypted(source: Path, target: Path) -> Path:
    writer = pypdf.PdfWriter(clone_from=source)
    writer.encrypt("secret", algorithm="AES-256")
    writer.write(target)
    return target


def test_password_is_asked_for_checked_and_used(typeset: Typeset, tmp_path: Path) -> None:
    locked = _encrypted(typeset("Only for members."), tmp_path / "locked.pdf")
    with pytest.raises(PasswordError, match="none was given"):
        read_pdf(locked)
    with pytest.raises(PasswordError, match="does not open it"):
        read_pdf(locked, password="wrong")
    assert read_pdf(locked, password="secret").text == "Only for members."


def test_drawing_without_text_needs_ocr(typeset: Typeset) -> None:
    with pytest.raises(NoTextLayerError, match="2 page"):
        read_pdf(typeset("#rect()\n#pagebreak()\n#circle()"))


def test_page_without_text_is_named(typeset: Typeset) -> None:
    reading = read_pdf(typeset("One.\n#pagebreak()\n#rect()\n#pagebreak()\nThree."))
    assert reading.warnings == ("no text on page 2: pictures are not read",)
    assert_sound(reading)


def test_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.pdf"
    path.write_bytes(b"")
    with pytest.raises(EmptyDocumentError, match=r"empty\.pdf"):
        read_pdf(path)


def test_truncated_file_is_refused(typeset: Typeset, tmp_path: Path) -> None:
    whole = typeset("A long text. " * 500).read_bytes()
    path = tmp_path / "half.pdf"
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DamagedDocumentError, match=r"half\.pdf"):
        read_pdf(path)


def _letters(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())


@shared
def test_strategy_is_read_whole() -> None:
    path = _shared("strategy/internationaliseringsstrategi-2025-2027.pdf")
    reading = read_pdf(path)
    assert_sound(reading)
    assert "25 av nuvarande 112 städer i EU-missionen i Norden-Baltikum." in reading.text
    assert len(of_kind(reading, BlockKind.LIST_ITEM)) == 19
    assert len(of_kind(reading, BlockKind.FOOTNOTE)) == 7
    assert of_kind(reading, BlockKind.FURNITURE) == [str(n) for n in range(1, 12)]
    assert "tidigare strategi, sammanställning av relevanta" in reading.text


@shared
def test_sentences_of_the_strategy_stand_on_their_page_for_another_reader() -> None:
    path = _shared("strategy/internationaliseringsstrategi-2025-2027.pdf")
    reading = read_pdf(path)
    seen = [_letters(page.extract_text()) for page in pypdf.PdfReader(path).pages]
    for page, letters in zip(reading.pages, seen, strict=True):
        for part in reading.text[page.start : page.end].split(". "):
            assert _letters(part) in letters


@shared
def test_torture_files_are_read_or_refused_with_a_reason() -> None:
    manifest = json.loads(_shared("pdf-torture/manifest.json").read_text())
    for entry in manifest:
        path = _shared("pdf-torture") / entry["file"]
        reading, reason = _read_or_reason(path, entry.get("password"))
        if reading is None:
            assert path.name in reason
            assert (entry["characters"] or 0) < 40
        else:
            assert_sound(reading)


def _read_or_reason(path: Path, password: str | None) -> tuple[Reading | None, str]:
    try:
        return read_pdf(path, password=password), ""
    except DocumentError as error:
        return None, str(error)


@shared
@pytest.mark.parametrize(
    "name",
    ["strategy/internationaliseringsstrategi-2025-2027.pdf", "documents/eu/REPowerEU_Plan.pdf"],
)
def test_words_say_what_pdfium_printed(name: str) -> None:
    import pypdfium2

    path = _shared(name)
    reading = read_pdf(path)
    document = pypdfium2.PdfDocument(path)
    for boxes, page in zip(reading.boxes, document, strict=True):
        ours = "".join(reading.text[start:end] for start, end in boxes.spans.tolist())
        theirs = page.get_textpage().get_text_range()
        assert Counter(_letters(ours)) == Counter(_letters(theirs))


def _shared(name: str) -> Path:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"shared material is not here: {name}")
    return path
