"""Logistic regression with a ridge, small enough to be read.

Source: iteratively reweighted least squares, Hastie, Tibshirani and Friedman, The Elements of
Statistical Learning (2nd ed.), section 4.4.1, with the penalty of section 4.4.4 as a square.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]

_ROUNDS, _CLOSE = 100, 1e-8


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """``bias`` and ``weights`` ``(inputs,)``, for inputs as they are (not standardised)."""

    bias: float
    weights: Numbers

    def probabilities(self, inputs: Numbers) -> Numbers:
        """``(n,)``, 0..1, for inputs ``(n, inputs)``."""
        return _sigmoid(inputs @ self.weights + self.bias)


def fit_logistic(
    inputs: Numbers, labels: Numbers, *, ridge: float, importance: Numbers | None = None
) -> Fit:
    """The weights that best tell the labels (0 or 1), ``(n,)``, from inputs ``(n, inputs)``.

    ``importance`` ``(n,)`` is how much each counts; without it, all the same.

    Inputs are standardised before the ridge weighs on them and the weights brought back after; one
    that never varies gets the weight 0.

    Raises:
        ValueError: the labels are all alike.
    """
    if len(np.unique(labels)) < 2:
        raise ValueError("the labels are all alike: there is nothing to tell apart")
    each = np.ones(len(inputs)) if importance is None else importance
    mean, spread = inputs.mean(axis=0), inputs.std(axis=0)
    spread = np.where(spread > 0, spread, np.inf)
    design = np.hstack([(inputs - mean) / spread, np.ones((len(inputs), 1))])
    penalty = np.diag([ridge] * inputs.shape[1] + [1e-9])
    weights = np.zeros(design.shape[1])
    for _ in range(_ROUNDS):
        chance = _sigmoid(design @ weights)
        slope = design.T @ (each * (labels - chance)) - penalty @ weights
        curve = (design * (each * chance * (1 - chance))[:, None]).T @ design + penalty
        step = np.linalg.solve(curve, slope)
        weights = weights + step
        if float(np.abs(step).max()) < _CLOSE:
            break
    scaled = weights[:-1] / spread
    return Fit(float(weights[-1] - scaled @ mean), scaled)


def _sigmoid(total: Numbers) -> Numbers:
    return np.asarray(1 / (1 + np.exp(-np.clip(total, -30, 30))))
