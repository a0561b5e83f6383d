"""The gate on claims written by hand; what it misses is published, and must not grow unseen."""

import pytest

from eval.gate import STITCHED, WRONG_KEY, judge_pairs, read_pairs, tell_shares


@pytest.fixture(scope="module")
def judged():
    return judge_pairs(read_pairs())


def test_the_set_holds_enough_of_both_kinds_in_both_languages(judged) -> None:
    true = [one.pair for one in judged if one.pair.error is None]
    made = [one.pair for one in judged if one.pair.error not in (None, STITCHED, WRONG_KEY)]
    assert len(true) >= 120
    assert len(made) >= 120
    for languages in ("sv-sv", "en-en", "sv-en", "en-sv"):
        assert sum(pair.languages == languages for pair in true) >= 30


def test_few_true_claims_are_refused(judged) -> None:
    share = dict(tell_shares(judged))["true claims refused"]
    assert share.count <= 4, [
        str(one) for one in judged if one.pair.error is None and not one.right
    ]


def test_few_false_claims_pass_and_none_with_a_quote_that_is_not_there(judged) -> None:
    shares = dict(tell_shares(judged))
    assert shares["false claims passed"].count <= 10
    assert shares[f"  {STITCHED}"].count == shares[f"  {WRONG_KEY}"].count == 0
    for error in ("number", "magnitude", "month", "day", "negation dropped", "bound swapped"):
        assert shares[f"  {error}"].count == 0, error
