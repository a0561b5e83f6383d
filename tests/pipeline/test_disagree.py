import pytest

from pipeline.answer.disagree import disagree, share_words


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("Satsningen omfattar 48 städer.", "sv"), ("Satsningen omfattar 51 städer.", "sv")),
        (("Målet nås 2045.", "sv"), ("Målet nås 2050.", "sv")),
        (("Sex gårdar byggs om.", "sv"), ("Åtta gårdar byggs om.", "sv")),
        (("Sex gårdar byggs om.", "sv"), ("Eight yards are rebuilt.", "en")),
        (("The fund holds 5 million kronor.", "en"), ("The fund holds 5 billion kronor.", "en")),
        (("Av 377 valdes 100 i 27 länder.", "sv"), ("Av 377 valdes 27 i 27 länder.", "sv")),
        (("Staden får söka bidrag.", "sv"), ("Staden får inte söka bidrag.", "sv")),
        (("It is a grant.", "en"), ("It isn't a grant.", "en")),
        (("It is not a grant.", "en"), ("It is not so that it is not a grant.", "en")),
        (("Ansökan beviljades.", "sv"), ("Ansökan avslogs.", "sv")),
        (("Bidraget är 14,2 miljoner.", "sv"), ("Bidraget är 14,5 miljoner.", "sv")),
    ],
)
def test_another_number_amount_year_or_negation_disagrees(first, second):
    assert disagree(first, second)
    assert disagree(second, first)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("Satsningen omfattar 48 städer.", "sv"), ("48 städer ingår i satsningen.", "sv")),
        (("Satsningen omfattar 48 städer.", "sv"), ("2025 ingår 48 städer i satsningen.", "sv")),
        (("Sex statliga myndigheter.", "sv"), ("Six government agencies.", "en")),
        (("Fler än 50 000 invånare.", "sv"), ("More than 50,000 inhabitants.", "en")),
        (("Bidraget är 14,2 miljoner kronor.", "sv"), ("The grant is 14.2 million kronor.", "en")),
        (("Där finns 12 kommittéer.3", "sv"), ("Där finns 12 kommittéer.17", "sv")),
        (("C40 driver nätverket.", "sv"), ("CO2 driver nätverket.", "sv")),
        (("Det gäller inte bara hamnar.", "sv"), ("Det gäller hamnar.", "sv")),
        (("Regulation (EU) No 401/2009 applies.", "en"), ("Regulation 401/2009 applies.", "en")),
        (("En stad är med.", "sv"), ("Staden är med.", "sv")),
    ],
)
def test_another_wording_more_detail_or_a_footnote_does_not(first, second):
    assert not disagree(first, second)
    assert not disagree(second, first)


@pytest.mark.parametrize(
    ("first", "second", "shared"),
    [
        ("Malmö är en av missionens tolv städer.", "Malmö är inte en av missionens städer.", True),
        ("Det är inte så att ”hamnen växer fort i år”.", "Hamnen växer fort i år.", True),
        ("Fonden gav 48 miljoner till Umeå i fjol.", "Fonden gav 5 tusen till Umeå i fjol.", True),
        ("Umeå | Västerbottens län | 12 | 14", "Luleå | Norrbottens län | 13 | 15", False),
        ("Budget | 16", "Budget | 17", False),
        ("Fonden gav pengar till Umeå i fjol.", "Nämnden tog pengar från Luleå förra året.", False),
    ],
)
def test_words_are_shared_but_for_numbers_and_denials(first, second, shared):
    assert share_words((first, "sv"), (second, "sv")) is shared
    assert share_words((second, "sv"), (first, "sv")) is shared
