from __future__ import annotations

from collections.abc import Callable

from eval.records import QuestionRecord
from eval.report.worst import Fault, choose_worst, count_faults, find_cases


def test_cases_are_ordered_by_how_bad_they_are(records: tuple[QuestionRecord, ...]) -> None:
    found = [
        (case.record.id, case.faults[0])
        for case in find_cases(records)
        if case.record.setting == "everything"
    ]
    assert found == [
        ("unproven", Fault.UNVERIFIED),
        ("false", Fault.FALSE_ANSWER),
        ("wrong", Fault.WRONG_PAGE),
        ("lost", Fault.FALSE_REFUSAL),
        ("refused", Fault.FALSE_REFUSAL),
    ]


def test_of_the_same_fault_the_surest_is_the_worst(make: Callable[..., QuestionRecord]) -> None:
    unsure = make("a", None, (1,), (1,), answerability=0.61)
    sure = make("b", None, (1,), (1,), answerability=0.99)
    assert [case.record.id for case in find_cases([unsure, sure])] == ["b", "a"]


def test_a_page_that_was_not_found_is_worse_than_one_found_low(
    make: Callable[..., QuestionRecord],
) -> None:
    low = make("a", 9, (1, 2, 3, 4, 5, 9), (9,))
    lost = make("b", 9, (1, 2, 3, 4, 5), (9,))
    cases = find_cases([low, lost])
    assert [(c.record.id, c.rank, c.faults) for c in cases] == [
        ("b", None, (Fault.LOW_RANK,)),
        ("a", 6, (Fault.LOW_RANK,)),
    ]


def test_a_question_is_chosen_once_and_no_fault_is_crowded_out(
    make: Callable[..., QuestionRecord],
) -> None:
    false = [make(f"f{n:02}", None, (1,), (1,)) for n in range(30)]
    again = [make(f"f{n:02}", None, (1,), (1,), setting="named") for n in range(30)]
    refused = [make(f"r{n:02}", 5, (5,)) for n in range(5)]
    shown = choose_worst(find_cases([*refused, *false, *again]))
    assert len(shown) == len({case.record.id for case in shown}) == 20
    assert [case.faults[0] for case in shown] == [Fault.FALSE_ANSWER] * 17 + [
        Fault.FALSE_REFUSAL
    ] * 3


def test_every_fault_of_a_question_is_counted(records: tuple[QuestionRecord, ...]) -> None:
    assert count_faults(find_cases(records[:8])) == {
        Fault.UNVERIFIED: 1,
        Fault.FALSE_ANSWER: 1,
        # an unverified citation is never right
        Fault.WRONG_PAGE: 2,
        Fault.FALSE_REFUSAL: 2,
        Fault.LOW_RANK: 2,
    }
