import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.records import Document, Interval, Page, Passage, Verdict
from pipeline.quote import check_quote, state_claim

TEXT = "Nya initiativ kräver säkrad finansiering. Stödet är 1,5 procent av 48 städers budget."
DOCUMENT = Document("d" + "a" * 12, 1, "Titel", "strategy", "a.pdf", "application/pdf", "0" * 64)


def passage(text=TEXT, start=100, **more):
    return Passage(
        DOCUMENT.id, 1, start, start + len(text), (), "sv", text, (), 3, page=2, page_end=2, **more
    )


def test_verified_quote_gets_the_interval_of_its_words():
    found = check_quote("kräver  säkrad finansi-\nering", passage(), DOCUMENT)
    assert found.verdict is Verdict.VERIFIED
    assert TEXT[found.start - 100 : found.end - 100] == found.quote == "kräver säkrad finansiering"
    assert (found.page, found.paragraph, found.reason) == (2, 3, None)


@pytest.mark.parametrize(
    "altered",
    ["5 procent av", "1,6 procent", "49 städers", "8 städers", "Nya initiativ kräver finansiering"],
)
def test_altered_or_cut_words_are_not_found(altered):
    found = check_quote(altered, passage(), DOCUMENT)
    assert found.verdict is Verdict.NOT_FOUND
    assert found.quote == altered
    assert found.reason


def test_words_of_another_passage_are_misattributed_and_it_is_named():
    other = passage("Här står något annat.", start=900)
    found = check_quote("något annat", passage(), DOCUMENT, others=[other])
    assert found.verdict is Verdict.MISATTRIBUTED
    assert other.id in (found.reason or "")


def test_page_of_a_quote_in_a_passage_over_two_pages_is_its_own():
    both = Passage(
        DOCUMENT.id, 1, 0, len(TEXT), (), "sv", TEXT, (), 1, page=1, page_end=2, page_label="i"
    )
    pages = (Page(1, "i", 0, 42), Page(2, "ii", 42, len(TEXT)))
    found = check_quote("1,5 procent", both, DOCUMENT, pages=pages)
    assert (found.page, found.page_end, found.page_label) == (2, 2, "ii")


def test_words_that_stand_twice_are_cited_where_they_were_taken_from():
    text = "Se till att målen nås i alla städer. Sedan: målen nås i alla städer."
    second = text.rindex("målen")
    taken = Interval(100 + second, 100 + len(text))
    found = check_quote("målen nås i alla städer.", passage(text), DOCUMENT, at=taken)
    assert (found.start, found.end) == (taken.start, taken.end)
    assert check_quote("målen nås i alla städer.", passage(text), DOCUMENT).start < taken.start


def test_claim_is_supported_only_when_it_says_what_its_quotes_say():
    verified = check_quote("Nya initiativ kräver säkrad finansiering.", passage(), DOCUMENT)
    missing = check_quote("Nya initiativ är gratis.", passage(), DOCUMENT)
    assert state_claim(verified.quote, "sv", (verified,)).supported
    assert not state_claim("Nya initiativ är gratis.", "sv", (missing,)).supported
    more = state_claim("Nya initiativ kräver aldrig säkrad finansiering.", "sv", (verified,))
    assert not more.supported
    assert more.reason


@given(st.text(max_size=40))
def test_nothing_is_verified_whose_letters_and_digits_do_not_stand_there(quote):
    found = check_quote(quote, passage(), DOCUMENT)
    if found.verdict is Verdict.VERIFIED:
        at = Interval(found.start - 100, found.end - 100)
        assert [c for c in quote if c.isalnum()] == [
            c for c in TEXT[at.start : at.end] if c.isalnum()
        ]
