"""Reading order: the order of the content, mended where it contradicts the page."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ingest.layout.shapes import Line
from ingest.layout.tables import Row

_MOST = 120
Group = tuple[bool, list[Row]]


@dataclass(frozen=True, slots=True)
class _Item:
    """One piece of the page that is read as a whole."""

    group: Group
    lines: list[Line]


def in_reading_order(groups: list[Group]) -> list[Group]:
    """The tables and columns of a page, each before those below it and those right of it.

    Of two side by side the left one comes first unless something across both lies between
    them. Where that leaves a choice, or the page contradicts itself, the order of the content
    decides; pages of more than 120 pieces (charts) keep it altogether.

    Source: the two rules are those of T. M. Breuel, High Performance Document Layout Analysis,
    SDIUT 2003, section 4.
    """
    items = [item for group in groups for item in _pieces(group)]
    if not 1 < len(items) <= _MOST:
        return groups
    before = _precedence(items)
    left = list(range(len(items)))
    ordered: list[Group] = []
    while left:
        free = (number for number in left if not before[left, number].any())
        chosen = next(free, left[0])
        left.remove(chosen)
        ordered.append(items[chosen].group)
    return ordered


def _pieces(group: Group) -> list[_Item]:
    is_table, rows = group
    if is_table:
        return [_Item(group, [line for row in rows for cell in row for line in cell])]
    return [_Item((False, [[cell]]), cell) for row in rows for cell in row]


def _precedence(items: list[_Item]) -> npt.NDArray[np.bool_]:
    """``(n, n)``: whether the first is read before the second."""
    boxes = np.array([_box(item.lines) for item in items])
    turned = np.array([item.lines[0].turned for item in items])
    x0, y0, x1, y1 = (boxes[:, side] for side in range(4))
    beside = (np.minimum.outer(x1, x1) - np.maximum.outer(x0, x0)) < 1
    same = turned[:, None] == turned[None, :]
    above = ~beside & (y1[:, None] <= y0[None, :] + 2)
    left = beside & (x1[:, None] <= x0[None, :] + 1)
    for across in range(len(items)):
        over = ~beside[across]
        middle = (y0[across] + y1[across]) / 2
        parted = ((y1 <= middle)[:, None] & (y0 >= middle)[None, :]) | (
            (y0 >= middle)[:, None] & (y1 <= middle)[None, :]
        )
        left &= ~(parted & over[:, None] & over[None, :])
    # What is parted by something across both is ordered by height, through that something.
    order: npt.NDArray[np.bool_] = (above | left) & same
    np.fill_diagonal(order, val=False)
    return order


def _box(lines: list[Line]) -> tuple[float, float, float, float]:
    return (
        min(line.x0 for line in lines),
        min(line.y0 for line in lines),
        max(line.x1 for line in lines),
        max(line.y1 for line in lines),
    )
