"""A share that never loses its counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


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

    def __str__(self) -> str:
        if not self.total:
            return "0/0 -"
        shown = f"{self.value:.3f}"
        return f"{self.count}/{self.total} {shown.removeprefix('0')}"


def share_of(values: Iterable[bool]) -> Share:
    """How many of the values are true."""
    counted = list(values)
    return Share(sum(counted), len(counted))
