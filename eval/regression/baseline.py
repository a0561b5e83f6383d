"""The recorded baseline: what each question of the sample adds to each guarded measure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from corpus.errors import UsageError
from eval.measures.parts import Part, measure_parts
from eval.records import QuestionRecord

BASELINE = Path(__file__).parents[1] / "baseline.json"
GUARDED = (
    *("hit@1", "hit@5", "nDCG@10", "citation precision", "citation recall", "right page"),
    *("false answers", "false refusals"),
)
"""The measures that must not get worse; ``eval.measures.parts`` defines them."""
# digits that are kept of a graded value: more would be the processor's
_DIGITS = 4

Parts = Mapping[str, Mapping[str, Part]]
"""Question id -> measure -> its part: what it adds to the numerator and to the denominator."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """What the sample gave when it was recorded, and why it was recorded then.

    ``recorded`` is an ISO 8601 date. ``figures`` are for readers of the file and follow from
    ``questions``.
    """

    recorded: str
    reason: str
    model_key: str
    constants_run: str
    figures: Mapping[str, str]
    questions: Parts


_BASELINE = TypeAdapter(Baseline)


def measure_questions(records: Iterable[QuestionRecord]) -> Parts:
    """The parts of the guarded measures, by question; one it has no part in is absent."""
    return {record.id: _guarded_parts(record) for record in records}


def _guarded_parts(record: QuestionRecord) -> dict[str, Part]:
    parts = measure_parts(record)
    return {
        name: (round(value, _DIGITS), total)
        for name in GUARDED
        for value, total in [parts[name]]
        if total
    }


def figures_of(questions: Parts) -> dict[str, str]:
    """Each guarded measure over all questions, as ``21/28 0.750``."""
    figures = {}
    for name in GUARDED:
        own = [parts[name] for parts in questions.values() if name in parts]
        value, total = sum(v for v, _ in own), sum(n for _, n in own)
        figures[name] = f"{value:g}/{total} {value / total:.3f}" if total else "0/0"
    return figures


def read_baseline(path: Path = BASELINE) -> Baseline:
    """The recorded baseline.

    Raises:
        UsageError: the file is not there, or is no baseline.
    """
    again = "record one with python -m eval.regression --record --reason TEXT"
    try:
        return _BASELINE.validate_json(path.read_bytes())
    except OSError as error:
        raise UsageError(f'"{path}" cannot be read ({error.strerror}); {again}') from error
    except ValidationError as error:
        raise UsageError(f'"{path}" is no baseline: {error}; {again}') from error


def write_baseline(baseline: Baseline, path: Path = BASELINE) -> None:
    """Write it with one line a question, so that a comparison of versions shows which changed."""
    head = _BASELINE.dump_python(baseline, mode="json")
    questions = head.pop("questions")
    rows = ",\n".join(f"    {json.dumps(id_)}: {json.dumps(questions[id_])}" for id_ in questions)
    opening = json.dumps(head, ensure_ascii=False, indent=2).removesuffix("\n}")
    path.write_text(f'{opening},\n  "questions": {{\n{rows}\n  }}\n}}\n', encoding="utf-8")
