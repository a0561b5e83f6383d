"""What an answer shows after the change, read from its citations and the Markdown alone."""

from __future__ import annotations

from corpus.records import Answer
from eval.causal.records import Outcome
from eval.causal.shelf import Shelf
from eval.originals import reduce_text

Cited = list[tuple[int, str, str]]
"""Rank of the claim (from 0), document and reduced words of each citation."""


def judge_number(
    answer: Answer, shelf: Shelf, document: str, *, before: str, after: str
) -> Outcome:
    """After a number was changed: ``before`` and ``after`` are the sentence in letters."""
    if _is_stale(answer, shelf):
        return Outcome.STALE
    old, new = reduce_text(before), reduce_text(after)
    for _, place, words in _cited(answer):
        # a part of the sentence counts when the number is in it
        if place == document and (new in words or (words in new and words not in old)):
            return Outcome.FOLLOWED
    return Outcome.ABSTAINED if answer.abstained else Outcome.LEFT_OUT


def judge_removal(answer: Answer, shelf: Shelf) -> Outcome:
    """After the passage was taken out."""
    if _is_stale(answer, shelf):
        return Outcome.STALE
    return Outcome.ABSTAINED if answer.abstained else Outcome.GONE


def judge_contradiction(
    answer: Answer, shelf: Shelf, *, old: tuple[str, str], new: tuple[str, str]
) -> Outcome:
    """After a document was added; ``old`` and ``new`` are each a document's id and a sentence."""
    if _is_stale(answer, shelf):
        return Outcome.STALE
    first, second = (_ranks(answer, *one) for one in (old, new))
    if first and second:
        beside = any(abs(one - other) == 1 for one in first for other in second)
        return Outcome.BOTH if beside else Outcome.APART
    if first:
        return Outcome.ONLY_OLD
    return Outcome.ONLY_NEW if second else Outcome.NEITHER


def _ranks(answer: Answer, document: str, sentence: str) -> list[int]:
    """The claims that cite a sentence in a document."""
    wanted = reduce_text(sentence)
    return [rank for rank, place, words in _cited(answer) if place == document and wanted in words]


def _is_stale(answer: Answer, shelf: Shelf) -> bool:
    """Whether a citation's words do not stand in its document as it is now."""
    return any(words not in shelf.words_of(document) for _, document, words in _cited(answer))


def _cited(answer: Answer) -> Cited:
    return [
        (rank, citation.document.id, reduce_text(citation.quote))
        for rank, claim in enumerate(answer.claims)
        for citation in claim.citations
    ]
