"""The tables: headlines by set, setting and language pair, then every figure there is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from eval.measures.summary import ALL, KIND, Cell
from eval.report.markup import Attributes, Markup, join, tag
from eval.report.meanings import HEADLINES, group_measures, meaning_of, name_of
from eval.report.words import (
    Facet,
    facet_name,
    in_group_order,
    kind_name,
    milliseconds,
    pair_name,
    percent,
    range_of,
    score,
)

_TIME = " s"

Own = Mapping[Facet, Sequence[Cell]]
"""The figures of each set and setting."""


def show_headlines(own: Own) -> Markup:
    """The main figures: for each set and setting a row for all questions and one for each pair."""
    bodies = []
    for facet, cells in own.items():
        figures = _by_place(cells)
        groups = in_group_order(c.group for c in cells if "-" in c.group or c.group == ALL)
        rows = [
            _row(_column(group), [figures.get((m, group)) for m in HEADLINES]) for group in groups
        ]
        bodies.append(_group(facet_name(facet), rows, width=len(HEADLINES) + 1))
    heads = ["Questions", *(name_of(measure) for measure in HEADLINES)]
    return _table("The main figures, with counts and 95 % intervals", heads, bodies)


def show_measures(facet: Facet, cells: Sequence[Cell]) -> Markup:
    """Every figure of a set and setting: a row a measure, a column a group of questions."""
    figures = _by_place(cells)
    groups = in_group_order(c.group for c in cells if not c.group.startswith(KIND))
    bodies = []
    for title, measures in group_measures(cell.measure for cell in cells):
        rows = [
            _row(
                join([name_of(measure), _small(meaning_of(measure))]),
                [figures.get((measure, group)) for group in groups],
            )
            for measure in measures
        ]
        bodies.append(_group(title, rows, width=len(groups) + 1))
    return _table(facet_name(facet), ["Measure", *map(_column, groups)], bodies)


def show_kinds(own: Own) -> Markup | None:
    """False answers by kind of unanswerable question; None where there are none."""
    every = {facet: _by_place(cells) for facet, cells in own.items()}
    kinds = sorted({g for figures in every.values() for _, g in figures if g.startswith(KIND)})
    if not kinds:
        return None
    facets = [f for f, figures in every.items() if any(g in kinds for _, g in figures)]
    rows = [
        _row(
            kind_name(kind.removeprefix(KIND)),
            [every[facet].get(("false answers", kind)) for facet in facets],
        )
        for kind in kinds
    ]
    heads = ["Kind of question", *(facet_name(facet) for facet in facets)]
    caption = "False answers by kind of question that the documents do not answer"
    return _table(caption, heads, [tag("tbody", {}, *rows)])


def _by_place(cells: Iterable[Cell]) -> dict[tuple[str, str], Cell]:
    return {(cell.measure, cell.group): cell for cell in cells}


def _table(caption: str, heads: Iterable[str], bodies: Iterable[Markup]) -> Markup:
    head = tag("tr", {}, *(tag("th", {"scope": "col"}, text) for text in heads))
    whole = tag("table", {}, tag("caption", {}, caption), tag("thead", {}, head), *bodies)
    return tag("div", {"class": "scroll measures", "tabindex": "0"}, whole)


def _group(title: str, rows: Iterable[Markup], *, width: int) -> Markup:
    """Rows under a heading of their own."""
    wide: Attributes = {"scope": "rowgroup", "colspan": width}
    return tag("tbody", {}, tag("tr", {"class": "group"}, tag("th", wide, title)), *rows)


def _row(head: str, cells: Iterable[Cell | None]) -> Markup:
    shown = (tag("td", {}, _figure(cell) if cell else "–") for cell in cells)
    return tag("tr", {}, tag("th", {"scope": "row"}, head), *shown)


def _column(group: str) -> Markup:
    asked, _, evidence = pair_name(group).partition(", ")
    return join([asked[:1].upper() + asked[1:], *([_small(evidence)] if evidence else [])])


def _small(text: str) -> Markup:
    return tag("small", {}, text)


def _figure(cell: Cell) -> Markup:
    """The figure, what it counts, and its interval."""
    if cell.measure.endswith(_TIME):
        shown, low, high = (milliseconds(v) for v in (cell.value, cell.low, cell.high))
        return join([shown, _small(f"{low} – {high}")])
    interval = range_of(cell.low, cell.high, shares=cell.count is not None)
    if cell.count is None:
        return join([score(cell.value), _small(f"n = {cell.total:,}"), _small(interval)])
    counts = f"{cell.count:,} of {cell.total:,}"
    return join([percent(cell.value), _small(counts), _small(interval)])
