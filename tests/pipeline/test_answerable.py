import math
import shutil
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import SettingsError
from pipeline.answer import _judge, answer_question, weigh_question
from pipeline.answer.answerable import Judgement, choose_level, judge
from pipeline.answer.requests import UNFIT
from pipeline.answer.terms import question_terms
from pipeline.constants import RiskLevel, load_constants
from pipeline.retrieve import retrieve

ASKED = "Vilka tre inriktningar har strategin?"
FEATURES = {
    *("similarity", "weight", "alike", "unheard", "word_support"),
    *("names", "names_near", "names_wide"),
    *("numbers_unsaid", "asks_kind", "kind_first", "kind_unsaid"),
    *(f"{how}_{kind}" for how in ("asks", "likely", "clearly") for kind in (*UNFIT, "unfit")),
}
LEVELS = (
    RiskLevel(0.0, 0.5, 0.0, 1.0),
    RiskLevel(0.2, 0.3, 0.1, 0.8),
    RiskLevel(0.4, 0.04, 0.3, 0.5),
    RiskLevel(0.9, 0.01, 0.8, 0.1),
)


@pytest.fixture(scope="module")
def weighed(books):
    """A question's retrieval, and a judgement of it by other weights."""
    retrieval = retrieve(books, ASKED)
    _, scored = _judge(books, retrieval)
    terms = question_terms(books, retrieval.query.text, retrieval.language)

    def by(**weights) -> Judgement:
        own = replace(retrieval.constants.answerable, **weights)
        constants = replace(retrieval.constants, answerable=own)
        with pytest.MonkeyPatch.context() as patch:
            # a plain question is answered whatever the regression says
            patch.setattr("pipeline.answer.answerable.is_plain", lambda *_, **__: False)
            return judge(books, replace(retrieval, constants=constants), terms, scored)

    return by


def test_the_shipped_weights_are_of_features_there_are(weighed, books):
    features = set(weighed(of={}).features)
    assert features >= FEATURES
    assert set(load_constants(books.model_key).answerable.of) <= features


def test_features_keep_to_what_is_said_of_them(weighed):
    features = weighed(of={}).features
    assert 0.5 < features["similarity"] <= 1
    assert 0 < features["weight"] <= 4
    assert abs(features["word_support"]) < 0.1
    assert 0.3 < features["alike"] <= 1
    assert features["unheard"] == 0
    assert all(features[f"asks_{kind}"] < 0 for kind in UNFIT)


@given(st.floats(-5, 5), st.floats(-5, 5), st.floats(-5, 5))
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_probability_is_that_of_the_regression(weighed, bias, weight, offset):
    found = weighed(
        bias=bias, of={"similarity": weight}, pairs={"sv-sv": offset, "sv-en": 99.0}, levels=LEVELS
    )
    total = bias + weight * found.features["similarity"] + offset
    assert found.pair == "sv-sv"
    assert found.probability == pytest.approx(1 / (1 + math.exp(-total)))
    assert found.answerable == (found.probability >= found.threshold)


@pytest.mark.parametrize(
    ("question", "unheard"),
    [
        ("Vilka tre inriktningar har strategin?", 0),
        ("What are the three priorities of the strategy?", 0),
        ("Vad säger strategin om flumpor?", 1),
        ("Vad säger strategin om flumpor, grankiska, wuzzockar och plinkor?", 3),  # of four
    ],
)
def test_words_no_document_says_are_counted(stopping, question, unheard):
    assert weigh_question(stopping, question).judgement.features["unheard"] == unheard


def test_a_word_is_heard_in_its_translation(store):
    """A port is spoken of in Swedish only, and a lawyer in neither language."""
    for question, unheard in (("Is there a port?", 0), ("Is there a lawyer?", 1)):
        assert weigh_question(store, question).judgement.features["unheard"] == unheard


def test_without_token_vectors_nothing_is_alike(stopping, monkeypatch):
    assert weigh_question(stopping, ASKED).judgement.features["alike"] > 0.3
    monkeypatch.setattr(type(stopping.catalog), "tokens", lambda *_, **__: {})
    assert weigh_question(stopping, ASKED).judgement.features["alike"] == 0


def test_a_pair_that_was_never_seen_adds_nothing(weighed):
    assert weighed(bias=0.0, of={}, pairs={"en-en": 3.0}).probability == 0.5


def test_without_levels_everything_is_answered_and_no_risk_named(weighed):
    found = weighed(bias=-9.0, of={}, pairs={}, levels=())
    assert found.probability < 0.01
    assert (found.answerable, found.level, found.threshold) == (True, None, 0.0)


@pytest.mark.parametrize(("bias", "answerable"), [(0.0, True), (-0.001, False)])
def test_a_probability_at_the_threshold_is_answered(weighed, bias, answerable):
    level = RiskLevel(0.5, 0.01, 0.1, 0.1)
    found = weighed(bias=bias, of={}, pairs={}, levels=(level,))
    assert (found.answerable, found.level) == (answerable, level)


def test_a_weight_of_no_feature_is_said_to_be_one(weighed):
    with pytest.raises(SettingsError, match=r"missing.*--calibrate"):
        weighed(of={"missing": -3.25, "similarity": 1.0})


@pytest.mark.parametrize(
    ("accepted", "threshold"),
    [
        (None, 0.2),  # .4 keeps 5 % and refuses too much by default
        (0.05, 0.4),  # who says 5 % gets it, at that cost
        (0.02, 0.9),
        (0.3, 0.2),
        (1.0, 0.0),
        (0.001, 0.9),  # none keeps it
    ],
)
def test_the_reader_says_what_risk_is_accepted(books, accepted, threshold, monkeypatch):
    retrieval = retrieve(books, ASKED)
    own = replace(retrieval.constants.answerable, levels=LEVELS)
    retrieval = replace(retrieval, constants=replace(retrieval.constants, answerable=own))
    monkeypatch.setattr(
        books, "settings", books.settings.model_copy(update={"answer_risk": accepted})
    )
    assert choose_level(books, retrieval).threshold == threshold


def test_the_risk_accepted_decides_what_is_answered(library, open_shelf, stop_at, tmp_path):
    stop_at(shutil.copytree(library, tmp_path / "data"))
    question = "Vad är huvudstaden i Frankrike?"
    for risk, abstained, expected in ((None, True, 0.2), (0.5, False, 0.4), (0.05, True, 0.01)):
        with open_shelf(tmp_path / "data", answer_risk=risk) as store:
            answer = answer_question(store, question)
            usual = answer_question(store, ASKED)
        assert (answer.abstained, answer.trace["expected_risk"]) == (abstained, expected)
        assert usual.abstained == (risk == 0.05)


def test_the_request_itself_may_be_what_is_refused(stopping):
    for question in (
        "Gör en tecknad film om klimatkontraktet.",
        "What did the coordinator's divorce cost him?",
        "And why did they not like it?",
    ):
        answer = answer_question(stopping, question)
        assert answer.abstained
        assert answer.trace["features"]["clearly_unfit"] > 0


@pytest.mark.parametrize(
    ("question", "abstained"), [(ASKED, False), ("Vad är huvudstaden i Frankrike?", True)]
)
def test_weighing_says_what_an_answer_would_say_even_where_it_would_not(
    stopping, question, abstained
):
    weighed = weigh_question(stopping, question)
    answer = answer_question(stopping, question)
    assert weighed.claims
    assert answer.claims == (() if abstained else weighed.claims)
    assert weighed.judgement.answerable is not abstained
    assert weighed.judgement.probability == answer.trace["answerability"]
    assert dict(weighed.judgement.features) == answer.trace["features"]


def test_a_comparison_is_not_weighed_and_a_collection_is_kept_to(books):
    assert weigh_question(books, "Compare who runs GEF with who runs MI UTM.") is None
    only = weigh_question(books, "Vem driver nätverket?", collections=["partners"])
    documents = {c.document.collection for claim in only.claims for c in claim.citations}
    assert documents == {"partners"}


def test_nothing_found_is_never_answerable(tmp_path, open_shelf):
    with open_shelf(tmp_path / "empty") as store:
        found = weigh_question(store, "Vad krävs?")
    assert found.judgement == Judgement(False, 0.0, "sv-", {}, found.judgement.level)
    assert found.claims == ()
