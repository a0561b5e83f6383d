import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from corpus.records import Block, BlockKind, Interval, Page
from service.pages.marking import mark_spans, mark_words, stems_of
from service.pages.sheets import headings_of, sheet_at, sheets_of, show_blocks


def test_words_are_marked_in_any_form_and_in_both_languages():
    wanted = stems_of("klimatkontrakt")
    assert "<mark>klimatkontraktet</mark>" in mark_words("Om klimatkontraktet.", wanted, "sv")
    assert "<mark>Contract</mark>" in mark_words("The Climate City Contract", wanted, "en")
    assert "<mark>" not in mark_words("Om hamnen.", wanted, "sv")


def test_nothing_of_a_document_becomes_markup():
    shown = mark_words('<img src=x onerror="a()"> klimat', stems_of("klimat"), "sv")
    assert "<img" not in shown
    assert shown.endswith("<mark>klimat</mark>")


@given(st.text(max_size=80), st.lists(st.integers(0, 80), max_size=8))
def test_marking_loses_no_letter(text, cuts):
    ends = sorted({cut for cut in cuts if cut <= len(text)})
    spans = [Interval(a, b) for a, b in zip(ends[::2], ends[1::2], strict=False)]
    shown = mark_spans(text, spans)
    bare = shown.replace(Markup("<mark>"), "").replace(Markup("</mark>"), "")
    assert Markup(bare).unescape() == Markup(Markup.escape(text)).unescape()


TEXT = "Rubrik\n\nEtt stycke.\n\nEtt till."
BLOCKS = (
    Block(BlockKind.HEADING, 1, 0, 6, 3),
    Block(BlockKind.PARAGRAPH, 1, 8, 19),
    Block(BlockKind.PARAGRAPH, 2, 21, 30),
)
PAGES = (Page(1, "i", 0, 19, 595.2, 841.8), Page(2, "1", 21, 30, 595.2, 841.8))


def test_a_document_with_pages_has_a_sheet_for_each():
    sheets = sheets_of(BLOCKS, PAGES)
    assert [(one.number, one.label, len(one.blocks)) for one in sheets] == [
        (1, "i", 2),
        (2, "1", 1),
    ]
    assert (sheets[0].width, sheets[0].height) == (595, 842)
    assert sheet_at(sheets, 25) == 2


def test_a_text_without_pages_is_cut_at_blocks_and_none_is_lost():
    long = [Block(BlockKind.PARAGRAPH, None, at * 4000, at * 4000 + 3990) for at in range(9)]
    sheets = sheets_of(long, ())
    assert len(sheets) == 5
    assert [block for one in sheets for block in one.blocks] == long
    assert len(sheets_of([], ())) == 1


def test_a_quote_over_two_blocks_is_marked_in_both_and_named_once():
    sheet = sheets_of(BLOCKS, PAGES)[0]
    shown = show_blocks(TEXT, sheet, [Interval(3, 11)])
    assert shown[0].html == 'Rub<mark id="quote">rik</mark>'
    assert shown[1].html == "<mark>Ett</mark> stycke."


def test_an_outline_begins_at_the_first_level_and_skips_none():
    [heading] = headings_of(TEXT, BLOCKS[:1])
    assert (heading.text, heading.level, heading.start) == ("Rubrik", 1, 0)


@pytest.mark.parametrize(
    ("item", "bulleted"),
    [
        ("• Lund", True),
        ("– Lund", True),
        ("12. Lund", True),
        ("a) Lund", True),
        ("ii) Lund", True),
        ("(iv) Lund", True),
        ("48 städer", False),
        ("Dr. Berg leder arbetet", False),
        ("ca. 40 städer", False),
        ("St. Petersburg", False),
    ],
)
def test_an_item_with_a_bullet_of_its_own_gets_no_second_one(item, bulleted):
    sheet = sheets_of([Block(BlockKind.LIST_ITEM, None, 0, len(item), 1)], [])[0]
    [shown] = show_blocks(item, sheet, [])
    assert shown.bulleted is bulleted
