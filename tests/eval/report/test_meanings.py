from __future__ import annotations

from eval.measures.summary import MEASURES
from eval.report.meanings import HEADLINES, group_measures, meaning_of, name_of


def test_every_measure_is_named_in_plain_words_and_stands_in_one_group() -> None:
    grouped = [measure for _, measures in group_measures(MEASURES) for measure in measures]
    assert sorted(grouped) == sorted(MEASURES)
    assert not [measure for measure in MEASURES if name_of(measure) == measure]
    assert set(HEADLINES) <= set(MEASURES)


def test_what_is_better_when_less_says_so() -> None:
    assert meaning_of("risk").endswith("less is better")
    assert "less is better" not in meaning_of("hit@1")
    assert meaning_of("unheard of") == ""
