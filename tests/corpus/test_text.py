"""Folding and locating: the only definition of the same words."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from corpus.records import Interval
from corpus.text import fold, locate, same_words


def found(quote: str, text: str) -> list[str]:
    return [text[place.start : place.end] for place in locate(quote, text)]


@pytest.mark.parametrize(
    "text",
    [
        "omställning",
        "omställ-\nning",
        "omställ- \n ning",
        "omställ\u00adning",
        "omställ\u00ad\nning",
        "omställ\ufffening",
        "omställ\ufffe\nning",
        "omställ\u2010ning",
        "omställ\u2011\nning",
    ],
)
def test_every_form_of_hyphenation_is_the_same_word(text: str) -> None:
    assert fold(text).text == "omställning"
    assert found("en omställning nu", f"Det är en {text} nu.") == [f"en {text} nu"]
    assert found(f"en {text} nu", "Det är en omställning nu.") == ["en omställning nu"]


@pytest.mark.parametrize("dash", "\u2012\u2013\u2014\u2015\u2212")
def test_dashes_are_one_dash(dash: str) -> None:
    assert found("åren 2025-2027", f"Under åren 2025{dash}2027.") == [f"åren 2025{dash}2027"]
    assert found(f"stad {dash} land", "Både stad - land.") == ["stad - land"]


@pytest.mark.parametrize(("left", "right"), ["“”", "„“", "””", "«»", "»«", '""'])
def test_double_quotation_marks_are_one_mark(left: str, right: str) -> None:
    assert found('kallas "navet" här', f"Den kallas {left}navet{right} här.") == [
        f"kallas {left}navet{right} här"
    ]


@pytest.mark.parametrize("mark", "\u2018\u2019\u00b4\u0060\u2032")
def test_apostrophes_are_one_mark(mark: str) -> None:
    assert found("the city's plan", f"Read the city{mark}s plan.") == [f"the city{mark}s plan"]


@pytest.mark.parametrize(
    ("dressed", "plain"),
    [
        ("ﬁnansiering", "finansiering"),
        ("ofﬀentlig", "offfentlig"),
        ("koﬆar", "kostar"),
        ("ﬄ", "ffl"),
    ],
)
def test_ligatures_are_their_letters(dressed: str, plain: str) -> None:
    assert found(plain, f"x {dressed} y") == [dressed]
    assert found(dressed, f"x {plain} y") == [plain]


def test_white_space_of_any_kind_and_length_is_one_space() -> None:
    text = "vi\u00a0når\n\n \tmålet\u2009snart"
    assert found("vi når målet snart", text) == [text]
    assert found("  vi når  ", text) == ["vi\u00a0når"]


def test_a_quote_in_decomposed_unicode_is_found() -> None:
    text = "Åtta städer går före i Malmö."
    quote = unicodedata.normalize("NFD", "Åtta städer går före")
    assert quote != text[:20]
    assert found(quote, text) == ["Åtta städer går före"]


def test_invisible_characters_do_not_hide_words() -> None:
    assert found("hållbar stad", "en håll\u200bbar\u2060 stad") == ["håll\u200bbar\u2060 stad"]


def test_every_place_is_told_in_order() -> None:
    assert locate("ja", "ja, nej, ja") == (Interval(0, 2), Interval(9, 11))


def test_an_empty_quote_is_found_nowhere() -> None:
    assert locate("", "text") == ()
    assert locate(" \u00ad\n", "text") == ()


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("5 procent", "1,5 procent"),
        ("5 procent", "1.5 procent"),
        ("5 procent", "55 procent"),
        ("5 procent", "-5 procent"),
        ("5 procent", "om \u22125 procent"),
        ("5 procent", "2-5 procent"),
        ("5 procent", "2–5 procent"),
        ("234 kronor", "1 234 kronor"),
        ("234 kronor", "1\u00a0234 kronor"),
        ("234 567 kronor", "1 234 567 kronor"),
        ("3 av städerna", "2/3 av städerna"),
        ("ökar 1", "ökar 1 234"),
        ("ökar 1 234", "ökar 1 234 567"),
        ("ökar 1", "ökar 1,5"),
        ("år 2025", "år 2025-2027"),
        ("år 2025", "år 2025–2027"),
        ("2027", "2025–2027"),
        ("klockan 10", "klockan 10:30"),
        ("12 miljoner", "312 miljoner"),
        ("20 miljoner", "CO20 miljoner"),
    ],
)
def test_a_number_is_never_cut_in_two(quote: str, text: str) -> None:
    assert locate(quote, text) == ()
    assert locate(text, f"x {text} y") != ()


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("5 procent", "hela 5 procent."),
        ("500 städer", "år 2030 500 städer"),
        ("48 städer", "2025, 48 städer"),
        ("48 städer", "(48 städer)"),
        ("12 städer", "År 2030. 12 städer"),
        ("år 2030", "år 2030."),
        ("år 2030", "år 2030, säger de"),
        ("1 234 kronor", "hela 1\u202f234 kronor"),
        ("kapitel 3", "kapitel 3-delen"),
    ],
)
def test_a_whole_number_is_found_beside_other_signs(quote: str, text: str) -> None:
    assert len(locate(quote, text)) == 1


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("stad", "städer"),
        ("stad", "staden"),
        ("stad", "storstad"),
        ("Stad", "stad"),
        ("EU", "eu"),
        ("bar", "håll\u00adbar"),
        ("x", "x\u0302 y"),
        ("a ..", "a …"),
        ("inte möjligt", "möjligt"),
        ("48 städer", "49 städer"),
        ("mål a", "mål å"),
        ("kanske?", "kanske."),
    ],
)
def test_other_words_are_not_found(quote: str, text: str) -> None:
    """Guarantee: letters, marks, digits and case are never folded, and no word is cut."""
    assert locate(quote, text) == ()


def test_same_words_compares_folded_texts() -> None:
    assert same_words("Om-\nställning – nu", "Omställning - nu")
    assert not same_words("Omställning nu", "Omställning då")


SIGNS = "abåÅéfi12 5.,:-/+\n\u00a0\u00ad\ufffe\u200b\u2011–—“”\"'’ﬁﬀ…\u0301\u0308%()|"
texts = (st.text(st.sampled_from(SIGNS), max_size=40) | st.text(max_size=40)).map(
    lambda text: unicodedata.normalize("NFC", text)
)
WORDS = [
    *("staden", "når", "målet", "2030", "och", "1,5", "procent;", "48", "städer,"),
    *("om\u00adställning-\nens", "–", "“navet”", "ﬁnns", "(12", "000", "kr)", "EU-mission"),
    *("2025–2027", "Norden-Baltikum", "hållbar\ufffehet"),
]
words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=25).map(" ".join)


@given(st.text(max_size=40) | texts)
def test_the_offset_map_is_monotonic_and_inside_the_text(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert list(folded.starts) == sorted(folded.starts)
    assert list(folded.ends) == sorted(folded.ends)
    for start, end in zip(folded.starts, folded.ends, strict=True):
        assert 0 <= start < end <= len(text)


@given(texts, texts)
def test_what_is_located_says_the_quote(text: str, quote: str) -> None:
    """Guarantee: an interval that ``locate`` gives folds to exactly what the quote folds to."""
    wanted = fold(unicodedata.normalize("NFC", quote)).text
    for place in locate(quote, text):
        assert fold(text[place.start : place.end]).text == wanted


@given(words, st.data())
def test_every_run_of_words_is_located_where_it_stands(text: str, data: st.DataObject) -> None:
    """Guarantee: what somebody copies out of a text, from word to word, is found there."""
    folded = fold(text)
    borders = [0, *(at for at, sign in enumerate(folded.text) if sign == " "), len(folded.text)]
    first = data.draw(st.integers(0, len(borders) - 2))
    last = data.draw(st.integers(first + 1, len(borders) - 1))
    from_, to = borders[first] + (first > 0), borders[last]
    # "12 000" is one number, and half of it is rightly refused
    assume(not (folded.text[from_:].startswith("000") or folded.text[:to].endswith("(12")))
    assume(not _parts_a_thousand(folded.text, from_, to))
    start, end = folded.starts[from_], folded.ends[to - 1]
    assert Interval(start, end) in locate(text[start:end], text)


def _parts_a_thousand(text: str, start: int, end: int) -> bool:
    return (text[start - 1 : start].isspace() and text[start : start + 3].isdigit()) or (
        text[end + 1 : end + 4].isdigit()
    )


@given(words, st.data())
def test_one_altered_letter_or_digit_is_never_found(text: str, data: st.DataObject) -> None:
    """Guarantee: a quote with one wrong sign is not found at the place it was taken from."""
    signs = [at for at, sign in enumerate(text) if sign.isalnum()]
    assume(signs)
    at = data.draw(st.sampled_from(signs))
    other = data.draw(st.sampled_from("x7"))
    assume(other != text[at])
    altered = text[:at] + other + text[at + 1 :]
    assert locate(text, text) != ()
    assert locate(altered, text) == ()


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("112 städer", "Steg 2\n\n112 städer valdes ut."),
        ("Målet är 5", "Målet är 5\n\n100 städer når det."),
    ],
)
def test_numbers_on_two_lines_are_two_numbers(quote: str, text: str) -> None:
    assert [text[i.start : i.end] for i in locate(quote, text)] == [quote]


def test_a_hyphen_of_any_form_keeps_two_numbers_apart() -> None:
    for hyphen in "-\u00ad\ufffe\u2010\u2013":
        assert locate("2025-2027", f"perioden 2025{hyphen}2027")
        assert not locate("20252027", f"perioden 2025{hyphen}2027")
