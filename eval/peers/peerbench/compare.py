"""Samklang against the best peer: the difference and whether it is more than chance.

Source: paired bootstrap over questions, Efron and Tibshirani, "An Introduction to the Bootstrap"
(1993), chapter 13 (percentile interval).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

_RESAMPLES, _SEED = 10_000, 20261123


@dataclass(frozen=True, slots=True)
class Lead:
    """How far Samklang's mean lies above that of the best peer, with a 95 % interval."""

    peer: str
    difference: float
    low: float
    high: float


def lead_over_best(ours: Sequence[float], peers: Mapping[str, Sequence[float]]) -> Lead:
    """The lead over the peer with the highest mean; scores are of the same questions in order."""
    best = max(peers, key=lambda name: float(np.mean(peers[name])))
    differences = np.asarray(ours) - np.asarray(peers[best])
    rows = np.random.default_rng(_SEED).integers(
        0, len(differences), (_RESAMPLES, len(differences))
    )
    low, high = np.quantile(differences[rows].mean(axis=1), [0.025, 0.975])
    return Lead(best, float(differences.mean()), float(low), float(high))
