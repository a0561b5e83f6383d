"""The layout from characters alone: no PDF, only places and sizes."""

from __future__ import annotations

import unicodedata

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.records import BODY_KINDS, BlockKind
from ingest.layout import Composed, Glyphs, Sheet, lay_out, make_sheet
from ingest.layout.furniture import page_number
from ingest.layout.shapes import Word
from ingest.layout.words import word_text

Placed = tuple[str, float, float, float]
BODY, SMALL = 10.0, 8.0


def set_page(lines: list[Placed], *, number: int = 1, turned: int = 0) -> Sheet:
    """A page of 400 x 600 points; each line is its text, left edge, baseline and type size.

    Every character is half as wide as it is high.
    """
    codes: list[int] = []
    boxes, baselines, sizes = [], [], []
    for text, left, base, size in lines:
        for at, char in enumerate(text):
            x = left + at * size / 2
            codes.append(ord(char))
            boxes.append((x, base - 0.8 * size, x + size / 2, base + 0.2 * size))
            baselines.append((x, base))
            sizes.append(size)
        codes.append(10)
        boxes.append((0, base, 0, base))
        baselines.append((0, base))
        sizes.append(0.0)
    count = len(codes)
    glyphs = Glyphs(
        codes=np.array(codes, np.uint32),
        boxes=np.array(boxes, np.float32).reshape(-1, 4),
        baselines=np.array(baselines, np.float32).reshape(-1, 2),
        sizes=np.array(sizes, np.float32),
        bold=np.zeros(count, np.bool_),
        directions=np.full(count, turned, np.int8),
        hidden=np.zeros(count, np.bool_),
        width=400.0,
        height=600.0,
    )
    return make_sheet(glyphs, number)


def prose(texts: list[str], *, top: float = 100.0, left: float = 40.0) -> list[Placed]:
    return [(text, left, top + 12 * at, BODY) for at, text in enumerate(texts)]


def laid(*sheets: Sheet) -> Composed:
    return lay_out(list(sheets), [str(sheet.number) for sheet in sheets], {})


def texts(composed: Composed, kind: BlockKind) -> list[str]:
    return [composed.text[b.start : b.end] for b in composed.blocks if b.kind is kind]


FULL = "the quick brown fox jumps over the lazy dog and then once more"


def test_wider_gap_between_lines_parts_paragraphs() -> None:
    page = [*prose([FULL] * 4), *prose([FULL] * 4, top=160)]
    assert len(texts(laid(set_page(page)), BlockKind.PARAGRAPH)) == 2


def test_double_spaced_lines_are_one_paragraph() -> None:
    page = [(FULL, 40.0, 100 + 24.0 * at, BODY) for at in range(12)]
    assert texts(laid(set_page(page)), BlockKind.PARAGRAPH) == [" ".join([FULL] * 12)]


def test_short_last_line_parts_paragraphs_set_without_a_gap() -> None:
    page = prose([FULL, FULL, "and ends here.", "Then " + FULL[:50], FULL, FULL])
    paragraphs = texts(laid(set_page(page)), BlockKind.PARAGRAPH)
    assert [text[:4] for text in paragraphs] == ["the ", "Then"]


def test_first_line_set_in_parts_paragraphs() -> None:
    full_stop = FULL[:-1] + "."
    page = prose([FULL, FULL, full_stop, "  " + FULL[:-2], FULL])
    assert len(texts(laid(set_page(page)), BlockKind.PARAGRAPH)) == 2


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("omställ\x02", "ning", "omställning"),
        ("omställ-", "ning", "omställning"),
        ("Norden-", "Baltikum", "Norden-Baltikum"),
        ("klimat-", "och energi", "klimat- och energi"),
        ("2025-", "2027", "2025-2027"),
        ("2025–", "2027", "2025–2027"),
        ("KLIMATOM\x02", "STÄLLNING", "KLIMATOMSTÄLLNING"),
    ],
)
def test_word_over_a_line_end(first: str, second: str, joined: str) -> None:
    start = FULL[: 60 - len(first)]
    page = prose([FULL, f"{start} {first}", f"{second} {FULL[:30]}"])
    assert f" {joined} the" in laid(set_page(page)).text


def test_hyphen_attested_elsewhere_stays() -> None:
    page = prose([f"long-term {FULL[:50]}", f"{FULL[:50]} long\x02", f"term {FULL[:40]}"])
    assert laid(set_page(page)).text.count("long-term") == 2


def test_hyphen_inside_a_name_known_whole_goes() -> None:
    page = prose([f"NetZeroCities {FULL[:45]}", f"{FULL[:50]} Net\x02", f"ZeroCities {FULL[:40]}"])
    assert laid(set_page(page)).text.count("NetZeroCities") == 2


def test_cells_drawn_row_by_row_are_a_table() -> None:
    page = [
        (f"{name}{row}", left, 100.0 + 14 * row, BODY)
        for row in range(3)
        for name, left in (("city", 40.0), ("year", 160.0), ("sum", 280.0))
    ]
    assert texts(laid(set_page(page)), BlockKind.TABLE) == [
        f"city{row} | year{row} | sum{row}" for row in range(3)
    ]


def test_columns_drawn_one_after_the_other_are_text() -> None:
    narrow = FULL[:30]
    page = [*prose([narrow] * 10), *prose([narrow] * 10, left=220.0)]
    composed = laid(set_page(page))
    assert not texts(composed, BlockKind.TABLE)
    assert composed.text.split() == " ".join([narrow] * 20).split()


def test_columns_drawn_in_the_wrong_order_are_put_right() -> None:
    left = [f"left{n} {FULL[:22]}" for n in range(10)]
    right = [f"right{n} {FULL[:22]}" for n in range(10)]
    composed = laid(set_page([*prose(right, left=220.0), *prose(left)]))
    assert composed.text.index("left9") < composed.text.index("right0")


def test_header_on_three_pages_is_furniture_and_numbers_count_on() -> None:
    sheets = [
        set_page(
            [("The plan", 40.0, 30.0, SMALL), *prose([f"{n} {FULL}"] * 3), (str(n), 200, 580, 8)],
            number=n,
        )
        for n in (1, 2, 3)
    ]
    composed = laid(*sheets)
    assert texts(composed, BlockKind.FURNITURE) == [
        "The plan",
        "1",
        "The plan",
        "2",
        "The plan",
        "3",
    ]


def test_number_in_a_short_document_is_kept() -> None:
    composed = laid(set_page([*prose([FULL] * 3), ("112", 40.0, 560.0, BODY)]))
    assert not texts(composed, BlockKind.FURNITURE)


def test_note_at_the_foot_needs_its_mark_in_the_text() -> None:
    with_mark = [*prose([FULL, "as decided.1 " + FULL[:40]])]
    note = [("1 In the spring.", 40.0, 540.0, SMALL)]
    assert texts(laid(set_page([*with_mark, *note])), BlockKind.FOOTNOTE) == ["1 In the spring."]
    assert not texts(laid(set_page([*prose([FULL] * 2), *note])), BlockKind.FOOTNOTE)


def test_figure_between_the_parts_of_a_sentence_stays_on_its_page() -> None:
    first = set_page([*prose([FULL] * 3), ("Figur 1. Cities.", 40.0, 300.0, SMALL)])
    second = set_page(prose(["goes on here and ends."]), number=2)
    composed = laid(first, second)
    (paragraph,) = texts(composed, BlockKind.PARAGRAPH)
    assert paragraph.endswith("more goes on here and ends.")
    assert composed.text[composed.pages[1].start :].startswith("goes on here")


def test_turned_text_is_read_after_the_upright() -> None:
    sheet = set_page(prose([FULL]))
    turned = set_page([("sideways", 40.0, 20.0, BODY)], turned=3)
    sheet.body.extend(turned.body)
    assert laid(sheet).text == f"{FULL}\n\nsideways"


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), ("Sida 3 (11)", 3), ("– 4 –", 4), ("iv", 4), ("7 §", None), ("1.5 °C", None)],
)
def test_page_number(text: str, number: int | None) -> None:
    assert page_number(text) == number


@given(st.text(min_size=1))
def test_word_text_is_normal_and_prints(printed: str) -> None:
    text, _ = word_text(printed)
    assert unicodedata.is_normalized("NFC", text)
    assert not any(char in "\x00\x02\xad\ufffe" for char in text)


WORDS = st.lists(
    st.text("aåbcé.-1\u0301", min_size=1, max_size=8).filter(lambda word: word[0] != "\u0301"),
    min_size=1,
    max_size=9,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(WORDS, min_size=1, max_size=6), min_size=1, max_size=4))
def test_every_word_is_found_at_its_offsets(pages: list[list[list[str]]]) -> None:
    sheets = [
        set_page(prose([" ".join(words) for words in page]), number=number)
        for number, page in enumerate(pages, start=1)
    ]
    printed = [[word for line in sheet.body for word in line.words] for sheet in sheets]
    composed = laid(*sheets)
    assert unicodedata.is_normalized("NFC", composed.text)
    for words, boxes in zip(printed, composed.boxes, strict=True):
        assert sorted(_said(words)) == sorted(
            composed.text[start:end].replace("-", "") for start, end in boxes.spans.tolist()
        )
    body = [block for block in composed.blocks if block.kind in BODY_KINDS]
    assert [page.end for page in composed.pages[:-1]] == [p.start for p in composed.pages[1:]]
    assert composed.pages[-1].end == (body[-1].end if body else 0)


def _said(words: list[Word]) -> list[str]:
    return [word.text.replace("-", "") for word in words]


def test_number_in_brackets_at_a_line_start_opens_no_item() -> None:
    page = prose([FULL, FULL, "(ii) " + FULL[:-5], FULL])
    composed = laid(set_page(page))
    assert not texts(composed, BlockKind.LIST_ITEM)
    assert len(texts(composed, BlockKind.PARAGRAPH)) == 1


def test_items_after_a_colon_are_items() -> None:
    page = prose(["Cities ask for " + FULL[:30] + ":", "(i) money", "(ii) time and", "(iii) help."])
    items = texts(laid(set_page(page)), BlockKind.LIST_ITEM)
    assert items == ["(i) money", "(ii) time and", "(iii) help."]


def test_small_print_over_a_page_break_never_breaks_the_order_of_pages() -> None:
    small = [("a note in small type that runs on and", 40.0, 300.0, SMALL)]
    rest = [("goes on over the page in small type and", 40.0, 90.0, SMALL)]
    first = set_page([*prose([FULL] * 3), *small])
    second = set_page([*rest, *prose(["the end of it all."], top=200)], number=2)
    composed = laid(first, second)
    for page, boxes in zip(composed.pages, composed.boxes, strict=True):
        assert all(page.start <= start < page.end for start, _ in boxes.spans.tolist())


SCATTERED = [
    ("Norway", 300.0, 120.0, 16.0),
    ("Sweden", 60.0, 150.0, 16.0),
    ("Baltic Sea", 220.0, 180.0, 16.0),
    ("Finland", 40.0, 210.0, 16.0),
    ("120 Mt", 300.0, 240.0, 16.0),
]


def test_labels_of_a_map_are_captions_however_large() -> None:
    page = [*SCATTERED, *prose([FULL] * 6, top=400)]
    composed = laid(set_page(page))
    assert sorted(texts(composed, BlockKind.CAPTION)) == sorted(text for text, *_ in SCATTERED)
    assert texts(composed, BlockKind.HEADING) == []
    assert texts(composed, BlockKind.PARAGRAPH) == [" ".join([FULL] * 6)]


def test_labels_that_the_outline_names_and_runs_of_three_stay_headings() -> None:
    page = set_page([*SCATTERED[:4], *prose([FULL] * 6, top=400)])
    named = lay_out([page], ["1"], {1: {"balticsea": 2}})
    assert texts(named, BlockKind.CAPTION) == []
    assert "Baltic Sea" in texts(named, BlockKind.HEADING)


def test_headings_under_one_another_are_no_labels() -> None:
    stack = ["Chapter I", "General provisions", "Article 1", "Subject matter"]
    lines = [(text, 100.0, 100 + 40.0 * at, 16.0 - at % 2 * 3) for at, text in enumerate(stack)]
    composed = laid(set_page([*lines, *prose([FULL] * 6, top=300)]))
    assert texts(composed, BlockKind.HEADING) == stack


def test_the_title_of_a_picture_is_still_a_heading() -> None:
    title = ("Emissions in 2023", 40.0, 60.0, 24.0)
    composed = laid(set_page([title, *SCATTERED, *prose([FULL] * 6, top=400)]))
    assert texts(composed, BlockKind.HEADING) == ["Emissions in 2023"]
    assert len(texts(composed, BlockKind.CAPTION)) == 5
