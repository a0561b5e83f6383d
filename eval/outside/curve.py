"""The risk-coverage curve as lines of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eval.measures.selective import RiskPoint, risk_curve
from eval.records import QuestionRecord
from eval.table import align

_STEPS = 10


def format_curve(records: Sequence[QuestionRecord]) -> str:
    """Risk at each tenth of coverage; empty where every question has an answer."""
    if all(record.answerable for record in records):
        return ""
    rows = [
        [f"{p.coverage:.0%}", f"{p.risk:.0%}", f"{p.threshold:.3f}", str(p.answered)]
        for p in _tenths(risk_curve(records))
    ]
    head = ["coverage", "risk", "from answerability", "questions"]
    told = "Risk-coverage curve: what would be wrong among the questions it is surest of"
    return "\n".join([told, *align(head, rows)]) + "\n"


def _tenths(points: Sequence[RiskPoint]) -> Iterator[RiskPoint]:
    """The first point at or beyond each tenth; ties may leap over some."""
    wanted = 1
    for point in points:
        if point.coverage * _STEPS >= wanted - 1e-9:
            yield point
            wanted = int(point.coverage * _STEPS + 1e-9) + 1
