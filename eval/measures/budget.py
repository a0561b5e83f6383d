"""A figure beside the budget it has to keep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure. ``limit`` None: for information; ``at_least`` turns the budget round.

    ``unit`` follows the number: ``x`` for a ratio of one run, ``s``, ``ms``, ``MB``, or nothing.
    """

    name: str
    value: float
    unit: str
    limit: float | None = None
    at_least: bool = field(default=False, kw_only=True)
    detail: str = field(default="", kw_only=True)

    @property
    def met(self) -> bool:
        """Whether the budget is kept; a figure without one always is."""
        if self.limit is None:
            return True
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    @property
    def budget(self) -> str:
        """``<= 1.15 x``, or nothing."""
        if self.limit is None:
            return ""
        return f"{'>=' if self.at_least else '<='} {show_number(self.limit, self.unit)}"

    def __str__(self) -> str:
        verdict = "" if self.limit is None else "met" if self.met else "MISSED"
        shown = show_number(self.value, self.unit)
        row = f"{self.name:<52}{shown:>11}  {self.budget:<12}{verdict:<8}{self.detail}"
        return row.rstrip()


def show_number(value: float, unit: str) -> str:
    """Three digits that matter, and the unit."""
    shown = f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return f"{shown} {unit}".rstrip()


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least ``share`` (0..1) of the values do not exceed.

    By nearest rank, so that it is always a value that was measured.

    Raises:
        ValueError: there are no values.
    """
    if not values:
        raise ValueError("no values to take a percentile of")
    ordered = sorted(values)
    rank = -(-len(ordered) * share // 1)
    return ordered[max(0, int(rank) - 1)]
