"""How long searching and asking took: histograms over a logarithmic axis."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from eval.measures.summary import Cell
from eval.records import QuestionRecord
from eval.report.axes import WIDTH, Figure, Scale, legend, level_axis, line, rectangle, words
from eval.report.markup import Markup, join, table
from eval.report.words import Facet, anchor, facet_name, milliseconds, sentence_list

_BINS_PER_DECADE = 12
_PANELS = {"search": ("seconds_search", "first"), "ask": ("seconds_ask", "second")}
_PERCENTILES = ("p50", "p95")


def draw_times(
    facet: Facet, records: Sequence[QuestionRecord], cells: Sequence[Cell]
) -> Figure | None:
    """Wall times of searching and asking with median and 95th percentile; None without times."""
    times = {
        panel: kept
        for panel, (field, _) in _PANELS.items()
        if (kept := [time for r in records if (time := getattr(r, field)) > 0])
    }
    if not times:
        return None
    shown = {c.measure.removesuffix(" s"): c.value for c in cells if c.group == "all"}
    along = _scale([time for of in times.values() for time in of])
    panels = [
        _panel(panel, of, shown, along=along, base=92.0 + 100 * i)
        for i, (panel, of) in enumerate(times.items())
    ]
    base = 92.0 + 100 * (len(times) - 1)
    axis = level_axis(along, _decade_ticks(along), base=base, show=_of_log)
    marks = {f"{p} {q}": shown.get(f"{p} {q}") for p in times for q in _PERCENTILES}
    said = [f"{name} {milliseconds(value)}" for name, value in marks.items() if value]
    name = facet_name(facet)
    return Figure(
        name=anchor("times", *facet),
        title=name,
        says=f"Histograms of wall time: {sentence_list(said)}.",
        shapes=join([*panels, axis]),
        height=base + 24,
        legend=legend((_PANELS[panel][1], panel) for panel in times),
        data=table(
            name,
            ("", "Questions", "Median (p50)", "95th percentile", "Slowest"),
            [_row(panel, of, marks) for panel, of in times.items()],
        ),
    )


def _row(panel: str, times: Sequence[float], marks: Mapping[str, float | None]) -> tuple[str, ...]:
    found = (marks[f"{panel} {q}"] for q in _PERCENTILES)
    shown = (milliseconds(value) if value else "–" for value in found)
    return panel, str(len(times)), *shown, milliseconds(max(times))


def _scale(times: Sequence[float]) -> Scale:
    """Over the logarithms of the times, from one bin edge to another."""
    low = math.floor(math.log10(min(times)) * _BINS_PER_DECADE) - 1
    high = math.ceil(math.log10(max(times)) * _BINS_PER_DECADE) + 1
    return Scale(low / _BINS_PER_DECADE, high / _BINS_PER_DECADE, 32, WIDTH - 10)


def _of_log(logarithm: float) -> str:
    return milliseconds(10**logarithm)


def _decade_ticks(along: Scale) -> list[float]:
    """The logarithms of 1, 2 and 5 times each power of ten within the scale."""
    decades = range(math.floor(along.low), math.ceil(along.high) + 1)
    every = (math.log10(n) + decade for decade in decades for n in (1, 2, 5))
    return [tick for tick in every if along.low <= tick <= along.high]


def _panel(
    panel: str,
    times: Sequence[float],
    shown: Mapping[str, float],
    *,
    along: Scale,
    base: float,
) -> Markup:
    """The histogram of one of the two, and its percentiles as labelled lines."""
    bins = Counter(math.floor(math.log10(time) * _BINS_PER_DECADE) for time in times)
    most = max(bins.values())
    tall = Scale(0, most, 0, 60)
    shapes = [
        line(along.start, base, along.end, base, kind="axis"),
        line(along.start, base - 60, along.end, base - 60, kind="grid"),
        words(along.start - 5, base - 56, str(most), anchor="end"),
        words(along.start - 5, base + 4, "0", anchor="end"),
    ]
    for number, count in sorted(bins.items()):
        left = along(number / _BINS_PER_DECADE)
        width = along((number + 1) / _BINS_PER_DECADE) - left - 1
        height, colour = tall(count), _PANELS[panel][1]
        shapes.append(rectangle(left, base - height, width, height, colour=colour))
    for number, name in enumerate(_PERCENTILES):
        if value := shown.get(f"{panel} {name}"):
            x = along(math.log10(value))
            shapes.append(line(x, base, x, base - 66, kind="percentile"))
            anchored, shift = ("end", -4) if number == 0 else ("start", 4)
            label = f"{name} {milliseconds(value)}"
            shapes.append(words(x + shift, base - 70, label, anchor=anchored, kind="strong"))
    return join(shapes)
