"""The figures of a run, and the differences of two, as text for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from eval.compare import Difference
from eval.measures.summary import ALL, KIND, Cell
from eval.records import QuestionRecord

_LEGEND = (
    "Each figure: per cent (times: milliseconds), count of total or number of questions, and its\n"
    "95 % interval. A pair is the question's language, then the evidence's; the unanswerable\n"
    "questions of a language count in both its pairs."
)


def format_cells(cells: Sequence[Cell], records: Sequence[QuestionRecord]) -> str:
    """A table for each set and setting: measures down, language pairs across."""
    tables = [
        _format_setting(list(inside), [r for r in records if (r.set, r.setting) == place])
        for place, inside in groupby(cells, key=lambda cell: (cell.set, cell.setting))
    ]
    return "\n\n".join([*tables, _LEGEND]) + "\n"


def _format_setting(cells: Sequence[Cell], records: Sequence[QuestionRecord]) -> str:
    found = dict.fromkeys(cell.group for cell in cells)
    # a language by itself is in the records and in the report; here are all and the pairs
    groups = [group for group in found if group == ALL or "-" in group]
    shown = {(cell.measure, cell.group): format_figure(cell) for cell in cells}
    names = dict.fromkeys(cell.measure for cell in cells)
    rows = [[_row(name), *(shown.get((name, group), "") for group in groups)] for name in names]
    kinds = [cell for cell in cells if cell.group.startswith(KIND)]
    lines = [_title(records), *align(["", *groups], rows)]
    if kinds:
        lines += ["", "False answers by kind of unanswerable question"]
        lines += align(None, [[c.group.removeprefix(KIND), format_figure(c)] for c in kinds])
    return "\n".join(lines)


def _title(records: Sequence[QuestionRecord]) -> str:
    one = records[0]
    answerable = sum(record.answerable for record in records)
    tuning = sum(record.split == "tuning" for record in records)
    return (
        f"{one.set}, {one.setting}: {len(records)} questions, {answerable} answerable, "
        f"{len(records) - answerable} not; {tuning} tuning, {len(records) - tuning} test"
    )


_SECONDS = " s"


def _row(measure: str) -> str:
    """What the row is called: measures in seconds are shown in milliseconds."""
    return f"{measure.removesuffix(_SECONDS)} ms" if measure.endswith(_SECONDS) else measure


def format_figure(cell: Cell) -> str:
    """``64 38/59 52-75``: the figure, what it was counted from, the interval, in per cent."""
    times = cell.measure.endswith(_SECONDS)
    value, low, high = (
        f"{figure * (1000 if times else 100):.0f}" for figure in (cell.value, cell.low, cell.high)
    )
    counted = f"n={cell.total}" if cell.count is None else f"{cell.count}/{cell.total}"
    return f"{value:>3} {counted} {low}–{high}"


def format_differences(differences: Iterable[Difference]) -> str:
    """A table for each set, setting and group; what is the same in both runs is only counted."""
    tables = []
    for place, inside in groupby(differences, key=lambda d: (d.set, d.setting, d.group)):
        listed = list(inside)
        changed = [one for one in listed if one.low or one.high or one.difference]
        rows = [_difference_row(one) for one in changed]
        head = ["", "questions", "A", "B", "B - A", "95 % interval", ""]
        lines = [", ".join(place), *(align(head, rows) if rows else [])]
        if same := len(listed) - len(changed):
            lines.append(f"the same in both: {same} measures")
        tables.append("\n".join(lines))
    return "\n\n".join(tables) + "\n"


def _difference_row(one: Difference) -> list[str]:
    figures = (f"{one.a:.3f}", f"{one.b:.3f}", f"{one.difference:+.3f}")
    interval = f"{one.low:+.3f} to {one.high:+.3f}"
    verdict = str(one).rpartition(") ")[2] if one.real else ""
    return [one.measure, str(one.questions), *figures, interval, verdict]


def align(head: Sequence[str] | None, rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows in columns two spaces apart, without spaces at their ends."""
    lines = [*([head] if head else []), *rows]
    widths = [max(len(cell) for cell in column) for column in zip(*lines, strict=True)]
    return [
        "  ".join(f"{cell:<{width}}" for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]
