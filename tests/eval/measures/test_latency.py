import pytest

from eval.measures.latency import percentile_interval


def test_median_and_bounds_worked_by_hand() -> None:
    # n = 100, p = .5: 50 -+ 1.96 * 5 -> from the 40th to the 60th value
    assert percentile_interval([float(n) for n in range(1, 101)], 0.5) == (50, 40, 60)


def test_the_bounds_of_few_values_stay_among_them() -> None:
    assert percentile_interval([3.0, 1.0, 2.0], 0.95) == (3.0, 2.0, 3.0)
    assert percentile_interval([7.0], 0.5) == (7.0, 7.0, 7.0)


def test_no_times_are_refused() -> None:
    with pytest.raises(ValueError, match="no values"):
        percentile_interval([], 0.5)
