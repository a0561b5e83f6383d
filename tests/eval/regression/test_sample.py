from collections import Counter

import pytest

from corpus.store import Store
from eval.catalogue import load_set
from eval.regression import Baseline, choose_sample
from eval.run import PlacedQuestion, place_questions


@pytest.fixture(scope="module")
def placed(library: Store) -> tuple[PlacedQuestion, ...]:
    return place_questions(library.catalog, load_set("library"))


def test_the_committed_sample_is_balanced_and_of_the_tuning_split(
    placed: tuple[PlacedQuestion, ...], baseline: Baseline
) -> None:
    chosen = [one for one in placed if one.question.id in baseline.questions]
    assert len(chosen) == len(baseline.questions) == 40
    assert {one.split for one in chosen} == {"tuning"}
    pairs = Counter(one.pair for one in chosen if one.question.answerable)
    assert pairs == dict.fromkeys(("sv-sv", "sv-en", "en-sv", "en-en"), 7)
    kinds = Counter(one.question.kind for one in chosen if not one.question.answerable)
    assert len(kinds) == 6
    assert sum(kinds.values()) == 12


def test_the_seed_chooses_whatever_the_order(placed: tuple[PlacedQuestion, ...]) -> None:
    chosen = choose_sample(placed)
    assert len(chosen) == 40
    assert choose_sample(reversed(placed)) == chosen
