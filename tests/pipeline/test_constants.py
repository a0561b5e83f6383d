from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import SettingsError
from pipeline import constants as module
from pipeline.constants import AnswerableWeights, RiskLevel, load_constants

constants_file = Path(module.__file__).with_name("constants.toml")

LEVELS = (
    RiskLevel(0.0, 0.5, 0.0, 1.0),
    RiskLevel(0.3, 0.2, 0.1, 0.6),
    RiskLevel(0.5, 0.25, 0.2, 0.4),
    RiskLevel(0.8, 0.05, 0.6, 0.1),
)
WEIGHTS = AnswerableWeights("mine", 0.0, {}, {}, LEVELS)
shares = st.sampled_from([0.0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0])
levels = st.lists(st.builds(RiskLevel, shares, shares, shares, shares), max_size=6)


def test_the_bundled_model_is_calibrated_and_its_runs_are_named(model):
    constants = load_constants(model.model_key)
    assert constants.calibrated
    assert all("library" in part.run for part in (constants, constants.claims))
    # where answering stops is either fitted, and says on what, or not known at all
    assert bool(constants.answerable.levels) == ("library" in constants.answerable.run)


def test_the_shipped_levels_rise_and_the_first_answers_everything(model):
    found = load_constants(model.model_key).answerable.levels
    assert all(a.threshold < b.threshold and a.refused <= b.refused for a, b in pairwise(found))
    assert all(a.answered_falsely >= b.answered_falsely for a, b in pairwise(found))
    assert all(0 <= x <= 1 for one in found for x in (one.threshold, one.risk, one.refused))
    assert [(one.threshold, one.refused, one.answered_falsely) for one in found[:1]] in (
        [],
        [(0.0, 0.0, 1.0)],
    )


def test_an_unknown_model_always_answers_and_says_so():
    constants = load_constants("other-model-1")
    assert not constants.calibrated
    assert constants.answerable.levels == ()
    assert constants.answerable.level_for(0.05) is None
    assert constants.answerable.level_for(0.05, most_refused=0.15) is None


@pytest.mark.parametrize(
    ("risk", "most_refused", "threshold"),
    [
        (1.0, 1.0, 0.0),
        (0.5, 1.0, 0.0),
        (0.25, 1.0, 0.3),  # .5 keeps it too, and refuses more
        (0.1, 1.0, 0.8),
        (0.01, 1.0, 0.8),  # none keeps it: the least risk there is
        (0.1, 0.3, 0.3),  # .8 keeps it, at too many refusals: the least risk of the others
        (0.1, 0.05, 0.0),
        (0.25, 0.1, 0.3),
    ],
)
def test_the_level_that_refuses_least_within_the_risk_is_taken(risk, most_refused, threshold):
    assert WEIGHTS.level_for(risk, most_refused=most_refused).threshold == threshold


@given(levels, shares, shares)
def test_a_level_is_within_both_bounds_or_as_near_as_there_is(levels, risk, most_refused):
    weights = replace(WEIGHTS, levels=tuple(levels))
    found = weights.level_for(risk, most_refused=most_refused)
    open_to = [one for one in levels if one.refused <= most_refused]
    if found is None:
        assert not open_to
        return
    assert found in open_to
    assert not any(one.risk <= risk and one.refused < found.refused for one in open_to)
    if found.risk > risk:
        assert found.risk == min(one.risk for one in open_to)


@given(levels, shares, shares)
def test_who_accepts_more_risk_is_refused_no_more(levels, risk, more):
    weights = replace(WEIGHTS, levels=tuple(levels))
    careful, bold = (weights.level_for(each) for each in sorted((risk, more)))
    if careful is not None and careful.risk <= min(risk, more):
        assert bold.refused <= careful.refused


def test_words_and_language_have_a_weight_for_either_side():
    constants = replace(
        load_constants("other"), lexical_same=1, lexical_cross=2, cross_sv=3, cross_en=4
    )
    assert [constants.lexical(own_language=own) for own in (True, False)] == [1, 2]
    assert [constants.cross(language) for language in ("sv", "en", "und")] == [3, 4, 4]


def test_the_data_folder_wins(tmp_path):
    shipped = constants_file.read_text(encoding="utf-8")
    (tmp_path / "constants.toml").write_text(shipped.replace("steer = 0.08", "steer = 0.5"))
    assert load_constants("e5-small-x").steer == 0.08
    assert load_constants("e5-small-x", tmp_path).steer == 0.5


def test_the_longest_name_that_a_key_begins_with_is_meant(tmp_path):
    """Guarantee: what is calibrated for e5-small-sv is not passed over for e5-small's."""
    tables = constants_file.read_text(encoding="utf-8").partition("[e5-small]")
    own = "".join(tables[1:]).replace("[e5-small", "[e5-small-sv").replace("= 0.08", "= 0.5")
    (tmp_path / "constants.toml").write_text(own)
    assert load_constants("e5-small-sv-0123", tmp_path).steer == 0.5
    assert load_constants("e5-small-0123", tmp_path).steer == 0.08


def test_levels_and_pairs_are_read(tmp_path, stop_at):
    stop_at(tmp_path, bias=-1.5, of={"weight": 2}, pairs={"sv-en": -0.25})
    found = load_constants("e5-small-z", tmp_path).answerable
    assert (found.run, found.bias, found.of) == ("by hand", -1.5, {"weight": 2})
    assert found.pairs == {"sv-en": -0.25}
    assert found.levels[1] == RiskLevel(0.5, 0.2, 0.1, 0.3)


@pytest.mark.parametrize(
    ("levels", "lacking"),
    [([{"threshold": 0.5}], "risk"), ([{"threshold": 0.5, "cost": 1}], "cost")],
)
def test_a_level_that_is_not_complete_is_refused(tmp_path, stop_at, levels, lacking):
    stop_at(tmp_path, levels=levels)
    with pytest.raises(SettingsError, match=lacking):
        load_constants("e5-small-z", tmp_path)


def test_half_a_table_is_refused(tmp_path):
    (tmp_path / "constants.toml").write_text('["e5-small"]\nrun = "mine"\nsteer = 0.5\n')
    with pytest.raises(SettingsError, match="not complete"):
        load_constants("e5-small-x", tmp_path)


def test_malformed_file_is_named(tmp_path):
    (tmp_path / "constants.toml").write_text("steer = = 1")
    with pytest.raises(SettingsError, match=r"constants\.toml"):
        load_constants("e5-small-y", tmp_path)
