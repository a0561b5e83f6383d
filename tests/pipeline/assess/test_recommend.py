"""The framework's rules against rules written apart from them."""

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from corpus.assessment import FundingStatus, Kind, Stance
from corpus.framework import load_framework
from eval.initiatives.rules import criteria_of
from eval.initiatives.rules import recommend as independent
from pipeline.assess.recommend import recommend

STATUS = {
    Stance.SUPPORTS: FundingStatus.SECURED,
    Stance.PARTLY: FundingStatus.APPLIED,
    Stance.CONTRADICTS: FundingStatus.NONE,
    Stance.SILENT: FundingStatus.UNKNOWN,
}


@given(
    st.sampled_from(list(Kind)), st.lists(st.sampled_from(list(Stance)), min_size=11, max_size=11)
)
def test_the_shipped_rules_give_what_the_independent_ones_give(kind, stances):
    verdicts = dict(zip(criteria_of(kind.value), stances, strict=False))
    status = STATUS[verdicts["P4"]] if "P4" in verdicts else None
    rule, because = recommend(load_framework(), kind, verdicts, status)
    told = {c: v.value for c, v in verdicts.items()}
    assert (rule.recommend, rule.name) == independent(told, status.value if status else None)
    assert set(because) <= set(verdicts)


@given(st.lists(st.sampled_from(list(Stance)), min_size=11, max_size=11), st.randoms())
def test_the_order_of_criteria_does_not_matter(stances, chance: random.Random):
    framework = load_framework()
    verdicts = dict(zip(criteria_of("initiative"), stances, strict=True))
    shuffled = list(framework.criteria)
    chance.shuffle(shuffled)
    other = replace(framework, criteria=tuple(shuffled))
    status = STATUS[verdicts["P4"]]
    one, because = recommend(framework, Kind.INITIATIVE, verdicts, status)
    two, again = recommend(other, Kind.INITIATIVE, verdicts, status)
    assert one == two
    assert set(because) == set(again)
