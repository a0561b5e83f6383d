"""A share that never loses its counts."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

# two-sided 95 % of the normal distribution
Z95 = 1.959964


@dataclass(frozen=True, slots=True)
class Share:
    """``count`` of ``total``. Prints as ``5/6 .833``."""

    count: int
    total: int

    @property
    def value(self) -> float:
        """0..1; 0 of nothing is 0."""
        return self.count / self.total if self.total else 0.0

    @property
    def perfect(self) -> bool:
        """Whether nothing is missing."""
        return self.count == self.total

    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the share: ``wilson_interval``."""
        return wilson_interval(self.count, self.total)

    def __str__(self) -> str:
        if not self.total:
            return "0/0 -"
        shown = f"{self.value:.3f}"
        return f"{self.count}/{self.total} {shown.removeprefix('0')}"


def share_of(values: Iterable[bool]) -> Share:
    """How many of the values are true."""
    counted = list(values)
    return Share(sum(counted), len(counted))


def wilson_interval(sum_of_values: float, total: int) -> tuple[float, float]:
    """Bounds (0..1) of the mean of ``total`` values in 0..1 at 95 %; (0, 1) of no values.

    For yes and no this is Wilson's score interval, which stays honest at 0 and at 1 and with few
    values. Graded values (nDCG) vary at most as much as yes and no of the same mean, so for them
    it is never too narrow, only a little wide.

    Source: Wilson, "Probable inference, the law of succession, and statistical inference",
    JASA 22 (1927); Brown, Cai and DasGupta, Statistical Science 16 (2001), section 3.1.1.
    """
    if not total:
        return 0.0, 1.0
    mean, z2 = sum_of_values / total, Z95**2
    centre = (mean + z2 / (2 * total)) / (1 + z2 / total)
    spread = Z95 * math.sqrt(mean * (1 - mean) / total + z2 / (4 * total**2)) / (1 + z2 / total)
    low = 0.0 if mean <= 0 else max(0.0, centre - spread)
    return low, 1.0 if mean >= 1 else min(1.0, centre + spread)
