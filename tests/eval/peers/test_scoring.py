import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from peerbench.contract import Found
from peerbench.questions import Gold, Question
from peerbench.scoring import pair_of, rank_places, reduce_text, score

from eval.measures.retrieval import score_units


def ask(*gold: Gold, language: str = "sv") -> Question:
    return Question("q1", language, "Vad?", (), gold)


def on(document: str, *pages: int, text: str = "") -> Found:
    return Found(document, pages, text)


def test_a_page_ranks_by_its_best_passage():
    found = [on("a", 1), on("a", 1), on("b", 2), on("a", 3)]
    assert score(ask(Gold("a", 3, "x")), found).rank == 3


def test_the_page_number_of_another_document_is_not_right():
    assert score(ask(Gold("a", 3, "x")), [on("b", 3)]).rank is None


def test_a_passage_over_a_page_break_stands_on_both_pages_and_takes_two_ranks():
    found = [on("a", 1, 2), on("a", 3)]
    assert [score(ask(Gold("a", page, "x")), found).rank for page in (1, 2, 3)] == [1, 2, 3]


def test_ndcg_against_a_sum_worked_by_hand():
    question = ask(Gold("a", 1, "x"), Gold("a", 9, "y"))
    found = [on("b", 1), on("a", 9), on("b", 2), on("a", 1)]
    expected = (1 / math.log2(3) + 1 / math.log2(5)) / (1 + 1 / math.log2(3))
    assert score(question, found).ndcg10 == pytest.approx(expected)


def test_ndcg_looks_no_further_than_ten_places():
    found = [on("b", page) for page in range(1, 11)] + [on("a", 1)]
    scores = score(ask(Gold("a", 1, "x")), found)
    assert (scores.rank, scores.ndcg10, scores.hit(10)) == (11, 0.0, False)


def test_without_pages_the_passage_must_hold_the_letters_of_the_quote():
    question = ask(Gold("plan.md", None, "48 svenska städer"))
    found = [
        on("plan.md", text="46 svenska städer"),
        on("other.md", text="48 svenska städer"),
        on("plan.md", text="inte **48 sven-\nska** Städer än"),
    ]
    assert score(question, found).rank == 3


def test_without_pages_a_quote_counts_once_and_other_passages_each_take_a_rank():
    question = ask(Gold("plan.md", None, "klimatkontrakt"), Gold("a", 4, "x"))
    found = [
        on("plan.md", text="Klimatkontrakt"),
        on("plan.md", text="om klimatkontrakt"),
        on("plan.md", text="annat"),
        on("plan.md", text="annat"),
        on("a", 4),
    ]
    assert len(rank_places(question, found)) == 4
    ideal = 1 + 1 / math.log2(3)
    assert score(question, found).ndcg10 == pytest.approx((1 + 1 / math.log2(5)) / ideal)


def test_link_targets_and_tags_are_not_letters():
    assert reduce_text("[Malmö](https://x.se/a) <b>växer</b>") == "malmöväxer"
    assert reduce_text("5 < 6 och 7 > 6") == "56och76"


def test_a_pair_is_cross_lingual_only_when_no_evidence_is_in_the_language_asked_in():
    languages = {"a": "en", "b": "sv"}
    both = ask(Gold("a", 1, "x"), Gold("b", 1, "x"))
    assert pair_of(both, languages) == "sv-sv"
    assert pair_of(ask(Gold("a", 1, "x")), languages) == "sv-en"
    assert pair_of(ask(Gold("a", 1, "x"), language="en"), languages) == "en-en"


@given(st.lists(st.integers(1, 15), unique=True), st.sets(st.integers(1, 15), min_size=1))
def test_scores_are_those_of_samklangs_own_measures(pages: list[int], right: set[int]):
    question = ask(*(Gold("a", page, "x") for page in right))
    ours = score(question, [on("a", page) for page in pages])
    theirs = score_units([("a", page) for page in pages], {("a", page) for page in right})
    assert ours.rank == theirs.rank
    assert ours.ndcg10 == pytest.approx(theirs.ndcg10)
