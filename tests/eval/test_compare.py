from collections.abc import Iterable
from typing import Any

import pytest

from eval.compare import Difference, cluster_of, compare_runs
from eval.records import GoldPlace, HitPlace, QuestionRecord


def _record(name: str, found: bool, document: str | None, **more: Any) -> QuestionRecord:
    """A question on page 1 of a document (None: nothing answers it), found at once or never."""
    gold = [GoldPlace(document, 1, 0, 9, "words", "sv", page=1)] if document else []
    page = 1 if found else 2
    hit = HitPlace("p", document or "d", 1, 0, 9, "sv", 1.0, page=page)
    values: dict[str, Any] = {"set": "s", "setting": "everything", "kind": "plain", "claims": ()}
    values |= {"abstained": True, "language": "sv", "pair": "sv-sv" if document else "sv-"}
    return QuestionRecord(
        id=name,
        split="tuning",
        question="?",
        asked="?",
        answerable=document is not None,
        gold=tuple(gold),
        hits=(hit,),
        **(values | more),
    )


def _run(found: Iterable[tuple[str, bool]]) -> list[QuestionRecord]:
    return [_record(f"q{n}", ok, document) for n, (document, ok) in enumerate(found)]


def _one(differences: Iterable[Difference], measure: str, group: str = "all") -> Difference:
    (found,) = [d for d in differences if (d.measure, d.group) == (measure, group)]
    return found


def test_a_run_does_not_differ_from_itself() -> None:
    run = _run([(f"d{n}", n % 3 == 0) for n in range(30)])
    differences = compare_runs(run, run, resamples=200)
    assert differences
    assert all((d.difference, d.low, d.high, d.real) == (0, 0, 0, False) for d in differences)


def test_a_difference_on_many_documents_is_real_and_has_its_sign() -> None:
    a = _run([(f"d{n}", n % 2 == 0) for n in range(60)])
    b = _run([(f"d{n}", n % 4 != 3) for n in range(60)])
    hit = _one(compare_runs(a, b), "hit@1")
    assert (hit.a, hit.b, hit.difference, hit.questions) == (0.5, 0.75, 0.25, 60)
    # 15 of 60 differ by one: .25 -+ 1.96 * sqrt(.25 * .75 / 60)
    assert (hit.low, hit.high) == pytest.approx((0.14, 0.36), abs=0.02)
    assert hit.real
    assert "REAL: B is better" in str(hit)
    assert "REAL: B is worse" in str(_one(compare_runs(b, a), "hit@1"))


def test_less_is_better_where_it_is() -> None:
    a = [_record(f"q{n}", True, f"d{n}") for n in range(30)]
    b = [_record(f"q{n}", True, f"d{n}", abstained=False) for n in range(30)]
    refusals = _one(compare_runs(a, b, resamples=200), "false refusals")
    assert refusals.difference == -1.0
    assert "REAL: B is better" in str(refusals)


def test_one_document_with_many_questions_is_drawn_whole() -> None:
    # 30 more questions right, all on one of twenty documents: real by question, not by document
    a = _run([(f"d{n % 20}", n % 20 > 9) for n in range(600)])
    b = _run([(f"d{n % 20}", n % 20 > 8) for n in range(600)])
    apart = [_record(r.id, r.hits[0].page == 1, f"d{r.id}") for r in a]
    changed = [_record(r.id, r.hits[0].page == 1, f"d{r.id}") for r in b]
    assert not _one(compare_runs(a, b, resamples=2000), "hit@1").real
    assert _one(compare_runs(apart, changed, resamples=2000), "hit@1").real


def test_on_one_document_the_questions_are_drawn_by_themselves() -> None:
    # drawn by document the interval of one document is a point, and any difference would be real
    a = _run([("d", n > 5) for n in range(12)])
    b = _run([("d", n > 4) for n in range(12)])
    hit = _one(compare_runs(a, b, resamples=2000), "hit@1")
    assert hit.low < hit.difference < hit.high
    assert not hit.real


def test_only_questions_of_both_runs_are_compared() -> None:
    a, b = _run([("d1", True), ("d2", False)]), _run([("d1", True)])
    assert _one(compare_runs(a, b, resamples=50), "hit@1").questions == 1
    assert compare_runs(a, [], resamples=50) == ()
    other = [_record("q0", True, "d1", setting="only strategy")]
    assert compare_runs(a, other, resamples=50) == ()


def test_answerability_is_compared_by_auroc() -> None:
    def run(good: bool) -> list[QuestionRecord]:
        return [
            _record(
                f"q{n}", True, f"d{n}" if n % 2 else None, answerability=(n % 2 if good else 0.5)
            )
            for n in range(40)
        ]

    area = _one(compare_runs(run(False), run(True), resamples=500), "AUROC")
    assert (area.a, area.b, area.real) == (0.5, 1.0, True)


def test_the_same_seed_gives_the_same_interval() -> None:
    a = _run([(f"d{n}", n % 2 == 0) for n in range(20)])
    b = _run([(f"d{n}", n % 3 == 0) for n in range(20)])
    assert compare_runs(a, b, resamples=100) == compare_runs(a, b, resamples=100)
    assert compare_runs(a, b, resamples=100, seed=1) != compare_runs(a, b, resamples=100)


def test_a_question_without_evidence_is_its_own_cluster() -> None:
    assert cluster_of(_record("q1", True, "d1")) == "d1"
    assert cluster_of(_record("q1", True, None)) == "s/everything/q1"
