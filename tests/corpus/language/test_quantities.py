import pytest

from corpus.language.quantities import currencies, periods, quantities


def read(text):
    return [(sorted(map(float, q.values)), q.unit, q.bound) for q in quantities(text)]


@pytest.mark.parametrize(
    ("swedish", "english"),
    [
        ("1,5 miljarder euro", "EUR 1.5 billion"),
        ("14,2 miljoner kronor", "SEK 14.2 million"),
        ("14,2 Mkr", "14.2 million kronor"),
        ("tolv", "twelve"),
        ("tjugofem", "twenty-five"),
        ("80 procent", "80 per cent"),
        ("80 %", "80 percent"),
        ("högst 65 miljarder euro", "no more than EUR 65 billion"),
        ("minst hundra", "at least one hundred"),
        ("upp till hälften", "up to half"),
        ("25–30 miljarder euro", "EUR 25–30 billion"),
        ("fler än 50 000", "more than 50,000"),
        ("tre år", "three years"),
        ("den fjärde", "the fourth"),
        ("en miljon", "one million"),
        ("tvåhundra", "two hundred"),
    ],
)
def test_both_languages_give_the_same_quantity(swedish, english) -> None:
    own, other = quantities(swedish), quantities(english)
    assert len(own) == len(other) > 0
    for one, two in zip(own, other, strict=True):
        assert one.says(two)
        assert (one.unit, one.bound, one.ordinal) == (two.unit, two.bound, two.ordinal)


def test_a_list_shares_its_last_unit_and_a_preposition_does_not() -> None:
    assert [unit for _, unit, _ in read("10, 20 och 30 procent")] == ["%", "%", "%"]
    assert [unit for _, unit, _ in read("EUR 2.5 million to seven towns")] == ["EUR", ""]


def test_dates_are_no_quantities_and_articles_no_numbers() -> None:
    assert read("Den 12 maj 2024 fick en stad ett beslut.") == []


def test_a_length_of_time_is_no_bound() -> None:
    assert read("EUR 1.9 million over three years")[1] == ([3.0], "year", "")


def test_currencies_and_periods_are_told_without_numbers() -> None:
    assert currencies("i kronor, inte euro") == {"SEK", "EUR"}
    assert periods("varje månad i år") == {"month", "year"}
