"""The citation CI itself, over the shipped library."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.catalog import Catalog
from corpus.store import Store
from eval.records import QuestionRecord
from eval.regression import Baseline, check_against_baseline, check_gold, measure_questions
from eval.regression.check import GOLD, VERBATIM, VERDICT, check_citations, check_measures


def test_every_gold_quote_of_the_library_is_at_its_place(library: Store) -> None:
    assert [str(fault) for fault in check_gold(library.catalog)] == []


def test_the_sample_is_as_good_as_its_baseline(
    library: Store, records: tuple[QuestionRecord, ...], baseline: Baseline
) -> None:
    assert [str(fault) for fault in check_against_baseline(library, records, baseline)] == []


def test_the_sample_says_enough_to_be_checked(records: tuple[QuestionRecord, ...]) -> None:
    assert sum(len(record.citations) for record in records) > 20
    assert sum(not record.abstained for record in records) > 10


def test_gold_that_is_no_longer_there_is_told(
    library: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Catalog.text
    # a reader that misreads a letter
    monkeypatch.setattr(Catalog, "text", lambda *place: read(*place).replace("ö", "o"))
    faults = check_gold(library.catalog)
    assert len(faults) > 20
    assert {fault.check for fault in faults} == {GOLD}
    assert "does not stand on page" in faults[0].told


def test_a_library_that_is_not_there_is_told(store: Store) -> None:
    (fault,) = check_gold(store.catalog)
    assert fault.check == GOLD
    assert "there are no documents in the collection" in fault.told


def _answered(records: tuple[QuestionRecord, ...]) -> QuestionRecord:
    return next(one for one in records if one.citations and one.citations[0].page)


def _citing(record: QuestionRecord, **changes: object) -> QuestionRecord:
    claim = record.claims[0]
    cited = replace(claim.citations[0], **changes)
    return replace(record, claims=(replace(claim, citations=(cited,)),))


def test_a_citation_that_is_not_verified_is_told(
    library: Store, records: tuple[QuestionRecord, ...]
) -> None:
    record = _answered(records)
    (fault,) = check_citations(library, [_citing(record, verdict="misattributed")])
    assert fault.check == VERDICT
    assert str(fault).startswith(f'verdict: {record.id}: misattributed: "')


def test_a_claim_that_says_more_than_its_quotes_is_told(
    library: Store, records: tuple[QuestionRecord, ...]
) -> None:
    record = _answered(records)
    claims = (replace(record.claims[0], status="unsupported"),)
    (fault,) = check_citations(library, [replace(record, claims=claims)])
    assert fault.check == VERDICT
    assert "unsupported" in fault.told


@pytest.mark.parametrize("change", [{"quote": "Ord som inte står där."}, {"page": 40}])
def test_a_quote_that_is_not_where_it_is_cited_is_told(
    library: Store, records: tuple[QuestionRecord, ...], change: dict[str, object]
) -> None:
    faults = check_citations(library, [_citing(_answered(records), **change)])
    assert VERBATIM in {fault.check for fault in faults}


@pytest.fixture
def present(baseline: Baseline, records: tuple[QuestionRecord, ...]) -> Baseline:
    """What the system gives now, as if it had been recorded."""
    return replace(baseline, questions=measure_questions(records))


def test_a_question_that_was_not_put_is_told(
    records: tuple[QuestionRecord, ...], present: Baseline
) -> None:
    (fault,) = check_measures(records[:-1], present)
    assert str(fault) == f"sample: not put: {records[-1].id}"


def test_a_measure_that_fell_is_told_with_the_questions_it_fell_on(
    records: tuple[QuestionRecord, ...], present: Baseline
) -> None:
    right = [name for name, parts in present.questions.items() if parts.get("hit@5") == (1, 1)]
    broken = [replace(one, hits=()) if one.id in right else one for one in records]
    faults = {fault.check: fault.told for fault in check_measures(broken, present)}
    assert set(faults) == {"hit@1", "hit@5", "nDCG@10"}
    assert "-> 0.000" in faults["hit@5"]
    assert right[0] in faults["hit@5"]
