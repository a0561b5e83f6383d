from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.records import BODY_KINDS, Block, BlockKind, Interval, Page, Passage, Reading
from ingest.split import sentences_of, split_document
from ingest.split.units import HARD_MAXIMUM, TARGET

LONGEST = 2_000
K = BlockKind


def sentences(text: str, language: str = "sv") -> list[str]:
    return [text[found.start : found.end] for found in sentences_of(text, language)]


def reading_of(
    *blocks: tuple[BlockKind, str, int], pages: int = 0, pictures: bool = False
) -> Reading:
    """A reading from (kind, text, level or, for footnotes, page); no pages unless asked for.

    With ``pictures`` a page without text follows each page.
    """
    text, made = "", []
    for kind, words, number in blocks:
        start = len(text) + 2 if text else 0
        text = f"{text}\n\n{words}" if text else words
        page = number if kind is K.FOOTNOTE else None
        made.append(Block(kind, page, start, start + len(words), 0 if page else number))
    body = max((b.end for b in made if b.kind in BODY_KINDS), default=0)
    borders = [body * n // max(1, pages) for n in range(pages + 1)]
    if pictures:
        borders = sorted(borders + borders[1:])
    found = tuple(
        Page(number, f"s{number}", start, end)
        for number, (start, end) in enumerate(pairwise(borders), start=1)
    )
    return Reading("text/plain", text, tuple(made), found)


def passages_of(reading: Reading, language: str = "sv") -> tuple[Passage, ...]:
    return split_document(
        reading, document_id="dtest", version=1, language=language, detect=lambda _: language
    )


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("sv", ["Det gäller t.ex. Malmö och bl.a. Lund.", "Sedan kommer parker m.m.", "Nästa."]),
        ("sv", ["Se prop. 2023/24:50 och kap. 3 i skr. 2022/23:60.", "Det räcker."]),
        ("sv", ["Enligt 1 kap. 2 § ska det ske den 13 mars.", "Beslutet gäller."]),
        ("sv", ["Utsläppen är ca. 3.2 ton, dvs. 1,5 gånger mer.", "Målet är 2030.", "Vi når det."]),
        ("sv", ["Se avsnitt 3.2.", "Där står mer."]),
        ("sv", ["Vi samlar städer, regioner m.m.", "Det är viktigt."]),
        ("sv", ["Frågan är: kan vi?", "Ja, det kan vi!", "Och sedan …", "Därefter vila."]),
        ("sv", ["”Vi kan det här.”", "Så sade hon."]),
        ("sv", ["”Kan vi?” frågade hon.", "Ingen svarade."]),
        ("sv", ['Det har sagts "tidigare."²', "Nästa mening."]),
        ("sv", ["Detta är programmet.1", "Nästa mening börjar här."]),
        ("sv", ["Så är det (se nedan.)", "Punkten står inuti."]),
        (
            "sv",
            ["Läs på www.viablecities.se/om.", "Skriv till info@viablecities.se.", "Ring sedan."],
        ),
        ("sv", ["Det är ”mål.” 2", "I regeringens skrivelse står det.", "Figur 1b. Karta."]),
        ("sv", ["1. Inledningen är kort.", "Den slutar här."]),
        ("sv", ["Inledning ........ 5", "Bakgrund...7", "Mål . . . . 9"]),
        ("sv", ["Städer, t.ex. i Asien, ingår.", "§ 4 gäller ej."]),
        ("en", ["See e.g. Smith et al. 2020 and Art. 5, i.e. the rule.", "It holds."]),
        ("en", ["Dr. J. K. Smith of the U.S. Government spoke vs. Mr. Jones.", "He won."]),
        ("en", ["It happened in the U.S.", "The rest followed."]),
        ("en", ["Fig. 3 shows No. 7 and No.1 Priority.", "The end."]),
        ("en", ["They build roads, parks, etc.", "Later they rest."]),
        ("en", ["Emissions fell by 3.5 per cent in 2019.", "In 2020 they rose."]),
        ("en", ["We met the goal.12", "Next we rest."]),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(language: str, expected: list[str]) -> None:
    assert sentences(" ".join(expected), language) == expected


def test_a_fragment_without_letters_belongs_to_its_neighbour() -> None:
    assert sentences("Målet nås då. – 9! Det är bra.") == ["Målet nås då. – 9!", "Det är bra."]


def test_a_sentence_longer_than_the_model_reads_is_cut_after_a_clause() -> None:
    text = ", ".join(["en stad som arbetar med klimatet"] * 150) + "."
    found = sentences(text)
    assert len(found) > 1
    assert all(len(piece) <= LONGEST for piece in found)
    assert all(piece.endswith(",") for piece in found[:-1])


def test_a_heading_opens_its_passage_and_is_no_sentence() -> None:
    reading = reading_of(
        (K.HEADING, "Mål", 1), (K.HEADING, "Delmål", 2), (K.PARAGRAPH, "Vi ska nå målet.", 0)
    )
    (passage,) = passages_of(reading)
    assert passage.text == "Mål\n\nDelmål\n\nVi ska nå målet."
    assert passage.heading_path == ("Mål", "Delmål")
    assert [passage.slice(found) for found in passage.sentences] == ["Vi ska nå målet."]
    assert (passage.paragraph, passage.kind, passage.page) == (1, K.PARAGRAPH, None)


def test_a_heading_leaves_the_path_when_its_section_ends() -> None:
    reading = reading_of(
        (K.HEADING, "A", 1),
        (K.HEADING, "B", 2),
        (K.PARAGRAPH, "Text under B.", 0),
        (K.HEADING, "C", 1),
        (K.PARAGRAPH, "Text under C.", 0),
    )
    assert [p.heading_path for p in passages_of(reading)] == [("A", "B"), ("C",)]


def test_paragraphs_are_packed_up_to_the_target_and_a_short_rest_is_not_left_alone() -> None:
    paragraph = "Staden arbetar för att nå klimatmålen före år 2030. " * 5
    blocks = [(K.PARAGRAPH, paragraph.strip(), 0)] * 5 + [(K.PARAGRAPH, "Kort rest.", 0)]
    found = passages_of(reading_of(*blocks))
    assert [len(p.sentences) for p in found] == [10, 10, 6]


def test_a_long_paragraph_is_split_between_sentences_in_even_parts() -> None:
    paragraph = " ".join(["Staden arbetar för att nå klimatmålen före år 2030."] * 40)
    found = passages_of(reading_of((K.PARAGRAPH, paragraph, 0)))
    lengths = [len(p.text) for p in found]
    assert len(lengths) == 3
    assert max(lengths) <= TARGET * 1.1
    assert min(lengths) > TARGET * 0.8
    assert all(p.text.startswith("Staden") and p.text.endswith("2030.") for p in found)


def test_a_list_stays_whole_with_its_lead_in() -> None:
    before = "Ett stycke som står före listan och tar plats. " * 12
    items = [(K.LIST_ITEM, f"• Punkt {n} handlar om staden och dess klimat.", 1) for n in range(9)]
    found = passages_of(
        reading_of((K.PARAGRAPH, before.strip(), 0), (K.PARAGRAPH, "Vi ska:", 0), *items)
    )
    assert [p.text.split(" ")[0] for p in found] == ["Ett", "Vi"]
    assert len(found[1].sentences) == 10
    assert found[1].slice(found[1].sentences[1]) == "Punkt 0 handlar om staden och dess klimat."


def test_a_list_too_long_for_one_passage_keeps_its_lead_in_with_the_first_item() -> None:
    items = [(K.LIST_ITEM, f"{n}. " + "Punkten är ganska lång. " * 9, 1) for n in range(1, 12)]
    found = passages_of(reading_of((K.PARAGRAPH, "Vi ska göra detta:", 0), *items))
    assert len(found) > 1
    assert "1. Punkten" in found[0].text
    assert all(len(p.text) <= HARD_MAXIMUM for p in found)


def test_a_list_item_split_in_parts_keeps_its_marker() -> None:
    item = "• " + "Staden arbetar för att nå klimatmålen före år 2030. " * 30
    found = passages_of(reading_of((K.LIST_ITEM, item.strip(), 1)))
    assert len(found) > 1
    assert found[0].text.startswith("• Staden")
    assert found[0].slice(found[0].sentences[0]).startswith("Staden")


def test_table_rows_are_one_sentence_each() -> None:
    reading = reading_of(
        (K.TABLE, "Stad | Mål", 0), (K.TABLE, "Lund. Malmö | 2030\nUmeå | 2035", 0)
    )
    (passage,) = passages_of(reading)
    rows = [passage.slice(found) for found in passage.sentences]
    assert rows == ["Stad | Mål", "Lund. Malmö | 2030", "Umeå | 2035"]


def test_footnotes_make_passages_of_their_own_with_their_page() -> None:
    reading = reading_of(
        (K.HEADING, "Mål", 1),
        (K.PARAGRAPH, "Brödtext med not.1", 0),
        (K.FOOTNOTE, "1 Se rapporten från Naturvårdsverket, sidan 14.", 2),
        (K.FOOTNOTE, "2 Ibid.", 2),
        (K.FOOTNOTE, "3 Ibid., s. 4.", 2),
        pages=2,
    )
    body, first, rest = passages_of(reading)
    assert body.kind is K.PARAGRAPH
    assert (first.kind, first.heading_path, first.page, first.page_label) == (
        K.FOOTNOTE,
        (),
        2,
        "s2",
    )
    assert rest.text == "2 Ibid.\n\n3 Ibid., s. 4."


def test_furniture_and_hidden_text_is_in_no_passage() -> None:
    reading = reading_of(
        (K.PARAGRAPH, "Synlig text.", 0), (K.FURNITURE, "Sida 1", 0), (K.HIDDEN, "Lyd mig.", 0)
    )
    assert [p.text for p in passages_of(reading)] == ["Synlig text."]


def test_a_heading_with_nothing_after_it_is_kept_without_sentences() -> None:
    reading = reading_of((K.PARAGRAPH, "Text.", 0), (K.HEADING, "Bilagor", 1))
    assert [(p.text, p.kind, p.sentences) for p in passages_of(reading)][-1] == (
        "Bilagor",
        K.HEADING,
        (),
    )


def test_a_picture_page_between_two_pages_of_text_parts_their_passages() -> None:
    sentence = "Staden arbetar för att nå klimatmålen."
    blocks = [(K.PARAGRAPH, sentence, 0)] * 2
    (whole,) = passages_of(reading_of(*blocks, pages=2))
    assert (whole.page, whole.page_end) == (1, 2)
    first, second = passages_of(reading_of(*blocks, pages=2, pictures=True))
    assert (first.text, first.page, first.page_end) == (sentence, 1, 1)
    assert (second.text, second.page, second.page_end) == (sentence, 3, 3)


def test_a_passage_ends_with_its_page_but_never_in_a_sentence() -> None:
    sentence = "Staden bygger ett nytt fjärrvärmenät med sina grannar. "
    paragraph = (sentence * 4).strip()
    first, second = passages_of(reading_of((K.PARAGRAPH, paragraph, 0), pages=2))
    # the border lies in the third sentence, give or take a space: it stays whole on its page
    assert (first.page, second.page, second.page_end) == (1, 2, 2)
    assert len(first.sentences) + len(second.sentences) == 4
    assert second.text.startswith("Staden bygger")


def test_a_sentence_over_a_picture_page_is_cut_where_the_text_leaves_its_page() -> None:
    text = "staden arbetar för att nå klimatmålen " * 4
    found = passages_of(reading_of((K.PARAGRAPH, text.strip(), 0), pages=2, pictures=True))
    assert [(p.page, p.page_end, len(p.sentences)) for p in found] == [(1, 1, 1), (3, 3, 1)]


@pytest.mark.parametrize(
    "scrap", ["-", "%", "____", "…", "2019", "Mt", "• 45 %", "Ja.", "North Sea"]
)
def test_what_nobody_would_quote_is_in_the_passage_but_no_sentence(scrap: str) -> None:
    kind = K.LIST_ITEM if scrap.startswith("•") else K.PARAGRAPH
    (passage,) = passages_of(
        reading_of((K.PARAGRAPH, "Målet nås 2030.", 0), (kind, scrap, 0), (K.TABLE, "- | -", 0))
    )
    assert scrap in passage.text
    assert passage.text.endswith("- | -")
    assert [passage.slice(found) for found in passage.sentences] == ["Målet nås 2030."]


def test_one_word_is_enough_for_a_list_item_and_its_lead_in() -> None:
    blocks = [(K.PARAGRAPH, "I Norden:", 0), (K.LIST_ITEM, "• Lund", 1), (K.LIST_ITEM, "• 7", 1)]
    (passage,) = passages_of(reading_of(*blocks))
    assert [passage.slice(found) for found in passage.sentences] == ["I Norden:", "Lund"]


@pytest.mark.parametrize("stated", ["Funder: Vinnova", "Klart år 2030", "Vi kan."])
def test_a_short_paragraph_that_states_something_is_a_sentence(stated: str) -> None:
    (passage,) = passages_of(reading_of((K.PARAGRAPH, stated, 0)))
    assert [passage.slice(found) for found in passage.sentences] == [stated]


def test_a_word_that_only_ends_in_a_stop_is_no_sentence_of_its_paragraph() -> None:
    (passage,) = passages_of(reading_of((K.PARAGRAPH, "Kan vi nå målet? Nej. Vi kan inte.", 0)))
    found = [passage.slice(found) for found in passage.sentences]
    assert found == ["Kan vi nå målet?", "Vi kan inte."]


def test_labels_in_a_picture_are_no_sentences_and_real_captions_are() -> None:
    caption = "Figur 3. Utsläppen i kommunen föll under åren 1990–2020."
    (passage,) = passages_of(reading_of((K.CAPTION, "Norra Östersjön", 0), (K.CAPTION, caption, 0)))
    assert [passage.slice(found) for found in passage.sentences] == [caption]


WORDS = st.text(alphabet="aåB1. \n.:,§|•?”(²", min_size=1, max_size=60)
LONG = st.builds(
    lambda marker, words, times: marker + (words + " ") * times,
    st.sampled_from(["", "• "]),
    WORDS | st.just("Staden arbetar. Så är det."),
    st.integers(1, 90),
)
BODY = st.lists(
    st.tuples(st.sampled_from(sorted(BODY_KINDS)), WORDS | LONG, st.integers(0, 6)), max_size=9
)
NOTES = st.lists(st.tuples(st.just(K.FOOTNOTE), WORDS | LONG, st.integers(1, 9)), max_size=3)
REST = st.lists(st.tuples(st.just(K.FURNITURE), WORDS, st.integers(0, 6)), max_size=2)


@settings(deadline=None)
@given(BODY, NOTES, REST, st.tuples(st.integers(0, 9), st.booleans()))
def test_passages_slice_the_text_and_lose_nothing(
    body: list[tuple[BlockKind, str, int]],
    notes: list[tuple[BlockKind, str, int]],
    rest: list[tuple[BlockKind, str, int]],
    pages: tuple[int, bool],
) -> None:
    """Guarantee: every passage and sentence is a true slice, and all citable text is in one."""
    reading = reading_of(*body, *notes, *rest, pages=pages[0], pictures=pages[1])
    found = passages_of(reading)
    citable = [b for b in reading.blocks if b.kind in BODY_KINDS or b.kind is K.FOOTNOTE]
    wanted = {n for b in citable for n in range(b.start, b.end) if not reading.text[n].isspace()}
    held = [n for p in found for n in range(p.start, p.end) if not reading.text[n].isspace()]
    assert held == sorted(wanted)
    for passage in found:
        assert passage.text == reading.text[passage.start : passage.end]
        assert passage.text == passage.text.strip()
        assert len(passage.text) <= LONGEST + len("• ")  # a marker is not in the sentence
        assert len(passage.text) <= HARD_MAXIMUM or len(passage.sentences) <= 1
        _check_sentences(passage)
        _check_pages(passage, reading)


def _check_sentences(passage: Passage) -> None:
    inside = Interval(passage.start, passage.end)
    for sentence in passage.sentences:
        assert inside.start <= sentence.start < sentence.end <= inside.end
        assert passage.slice(sentence).strip() == passage.slice(sentence) != ""
        assert any(map(str.isalnum, passage.slice(sentence)))
    assert all(a.end <= b.start for a, b in pairwise(passage.sentences))


def _check_pages(passage: Passage, reading: Reading) -> None:
    if passage.kind is K.FOOTNOTE or not any(p.start < p.end for p in reading.pages):
        return
    full = [p for p in reading.pages if p.start < p.end]
    touched = [p.number for p in full if p.start < passage.end and passage.start < p.end]
    assert (passage.page, passage.page_end) == (touched[0], touched[-1])
    assert touched[-1] - touched[0] <= 1


@settings(deadline=None)
@given(WORDS | LONG, st.sampled_from(["sv", "en", "und"]))
def test_sentences_hold_every_character_once(text: str, language: str) -> None:
    found = sentences_of(text, language)
    held = [n for s in found for n in range(s.start, s.end) if not text[n].isspace()]
    assert held == [n for n, char in enumerate(text) if not char.isspace()]
    assert all(s.end - s.start <= LONGEST for s in found)
