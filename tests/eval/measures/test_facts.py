import pytest

from eval.measures.facts import fact_recall, states_fact
from eval.measures.share import Share


@pytest.mark.parametrize(
    ("text", "form", "stated"),
    [
        ("Hela 48 städer är med.", "48", True),
        ("Det blir 1 500 kronor.", "1,500", True),
        ("It is 1,500 kronor.", "1 500", True),
        ("Det blir 1,5 grader.", "1.5", True),
        ("Det blir 15 grader.", "5", False),
        ("Det blir 1,5 grader.", "5", False),
        ("Det står i stadgan.", "stad", False),
        ("Klimat\u00adneutrala städer", "klimatneutrala städer", True),
        ("UMEÅ är med", "Umeå", True),
        ("ungefär halva landets befolkning", "halva befolkningen", False),
        ("48 svenska städer", "48 städer", False),
        ("10 procent", "10 %", True),
        ("10 per cent", "10 %", True),
        ("10 kronor", "10 %", False),
        ("10 %", "10", True),
        ("allt", "", False),
    ],
)
def test_a_fact_stands_whole(text: str, form: str, stated: bool) -> None:
    assert states_fact(text, [form]) is stated


def test_recall_is_of_facts_whatever_their_form(record, gold, claim) -> None:
    facts = (("48", "forty-eight"), ("Umeå",), ("2030",))
    one = record([gold(1)], claims=[claim(text="Umeå"), claim(text="forty-eight")], facts=facts)
    assert fact_recall(one) == Share(2, 3)


def test_a_refusal_states_no_fact(record, gold) -> None:
    assert fact_recall(record([gold(1)], facts=(("48",),))) == Share(0, 1)
    assert fact_recall(record([gold(1)])) == Share(0, 0)
