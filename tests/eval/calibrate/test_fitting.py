from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.calibrate import Observation, fit_answerable, fitting
from eval.calibrate.fitting import area_under_curve, measure_levels, weigh_kinds
from eval.logistic import Fit, Numbers
from pipeline.constants import RiskLevel

Observe = Callable[..., Observation]


def test_the_feature_that_tells_is_found(many: tuple[Observation, ...]) -> None:
    fitted = fit_answerable(many, run="by hand")
    weights = fitted.weights
    assert weights.run == "by hand"
    assert list(weights.of) == ["noise", "still", "telling"]
    assert list(weights.pairs) == ["en-en", "en-sv", "sv-en", "sv-sv"]
    assert weights.of["telling"] > 5 * abs(weights.of["noise"])
    assert weights.of["telling"] > 0
    assert weights.of["still"] == 0
    assert fitted.auroc > 0.9


def test_a_feature_that_tells_nothing_is_worth_nothing(many: tuple[Observation, ...]) -> None:
    """Guarantee: what is measured out of fold is not what was learnt by heart."""
    rng = np.random.default_rng(11)
    blind = [
        replace(one, features={f"n{k}": float(rng.normal()) for k in range(40)}, pair="sv-sv")
        for one in many
    ]
    assert 0.3 < fit_answerable(blind, run="x").auroc < 0.68


def test_the_weights_say_what_the_levels_were_measured_by(many: tuple[Observation, ...]) -> None:
    """The probabilities as the pipeline computes them part the questions like those out of fold."""
    weights = fit_answerable(many, run="x").weights
    level = weights.level_for(0.3)
    assert level is not None

    def chance(one: Observation) -> float:
        total = weights.bias + weights.pairs[one.pair]
        total += sum(weights.of[name] * value for name, value in one.features.items())
        return 1 / (1 + math.exp(-total))

    refused = [chance(one) < level.threshold for one in many if one.answerable]
    falsely = [chance(one) >= level.threshold for one in many if not one.answerable]
    assert sum(refused) / 60 == pytest.approx(level.refused, abs=0.1)
    assert sum(falsely) / 60 == pytest.approx(level.answered_falsely, abs=0.1)


def test_no_question_vouches_for_itself(
    many: tuple[Observation, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Guarantee: also not by being put once more, in another setting."""
    twice = [*many, *(replace(one, setting="mine/other") for one in many)]
    marked = [replace(one, features={"id": float(one.id[1:])}, pair="sv-sv") for one in twice]
    fit = fitting.fit_logistic
    trained: list[set[float]] = []
    seen_out: list[set[float]] = []

    class Watched:
        def __init__(self, inputs: Numbers, fitted: Fit) -> None:
            self.ids, self.bias, self.weights = set(inputs[:, 0]), fitted.bias, fitted.weights
            self._fitted = fitted

        def probabilities(self, inputs: Numbers) -> Numbers:
            seen_out.append(set(inputs[:, 0]))
            trained.append(self.ids)
            return self._fitted.probabilities(inputs)

    def watch(inputs: Numbers, told: Numbers, **more: Any) -> Watched:
        return Watched(inputs, fit(inputs, told, **more))

    monkeypatch.setattr(fitting, "fit_logistic", watch)
    fit_answerable(marked, run="x")
    assert len(seen_out) > 5
    assert set.union(*seen_out) == {float(n) for n in range(120)}
    assert sum(map(len, seen_out)) == 120
    for out, ids in zip(seen_out, trained, strict=True):
        assert out
        assert not out & ids
        assert out | ids == {float(n) for n in range(120)}


def test_every_unanswerable_kind_weighs_the_same(observed: Observe) -> None:
    seen = [
        *(observed(f"a{n}", answerable=True) for n in range(5)),
        *(observed(f"o{n}", answerable=False) for n in range(6)),
        *(observed(f"n{n}", answerable=False, kind="nonsensical") for n in range(2)),
    ]
    # 8 unanswerable, 2 kinds: 4 to each
    assert list(weigh_kinds(seen)) == pytest.approx([1] * 5 + [4 / 6] * 6 + [2] * 2)
    assert list(weigh_kinds(seen[:5])) == [1] * 5


def by_hand(observed: Observe) -> tuple[list[Observation], Numbers]:
    """Ten questions: six answerable, five of them rightly answered."""
    rows = [
        *((0.9, True, True), (0.8, True, True), (0.7, False, False), (0.6, True, False)),
        *((0.5, True, True), (0.4, False, False), (0.3, True, True), (0.2, False, False)),
        *((0.15, True, True), (0.1, False, False)),
    ]
    seen = [
        observed(f"q{n}", answerable=able, right=right) for n, (_, able, right) in enumerate(rows)
    ]
    return seen, np.array([chance for chance, _, _ in rows])


def test_levels_are_what_counting_gives(observed: Observe) -> None:
    seen, chances = by_hand(observed)
    levels = measure_levels(seen, chances)
    assert levels == (
        # of 10 answers 5 wrong; all 6 answered; all 4 answered falsely
        RiskLevel(0.0, 0.5, 0.0, 1.0),
        RiskLevel(0.15, round(4 / 9, 4), 0.0, 0.75),
        RiskLevel(0.2, 0.5, round(1 / 6, 4), 0.75),
        RiskLevel(0.3, round(3 / 7, 4), round(1 / 6, 4), 0.5),
        RiskLevel(0.4, 0.5, round(2 / 6, 4), 0.5),
        RiskLevel(0.5, 0.4, round(2 / 6, 4), 0.25),
        RiskLevel(0.6, 0.5, 0.5, 0.25),
        RiskLevel(0.7, round(1 / 3, 4), round(4 / 6, 4), 0.25),
        RiskLevel(0.8, 0.0, round(4 / 6, 4), 0.0),
        RiskLevel(0.9, 0.0, round(5 / 6, 4), 0.0),
    )


@given(
    st.lists(
        st.tuples(st.floats(0, 1), st.booleans(), st.booleans()), min_size=2, max_size=120
    ).filter(lambda rows: len({able for _, able, _ in rows}) == 2)
)
@settings(max_examples=60, deadline=None)
def test_levels_rise_from_answering_everything(rows: Sequence[tuple[float, bool, bool]]) -> None:
    seen = [
        Observation(f"q{n}", "s/e", "k", "sv-sv", able, able and right, {})
        for n, (_, able, right) in enumerate(rows)
    ]
    chances = np.array([chance for chance, _, _ in rows])
    levels = measure_levels(seen, chances)
    assert (levels[0].threshold, levels[0].refused, levels[0].answered_falsely) == (0.0, 0.0, 1.0)
    assert len(levels) <= 40
    for below, above in pairwise(levels):
        assert below.threshold <= above.threshold
        assert below.refused <= above.refused
        assert below.answered_falsely >= above.answered_falsely
    for level in levels:
        answered = [
            one for one, chance in zip(seen, chances, strict=True) if chance >= level.threshold
        ]
        wrong = sum(not one.right for one in answered)
        assert level.risk == pytest.approx(wrong / len(answered) if answered else 0, abs=1e-4)


def test_the_area_is_how_often_the_answerable_one_is_above() -> None:
    # pairs: .9 above both, .4 above one and tied with the other
    chances, told = np.array([0.9, 0.4, 0.4, 0.1]), np.array([1.0, 1.0, 0.0, 0.0])
    assert area_under_curve(chances, told) == (1 + 1 + 0.5 + 1) / 4
    assert area_under_curve(1 - chances, told) == pytest.approx(1 - 3.5 / 4)
    assert area_under_curve(np.full(4, 0.5), told) == 0.5
