import dataclasses

import pytest

from eval.causal import Case, Check, Shelf, collect_cases, sample_cases
from eval.questions import Question
from ingest.walk import Source
from pipeline.answer import answer_question

GRANT = Question(
    "a",
    "sv",
    "Vem har beviljat pengarna till Grannskap över sundet?",
    False,
    kind="out_of_database",
    collections=("initiatives",),
)


def test_every_cited_sentence_is_a_case_once_where_it_ranks_highest(
    shelf: Shelf, sources: tuple[Source, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    given = answer_question(shelf.store, GRANT.text, collections=["initiatives"])
    turned = dataclasses.replace(given, claims=given.claims[::-1])
    answers = iter((given, turned))
    monkeypatch.setattr("eval.causal.cases.answer_question", lambda *_, **__: next(answers))
    heard: list[tuple[str, float]] = []
    cases = collect_cases(
        shelf.store,
        (GRANT, dataclasses.replace(GRANT, id="b")),
        sources,
        on_progress=lambda what, share: heard.append((what, share)),
    )
    count = len(given.claims)
    assert heard == [("a", 0.5), ("b", 1.0)]
    assert [case.quote for case in cases] == [claim.text for claim in given.claims]
    assert [case.rank for case in cases] == [min(r, count + 1 - r) for r in range(1, count + 1)]
    assert {case.question_id for case in cases} == {"a", "b"}
    assert {case.collections for case in cases} == {("initiatives",)}
    assert any("Kvartersfonden" in case.quote for case in cases)


def with_quote(case: Case, quote: str, *, alone: bool = True) -> Case:
    return dataclasses.replace(case, quote=quote, alone=alone)


@pytest.mark.parametrize(
    ("quote", "alone", "fits"),
    [
        ("Fonden gav staden 48 miljoner.", True, {*Check}),
        ("Fonden gav staden 48 miljoner.", False, {Check.NUMBER, Check.REMOVED}),
        ("Fonden | 48 miljoner kronor | Beviljat", True, {Check.NUMBER, Check.REMOVED}),
        ("Fonden gav staden sina pengar.", True, {Check.CONTRADICTED, Check.REMOVED}),
        ("Fonden gav staden sina pengar:", True, {Check.REMOVED}),
        ("Fonden gav allt.not Sedan tog den slut.", True, {Check.REMOVED}),
    ],
)
def test_what_each_check_is_for(case: Case, quote: str, alone: bool, fits: set[Check]) -> None:
    one = with_quote(case, quote, alone=alone)
    assert {check for check in Check if sample_cases(check, [one], None)} == fits


def test_a_sample_is_the_same_every_time_and_not_for_every_check(case: Case) -> None:
    cases = [with_quote(case, f"Fonden gav stad {number} sina pengar.") for number in range(40)]
    number = sample_cases(Check.NUMBER, cases, 5)
    assert number == sample_cases(Check.NUMBER, cases[::-1], 5)
    assert number == sorted(number, key=lambda one: one.quote)
    assert len(number) == 5
    assert number != sample_cases(Check.REMOVED, cases, 5)
    assert set(number) < set(sample_cases(Check.NUMBER, cases, 9))
