from pathlib import Path

import pytest

from corpus.errors import SettingsError
from pipeline import constants as module
from pipeline.constants import load_constants

constants_file = Path(module.__file__).with_name("constants.toml")


def test_the_bundled_model_is_calibrated_and_its_runs_are_named(model):
    constants = load_constants(model.model_key)
    assert constants.calibrated
    assert all(
        "library.jsonl" in part.run for part in (constants, constants.claims, constants.answerable)
    )


def test_an_unknown_model_always_answers_and_says_so():
    constants = load_constants("other-model-1")
    assert not constants.calibrated
    assert constants.answerable.threshold == 0


def test_the_data_folder_wins(tmp_path):
    shipped = constants_file.read_text(encoding="utf-8")
    (tmp_path / "constants.toml").write_text(shipped.replace("steer = 0.08", "steer = 0.5"))
    assert load_constants("e5-small-x").steer == 0.08
    assert load_constants("e5-small-x", tmp_path).steer == 0.5


def test_half_a_table_is_refused(tmp_path):
    (tmp_path / "constants.toml").write_text('["e5-small"]\nrun = "mine"\nsteer = 0.5\n')
    with pytest.raises(SettingsError, match="not complete"):
        load_constants("e5-small-x", tmp_path)


def test_malformed_file_is_named(tmp_path):
    (tmp_path / "constants.toml").write_text("steer = = 1")
    with pytest.raises(SettingsError, match=r"constants\.toml"):
        load_constants("e5-small-y", tmp_path)
