"""The worst questions of a run: which they are, and what was found where it should have been."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from eval.measures.answers import right_page
from eval.measures.retrieval import score_retrieval
from eval.records import QuestionRecord

COUNT = 20
# every kind of fault shows its worst, before one kind fills the list
_OF_EACH = 3
_LOW = 5
_NOT_FOUND = 1_000


class Fault(IntEnum):
    """Why a question counts as wrong, the worst first."""

    UNVERIFIED = 0
    FALSE_ANSWER = 1
    WRONG_PAGE = 2
    FALSE_REFUSAL = 3
    LOW_RANK = 4

    @property
    def says(self) -> str:
        """The fault in words."""
        return _SAYS[self]


_SAYS = {
    Fault.UNVERIFIED: "A citation could not be verified",
    Fault.FALSE_ANSWER: "Answered, though the documents do not answer",
    Fault.WRONG_PAGE: "Answered, citing no right page",
    Fault.FALSE_REFUSAL: "Refused, though the documents answer",
    Fault.LOW_RANK: "The right page was found low or not at all",
}


@dataclass(frozen=True, slots=True)
class Case:
    """A question that went wrong. ``faults`` are in order; ``rank`` is that of the right page."""

    record: QuestionRecord
    faults: tuple[Fault, ...]
    rank: int | None

    @property
    def badness(self) -> tuple[float, ...]:
        """Sorts the worst first: the fault, how sure it was of it, how far the page was off."""
        record = self.record
        sure = 0.0
        if record.answerability is not None:
            sure = record.answerability - (record.threshold or 0.0)
        return self.faults[0], -abs(sure), -(self.rank or _NOT_FOUND)


def find_cases(records: Iterable[QuestionRecord]) -> list[Case]:
    """Every question that went wrong, the worst first."""
    cases = (_case(record) for record in records)
    wrong = [case for case in cases if case.faults]
    return sorted(wrong, key=lambda case: (case.badness, case.record.key))


def choose_worst(cases: Sequence[Case], count: int = COUNT) -> list[Case]:
    """The worst of ``find_cases``, three of every fault among them, in the same order.

    A question put in several settings comes once, in the one it did worst in.
    """
    once: dict[tuple[str, str], Case] = {}
    for case in cases:
        once.setdefault((case.record.set, case.record.id), case)
    seen: Counter[Fault] = Counter()
    first: list[Case] = []
    rest: list[Case] = []
    for case in once.values():
        seen[case.faults[0]] += 1
        (first if seen[case.faults[0]] <= _OF_EACH else rest).append(case)
    chosen = {case.record.key for case in [*first, *rest][:count]}
    return [case for case in once.values() if case.record.key in chosen]


def count_faults(cases: Iterable[Case]) -> Mapping[Fault, int]:
    """How many questions have each fault, as their first or beside a worse one."""
    counts = Counter(fault for case in cases for fault in case.faults)
    return {fault: counts[fault] for fault in Fault}


def _case(record: QuestionRecord) -> Case:
    scores = score_retrieval(record)
    rank = scores.rank if scores else None
    held = {
        Fault.UNVERIFIED: any(c.verdict != "verified" for c in record.citations),
        Fault.FALSE_ANSWER: not record.answerable and not record.abstained,
        Fault.WRONG_PAGE: record.answerable and not record.abstained and not right_page(record),
        Fault.FALSE_REFUSAL: record.answerable and record.abstained,
        Fault.LOW_RANK: scores is not None and not scores.hit(_LOW),
    }
    return Case(record, tuple(fault for fault in Fault if held[fault]), rank)
