from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import UsageError
from corpus.store import Store
from eval.calibrate import Observation, calibrate, describe, fit_and_write
from eval.catalogue import Setting
from eval.questions import Question
from eval.run import PlacedQuestion
from pipeline.constants import load_constants

Observe = Callable[..., Observation]
KEY = "e5-small-0123456789ab"


def placed(split: str) -> PlacedQuestion:
    question = Question("b", "en", "Who painted the ceiling?", False)
    return PlacedQuestion("mine", Setting(name="everything"), question, (), split)  # type: ignore[arg-type]


def unheard(what: str, share: float) -> None:
    del what, share


def test_the_constants_written_are_those_in_force(
    many: tuple[Observation, ...], tmp_path: Path
) -> None:
    before = load_constants(KEY, tmp_path)
    report = fit_and_write(many, KEY, [tmp_path], tmp_path / "constants.toml")
    after = load_constants(KEY, tmp_path)
    assert after == replace(before, answerable=after.answerable)
    assert after.answerable.levels == report.levels
    assert (dict(after.answerable.of), dict(after.answerable.pairs)) == (
        *(report.weights, report.pairs),
    )
    assert after.answerable.run == report.run
    assert (report.answerable, report.unanswerable) == (60, 60)
    assert report.path == str(tmp_path / "constants.toml")


def test_the_same_observations_give_the_same_file(
    many: tuple[Observation, ...], tmp_path: Path
) -> None:
    files = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        fit_and_write(many, KEY, [tmp_path / name], tmp_path / name / "constants.toml")
        files.append((tmp_path / name / "constants.toml").read_text(encoding="utf-8"))
    assert files[0] == files[1]


def test_calibrating_again_keeps_what_the_folder_tuned(
    many: tuple[Observation, ...], tmp_path: Path
) -> None:
    path = tmp_path / "constants.toml"
    fit_and_write(many, KEY, [tmp_path], path)
    text = path.read_text(encoding="utf-8")
    assert "\nfootnote = 0.01\n" in text
    path.write_text(text.replace("\nfootnote = 0.01\n", "\nfootnote = 0.25\n"), encoding="utf-8")
    load_constants.cache_clear()
    fit_and_write(many, KEY, [tmp_path], path)
    assert load_constants(KEY, tmp_path).footnote == 0.25


def test_the_test_split_is_refused(store: Store) -> None:
    with pytest.raises(UsageError, match="test split"):
        calibrate(store, [placed("tuning"), placed("test")], on_progress=unheard)
    assert not (store.folder / "constants.toml").exists()


def test_too_few_questions_of_the_real_thing_are_refused(store: Store) -> None:
    with pytest.raises(UsageError, match="there are 0 and 1"):
        calibrate(store, [placed("tuning")], on_progress=unheard)
    assert not (store.folder / "constants.toml").exists()


@pytest.mark.parametrize(
    ("able", "unable", "enough"), [(15, 15, True), (14, 40, False), (40, 14, False)]
)
def test_fifteen_of_either_sort_are_needed(
    observed: Observe, tmp_path: Path, able: int, unable: int, enough: bool
) -> None:
    seen = [observed(f"a{n}", answerable=True) for n in range(able)]
    seen += [observed(f"u{n}", answerable=False) for n in range(unable)]
    path = tmp_path / "constants.toml"
    if not enough:
        with pytest.raises(UsageError, match=f"there are {able} and {unable}"):
            fit_and_write(seen, KEY, [tmp_path], path)
    else:
        fit_and_write(seen, KEY, [tmp_path], path)
    assert path.exists() == enough


def test_one_question_in_three_settings_is_one_question(observed: Observe, tmp_path: Path) -> None:
    seen = [observed(f"a{n}", answerable=True) for n in range(20)]
    seen += [
        observed(f"u{n}", answerable=False, setting=f"mine/{setting}")
        for setting in "abc"
        for n in range(6)
    ]
    assert "20 answerable and 6 unanswerable" in describe(seen)
    with pytest.raises(UsageError, match="there are 20 and 6"):
        fit_and_write(seen, KEY, [tmp_path], tmp_path / "constants.toml")


def test_provenance_names_every_setting_once(observed: Observe) -> None:
    seen = [
        observed("a", answerable=True, setting="library/everything"),
        observed("b", answerable=False, setting="strategy/only-strategy"),
        observed("c", answerable=False, setting="library/everything"),
    ]
    run = describe(seen)
    assert "tuning split of library/everything, strategy/only-strategy: 1 answerable and 2" in run
    assert run[:4].isdigit()


def test_the_table_has_a_row_for_every_threshold(
    many: tuple[Observation, ...], tmp_path: Path
) -> None:
    report = fit_and_write(many, KEY, [tmp_path], tmp_path / "constants.toml")
    lines = str(report).splitlines()
    assert lines[0].startswith("Fitted on 60 answerable and 60 unanswerable questions; AUROC")
    header = next(n for n, line in enumerate(lines) if "threshold" in line)
    first = report.levels[0]
    assert lines[header + 1].split() == ["0.000", f"{first.risk:.3f}", "0.000", "1.000"]
    assert lines.index("", header) == header + 1 + len(report.levels)
    assert lines[-1] == f"Written to {tmp_path / 'constants.toml'}."
