import pytest

from eval.measures.share import Share, share_of, wilson_interval


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (Share(5, 6), "5/6 .833"),
        (Share(0, 3), "0/3 .000"),
        (Share(3, 3), "3/3 1.000"),
        (Share(0, 0), "0/0 -"),
    ],
)
def test_a_share_shows_its_counts(share: Share, shown: str) -> None:
    assert str(share) == shown


def test_nothing_missing_is_perfect() -> None:
    assert Share(3, 3).perfect
    assert not Share(2, 3).perfect


def test_share_of_counts_what_is_true() -> None:
    assert share_of(n > 1 for n in (1, 2, 3)) == Share(2, 3)


@pytest.mark.parametrize(
    ("share", "low", "high"),
    [
        # worked by hand with z = 1.96; 81 of 263 is the example of Newcombe (1998)
        (Share(5, 10), 0.2366, 0.7634),
        (Share(0, 10), 0.0, 0.2775),
        (Share(10, 10), 0.7225, 1.0),
        (Share(81, 263), 0.2553, 0.3662),
        (Share(0, 0), 0.0, 1.0),
    ],
)
def test_the_interval_is_wilsons(share: Share, low: float, high: float) -> None:
    assert share.interval() == pytest.approx((low, high), abs=1e-4)


def test_graded_values_have_an_interval_like_counts() -> None:
    # mean .25: centre .31938, spread .23844
    assert wilson_interval(2.5, 10) == pytest.approx((0.0809, 0.5578), abs=1e-4)
    assert wilson_interval(5.0, 10) == Share(5, 10).interval()
