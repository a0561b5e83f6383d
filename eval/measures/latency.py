"""How long a question takes: the median and the 95th percentile of wall time, in seconds.

Percentiles are by nearest rank, so each is a time that was measured. Their 95 % interval is
between order statistics and assumes nothing about the distribution; with fewer than some sixty
questions the upper bound of the 95th percentile is the slowest question, and then too low.

Source: Hyndman and Fan, "Sample quantiles in statistical packages", The American Statistician 50
(1996), definition 1; Conover, "Practical nonparametric statistics" (1999), section 3.2.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from eval.measures.budget import percentile
from eval.measures.share import Z95


def percentile_interval(seconds: Sequence[float], share: float) -> tuple[float, float, float]:
    """The percentile at ``share`` (0..1) and the bounds of its 95 % interval.

    Raises:
        ValueError: there are no values.
    """
    ordered, n = sorted(seconds), len(seconds)
    spread = Z95 * math.sqrt(n * share * (1 - share))
    low = max(0, math.floor(n * share - spread) - 1)
    high = min(n - 1, math.ceil(n * share + spread) - 1)
    value = percentile(ordered, share)
    return value, min(value, ordered[low]), max(value, ordered[high])
