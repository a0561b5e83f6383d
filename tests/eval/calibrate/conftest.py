"""Observations made by hand, of questions that one feature tells apart."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from eval.calibrate import Observation

Observe = Callable[..., Observation]


@pytest.fixture(scope="session")
def observed() -> Observe:
    def make(name: str, *, answerable: bool, **more: object) -> Observation:
        features = {"telling": float(answerable), "noise": 0.0}
        values = {
            "setting": "mine/everything",
            "kind": "name" if answerable else "out_of_database",
            "pair": "sv-sv",
            "right": answerable,
            "features": features,
        } | more
        return Observation(id=name, answerable=answerable, **values)  # type: ignore[arg-type]

    return make


@pytest.fixture(scope="session")
def many(observed: Observe) -> tuple[Observation, ...]:
    """120 questions: one feature tells nearly all apart, another says nothing."""
    rng = np.random.default_rng(7)
    kinds = ("out_of_database", "nonsensical", "underspecified")
    return tuple(
        observed(
            f"q{n}",
            answerable=(able := n % 2 == 0),
            kind="name" if able else kinds[n % 3],
            pair=("sv-sv", "sv-en", "en-sv", "en-en")[n % 4],
            right=able and n % 10 != 0,
            features={
                "telling": float(able) * 2 + rng.normal(0, 0.8),
                "noise": float(rng.normal()),
                "still": 1.0,
            },
        )
        for n in range(120)
    )
