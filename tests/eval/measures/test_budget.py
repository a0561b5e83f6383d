import pytest

from eval.measures.budget import Figure, percentile, show_number


@pytest.mark.parametrize(
    ("value", "at_least", "met"),
    [(1.15, False, True), (1.16, False, False), (3.4, True, False), (1.15, True, True)],
)
def test_a_budget_is_met_up_to_its_limit(value: float, at_least: bool, met: bool) -> None:
    assert Figure("f", value, "x", 1.15 if value < 2 else 3.5, at_least=at_least).met is met


def test_a_row_says_the_budget_and_the_verdict() -> None:
    row = str(Figure("ingest", 1.2, "x", 1.15, detail="6 s against 5 s"))
    assert row.split() == [
        "ingest",
        "1.2",
        "x",
        "<=",
        "1.15",
        "x",
        "MISSED",
        *["6", "s", "against", "5", "s"],
    ]
    assert "met" in str(Figure("faster", 4.0, "x", 3.5, at_least=True))
    assert str(Figure("bare", 1.0, "s")).split() == ["bare", "1", "s"]


def test_numbers_keep_three_digits() -> None:
    assert show_number(0.4956, "s") == "0.496 s"
    assert show_number(1234.5, "") == "1,234"


@pytest.mark.parametrize(("share", "value"), [(0.5, 20), (0.95, 40), (0.25, 10), (0.26, 20)])
def test_percentiles_are_measured_values(share: float, value: float) -> None:
    assert percentile([40, 10, 30, 20], share) == value


def test_a_percentile_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="no values"):
        percentile([], 0.5)
