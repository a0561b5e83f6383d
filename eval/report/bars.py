"""Bars: retrieval by language pair, verdicts on citations, and answers by kind of question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from eval.measures.answers import right_page
from eval.measures.summary import Cell
from eval.records import QuestionRecord
from eval.report.axes import (
    WIDTH,
    Figure,
    Scale,
    legend,
    rectangle,
    upright_axis,
    whisker,
    words,
)
from eval.report.markup import Markup, join, table
from eval.report.words import (
    Facet,
    anchor,
    facet_name,
    in_group_order,
    kind_name,
    pair_name,
    percent,
    range_of,
    score,
    sentence_list,
)

_SHOWN = {"hit@1": "first", "hit@5": "second", "nDCG@10": "third"}
_VERDICTS = {
    "verified": ("good", "verified"),
    "misattributed": ("wrong", "stands elsewhere"),
    "not_found": ("bad", "not found"),
    "not_checked": ("missed", "not checked"),
}
_OUTCOMES = {
    "right": ("good", "answered, right page cited"),
    "kept": ("kept", "refused, rightly"),
    "missed": ("missed", "refused, though the documents answer"),
    "wrong": ("wrong", "answered, only wrong pages cited"),
    "bad": ("bad", "answered, though the documents do not"),
}
_HALVES = {True: "The documents answer", False: "They do not answer"}
_NARROWEST = 15.0
"""Units of the drawing in which a number fits."""


def draw_retrieval(facet: Facet, cells: Sequence[Cell]) -> Figure | None:
    """hit@1, hit@5 and nDCG@10 of each language pair with their intervals; None without pairs."""
    shown = [c for c in cells if "-" in c.group and c.measure in _SHOWN]
    order = in_group_order(c.group for c in shown)
    pairs = {pair: [c for c in shown if c.group == pair] for pair in order}
    if not pairs:
        return None
    scale, base = Scale(0.0, 1.0, 180.0, 12.0), 180.0
    axis = upright_axis(scale, (0, 0.25, 0.5, 0.75, 1), left=42, show=percent)
    step = (WIDTH - 48) / len(pairs)
    groups = (
        _pair_bars(of, scale, left=44 + step * i, width=step) for i, of in enumerate(pairs.values())
    )
    said = [f"{c.measure} of {c.group} {score(c.value)}" for c in shown]
    rows = [
        (pair_name(c.group), c.measure, score(c.value), range_of(c.low, c.high), str(c.total))
        for c in shown
    ]
    name = facet_name(facet)
    return Figure(
        name=anchor("retrieval", *facet),
        title=name,
        says=f"Bars from 0 to 100 %: {sentence_list(said)}. Whiskers are 95 % intervals.",
        shapes=join([axis, *groups]),
        height=base + 40,
        legend=legend((colour, measure) for measure, colour in _SHOWN.items()),
        data=table(name, ("Pair", "Measure", "Figure", "95 % interval", "Questions"), rows),
    )


def _pair_bars(cells: Sequence[Cell], scale: Scale, *, left: float, width: float) -> Markup:
    """The bars of one pair, in the order of the legend, with the pair beneath."""
    ordered = sorted(cells, key=lambda cell: list(_SHOWN).index(cell.measure))
    bar = min(30.0, (width - 8) / len(_SHOWN) - 2)
    start = left + (width - (bar + 2) * len(ordered)) / 2
    drawn = [_bar(c, scale, x=start + (bar + 2) * i, width=bar) for i, c in enumerate(ordered)]
    middle = left + width / 2
    pair = words(middle, scale.start + 17, cells[0].group, anchor="middle", kind="strong")
    total = words(middle, scale.start + 33, f"n = {cells[0].total}", anchor="middle")
    return join([*drawn, pair, total])


def _bar(cell: Cell, scale: Scale, *, x: float, width: float) -> Markup:
    """A bar with its figure at the foot, where no whisker crosses it."""
    top, middle = scale(cell.value), x + width / 2
    body = rectangle(x, top, width, scale.start - top, colour=_SHOWN[cell.measure])
    interval = whisker(middle, scale(cell.low), scale(cell.high))
    low_bar = scale(cell.low) > scale.start - 22
    at, kind = (scale(cell.high) - 4, "tick") if low_bar else (scale.start - 6, "inside")
    figure = words(middle, at, score(cell.value), anchor="middle", kind=kind)
    return join([body, interval, figure])


@dataclass(frozen=True, slots=True)
class Stack:
    """A row of stacked bars: how many there are of each part; without any, a heading."""

    label: str
    counts: Mapping[str, int] = field(default_factory=dict)


def draw_verdicts(records: Mapping[Facet, Sequence[QuestionRecord]]) -> Figure | None:
    """What the check said of every citation, by set and setting; None where nothing is cited."""
    stacks = [
        Stack(facet_name(facet), verdicts)
        for facet, of in records.items()
        if (verdicts := Counter(c.verdict for r in of for c in r.citations))
    ]
    if not stacks:
        return None
    return _draw_stacks("verdicts", "Every citation, by verdict", stacks, _VERDICTS)


def draw_outcomes(facet: Facet, records: Sequence[QuestionRecord]) -> Figure:
    """Answered or refused, rightly or wrongly, by kind of question; the answerable first."""
    stacks = []
    for answerable, heading in _HALVES.items():
        half = [r for r in records if r.answerable == answerable]
        kinds = Counter(r.kind for r in half)
        stacks += [Stack(heading)] if half else []
        for kind, _ in kinds.most_common():
            became = Counter(outcome_of(r) for r in half if r.kind == kind)
            stacks.append(Stack(kind_name(kind), became))
    return _draw_stacks(anchor("kinds", *facet), facet_name(facet), stacks, _OUTCOMES)


def outcome_of(record: QuestionRecord) -> str:
    """``right``, ``kept``, ``missed``, ``wrong`` or ``bad``, as the legend explains."""
    if not record.answerable:
        return "kept" if record.abstained else "bad"
    if record.abstained:
        return "missed"
    return "right" if right_page(record) else "wrong"


def _draw_stacks(
    name: str, title: str, stacks: Sequence[Stack], parts: Mapping[str, tuple[str, str]]
) -> Figure:
    there = {key: parts[key] for key in parts if any(stack.counts.get(key) for stack in stacks)}
    rows = [_stack(stack, there, y=4.0 + 25 * i) for i, stack in enumerate(stacks)]
    said = (f"{stack.label}: {_told(stack, parts)}" for stack in stacks if stack.counts)
    return Figure(
        name=name,
        title=title,
        says=f"Stacked bars. {'; '.join(said)}.",
        shapes=join(rows),
        height=25.0 * len(stacks) + 4,
        legend=legend(there.values()),
        data=table(
            title,
            ("", *(meaning for _, meaning in parts.values()), "Sum"),
            [_counts(stack, parts) for stack in stacks if stack.counts],
        ),
    )


def _told(stack: Stack, parts: Mapping[str, tuple[str, str]]) -> str:
    told = [f"{stack.counts[key]} {parts[key][1]}" for key in parts if stack.counts.get(key)]
    return sentence_list(told) or "none"


def _counts(stack: Stack, parts: Mapping[str, tuple[str, str]]) -> tuple[str, ...]:
    counted = [stack.counts.get(key, 0) for key in parts]
    return stack.label, *(str(count) for count in counted), str(sum(counted))


def _stack(stack: Stack, parts: Mapping[str, tuple[str, str]], *, y: float) -> Markup:
    """A row: its label, its parts as shares of all, and how many there are at the right."""
    left, right, total = 146.0, WIDTH - 32, sum(stack.counts.values())
    if not stack.counts:
        return words(0, y + 16, stack.label, kind="strong")
    scale, done, shapes = Scale(0, total, left, right), 0, []
    for key, (colour, _) in parts.items():
        count = stack.counts.get(key, 0)
        x, width = scale(done), scale(done + count) - scale(done)
        if count:
            shapes.append(_part(x, width, count, colour=colour, y=y))
        done += count
    label = words(left - 7, y + 14, stack.label, anchor="end", kind="label")
    sum_of = words(right + 5, y + 14, f"{total:,}")
    return join([label, *shapes, sum_of])


def _part(x: float, width: float, count: int, *, colour: str, y: float) -> Markup:
    body = rectangle(x, y, width - 1, 20, colour=colour)
    if width < _NARROWEST:
        return body
    return join([body, words(x + width / 2, y + 14, str(count), anchor="middle", kind="inside")])
