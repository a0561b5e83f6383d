"""How far a figure may fall before it counts: its noise, from paired values by question.

The same questions are put to the same documents, so nothing but the system changes, and nearly
all values stay as they were. What is left is which questions the sample happens to hold. Noise is
therefore half the width of the 95 % percentile interval of a paired bootstrap: the questions are
drawn with replacement 2,000 times, each with its recorded and its present value, and the
figure's change is taken in every draw. Questions are drawn by themselves, not by document: when
one document is read wrongly, all questions on it getting worse together is what should be told.

With yes and no a fall on one to three questions lies within the noise, and one on four without
any that got better does not. A last bit computed otherwise on another processor, which may turn
a tie, therefore fails nothing.

Source: as ``eval.compare``; Efron and Tibshirani (1993), section 13.3.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from eval.measures.parts import Part
from eval.measures.summary import LESS_IS_BETTER
from eval.regression.baseline import Parts

RESAMPLES = 2_000
_SEED = 20_250_602
_NOTHING: Part = (0.0, 0)
_Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Change:
    """A measure then and now. ``noise`` is in the measure's unit; ``worse`` are question ids."""

    measure: str
    before: float
    now: float
    noise: float
    worse: tuple[str, ...]

    @property
    def fall(self) -> float:
        """How much worse it is, whichever way the measure points; negative when better."""
        fall = self.before - self.now
        return -fall if self.measure in LESS_IS_BETTER else fall

    @property
    def real(self) -> bool:
        """Whether it got worse by more than its noise."""
        return self.fall > self.noise

    def __str__(self) -> str:
        return f"{self.measure:<20}{self.before:.3f} -> {self.now:.3f}  (noise {self.noise:.3f})"


def measure_change(measure: str, before: Parts, now: Parts) -> Change:
    """The change of a measure over the questions that both have and it counts in one of them."""
    both = [name for name in before if name in now]
    ids = [name for name in both if measure in before[name] or measure in now[name]]
    parts = [(before[id_].get(measure, _NOTHING), now[id_].get(measure, _NOTHING)) for id_ in ids]
    # draws or questions, then before and now, numerator and denominator
    table = np.array(parts, dtype=float).reshape(-1, 2, 2)
    was, is_now = (float(value) for value in _figures(table.sum(axis=0)[None])[0])
    sign = -1 if measure in LESS_IS_BETTER else 1
    rates = sign * _figures(table)
    worse = (name for name, (first, second) in zip(ids, rates, strict=True) if second < first)
    return Change(measure, was, is_now, _noise(table), tuple(worse))


def _noise(table: _Matrix) -> float:
    count = len(table)
    if not count:
        return 0.0
    random = np.random.default_rng(_SEED)
    drawn = random.multinomial(count, np.full(count, 1 / count), size=RESAMPLES)
    figures = _figures(np.tensordot(drawn, table, axes=1))
    low, high = np.percentile(figures[:, 1] - figures[:, 0], [2.5, 97.5])
    return float(high - low) / 2


def _figures(sums: _Matrix) -> _Matrix:
    """``(n, 2, 2)`` numerators and denominators -> ``(n, 2)`` before and now; 0 of 0 is 0."""
    figures: _Matrix = np.zeros(sums.shape[:2])
    np.divide(sums[..., 0], sums[..., 1], out=figures, where=sums[..., 1] > 0)
    return figures


def measure_changes(measures: Sequence[str], before: Parts, now: Parts) -> tuple[Change, ...]:
    """The change of each measure."""
    return tuple(measure_change(name, before, now) for name in measures)
