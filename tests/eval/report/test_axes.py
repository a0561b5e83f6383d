from __future__ import annotations

import pytest

from eval.report.axes import Scale, level_axis, round_ticks


def test_a_scale_carries_its_ends_onto_the_drawing() -> None:
    scale = Scale(0.0, 2.0, 180.0, 20.0)
    assert [scale(value) for value in (0.0, 1.0, 2.0)] == [180.0, 100.0, 20.0]


@pytest.mark.parametrize(
    ("high", "ticks"),
    [
        (1.0, (0, 0.2, 0.4, 0.6, 0.8, 1.0)),
        (0.1, (0, 0.02, 0.04, 0.06, 0.08, 0.1)),
        (0.71, (0, 0.2, 0.4, 0.6, 0.8)),
        (23, (0, 5, 10, 15, 20, 25)),
    ],
)
def test_ticks_are_round_and_reach_the_highest_value(high: float, ticks: tuple[float, ...]) -> None:
    assert round_ticks(high) == pytest.approx(ticks)


def test_an_axis_shows_each_tick_at_its_place() -> None:
    drawn = level_axis(Scale(0, 1, 10, 110), (0, 0.5), base=50, show=lambda value: f"<{value}>")
    assert '<text x="60" y="67" text-anchor="middle" class="tick">&lt;0.5&gt;</text>' in drawn
