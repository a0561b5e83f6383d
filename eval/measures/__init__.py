"""Measures: how often the right page is found, and how honest the answers are."""

from eval.measures.answers import AnswerCheck, AnswerMeasures, measure_answers
from eval.measures.ranks import Place, distinct_places, hits_at, rank_of
from eval.measures.share import Share

__all__ = [
    "AnswerCheck",
    "AnswerMeasures",
    "Place",
    "Share",
    "distinct_places",
    "hits_at",
    "measure_answers",
    "rank_of",
]
