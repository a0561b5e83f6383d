from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eval.calibrate.writing import write_constants
from pipeline import constants as module
from pipeline.constants import AnswerableWeights, Constants, RiskLevel, load_constants

KEY = "e5-small-0123456789ab"
SHIPPED = Path(module.__file__).with_name("constants.toml")
WEIGHTS = AnswerableWeights(
    run='2026-11-23, tuning split of "mine"/everything \\ all: 20 questions',
    bias=-3.25,
    of={"similarity": 8.6712, "asks_unfit": -0.0001, "names": 0.0},
    pairs={"sv-sv": 0.5, "en-und": -1e-05},
    levels=(RiskLevel(0.0, 0.4, 0.0, 1.0), RiskLevel(0.6125, 0.0521, 0.25, 0.1)),
)
numbers = st.floats(-1e6, 1e6, allow_nan=False)
shares = st.floats(0, 1)


@pytest.fixture
def current() -> Constants:
    return load_constants(KEY)


@pytest.fixture(autouse=True)
def forget() -> None:
    load_constants.cache_clear()


def test_what_is_written_is_read_back(tmp_path: Path, current: Constants) -> None:
    write_constants(tmp_path / "constants.toml", KEY, current, WEIGHTS)
    assert load_constants(KEY, tmp_path) == replace(current, answerable=WEIGHTS)


@given(
    st.builds(
        AnswerableWeights,
        run=st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"))),
        bias=numbers,
        of=st.dictionaries(st.from_regex(r"[a-z_]{1,12}", fullmatch=True), numbers),
        pairs=st.dictionaries(st.from_regex(r"(sv|en)-(sv|en|und)", fullmatch=True), numbers),
        levels=st.lists(st.builds(RiskLevel, shares, shares, shares, shares), max_size=4).map(
            tuple
        ),
    )
)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_is_written_is_read_back(
    tmp_path: Path, current: Constants, weights: AnswerableWeights
) -> None:
    load_constants.cache_clear()
    write_constants(tmp_path / "constants.toml", KEY, current, weights)
    assert load_constants(KEY, tmp_path).answerable == weights


def test_nothing_else_is_left_behind(tmp_path: Path, current: Constants) -> None:
    path = tmp_path / "constants.toml"
    write_constants(path, KEY, current, WEIGHTS)
    write_constants(path, KEY, current, replace(WEIGHTS, bias=1.0))
    assert [one.name for one in tmp_path.iterdir()] == ["constants.toml"]
    assert list(tomllib.loads(path.read_text(encoding="utf-8"))) == ["e5-small"]
    assert load_constants(KEY, tmp_path).answerable.bias == 1.0
    assert path.read_text(encoding="utf-8").count("samklang eval --calibrate") == 1


def test_what_the_file_holds_of_others_stays(tmp_path: Path, current: Constants) -> None:
    """Guarantee: writing the shipped file does not lose the constants of every other model."""
    path = tmp_path / "constants.toml"
    path.write_text(SHIPPED.read_text(encoding="utf-8"), encoding="utf-8")
    write_constants(path, KEY, current, WEIGHTS)
    before, after = (tomllib.loads(one.read_text(encoding="utf-8")) for one in (SHIPPED, path))
    assert set(after) == set(before)
    assert after["default"] == before["default"]
    assert after["e5-small"]["answerable"]["bias"] == -3.25
    assert path.read_text(encoding="utf-8").startswith(
        SHIPPED.read_text(encoding="utf-8").partition("[default]")[0]
    )
    write_constants(path, "e5-small-sv-0123", current, WEIGHTS)
    assert set(tomllib.loads(path.read_text(encoding="utf-8"))) == {*before, "e5-small-sv"}


def test_another_model_gets_a_table_of_its_own(tmp_path: Path) -> None:
    write_constants(
        tmp_path / "constants.toml", "bge-m3-0123456789ab", load_constants("bge-m3-0"), WEIGHTS
    )
    own = load_constants("bge-m3-0123456789ab", tmp_path)
    assert (own.calibrated, own.answerable) == (True, WEIGHTS)
    assert load_constants("gte-0123", tmp_path).answerable.levels == ()
