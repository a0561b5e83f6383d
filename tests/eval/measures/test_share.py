import pytest

from eval.measures.share import Share, share_of


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
