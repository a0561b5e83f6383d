"""Curves: the risk of answering more, and whether answerability means what it says."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.measures.selective import RiskPoint, is_wrong, risk_curve
from eval.measures.share import Share
from eval.records import QuestionRecord
from eval.report.axes import (
    WIDTH,
    Figure,
    Scale,
    dot,
    legend,
    level_axis,
    line,
    rectangle,
    round_ticks,
    trail,
    upright_axis,
    whisker,
    words,
)
from eval.report.markup import Markup, join, table
from eval.report.words import Facet, anchor, facet_name, percent, score, sentence_list

_COLOURS = ("first", "third", "second", "fourth", "fifth", "sixth")
_BINS = 10
# the axis of risk reaches at least this far, so that little does not look like much
_LEAST_RISK = 0.1
_TENTHS = tuple(n / 10 for n in range(1, 11))


@dataclass(frozen=True, slots=True)
class Course:
    """The curve of one set and setting. ``used``: coverage and risk of the run itself."""

    label: str
    colour: str
    points: tuple[RiskPoint, ...]
    used: tuple[float, float]

    def risk_at(self, coverage: float) -> float:
        """The risk when at least this share is answered."""
        return next(p.risk for p in self.points if p.coverage >= coverage - 1e-9)


def draw_risk(records: Mapping[Facet, Sequence[QuestionRecord]]) -> Figure | None:
    """Risk over coverage, a line for each set and setting; None without answerabilities."""
    courses = _courses(records)
    if not courses:
        return None
    highest = max(max(p.risk for p in c.points) for c in courses)
    ticks = round_ticks(max(highest, _LEAST_RISK))
    up, along = Scale(0, ticks[-1], 190, 12), Scale(0, 1, 42, WIDTH - 18)
    axes = [
        upright_axis(up, ticks, left=42, show=percent),
        level_axis(along, (0, 0.25, 0.5, 0.75, 1), base=190, show=percent),
        words((along.start + along.end) / 2, 226, "share of questions answered", anchor="middle"),
    ]
    lines = [_course(course, along, up) for course in courses]
    said = [f"{c.label} {percent(c.used[1])} at {percent(c.used[0])} answered" for c in courses]
    rows = [(percent(t), *(percent(c.risk_at(t)) for c in courses)) for t in _TENTHS]
    return Figure(
        name="risk",
        title="Answers that cite no right page, by share answered",
        says=f"Lines of risk over coverage. At the threshold used: {sentence_list(said)}.",
        shapes=join([*axes, *lines]),
        height=232,
        legend=legend((c.colour, _marked(c)) for c in courses),
        data=table("Risk, by share answered", ("Answered", *(c.label for c in courses)), rows),
    )


def _marked(course: Course) -> str:
    coverage, risk = course.used
    return f"{course.label} (used: {percent(coverage)} answered, risk {percent(risk)})"


def _courses(records: Mapping[Facet, Sequence[QuestionRecord]]) -> list[Course]:
    courses: list[Course] = []
    for facet, of in records.items():
        if points := risk_curve(of):
            colour = _COLOURS[len(courses) % len(_COLOURS)]
            courses.append(Course(facet_name(facet), colour, points, _used(of)))
    return courses


def _used(records: Sequence[QuestionRecord]) -> tuple[float, float]:
    """What the run answered of the questions that have an answerability, and its risk."""
    judged = [r for r in records if r.answerability is not None]
    answered = [is_wrong(r) for r in judged if not r.abstained]
    return len(answered) / len(judged), Share(sum(answered), len(answered)).value


def _course(course: Course, along: Scale, up: Scale) -> Markup:
    """The line, and the dot where it was used."""
    points = [(along(p.coverage), up(p.risk)) for p in course.points]
    at = along(course.used[0]), up(course.used[1])
    return join([trail(points, kind=f"trail {course.colour}"), dot(*at, colour=course.colour)])


@dataclass(frozen=True, slots=True)
class Bin:
    """The questions whose answerability lies in a tenth: its mean, and how many are answerable."""

    low: float
    mean: float
    answerable: Share


def bin_answerability(records: Sequence[QuestionRecord]) -> tuple[Bin, ...]:
    """The tenths of answerability that hold questions; 1 belongs to the last."""
    held: dict[int, list[tuple[float, bool]]] = {}
    for record in records:
        if record.answerability is not None:
            tenth = min(_BINS - 1, math.floor(record.answerability * _BINS + 1e-9))
            held.setdefault(tenth, []).append((record.answerability, record.answerable))
    bins = []
    for tenth, of in sorted(held.items()):
        mean = sum(value for value, _ in of) / len(of)
        bins.append(Bin(tenth / _BINS, mean, Share(sum(true for _, true in of), len(of))))
    return tuple(bins)


def draw_reliability(facet: Facet, records: Sequence[QuestionRecord]) -> Figure | None:
    """Answerability against the share that is answerable; None without answerabilities."""
    bins = bin_answerability(records)
    if not bins:
        return None
    up, along = Scale(0, 1, 190, 12), Scale(0, 1, 42, WIDTH - 18)
    axes = [
        upright_axis(up, (0, 0.25, 0.5, 0.75, 1), left=42, show=percent),
        line(along(0), up(0), along(1), up(1), kind="guide"),
        trail([(along(b.mean), up(b.answerable.value)) for b in bins], kind="trail first"),
    ]
    marks = [_reliability_mark(one, along, up) for one in bins]
    name = facet_name(facet)
    said = [f"at {score(b.mean)}, {b.answerable.count} of {b.answerable.total}" for b in bins]
    return Figure(
        name=anchor("reliability", *facet),
        title=name,
        says=f"Share of questions that are answerable, by answerability: {sentence_list(said)}.",
        shapes=join([*axes, *marks, *_counts(bins, along, base=252.0)]),
        height=292,
        legend=legend([("first", "measured, with 95 % interval"), ("missed", "questions")]),
        data=table(name, ("Answerability", "Mean", "Answerable", "Share"), map(_bin_row, bins)),
    )


def _bin_row(one: Bin) -> tuple[str, ...]:
    share = one.answerable
    counts = f"{share.count} of {share.total}"
    return f"{one.low:.1f}–{one.low + 0.1:.1f}", score(one.mean), counts, percent(share.value)


def _reliability_mark(one: Bin, along: Scale, up: Scale) -> Markup:
    low, high = one.answerable.interval()
    x = along(one.mean)
    return join([whisker(x, up(low), up(high)), dot(x, up(one.answerable.value), colour="first")])


def _counts(bins: Sequence[Bin], along: Scale, *, base: float) -> list[Markup]:
    """How many questions each tenth holds, under the curve."""
    most = max(one.answerable.total for one in bins)
    tall = Scale(0, most, 0, 34)
    shapes = [
        level_axis(along, (0, 0.25, 0.5, 0.75, 1), base=base, show=percent),
        words((along.start + along.end) / 2, base + 35, "answerability", anchor="middle"),
    ]
    for one in bins:
        left, right = along(one.low) + 1, along(one.low + 1 / _BINS) - 1
        height, total = tall(one.answerable.total), one.answerable.total
        shapes.append(rectangle(left, base - height, right - left, height, colour="missed"))
        middle = (left + right) / 2
        shapes.append(words(middle, base - height - 4, str(total), anchor="middle"))
    return shapes
