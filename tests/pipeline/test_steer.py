import pytest

from corpus.records import Collection, Document, Role
from pipeline.retrieve.steer import read_steering

SHELVES = (
    Collection("strategy", "Strategin", "The strategy", Role.STRATEGY),
    Collection("cities", "Städer", "Cities", Role.EVIDENCE),
)
FUND = Document(
    "dfund", 1, "Social Climate Fund", "eu", "f.pdf", "application/pdf", "", language="en"
)


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("Enligt strategin: vad krävs?", "vad krävs?"),
        ("According to the strategy: what is needed?", "what is needed?"),
        ("enligt internationaliseringsstrategin, vad krävs?", "vad krävs?"),
    ],
)
def test_opening_points_firmly_and_is_not_searched_for(question, rest):
    steering = read_steering(question, SHELVES, ())
    assert steering.firm
    assert steering.collections == {"strategy"}
    assert steering.text == rest


@pytest.mark.parametrize(
    "question", ["Is this aligned with our strategy?", "Vilka vägledande principer gäller?"]
)
def test_mention_points_without_cutting(question):
    steering = read_steering(question, SHELVES, ())
    assert steering.collections == {"strategy"}
    assert not steering.firm
    assert steering.text == question


@pytest.mark.parametrize("question", ["Vilken strategi har Malmö?", "How large is the grant?"])
def test_other_questions_point_nowhere(question):
    assert read_steering(question, SHELVES, (FUND,)).named == ()


def test_whole_title_points_at_its_document():
    steering = read_steering("What does the social climate fund pay for?", SHELVES, (FUND,))
    assert steering.documents == {"dfund"}
    assert steering.points_at(FUND)


def test_opening_without_a_strategy_is_not_firm():
    assert not read_steering("Enligt strategin: vad?", SHELVES[1:], ()).firm
