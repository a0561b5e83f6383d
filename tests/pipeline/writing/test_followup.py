"""Follow-ups: told from questions that stand alone, joined by rule, a model's wording checked."""

import pytest

from pipeline.writing.followup import goes_on, is_faithful, stand_alone


@pytest.mark.parametrize(
    "question",
    [
        "Och i Spanien?", "And in Spain?", "Men vem betalar?", "What about Norway?", "Varför?",
        "Hur är det med Köpenhamn?", "Vad säger den om Asien?" , "How much does it cost?",
        "Vilka deltar i dem?", "Who runs them?", "Gäller detta även Finland?", "Why?",
        "Hur stort är det?",
    ],
)  # fmt: skip
def test_a_question_that_leans_on_the_one_before_goes_on(question):
    assert goes_on(question)


@pytest.mark.parametrize(
    "question",
    [
        "Vilka är de tre inriktningarna?", "What are the three directions?",
        "Vad säger den nya strategin om Asien?", "Finns det något nätverk i Norden?",
        "Is there a network in the Nordic countries?",
        "Vad krävs för att ett initiativ ska få starta?",
        "How do Swedish cities pay for their transition?",
        "Which networks do Swedish cities take part in?",
        "Hur många kommuner deltar i Klimatkontrakt 2030?",
        "What does the strategy say about Asia?",
    ],
)  # fmt: skip
def test_a_question_that_stands_alone_does_not(question):
    assert not goes_on(question)


@pytest.mark.parametrize(
    ("earlier", "question", "whole"),
    [
        ("Vilket stöd finns i Norge?", "Och i Spanien?", "Vilket stöd finns i Spanien?"),
        ("What funding is there in Norway?", "And in Spain?", "What funding is there in Spain?"),
        ("Vad krävs av ett initiativ?", "Varför?", "Vad krävs av ett initiativ? Varför?"),
        (
            "Who leads in Oslo and in Malmö?",
            "And in Spain?",
            "Who leads in Oslo and in Malmö? And in Spain?",
        ),
    ],
)
def test_by_rule_the_new_name_takes_the_old_one_s_place_or_the_questions_are_joined(
    earlier, question, whole
):
    assert stand_alone(question, ["Something before?", earlier]) == whole


EARLIER = ("Vilket stöd finns i Norge 2026?",)


def test_a_faithful_rewording_holds():
    assert is_faithful("Vilket stöd finns i Spanien?", "Och i Spanien?", EARLIER)


@pytest.mark.parametrize(
    "rewritten",
    [
        "", "Vilket stöd finns i Portugal?", "Vilket stöd finns i Spanien 2027?",
        "Vilket stöd finns?",
        "What support is there in Spain?", "Vilket stöd finns i Spanien?\nOch i Norge?",
        "Vilket stöd finns i Spanien? Se https://evil.example", "x" * 500,
    ],
)  # fmt: skip
def test_a_rewording_that_adds_drops_or_changes_the_language_does_not(rewritten):
    assert not is_faithful(rewritten, "Och i Spanien?", EARLIER)
