"""Every measure that is counted question by question, by the name it is shown under.

A question's part is what it adds to the numerator and to the denominator of a measure; the figure
of a group is the sum of the first over the sum of the second. So a measure looks the same in
a table, in a report and in a comparison of two runs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from eval.measures import answers, citations, consistency, coverage, facts
from eval.measures.retrieval import score_retrieval
from eval.measures.share import Share
from eval.records import QuestionRecord

Part = tuple[float, int]

_SHARES: Mapping[str, Callable[[QuestionRecord], Share]] = {
    "right page": answers.page_cited,
    "right words": answers.words_cited,
    "first claim right": answers.first_right,
    "citation precision": citations.citation_precision,
    "citation recall": citations.citation_recall,
    "facts": facts.fact_recall,
    "answered": answers.answered,
    "false answers": answers.false_answers,
    "false refusals": answers.false_refusals,
    "risk": answers.risk,
    "risk by words": answers.risk_of_words,
    "claims covered": coverage.claim_coverage,
    "citations verified": coverage.verified_citations,
    "misattributed": coverage.misattributed_citations,
    "numbers in quotes": consistency.numbers_agree,
    "dates in quotes": consistency.dates_agree,
    "names in quotes": consistency.names_agree,
    "polarity": consistency.polarity_agrees,
    "claim language": consistency.claim_language,
    "answer language": consistency.answer_language,
}
GRADED = frozenset({"nDCG@10", "R@5", "R@20", "MRR"})
"""Means of values between 0 and 1, which have no count."""
RETRIEVAL = ("nDCG@10", "R@5", "R@20", "MRR", "hit@1", "hit@5")
PARTS = (*RETRIEVAL, *_SHARES)
"""The names, in the order they are shown."""


def measure_parts(record: QuestionRecord) -> Mapping[str, Part]:
    """What a question adds to every measure of ``PARTS``."""
    shares = {name: measure(record) for name, measure in _SHARES.items()}
    return _retrieval_parts(record) | {n: (float(s.count), s.total) for n, s in shares.items()}


def _retrieval_parts(record: QuestionRecord) -> dict[str, Part]:
    scores = score_retrieval(record)
    if scores is None:
        return dict.fromkeys(RETRIEVAL, (0.0, 0))
    values = (
        scores.ndcg10,
        scores.recall5,
        scores.recall20,
        scores.reciprocal_rank,
        float(scores.hit(1)),
        float(scores.hit(5)),
    )
    return {name: (value, 1) for name, value in zip(RETRIEVAL, values, strict=True)}
