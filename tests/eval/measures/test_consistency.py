import pytest

from corpus.language.names import names
from eval.measures.consistency import (
    answer_language,
    claim_language,
    dates_hold,
    names_agree,
    names_hold,
    numbers_agree,
    numbers_hold,
    polarity_agrees,
)
from eval.measures.share import Share


@pytest.mark.parametrize(
    ("claim", "quote", "holds"),
    [
        ("It gets 1,500 kronor.", "Den får 1 500 kronor.", True),
        ("Den får 15 kronor.", "Den får 1 500 kronor.", False),
        ("Den får 48.", "Den får 48, inte 50.", True),
        ("Pengarna räcker.", "Den får 48.", None),
        ("Sedan 2024.", "Beslutat 2024-05-12.", True),
    ],
)
def test_numbers_of_a_claim_stand_in_its_quotes(claim: str, quote: str, holds: bool | None) -> None:
    assert numbers_hold(claim, quote) is holds


@pytest.mark.parametrize(
    ("claim", "quote", "holds"),
    [
        ("Decided on 12 May 2024.", "Beslutat den 12 maj 2024.", True),
        ("Decided in May 2024.", "Beslutat 2024-05-12.", True),
        ("Decided on 13 May 2024.", "Beslutat den 12 maj 2024.", False),
        ("Decided.", "Beslutat den 12 maj 2024.", None),
    ],
)
def test_dates_of_a_claim_stand_in_its_quotes(claim: str, quote: str, holds: bool | None) -> None:
    assert dates_hold(claim, quote) is holds


@pytest.mark.parametrize(
    ("claim", "quote", "holds"),
    [
        ("Programmet leds av Vinnova.", "Vinnovas program", True),
        ("Programmet leds av Formas.", "Vinnovas program", False),
        ("Det bygger på EU-missionen.", "EU-missionen ger ramen.", True),
        ("Det gäller Umeås budget.", "budgeten i Umeå", True),
        ("Pengarna räcker.", "Vinnovas program", None),
    ],
)
def test_names_of_a_claim_stand_in_its_quotes(claim: str, quote: str, holds: bool | None) -> None:
    assert names_hold(claim, quote) is holds


def test_a_sentences_first_word_is_no_name_unless_it_looks_like_one() -> None:
    assert names("Staden Umeå sa ja. Sedan kom EU. NetZeroCities drog sig ur i May 2024.") == (
        "Umeå",
        "EU",
        "NetZeroCities",
    )


def test_claims_are_counted(record, cited, claim) -> None:
    right = claim(cited(1, quote="Umeå får 48."), text="Staden Umeå får 48.")
    wrong = claim(cited(1, quote="Luleå får inte 47."), text="Staden Umeå får 48.")
    plain = claim(cited(1, quote="inget tal"), text="inget tal")
    one = record(claims=[right, wrong, plain])
    assert numbers_agree(one) == Share(1, 2)
    assert names_agree(one) == Share(1, 2)
    assert polarity_agrees(one) == Share(2, 3)


def test_a_quote_that_was_not_verified_carries_nothing(record, cited, claim) -> None:
    forged = cited(1, quote="Umeå får 48.", verdict="not_found")
    assert numbers_agree(record(claims=[claim(forged, text="Staden får 48.")])) == Share(0, 1)


def test_languages_are_compared(record, cited, claim) -> None:
    swedish = "Strategin gäller för alla städer som deltar i programmet."
    english = "The strategy applies to all cities that take part in the programme."
    right = claim(cited(1, quote=swedish), text=swedish)
    wrong = claim(cited(1, quote=english), text=english)
    foreign = claim(cited(1, quote=english), text=english, language="en")
    one = record(claims=[right, wrong, foreign])
    assert claim_language(one) == Share(2, 3)
    assert answer_language(one) == Share(2, 3)
