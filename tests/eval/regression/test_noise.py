import pytest

from eval.regression.baseline import Parts
from eval.regression.noise import Change, measure_change


def _rows(values: str, measure: str = "hit@1") -> Parts:
    return {f"q{n}": {measure: (float(value), 1)} for n, value in enumerate(values)}


def _change(before: str, now: str, measure: str = "hit@1") -> Change:
    return measure_change(measure, _rows(before, measure), _rows(now, measure))


def test_nothing_changed_is_no_change() -> None:
    change = _change("1101", "1101")
    assert (change.before, change.now, change.fall) == (0.75, 0.75, 0)
    assert (change.noise, change.real, change.worse) == (0, False, ())


@pytest.mark.parametrize("worse", [1, 2, 3])
@pytest.mark.parametrize("count", [12, 28])
def test_up_to_three_questions_are_noise(count: int, worse: int) -> None:
    change = _change("1" * count, "0" * worse + "1" * (count - worse))
    assert change.fall == pytest.approx(worse / count)
    assert not change.real
    assert change.worse == tuple(f"q{n}" for n in range(worse))


@pytest.mark.parametrize("count", [12, 28])
def test_four_questions_that_got_worse_are_real(count: int) -> None:
    change = _change("1" * count, "0000" + "1" * (count - 4))
    assert change.real
    assert str(change).startswith("hit@1 ")


def test_as_many_better_as_worse_is_noise() -> None:
    change = _change("1" * 6 + "0" * 6, "0" * 6 + "1" * 6)
    assert change.fall == 0
    assert not change.real
    assert len(change.worse) == 6


def test_getting_better_is_never_a_fall() -> None:
    assert _change("0" * 20, "1" * 20).fall == -1
    assert not _change("0" * 20, "1" * 20).real


def test_of_false_answers_more_is_worse() -> None:
    change = _change("0" * 12, "1" * 12, "false answers")
    assert (change.fall, change.real) == (1, True)
    assert len(change.worse) == 12
    assert not _change("1" * 12, "0" * 12, "false answers").real


def test_a_ratio_is_of_sums() -> None:
    # 3 of 4 citations are right, then 1 of 5
    before: Parts = {"a": {"p": (2, 3)}, "b": {"p": (1, 1)}}
    now: Parts = {"a": {"p": (0, 3)}, "b": {"p": (1, 2)}}
    change = measure_change("p", before, now)
    assert (change.before, change.now) == (0.75, 0.2)
    assert change.worse == ("a", "b")


def test_questions_without_the_measure_do_not_thin_the_noise() -> None:
    rest: Parts = {f"r{n}": {} for n in range(100)}
    before, now = _rows("1" * 10), _rows("0" * 5 + "1" * 5)
    alone = measure_change("hit@1", before, now)
    assert measure_change("hit@1", {**before, **rest}, {**now, **rest}) == alone


def test_a_measure_that_nothing_counts_in_any_more_is_worth_nothing() -> None:
    before = _rows("1" * 10, "citation precision")
    silent = measure_change("citation precision", before, {name: {} for name in before})
    assert (silent.now, silent.real, len(silent.worse)) == (0, True, 10)


def test_only_questions_that_both_have_are_compared() -> None:
    change = measure_change("hit@1", _rows("1011"), _rows("10"))
    assert (change.before, change.now) == (0.5, 0.5)
    nothing = measure_change("hit@1", {}, {})
    assert (nothing.before, nothing.now, nothing.real) == (0, 0, False)
