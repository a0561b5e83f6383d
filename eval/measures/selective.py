"""What would be answered, and how wrongly, at every threshold of answerability.

Questions are taken in order of falling answerability. After each, *coverage* is the share taken
and *risk* the share of those without a right citation (``eval.measures.answers``). Questions of
the same answerability are taken together, because no threshold tells them apart.

- AURC: the mean risk over the coverages 1/n, 2/n, … 1; less is better. Among questions of the
  same answerability it is the mean over every order of them.
- AUROC: the chance that a question the documents answer has a higher answerability than one
  they do not, ties counting half; 0.5 says nothing, 1 tells all.

A question that was refused has no citations to judge. Were it answered, it counts as right
when the first page found is right: a guess on the low side, since an answer has up to five claims.
Questions without an answerability (comparisons, which are judged party by party) are left out.

Source: risk and coverage are those of Geifman and El-Yaniv, "Selective classification for deep
neural networks", NeurIPS 2017, section 2, and AURC is the area Geifman, Uziel and El-Yaniv (ICLR
2019) take under their curve; AUROC as in Hanley and McNeil, "The meaning and use of the area under
a ROC curve", Radiology 143 (1982); its interval is that of DeLong, DeLong and Clarke-Pearson,
Biometrics 44 (1988).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import numpy.typing as npt

from eval.measures.answers import right_page
from eval.measures.retrieval import score_retrieval
from eval.measures.share import Z95
from eval.records import QuestionRecord

_RESAMPLES = 1_000
_SEED = 20_250_601


@dataclass(frozen=True, slots=True)
class RiskPoint:
    """At ``threshold`` (0..1, answered from there up): the share answered, and their risk."""

    threshold: float
    coverage: float
    risk: float
    answered: int


def is_wrong(record: QuestionRecord) -> bool:
    """Whether answering is wrong: nothing answers the question, or the wrong page is cited."""
    if not record.answerable:
        return True
    if not record.abstained:
        return not right_page(record)
    scores = score_retrieval(record)
    return scores is None or not scores.hit(1)


def risk_curve(records: Sequence[QuestionRecord]) -> tuple[RiskPoint, ...]:
    """The curve, from the highest threshold to the lowest; empty without answerabilities."""
    points, wrong, taken = [], 0, 0
    total = len(_judged(records))
    for threshold, errors in _tied(records):
        wrong += sum(errors)
        taken += len(errors)
        points.append(RiskPoint(threshold, taken / total, wrong / taken, taken))
    return tuple(points)


def aurc(records: Sequence[QuestionRecord]) -> float:
    """The area under the risk-coverage curve, 0..1, less is better; 0 of no questions."""
    total, wrong, taken = 0.0, 0, 0
    for _, errors in _tied(records):
        each = sum(errors) / len(errors)
        total += sum((wrong + i * each) / (taken + i) for i in range(1, len(errors) + 1))
        wrong += sum(errors)
        taken += len(errors)
    return total / taken if taken else 0.0


def aurc_interval(records: Sequence[QuestionRecord]) -> tuple[float, float]:
    """The 95 % interval of ``aurc``: percentiles of resampled questions."""
    judged = _judged(records)
    if not judged:
        return 0.0, 1.0
    random = np.random.default_rng(_SEED)
    scores = np.array([record.answerability for record in judged])
    wrong = np.array([is_wrong(record) for record in judged], dtype=float)
    drawn = random.integers(0, len(judged), (_RESAMPLES, len(judged)))
    # ties are broken by chance here, which the mean over resamples evens out
    order = np.argsort(-(scores[drawn] + random.uniform(0, 1e-9, drawn.shape)), axis=1)
    errors = np.take_along_axis(wrong[drawn], order, axis=1).cumsum(axis=1)
    areas = (errors / np.arange(1, len(judged) + 1)).mean(axis=1)
    low, high = np.percentile(areas, [2.5, 97.5])
    return float(low), float(high)


def auroc(records: Sequence[QuestionRecord]) -> tuple[float, float, float] | None:
    """The AUROC of answerability against answerable, and its 95 % bounds.

    None unless both kinds of question are there.
    """
    judged = _judged(records)
    right = np.array([r.answerability for r in judged if r.answerable])
    wrong = np.array([r.answerability for r in judged if not r.answerable])
    if not len(right) or not len(wrong):
        return None
    above = placements(right, wrong)
    value = float(above.mean())
    variance = _variance(above.mean(axis=1)) + _variance(above.mean(axis=0))
    spread = Z95 * math.sqrt(variance)
    return value, max(0.0, value - spread), min(1.0, value + spread)


def placements(
    right: npt.NDArray[np.float64], wrong: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """``(right, wrong)``: 1 where the answerable question is above, a half where they tie."""
    return np.heaviside(right[:, None] - wrong[None, :], 0.5)


def _variance(of: npt.NDArray[np.float64]) -> float:
    return float(of.var(ddof=1)) / len(of) if len(of) > 1 else 0.0


def _judged(records: Sequence[QuestionRecord]) -> list[QuestionRecord]:
    return [record for record in records if record.answerability is not None]


def _tied(records: Sequence[QuestionRecord]) -> list[tuple[float, list[bool]]]:
    """Answerability, falling, and for each question that has it whether answering is wrong."""
    pairs = [(r.answerability or 0.0, is_wrong(r)) for r in _judged(records)]
    ordered = sorted(pairs, key=lambda pair: -pair[0])
    return [(s, [w for _, w in of]) for s, of in groupby(ordered, key=lambda pair: pair[0])]
