"""When a sentence counts as a contradiction, and what an unclear one is read as."""

import numpy as np
import pytest

from corpus.assessment import Stance
from corpus.records import Interval, Passage
from pipeline.assess.lessons import Bearing
from pipeline.assess.sentences import Told
from pipeline.assess.weigh import (
    ASIDE,
    CLEAR,
    DENIED,
    DISTINCT,
    LESS,
    LONGER,
    OPPOSED,
    weigh_criterion,
)

SAYS = "Hamnarna håller sig till sina egna kajer."
DENIES = "Inga hamnar i andra länder är med."
OTHER = "Lindarna planteras i april."
APART = 0.3


def told(number, text, *, suspect=False):
    span = Interval(0, len(text))
    passage = Passage("dtext0000001", 1, 0, len(text), (), "sv", text, (span,), number + 1)
    return Told(number, passage, span, np.zeros(2, np.float32), suspect=suspect)


def opposing(opposed, other, *, topic=1.0):
    return {"D1": Bearing(topic, {"supports": other, "partly": 0.0, "contradicts": opposed})}


def weigh(text, opposed, other, *, among=1, suspect=False):
    """The verdict of a text of ``among`` sentences, one of which bears on the criterion."""
    rest = [told(number, OTHER) for number in range(1, among)]
    bearings = [opposing(opposed, other), *(opposing(0.0, 0.1, topic=-1.0) for _ in rest)]
    return weigh_criterion("D1", [told(0, text, suspect=suspect), *rest], bearings).stance


@pytest.mark.parametrize(("text", "least"), [(SAYS, OPPOSED), (DENIES, DENIED)])
def test_a_clear_contradiction_counts_and_an_unclear_one_does_not(text, least):
    assert weigh(text, least, least - APART) is Stance.CONTRADICTS
    assert weigh(text, least - 0.01, least - APART) is Stance.SILENT


@pytest.mark.parametrize(("text", "least"), [(SAYS, OPPOSED), (DENIES, DENIED)])
def test_an_unclear_contradiction_is_read_as_the_stance_it_is_nearly_as_like(text, least):
    assert weigh(text, least - 0.01, least - 0.05) is Stance.SUPPORTS
    # a clear one stays one, however near another stance is
    assert weigh(text, least, least - 0.05) is Stance.CONTRADICTS


def test_a_sentence_that_may_be_an_order_is_not_read_as_support():
    assert weigh(SAYS, OPPOSED - 0.01, OPPOSED - 0.05, suspect=True) is Stance.SILENT
    assert weigh(SAYS, OPPOSED, 0.0, suspect=True) is Stance.CONTRADICTS


@pytest.mark.parametrize(
    ("stances", "aside", "verdict"),
    [
        ({"contradicts": 1.0}, ASIDE - 0.01, Stance.CONTRADICTS),
        ({"contradicts": 1.0}, ASIDE + 0.01, Stance.SILENT),
        ({"supports": 1.0}, ASIDE + 0.01, Stance.SUPPORTS),
    ],
)
def test_a_contradiction_is_not_held_against_what_it_is_hardly_on(stances, aside, verdict):
    """Who was not spoken with was not for that reason imposed upon."""
    of = {"D1": Bearing(CLEAR, stances), "T1": Bearing(CLEAR + aside, {"contradicts": 1.0})}
    assert weigh_criterion("D1", [told(0, DENIES)], [of]).stance is verdict


@pytest.mark.parametrize(("least", "clear", "more"), LONGER)
def test_a_contradiction_must_be_clearer_in_a_longer_text(least, clear, more):
    assert clear > CLEAR
    assert weigh(SAYS, OPPOSED, 0.0, among=least) is Stance.SILENT
    assert weigh(SAYS, OPPOSED + more, 0.0, among=least) is Stance.CONTRADICTS
    assert weigh(DENIES, DENIED, 0.0, among=least) is Stance.SILENT
    assert weigh(DENIES, DENIED + more, 0.0, among=least) is Stance.CONTRADICTS


@pytest.mark.parametrize(("least", "clear", "more"), LONGER)
def test_a_distinct_stance_needs_less_of_a_topic_in_a_longer_text(least, clear, more):
    def reads(topic, stance, among, first="supports"):
        rest = [told(number, OTHER) for number in range(1, among)]
        stances = {"supports": 0.0, "partly": 0.0, "contradicts": 0.0, first: stance}
        of = {"D1": Bearing(topic, stances)}
        others = [opposing(0.0, 0.1, topic=-1.0) for _ in rest]
        return weigh_criterion("D1", [told(0, SAYS), *rest], [of, *others]).stance

    assert reads(clear, DISTINCT - 0.01, least) is Stance.SUPPORTS
    assert reads(clear - LESS, DISTINCT, least) is Stance.SUPPORTS
    assert reads(clear - LESS, DISTINCT - 0.01, least) is Stance.SILENT
    assert reads(clear - LESS - 0.01, DISTINCT, least) is Stance.SILENT
    # a contradiction is never said on less
    assert reads(clear - LESS, 1.0, least, "contradicts") is Stance.SILENT
    assert reads(clear, 1.0, least, "contradicts") is Stance.CONTRADICTS
    # a short text has one bar
    assert reads(CLEAR - 0.01, 1.0, 2) is Stance.SILENT
