import shutil

import pytest

from pipeline.answer import answer_question
from pipeline.answer.plain import is_plain, say_together
from pipeline.answer.terms import question_terms, read_said

FIT = {
    "numbers_unsaid": 0.0,
    "asks_modality": -0.3,
    "asks_nonsense": -0.1,
    "asks_safety": 0.2,
}


@pytest.mark.parametrize(
    "question",
    [
        "What are the three directions?",
        "Vilka är de tre inriktningarna?",
        "Vilka är de fem principerna?",
        "What are the principles?",
        "Vad är målen?",
        "Vilka länder samarbetar vi med?",
    ],
)
def test_a_short_question_in_the_documents_own_words_is_answered(books, question):
    answer = answer_question(books, question)
    assert not answer.abstained
    assert all(claim.supported for claim in answer.claims)


@pytest.mark.parametrize(
    "question",
    ["Who pays for it?", "How much did it cost?", "Vem driver det nätverket?", "Hur många är de?"],
)
def test_a_question_that_points_at_what_was_said_before_is_not_plain(books, question):
    assert answer_question(books, question).abstained


@pytest.mark.parametrize(
    ("question", "language", "plain"),
    [
        ("Vilka är de tre inriktningarna?", "sv", True),
        ("Vilka partner finns det för de nordiska städerna?", "sv", False),
        ("Vad säger det målet?", "sv", False),
        ("Which partners are there?", "en", True),
        ("Which partners work there?", "en", False),
        ("What are their goals?", "en", False),
    ],
)
def test_an_article_points_at_nothing_and_a_pronoun_does(question, language, plain):
    assert is_plain(question, language, together=1.0, features=FIT) is plain


@pytest.mark.parametrize(
    ("feature", "value"),
    [("numbers_unsaid", 1.0), ("asks_safety", 0.3), ("asks_modality", 0.3), ("asks_nonsense", 0.3)],
)
def test_a_number_left_unsaid_or_an_unfit_request_is_not_plain(feature, value):
    question = "What are the goals?"
    assert is_plain(question, "en", together=1.0, features=FIT)
    assert not is_plain(question, "en", together=1.0, features={**FIT, feature: value})


def test_a_word_that_no_sentence_says_with_the_others_is_not_plain():
    assert not is_plain("What are the goals?", "en", together=0.9, features=FIT)


def test_nothing_asked_is_said_by_nothing():
    assert say_together((), (), "en") == 0.0


def test_the_risk_a_reader_sets_goes_before_plain_questions(library, open_shelf, stop_at, tmp_path):
    stop_at(shutil.copytree(library, tmp_path / "data"), bias=-9.0, of={})
    asked = "Vilka är de tre inriktningarna?"
    with open_shelf(tmp_path / "data", answer_risk=0.2) as store:
        assert answer_question(store, asked).abstained


@pytest.mark.parametrize(
    ("text", "language", "says"),
    [
        ("The three directions", "en", True),
        ("De tre inriktningarna", "sv", True),
        ("3 riktningar", "sv", True),
        ("De fyra målen", "sv", False),
    ],
)
def test_a_numeral_is_said_in_figures_and_in_the_other_language(store, text, language, says):
    term, *_ = question_terms(store, "three directions", "en")
    assert term.word == "three"
    assert read_said(text, language).says(term, "en") is says
