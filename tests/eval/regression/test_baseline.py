import json
from pathlib import Path

import pytest

from corpus.errors import UsageError
from eval.records import QuestionRecord
from eval.regression import (
    GUARDED,
    Baseline,
    figures_of,
    measure_questions,
    read_baseline,
    write_baseline,
)

ROOT = Path(__file__).parents[3]
QUESTIONS = {
    "a": {"hit@1": (1.0, 1), "citation precision": (2.0, 3)},
    "b": {"hit@1": (0.0, 1), "false refusals": (1.0, 1)},
}
SMALL = Baseline("2025-06-01", "Därför", "model-1", "run", {"hit@1": "1/2 0.500"}, QUESTIONS)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    write_baseline(SMALL, path)
    assert read_baseline(path) == SMALL
    lines = path.read_text(encoding="utf-8").splitlines()
    assert sum('"hit@1": [' in line for line in lines) == 2


@pytest.mark.parametrize("text", [None, "", "{}", '{"questions": 1}'])
def test_what_is_no_baseline_is_refused_with_the_way_out(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "baseline.json"
    if text is not None:
        path.write_text(text)
    with pytest.raises(UsageError, match="--record --reason"):
        read_baseline(path)


def test_figures_are_sums_over_the_questions_that_count() -> None:
    figures = figures_of(QUESTIONS)
    assert figures["hit@1"] == "1/2 0.500"
    assert figures["citation precision"] == "2/3 0.667"
    assert figures["false refusals"] == "1/1 1.000"
    assert figures["false answers"] == "0/0"


def test_each_question_adds_to_what_it_can_be_judged_by(
    records: tuple[QuestionRecord, ...],
) -> None:
    measured = measure_questions(records)
    for record in records:
        names = set(measured[record.id])
        assert names <= set(GUARDED)
        assert ("false answers" in names) is not record.answerable
        assert ("nDCG@10" in names) is record.answerable


def test_the_committed_figures_follow_from_its_questions(baseline: Baseline) -> None:
    assert baseline.figures == figures_of(baseline.questions)
    assert baseline.model_key.startswith("e5-small")


def test_the_changelog_gives_the_reason_of_the_committed_baseline(baseline: Baseline) -> None:
    told = " ".join((ROOT / "CHANGELOG.md").read_text(encoding="utf-8").split())
    assert " ".join(baseline.reason.split()) in told, "say in CHANGELOG.md why it was recorded"


def test_the_file_is_as_it_would_be_written(baseline: Baseline, tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    write_baseline(baseline, path)
    committed = ROOT / "eval" / "baseline.json"
    assert path.read_text(encoding="utf-8") == committed.read_text(encoding="utf-8")
    assert json.loads(path.read_bytes())["reason"] == baseline.reason
