import pytest

from corpus.language.numbers import Date, dates, numbers, readings, without_dates


@pytest.mark.parametrize(
    ("written", "values"),
    [
        ("1500", {"1500"}),
        ("1 500", {"1500"}),
        ("1\u00a0500\u202f000", {"1500000"}),
        ("1,500", {"1500", "1.5"}),
        ("1.500", {"1500", "1.5"}),
        ("1,5", {"1.5"}),
        ("1.50", {"1.5"}),
        ("1,500,000", {"1500000"}),
        ("1.500.000", {"1500000"}),
        ("1,234.5", {"1234.5"}),
        ("1.234,5", {"1234.5"}),
        ("1 234,5", {"1234.5"}),
        ("007", {"7"}),
    ],
)
def test_a_number_has_the_values_its_writing_allows(written: str, values: set[str]) -> None:
    assert readings(written) == values
    assert numbers(f"om {written} kronor.") == (frozenset(values),)


@pytest.mark.parametrize("text", ["CO2", "fas2a", "H2020x", "inga tal"])
def test_digits_inside_a_name_are_no_number(text: str) -> None:
    assert numbers(text) == ()


def test_numbers_in_order() -> None:
    found = numbers("2025-2027: 10 %, 48 städer och 1,5 miljoner, sedan 3.")
    assert [min(one) for one in found] == ["2025", "2027", "10", "48", "1.5", "3"]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2024-05-12", Date(2024, 5, 12)),
        ("den 12 maj 2024", Date(2024, 5, 12)),
        ("12 May 2024", Date(2024, 5, 12)),
        ("May 12, 2024", Date(2024, 5, 12)),
        ("on the 12th of May", Date(None, 5, 12)),
        ("i december 2023", Date(2023, 12, None)),
        ("2023-12", Date(2023, 12, None)),
    ],
)
def test_a_date_is_the_same_in_every_writing(text: str, date: Date) -> None:
    assert dates(text) == (date,)
    assert numbers(without_dates(text)) == ()


@pytest.mark.parametrize("text", ["we may decide in 2024", "2025-2027", "i år"])
def test_what_names_no_month_is_no_date(text: str) -> None:
    assert dates(text) == ()


def test_a_vaguer_date_stands_within_a_fuller_one() -> None:
    whole = Date(2024, 5, 12)
    assert Date(2024, 5, None).within(whole)
    assert not whole.within(Date(2024, 5, None))
    assert not Date(2024, 6, None).within(whole)
    assert not Date(2023, 5, 12).within(whole)
