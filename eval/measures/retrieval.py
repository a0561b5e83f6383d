"""How well the right pages are ranked: nDCG@10, R@5, R@20, MRR, hit@1 and hit@5.

All over the units of ``eval.measures.units`` with relevance 0 or 1:

- nDCG@k: sum of 1/log2(rank + 1) over the relevant units among the first k, over what the best
  order would give. Source: Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR
  techniques", ACM TOIS 20 (2002), section 2, with the discount of every rank that trec_eval uses.
- R@k: relevant units among the first k, over all relevant units. Source: trec_eval, ``recall``.
- MRR: one over the rank of the first relevant unit, 0 without one. Source: Voorhees, "The TREC-8
  question answering track report" (1999), section 2.
- hit@k: whether a relevant unit is among the first k. Source: trec_eval, ``success``.

A question that found nothing scores 0 and is never left out, so silence cannot look good. One
without relevant units (nothing answers it) has no scores.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from eval.measures.units import Unit, gold_units, ranked_units
from eval.records import QuestionRecord


@dataclass(frozen=True, slots=True)
class RetrievalScores:
    """The scores of one question, each 0..1, higher is better. ``rank`` is 1-based."""

    ndcg10: float
    recall5: float
    recall20: float
    reciprocal_rank: float
    rank: int | None

    def hit(self, cutoff: int) -> bool:
        """Whether a right unit is among the first ``cutoff``."""
        return self.rank is not None and self.rank <= cutoff


def score_retrieval(record: QuestionRecord) -> RetrievalScores | None:
    """The scores of a question; None when nothing answers it."""
    gold = gold_units(record)
    return score_units(ranked_units(record), gold) if gold else None


def score_units(ranked: Sequence[Unit], gold: Collection[Unit]) -> RetrievalScores:
    """The scores of a ranking of distinct units; ``gold`` is not empty."""
    relevant = [unit in gold for unit in ranked]
    rank = next((rank for rank, right in enumerate(relevant, 1) if right), None)
    return RetrievalScores(
        ndcg10=_gain(relevant[:10]) / _gain([True] * min(10, len(gold))),
        recall5=sum(relevant[:5]) / len(gold),
        recall20=sum(relevant[:20]) / len(gold),
        reciprocal_rank=1 / rank if rank else 0.0,
        rank=rank,
    )


def _gain(relevant: Sequence[bool]) -> float:
    return sum(1 / math.log2(rank + 1) for rank, right in enumerate(relevant, 1) if right)
