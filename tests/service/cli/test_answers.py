import io
from dataclasses import replace

import pytest
from rich.console import Console

from corpus.records import Answer, Citation, Claim, Document, Hit, Note, Passage, Status, Verdict
from service.cli.answers import show_answer

STRATEGY = Document(
    "d1", 1, "Strategin [bold]", "strategy", "s.pdf", "application/pdf", "", status=Status.DECIDED
)
CITATION = Citation(
    STRATEGY, 0, 9, "Ett citat", Verdict.VERIFIED, page=7, page_end=7, page_label="5"
)
CLAIM = Claim("Ett citat", "sv", (CITATION,), supported=True)
ANSWER = Answer("Varför?", "sv", "extractive", abstained=False, claims=(CLAIM,))
PASSAGE = Passage("d1", 1, 0, 15, ("3.2 Nätverk",), "sv", "Något i närheten", (), paragraph=4)


def _shown(answer, width=100):
    out = Console(file=io.StringIO(), width=width, highlight=False, markup=False, emoji=False)
    show_answer(answer, out)
    return out.file.getvalue()


def test_a_claim_stands_with_quote_title_place_status_and_verdict():
    lines = _shown(ANSWER).splitlines()
    at = lines.index("  1  ”Ett citat”")
    assert lines[at + 1] == "     Strategin [bold] · s. 5 (PDF-sida 7) · beslutad"
    assert lines[at + 2] == "     ✓ citat kontrollerat"
    english = _shown(replace(ANSWER, language="en"))
    assert "p. 5 (PDF page 7) · decided" in english
    assert "✓ quote checked" in english


@pytest.mark.parametrize("width", [40, 100])
def test_lines_fit_and_end_without_spaces(width):
    claim = replace(CLAIM, text="ord " * 60, citations=(replace(CITATION, quote="ord " * 60),))
    for line in _shown(replace(ANSWER, claims=(claim,)), width).splitlines():
        assert len(line) <= width
        assert line == line.rstrip()


def test_words_that_are_not_the_quote_stand_above_it():
    claim = replace(CLAIM, text="Så här är det.")
    lines = _shown(replace(ANSWER, claims=(claim,))).splitlines()
    assert lines[lines.index("     ”Ett citat”") - 1] == "  1  Så här är det."


def test_a_list_item_and_its_lead_in_share_their_source():
    shown = _shown_with_lead_in(item_start=16)
    assert "  1  ”Detta krävs: Ett citat”\n     Strategin" in shown
    assert shown.count("s. 5 (PDF-sida 7)") == shown.count("citat kontrollerat") == 1


def test_what_stands_between_a_lead_in_and_its_item_is_shown_to_be_left_out():
    shown = _shown_with_lead_in(item_start=90)
    assert "  1  ”Detta krävs: […] Ett citat”\n     Strategin" in shown


def test_the_items_of_a_list_stand_in_lines_of_their_own():
    quotes = ["Detta krävs:", "Ett citat", "Ett till"]
    spans = [(0, 12), (16, 25), (29, 37)]
    citations = [
        replace(CITATION, quote=quote, start=start, end=end)
        for quote, (start, end) in zip(quotes, spans, strict=True)
    ]
    claim = replace(CLAIM, text=" ".join(quotes), citations=tuple(citations))
    shown = _shown(replace(ANSWER, claims=(claim,)))
    assert "  1  ”Detta krävs:”\n     ”Ett citat”\n     ”Ett till”\n     Strategin" in shown


@pytest.mark.parametrize(
    "other",
    [
        {"page": 8, "page_end": 8, "page_label": "6"},
        {"document": replace(STRATEGY, id="d2")},
        {"verdict": Verdict.NOT_FOUND},
    ],
)
def test_quotes_of_two_places_are_never_made_one(other):
    shown = _shown_with_lead_in(item_start=16, **other)
    assert "”Detta krävs:”" in shown
    assert "”Ett citat”" in shown
    assert shown.count("Strategin [bold] ·") == 2


def _shown_with_lead_in(*, item_start, **item):
    lead = replace(CITATION, quote="Detta krävs:", start=0, end=12)
    below = replace(CITATION, start=item_start, end=item_start + 9, **item)
    claim = replace(CLAIM, text="Detta krävs: Ett citat", citations=(lead, below))
    return _shown(replace(ANSWER, claims=(claim,)))


@pytest.mark.parametrize(
    ("verdict", "mark"),
    [
        (Verdict.MISATTRIBUTED, "≠ citatet står i ett annat stycke"),
        (Verdict.NOT_FOUND, "✗ citatet återfinns inte"),
        (Verdict.NOT_CHECKED, "? citatet är inte kontrollerat"),
    ],
)
def test_a_quote_that_failed_its_check_is_shown_as_such(verdict, mark):
    failed = replace(CITATION, verdict=verdict, reason="skälet")
    claim = Claim("Ett citat", "sv", (failed,), supported=False, reason="talen skiljer sig")
    shown = _shown(replace(ANSWER, claims=(claim,)))
    assert mark in shown
    assert "skälet" in shown
    assert "✗ saknar stöd: talen skiljer sig" in shown


def test_silence_is_said_plainly_and_then_what_is_nearby():
    hit = Hit(PASSAGE, STRATEGY, 1, 0.8)
    silent = replace(ANSWER, abstained=True, claims=(), nearby=(hit,))
    shown = _shown(silent)
    assert (
        shown.index("ger inget svar")
        < shown.index("i närheten")
        < shown.index("Avsnitt 3.2, stycke 4")
    )
    assert "The documents do not say." in _shown(replace(silent, language="en"))


def test_what_is_nearby_is_cut_at_a_word_and_keeps_its_place():
    text = " ".join(f"ord{number}" for number in range(100))
    hit = Hit(replace(PASSAGE, text=text), STRATEGY, 1, 0.8)
    shown = _shown(replace(ANSWER, abstained=True, claims=(), nearby=(hit,)))
    assert "Avsnitt 3.2, stycke 4" in shown
    words = " ".join(shown[shown.index("ord0") :].split())
    kept, _, rest = words.partition(" …")
    assert rest == ""
    assert text.startswith(f"{kept} ")
    assert 230 < len(kept) <= 240


def test_parties_of_a_comparison_are_named_and_the_missing_one_too():
    claims = (
        replace(CLAIM, party="C40"),
        replace(CLAIM, party="C40"),
        replace(CLAIM, party="ICLEI"),
    )
    shown = _shown(replace(ANSWER, claims=claims, skipped=("WWF",)))
    lines = shown.splitlines()
    assert lines.count("C40") == lines.count("ICLEI") == 1
    assert shown.index("C40") < shown.index("ICLEI")
    assert "Inget hittades om WWF." in lines
    english = _shown(replace(ANSWER, language="en", claims=claims, skipped=("WWF",)))
    assert "Nothing was found on WWF." in english.splitlines()


def test_claims_of_a_comparison_stand_under_their_party_in_whatever_order_they_come():
    claims = [replace(CLAIM, text=f"{party} säger", party=party) for party in ("A", "B", "A")]
    lines = _shown(replace(ANSWER, claims=tuple(claims))).splitlines()
    assert lines.count("A") == lines.count("B") == 1
    assert [line for line in lines if line.endswith("säger")] == [
        "  1  A säger",
        "  2  A säger",
        "  3  B säger",
    ]


def test_control_characters_of_a_document_do_not_reach_the_terminal():
    claim = replace(CLAIM, citations=(replace(CITATION, quote="a\x1b[31mb\x07\x9bc"),))
    shown = _shown(replace(ANSWER, claims=(claim,)))
    assert not {"\x1b", "\x07", "\x9b"} & set(shown)


def test_a_sentence_without_support_is_struck_through_with_its_reason():
    claim = Claim("Så är det.", "sv", (CITATION,), supported=False, reason="Talet 45 saknas.")
    out = Console(file=io.StringIO(), width=100, force_terminal=True, color_system="standard")
    show_answer(replace(ANSWER, mode="generative", claims=(claim,)), out)
    assert "\x1b[9mSå är det." in out.file.getvalue()
    assert "✗ saknar stöd: Talet 45 saknas." in out.file.getvalue()


def test_a_quote_that_is_all_a_claim_says_is_struck_through_too():
    claim = replace(CLAIM, supported=False, reason="Påståendet är inte skrivet på svenska.")
    out = Console(file=io.StringIO(), width=100, force_terminal=True, color_system="standard")
    show_answer(replace(ANSWER, mode="generative", claims=(claim,)), out)
    assert "\x1b[9mEtt citat" in out.file.getvalue()


def test_a_written_answer_is_not_introduced_as_the_documents_own_words():
    written = _shown(replace(ANSWER, mode="generative"))
    assert "Svar:" in written
    assert "Dokumenten säger:" not in written
    assert "Dokumenten säger:" in _shown(ANSWER)


def test_a_translation_by_machine_is_marked_as_one():
    claim = replace(CLAIM, citations=(replace(CITATION, gloss="A quote"),))
    assert "(maskinöversättning: A quote)" in _shown(replace(ANSWER, claims=(claim,)))


def test_the_reader_is_told_who_wrote_and_who_saw_the_text():
    note = Note("written_outside", {"model": "m-1", "host": "model.example"})
    shown = " ".join(_shown(replace(ANSWER, notes=(note,))).split())
    assert "formulerade av språkmodellen m-1 hos model.example" in shown
    english = " ".join(_shown(replace(ANSWER, language="en", notes=(note,))).split())
    assert "worded by the language model m-1 at model.example" in english


def test_what_the_documents_cover_instead_stands_in_place_of_passages_nearby():
    hit = Hit(PASSAGE, STRATEGY, 1, 0.8)
    silent = replace(ANSWER, abstained=True, claims=(), nearby=(hit,), instead=(CLAIM,))
    shown = _shown(silent)
    assert "ger inget svar" in shown
    assert "Det här tar dokumenten i stället upp:" in shown
    assert "Ett citat" in shown
    assert "Något i närheten" not in shown
