"""What every drawing shares: scales, axes, shapes, legends and the frame around them.

Drawings are as wide as a phone (360 units, one a CSS pixel), so their words never get too small.
Colours are classes of ``page.css``, which knows light, dark and print.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from eval.report.markup import Markup, details, join, tag

WIDTH = 360.0


@dataclass(frozen=True, slots=True)
class Scale:
    """Carries ``low..high`` on to ``start..end`` of a drawing."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Where the value stands in the drawing."""
        share = (value - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing with its words.

    ``name`` is unique on the page; ``says`` describes the drawing to a reader who does not see
    it; ``data`` is the table of the same figures.
    """

    name: str
    title: str
    says: str
    shapes: Markup
    height: float
    legend: Markup
    data: Markup


def draw(figure: Figure) -> Markup:
    """The figure as it stands on the page."""
    title, words = f"{figure.name}-title", f"{figure.name}-words"
    drawing = tag(
        "svg",
        {
            "viewBox": f"0 0 {WIDTH:.0f} {figure.height:.0f}",
            "role": "img",
            "aria-labelledby": f"{title} {words}",
        },
        tag("title", {"id": title}, figure.title),
        tag("desc", {"id": words}, figure.says),
        figure.shapes,
    )
    caption = tag("figcaption", {}, figure.title)
    numbers = details("The same as numbers", figure.data)
    return tag("figure", {"id": figure.name}, caption, figure.legend, drawing, numbers)


def legend(entries: Iterable[tuple[str, str]]) -> Markup:
    """Colour class and meaning of each, in the order they are drawn."""
    swatch = {"aria-hidden": "true"}
    items = [
        tag("li", {}, tag("span", {"class": f"swatch {colour}", **swatch}), meaning)
        for colour, meaning in entries
    ]
    return tag("ul", {"class": "legend"}, *items)


def rectangle(x: float, y: float, width: float, height: float, *, colour: str) -> Markup:
    """A filled rectangle; ``x`` and ``y`` are its upper left corner."""
    size = {"x": x, "y": y, "width": max(width, 0.0), "height": max(height, 0.0)}
    return tag("rect", {**size, "class": colour})


def line(x1: float, y1: float, x2: float, y2: float, *, kind: str) -> Markup:
    """A straight line of a class of lines."""
    return tag("line", {"x1": x1, "y1": y1, "x2": x2, "y2": y2, "class": kind})


def words(x: float, y: float, text: str, *, anchor: str = "start", kind: str = "tick") -> Markup:
    """Text on a baseline; ``anchor`` is start, middle or end."""
    return tag("text", {"x": x, "y": y, "text-anchor": anchor, "class": kind}, text)


def dot(x: float, y: float, *, colour: str) -> Markup:
    """A filled point."""
    return tag("circle", {"cx": x, "cy": y, "r": 4.5, "class": f"dot {colour}"})


def trail(points: Sequence[tuple[float, float]], *, kind: str) -> Markup:
    """A line through points."""
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return tag("polyline", {"points": path, "class": kind})


def whisker(x: float, low: float, high: float) -> Markup:
    """An interval, upright: from ``low`` to ``high`` (both in units of the drawing)."""
    path = f"M{x - 3:.1f},{low:.1f}h6m-3,0V{high:.1f}m-3,0h6"
    # the halo parts it from a bar of much the same lightness
    return join(tag("path", {"d": path, "class": kind}) for kind in ("halo", "whisker"))


def upright_axis(
    scale: Scale, ticks: Sequence[float], *, left: float, show: Callable[[float], str]
) -> Markup:
    """Grid lines across the drawing with their values at the left."""
    rows = (
        line(left, scale(tick), WIDTH - 4, scale(tick), kind="grid")
        + words(left - 5, scale(tick) + 4, show(tick), anchor="end")
        for tick in ticks
    )
    return Markup("".join(rows))


def level_axis(
    scale: Scale, ticks: Sequence[float], *, base: float, show: Callable[[float], str]
) -> Markup:
    """A base line with values beneath; the first and last stay inside the drawing."""
    marks = (
        line(scale(tick), base, scale(tick), base + 4, kind="axis")
        + words(scale(tick), base + 17, show(tick), anchor="middle")
        for tick in ticks
    )
    return Markup(line(scale.start, base, scale.end, base, kind="axis") + "".join(marks))


def round_ticks(high: float, most: int = 5) -> tuple[float, ...]:
    """From 0 to at least ``high`` in steps of 1, 2 or 5 times a power of ten."""
    rough = max(high, 1e-9) / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * n for n in (1, 2, 5, 10) if power * n >= rough * (1 - 1e-9))
    return tuple(step * n for n in range(math.ceil(high / step - 1e-9) + 1))
