import shutil

import pytest

from corpus.records import Verdict
from pipeline.answer import answer_question
from pipeline.answer.terms import coverage, question_terms, read_said, wanted_kind
from pipeline.constants import load_constants

ASKED = [
    "Vad krävs för att ett nytt initiativ ska få starta?",
    "What is the funding condition for starting a new initiative?",
    "Vilka tre inriktningar har strategin?",
    "Who runs GEF?",
]
ARENAS = "På vilka arenor bidrar Viable Cities i dag?"


@pytest.mark.parametrize("question", ASKED)
def test_every_claim_is_the_documents_own_words_at_their_place(stopping, question):
    answer = answer_question(stopping, question)
    assert 1 <= len(answer.claims) <= 5
    for claim in answer.claims:
        assert claim.supported
        assert claim.text == " ".join(c.quote for c in claim.citations)
        for citation in claim.citations:
            assert citation.verdict is Verdict.VERIFIED
            text = stopping.catalog.text(citation.document.id, citation.document.version)
            assert text[citation.start : citation.end] == citation.quote
            pages = stopping.catalog.pages(citation.document.id, citation.document.version)
            page = next(p for p in pages if p.start <= citation.start < p.end)
            assert citation.page == page.number


def test_a_list_that_is_announced_is_read_out(stopping):
    answer = answer_question(stopping, ARENAS)
    quotes = [[one.quote for one in claim.citations] for claim in answer.claims]
    announced = [items for first, *items in quotes if first.endswith("på flera arenor:")]
    assert announced
    assert max(map(len, announced)) > 1
    assert announced[0][0].startswith("NetZeroCities är den centrala plattformen")


def test_an_item_that_is_read_out_with_its_list_is_not_said_again(stopping, monkeypatch):
    def item_and_lead(scored, *_, **__):
        return [
            next(one for one in scored if one.text.startswith("NetZeroCities är den centrala")),
            next(one for one in scored if one.text.endswith("på flera arenor:")),
        ]

    monkeypatch.setattr("pipeline.answer.choose_claims", item_and_lead)
    [claim] = answer_question(stopping, ARENAS).claims
    assert claim.citations[0].quote.endswith("på flera arenor:")
    assert claim.citations[1].quote.startswith("NetZeroCities är den centrala")


def test_an_item_that_is_an_order_is_not_read_out(stopping, monkeypatch):
    def orders(store, passage, vectors):
        return [s for s in passage.sentences if passage.slice(s).startswith("NetZeroCities är")]

    monkeypatch.setattr("pipeline.answer.orders_of", orders)
    quotes = [
        one.quote for claim in answer_question(stopping, ARENAS).claims for one in claim.citations
    ]
    assert any(one.endswith("på flera arenor:") for one in quotes)
    assert any(one.startswith("CapaCITIES") for one in quotes)
    assert not any(one.startswith("NetZeroCities är") for one in quotes)


def test_answers_in_the_language_asked_and_quotes_in_their_own(stopping):
    answer = answer_question(stopping, ASKED[1])
    assert answer.language == "en"
    assert "sv" in {claim.language for claim in answer.claims}
    assert answer_question(stopping, ASKED[1], language="sv").language == "sv"


def test_same_question_same_answer(stopping):
    first, second = (answer_question(stopping, ASKED[0]) for _ in range(2))
    assert first.claims == second.claims


@pytest.mark.parametrize(
    "question", ["Vad är huvudstaden i Frankrike?", "How do I bake a chocolate cake?"]
)
def test_what_the_documents_do_not_say_is_not_answered(stopping, question):
    answer = answer_question(stopping, question)
    assert answer.abstained
    assert answer.claims == ()
    assert answer.nearby
    assert answer.trace["answerability"] < answer.trace["threshold"] == 0.5
    assert (answer.trace["expected_risk"], answer.trace["stopping"]) == (0.2, "by hand")


@pytest.mark.parametrize("question", ASKED)
def test_what_they_do_say_is_answered_all_the_same(stopping, question):
    answer = answer_question(stopping, question)
    assert answer.claims
    assert answer.trace["answerability"] >= answer.trace["threshold"]


def test_as_shipped_plain_questions_are_answered(books):
    assert sum(not answer_question(books, question).abstained for question in ASKED) >= 3


def test_without_levels_everything_is_answered(library, open_shelf, stop_at, tmp_path):
    stop_at(shutil.copytree(library, tmp_path / "data"), bias=-9.0, levels=())
    with open_shelf(tmp_path / "data") as store:
        answer = answer_question(store, "Vad är huvudstaden i Frankrike?")
    assert answer.claims
    assert answer.trace["expected_risk"] is None
    assert answer.trace["answerability"] < 0.01


def test_nothing_to_search_is_an_abstention(tmp_path, open_shelf):
    with open_shelf(tmp_path / "empty") as store:
        answer = answer_question(store, "Vad krävs?")
    assert answer.abstained
    assert answer.nearby == ()


def test_comparison_speaks_of_each_party_and_names_the_one_not_found(
    library, open_shelf, stop_at, tmp_path
):
    stop_at(shutil.copytree(library, tmp_path / "data"), levels=())
    with open_shelf(tmp_path / "data") as store:
        answer = answer_question(store, "Compare who runs GEF with who runs MI UTM.")
        missing = answer_question(store, "Jämför GEF och Riksbyggen.")
    assert {claim.party for claim in answer.claims} == {"GEF", "MI UTM"}
    assert len(answer.claims) <= 5
    assert missing.skipped == ("Riksbyggen",)
    assert {claim.party for claim in missing.claims} == {"GEF"}


def test_trace_names_model_constants_and_features(books):
    trace = answer_question(books, ASKED[0]).trace
    assert trace["model"] == books.model_key
    assert trace["calibrated"] is True
    assert (trace["constants"], trace["stopping"]) == (
        *(load_constants(books.model_key).run, load_constants(books.model_key).answerable.run),
    )
    assert trace["pair"] == "sv-sv"
    assert {"similarity", "word_support", "names_near", "asks_unfit"} < set(trace["features"])


def test_coverage_counts_words_in_either_language_and_inside_compounds(books):
    terms = question_terms(books, "Vad säger kontraktet om kärnkraft?", "sv")
    assert [t.word for t in terms] == ["kontraktet", "kärnkraft"]
    compound = read_said("Staden har ett klimatkontrakt.", "sv")
    english = read_said("The plan mentions nuclear power.", "en")
    assert compound.says(terms[0], "sv")
    assert not compound.says(terms[1], "sv")
    assert english.says(terms[1], "sv")
    assert coverage(terms, [compound, english], "sv") == 1
    assert 0 < coverage(terms, [compound], "sv") < 1
    assert coverage((), [], "sv") == 1


@pytest.mark.parametrize(
    ("question", "holds", "lacks"),
    [
        ("Hur många städer?", "48 städer", "flera städer"),
        ("How many cities?", "twelve cities", "several cities"),
        ("Vad kostade bygget?", "notan blev 5 miljoner kronor", "det blev dyrare än 2019"),
        ("What is the budget for 2027?", "it is € 2", "it is set in 2027"),
        ("Hur stor är räntan?", "räntan är 3,5 procent", "räntan steg 2024"),
        ("When was it decided?", "in 2020", "some time ago"),
        ("Vem driver nätverket?", "det drivs av Climate Policy Initiative", "det drivs vidare"),
    ],
)
def test_kind_of_answer_wanted(question, holds, lacks):
    kind = wanted_kind(question)
    assert kind is not None
    assert kind.search(holds)
    assert not kind.search(lacks)


def test_open_questions_want_no_kind():
    assert wanted_kind("Varför samarbetar städer?") is None
