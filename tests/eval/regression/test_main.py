"""The command, run over the library that is taken in already."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.store import Store
from eval.records import QuestionRecord
from eval.regression import Baseline, measure_questions, read_baseline, write_baseline
from eval.regression import __main__ as command

Run = Callable[..., int]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "baseline.json"


@pytest.fixture
def run(
    library: Store,
    records: tuple[QuestionRecord, ...],
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Run:
    @contextmanager
    def shipped():
        yield library

    monkeypatch.setattr(command, "_shipped_library", shipped)
    # looked up and asked by other tests
    monkeypatch.setattr(command, "check_gold", lambda _: ())
    monkeypatch.setattr(command, "ask_sample", lambda *_: records)
    return lambda *argv: command.main([*argv, "--baseline", str(path)])


def test_what_was_recorded_passes(
    run: Run,
    path: Path,
    records: tuple[QuestionRecord, ...],
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run("--record", "--reason", " A new model ") == 0
    written = read_baseline(path)
    assert written.reason == "A new model"
    assert written.questions == measure_questions(records)
    assert "in these words: A new model" in capsys.readouterr().out
    assert run() == 0
    told = capsys.readouterr().out
    assert "40 questions put; baseline of" in told
    assert "FAULT" not in told


def test_a_fall_fails(
    run: Run, path: Path, baseline: Baseline, capsys: pytest.CaptureFixture[str]
) -> None:
    better = {
        name: parts | ({"nDCG@10": (1.5, 1)} if "nDCG@10" in parts else {})
        for name, parts in baseline.questions.items()
    }
    write_baseline(replace(baseline, questions=better), path)
    assert run() == 1
    assert "FAULT: nDCG@10: 1.500 -> 0." in capsys.readouterr().out


def test_of_the_whole_set_every_question_is_put(
    run: Run,
    path: Path,
    records: tuple[QuestionRecord, ...],
    baseline: Baseline,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    put: list[str] = []
    # of all that is put, the sample alone is compared with the baseline
    more = (*records, replace(records[0], id="another", hits=()))
    monkeypatch.setattr(command, "ask_sample", lambda _, ids: put.extend(ids) or more)
    write_baseline(replace(baseline, questions=measure_questions(records)), path)
    assert run("--whole") == 0
    assert len(put) >= 150
    told = capsys.readouterr().out
    assert "share no content-word stem with their gold quotes" in told
    assert "41 questions put" in told


def test_nothing_is_recorded_of_a_system_whose_citations_fail(
    run: Run, path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("pipeline.quote.verify.same_words", lambda first, second: True)
    assert run("--record", "--reason", "I want to") == 1
    assert not path.exists()
    assert "FAULT: gate: supported, and not what the quote says" in capsys.readouterr().out


def test_the_baseline_of_another_model_is_not_compared_with(
    run: Run, path: Path, baseline: Baseline, capsys: pytest.CaptureFixture[str]
) -> None:
    write_baseline(replace(baseline, model_key="other-model"), path)
    assert run() == 1
    assert 'the baseline is of the model "other-model"' in capsys.readouterr().err


def test_without_a_baseline_the_way_to_one_is_told(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run() == 1
    assert "record one with python -m eval.regression" in capsys.readouterr().err


@pytest.mark.parametrize(
    "argv", [["--record"], ["--record", "--reason", "  "], ["--reason", "why"]]
)
def test_a_baseline_is_recorded_on_purpose(
    argv: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        command.main(argv)
    assert stopped.value.code == 2
    assert "on purpose" in capsys.readouterr().err
