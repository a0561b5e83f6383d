"""From observations to weights, and what each threshold costs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np

from eval.calibrate.observing import Observation
from eval.logistic import Numbers, fit_logistic
from pipeline.constants import AnswerableWeights, RiskLevel

_FOLDS = 10
# chosen by the same folds on the tuning split of the shipped sets (3 and 1 were a little worse)
_RIDGE = 10.0
# Thresholds whose cost is written down
_LEVELS = 40
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Fitted:
    """The weights, and the area under the ROC curve of the out-of-fold probabilities."""

    weights: AnswerableWeights
    auroc: float


def fit_answerable(seen: Sequence[Observation], *, run: str) -> Fitted:
    """Weights fitted on all observations; levels and AUROC measured out of fold."""
    names, pairs = sorted(seen[0].features), sorted({one.pair for one in seen})
    inputs, labels = _inputs(seen, names, pairs), np.array([float(o.answerable) for o in seen])
    importance = weigh_kinds(seen)
    chances = _out_of_fold(seen, inputs, labels, importance)
    fit = fit_logistic(inputs, labels, ridge=_RIDGE, importance=importance)
    listed = [round(float(weight), _DIGITS) for weight in fit.weights]
    weights = AnswerableWeights(
        run=run,
        bias=round(fit.bias, _DIGITS),
        of=dict(zip(names, listed[: len(names)], strict=True)),
        pairs=dict(zip(pairs, listed[len(names) :], strict=True)),
        levels=measure_levels(seen, chances),
    )
    return Fitted(weights, area_under_curve(chances, labels))


def _inputs(seen: Sequence[Observation], names: Sequence[str], pairs: Sequence[str]) -> Numbers:
    """``(n, features + pairs)``: the pairs as ones and zeros."""
    return np.array(
        [[*(o.features[n] for n in names), *(float(o.pair == p) for p in pairs)] for o in seen]
    )


def weigh_kinds(seen: Sequence[Observation]) -> Numbers:
    """``(n,)``: every kind of unanswerable question counts the same, whatever its number.

    The kinds come to as much together as there are unanswerable questions.
    """
    held = Counter(one.kind for one in seen if not one.answerable)
    each = sum(held.values()) / max(len(held), 1)
    return np.array([1.0 if one.answerable else each / held[one.kind] for one in seen])


def _out_of_fold(
    seen: Sequence[Observation], inputs: Numbers, labels: Numbers, importance: Numbers
) -> Numbers:
    """The probability of each, by a fit that saw neither it nor the same question elsewhere."""
    folds = np.array([int(sha256(one.id.encode()).hexdigest(), 16) % _FOLDS for one in seen])
    chances = np.empty(len(seen))
    for fold in range(_FOLDS):
        out = folds == fold
        if out.any():
            rest = fit_logistic(
                inputs[~out], labels[~out], ridge=_RIDGE, importance=importance[~out]
            )
            chances[out] = rest.probabilities(inputs[out])
    return chances


def measure_levels(seen: Sequence[Observation], chances: Numbers) -> tuple[RiskLevel, ...]:
    """What answering from each of a row of thresholds on costs; the first answers everything."""
    cuts = np.unique(np.quantile(chances, np.linspace(0, 0.975, _LEVELS), method="higher"))
    return tuple(_level(seen, chances, cut) for cut in (0.0, *cuts[1:]))


def _level(seen: Sequence[Observation], chances: Numbers, threshold: float) -> RiskLevel:
    # the threshold is written down rounded, so it is measured rounded
    threshold = round(float(threshold), _DIGITS)
    answered = chances >= threshold
    able = np.array([one.answerable for one in seen])
    right = np.array([one.right for one in seen])
    return RiskLevel(
        threshold=threshold,
        risk=_share(~right[answered]),
        refused=_share(~answered[able]),
        answered_falsely=_share(answered[~able]),
    )


def _share(marked: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> float:
    return round(float(marked.mean()), _DIGITS) if len(marked) else 0.0


def area_under_curve(chances: Numbers, labels: Numbers) -> float:
    """How often an answerable question has the higher probability; ties count half."""
    able, unable = chances[labels == 1], chances[labels == 0]
    above = (able[:, None] > unable[None, :]).mean()
    return float(above + (able[:, None] == unable[None, :]).mean() / 2)
