"""The regression against what can be worked out by hand: odds, and the gradient at its solution."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.logistic import Fit, Numbers, fit_logistic

# ridge this small does not show in four digits
NONE = 1e-9


def column(*values: float) -> Numbers:
    return np.array(values, dtype=np.float64)[:, None]


def labels(*values: float) -> Numbers:
    return np.array(values, dtype=np.float64)


def sample(seed: int, count: int = 60, width: int = 3) -> tuple[Numbers, Numbers]:
    """Inputs on different scales and labels that follow them loosely; both labels occur."""
    rng = np.random.default_rng(seed)
    inputs = rng.normal(size=(count, width)) * [1, 10, 0.1][:width] + [0, 5, -1][:width]
    told = (inputs[:, 0] + rng.normal(size=count) > 0).astype(float)
    told[:2] = 0, 1
    return inputs, told


def test_two_groups_get_the_odds_they_have() -> None:
    # of the zeros 1 in 4 is positive, of the ones 3 in 4: logits -ln 3 and ln 3
    inputs = column(0, 0, 0, 0, 1, 1, 1, 1)
    fit = fit_logistic(inputs, labels(1, 0, 0, 0, 1, 1, 1, 0), ridge=NONE)
    assert fit.bias == pytest.approx(-math.log(3), abs=1e-4)
    assert fit.weights == pytest.approx([2 * math.log(3)], abs=1e-4)
    assert fit.probabilities(column(0, 1, 0.5)) == pytest.approx([0.25, 0.75, 0.5], abs=1e-4)


def test_importance_is_like_seeing_a_question_so_often() -> None:
    inputs, told = column(0, 0, 1, 1), labels(0, 1, 0, 1)
    once = fit_logistic(inputs, told, ridge=NONE, importance=labels(3, 1, 1, 3))
    # 3 to 1 against, then 3 to 1 for; the spread of the inputs is the same
    assert (once.bias, *once.weights) == pytest.approx((-math.log(3), 2 * math.log(3)), abs=1e-4)
    often = fit_logistic(column(0, 0, 0, 0, 1, 1, 1, 1), labels(0, 0, 0, 1, 0, 1, 1, 1), ridge=NONE)
    assert (often.bias, *often.weights) == pytest.approx((once.bias, *once.weights), abs=1e-6)


@given(st.integers(0, 2**32 - 1), st.sampled_from([0.1, 1.0, 10.0]), st.booleans())
@settings(max_examples=30, deadline=None)
def test_the_gradient_is_zero_at_the_solution(seed: int, ridge: float, weighed: bool) -> None:
    """Guarantee: it is the minimum of the penalised loss, which is convex and has only one."""
    inputs, told = sample(seed)
    each = np.random.default_rng(seed).uniform(0.2, 3, len(told)) if weighed else None
    fit = fit_logistic(inputs, told, ridge=ridge, importance=each)
    importance = np.ones(len(told)) if each is None else each
    left = importance * (told - fit.probabilities(inputs))
    spread = inputs.std(axis=0)
    scaled = (inputs - inputs.mean(axis=0)) / spread
    # the ridge weighs on the standardised weights, and not on the bias
    np.testing.assert_allclose(scaled.T @ left, ridge * fit.weights * spread, atol=1e-5)
    assert left.sum() == pytest.approx(0, abs=1e-5)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=20, deadline=None)
def test_units_do_not_matter(seed: int) -> None:
    inputs, told = sample(seed)
    factors, offsets = np.array([100.0, 0.01, 3.0]), np.array([7.0, -2.0, 0.0])
    fit = fit_logistic(inputs, told, ridge=1.0)
    other = fit_logistic(inputs * factors + offsets, told, ridge=1.0)
    np.testing.assert_allclose(other.weights * factors, fit.weights, atol=1e-6)
    np.testing.assert_allclose(
        other.probabilities(inputs * factors + offsets), fit.probabilities(inputs), atol=1e-6
    )


@pytest.mark.parametrize("ridge", [0.001, 1.0, 100.0])
def test_what_can_be_told_apart_wholly_stays_finite(ridge: float) -> None:
    """Without the ridge the weight of such data would grow without end."""
    fit = fit_logistic(column(*range(20)), labels(*[0] * 10, *[1] * 10), ridge=ridge)
    assert np.isfinite([fit.bias, *fit.weights]).all()
    chances = fit.probabilities(column(*range(20)))
    assert (chances[:10] < 0.5).all()
    assert (chances[10:] > 0.5).all()
    assert (np.diff(chances) >= 0).all()


def test_a_stronger_ridge_says_less() -> None:
    inputs, told = sample(1)
    sizes = [
        float(np.abs(fit_logistic(inputs, told, ridge=ridge).weights[0]))
        for ridge in (0.1, 1.0, 10.0, 1000.0)
    ]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] < 0.1 * sizes[0]
    strong = fit_logistic(inputs, told, ridge=1e9)
    assert strong.probabilities(inputs) == pytest.approx(np.full(60, told.mean()), abs=1e-4)


def test_an_input_that_never_varies_has_no_weight() -> None:
    inputs, told = sample(2)
    with_constant = np.hstack([inputs, np.full((len(inputs), 1), 4.0)])
    fit = fit_logistic(with_constant, told, ridge=1.0)
    assert fit.weights[3] == 0
    assert fit.weights[:3] == pytest.approx(fit_logistic(inputs, told, ridge=1.0).weights)


@pytest.mark.parametrize("only", [0.0, 1.0])
def test_labels_that_are_all_alike_are_refused(only: float) -> None:
    with pytest.raises(ValueError, match="all alike"):
        fit_logistic(column(1, 2, 3), labels(only, only, only), ridge=1.0)


def test_probabilities_do_not_overflow() -> None:
    fit = Fit(0.0, np.array([1e6]))
    assert fit.probabilities(column(-1, 0, 1)) == pytest.approx([0, 0.5, 1], abs=1e-12)
