import math
import random

import ir_measures
import pytest
from ir_measures import RR, R, Success, nDCG

from eval.measures.retrieval import RetrievalScores, score_retrieval, score_units
from eval.measures.units import Unit, gold_units, ranked_units
from eval.records import QuestionRecord


def test_scores_worked_by_hand(record, gold, hit) -> None:
    # relevant: pages 2, 5, 9; ranked: 7, 2, 8, 5, then nothing relevant
    one = record([gold(2), gold(5), gold(9)], [hit(7), hit(2), hit(8), hit(5), hit(1)])
    scores = score_retrieval(one)
    assert scores is not None
    best = 1 / math.log2(2) + 1 / math.log2(3) + 1 / math.log2(4)
    assert scores.ndcg10 == pytest.approx((1 / math.log2(3) + 1 / math.log2(5)) / best)
    assert (scores.recall5, scores.recall20) == (pytest.approx(2 / 3), pytest.approx(2 / 3))
    assert (scores.reciprocal_rank, scores.rank) == (0.5, 2)
    assert [scores.hit(k) for k in (1, 2, 5)] == [False, True, True]


def test_a_relevant_page_after_the_cutoff_counts_only_further_down(record, gold, hit) -> None:
    scores = score_retrieval(record([gold(30)], [hit(n) for n in range(1, 31)]))
    assert scores == RetrievalScores(0.0, 0.0, 0.0, 1 / 30, 30)
    scores = score_retrieval(record([gold(6)], [hit(n) for n in range(1, 31)]))
    assert scores is not None
    assert scores.ndcg10 == pytest.approx(1 / math.log2(7))
    assert (scores.recall5, scores.recall20) == (0.0, 1.0)


def test_a_question_without_hits_scores_nothing_and_is_not_left_out(record, gold) -> None:
    assert score_retrieval(record([gold(1)])) == RetrievalScores(0.0, 0.0, 0.0, 0.0, None)


def test_a_question_nothing_answers_has_no_scores(record, hit) -> None:
    assert score_retrieval(record(hits=[hit(1)])) is None


def test_more_relevant_pages_than_the_cutoff_can_still_be_perfect() -> None:
    pages: list[Unit] = [("d", page) for page in range(1, 15)]
    scores = score_units(pages, frozenset(pages))
    assert scores.ndcg10 == pytest.approx(1.0)
    assert scores.recall5 == pytest.approx(5 / 14)


MEASURES = (nDCG @ 10, R @ 5, R @ 20, RR, Success @ 1, Success @ 5)


@pytest.mark.parametrize("seed", range(5))
def test_every_score_is_that_of_ir_measures(record, gold, hit, seed: int) -> None:
    chance = random.Random(seed)
    records = [_random_record(f"q{n}", chance, record, gold, hit) for n in range(40)]
    assert any(not one.hits for one in records)
    qrels = [ir_measures.Qrel(r.id, _name(u), 1) for r in records for u in gold_units(r)]
    run = [
        ir_measures.ScoredDoc(one.id, _name(unit), 1 / rank)
        for one in records
        for rank, unit in enumerate(ranked_units(one), 1)
    ]
    theirs = {
        (metric.query_id, str(metric.measure)): metric.value
        for metric in ir_measures.iter_calc(MEASURES, qrels, run)
    }
    ours = {(r.id, str(m)): v for r in records for m, v in zip(MEASURES, _scores(r), strict=True)}
    assert ours == pytest.approx(theirs)


def _random_record(name: str, chance: random.Random, record, gold, hit) -> QuestionRecord:
    """Two documents with pages and one without; up to 40 passages, now and then none."""
    places = [gold(chance.randint(1, 12)) for _ in range(chance.randint(0, 3))]
    places.append(gold(None, start := chance.randint(1, 900), start + 20, document="d3"))
    hits = []
    for _ in range(chance.choice([0, 3, 12, 40])):
        page, at = chance.randint(1, 12), chance.randint(0, 18) * 50
        paged = hit(page, document="d1", page_end=page + chance.randint(0, 1))
        hits.append(
            chance.choice([paged, hit(page, document="d2"), hit(None, at, at + 60, document="d3")])
        )
    return record(places, hits, id=name)


def _scores(one: QuestionRecord) -> tuple[float, ...]:
    scores = score_retrieval(one)
    assert scores is not None
    return (
        scores.ndcg10,
        scores.recall5,
        scores.recall20,
        scores.reciprocal_rank,
        float(scores.hit(1)),
        float(scores.hit(5)),
    )


def _name(unit: Unit) -> str:
    return f"{unit[0]}@{unit[1]}"
