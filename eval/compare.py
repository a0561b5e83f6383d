"""Two runs side by side: which differences are real.

A paired bootstrap. Only questions both runs have are compared, each with itself. What is drawn
again and again is the document its evidence stands in, with all the questions on it, because
questions on one document succeed and fail together; a question without evidence is drawn by
itself. From 10,000 draws comes the interval of the difference, and a difference is *real* when
that interval leaves out 0.

Where a figure rests on fewer than ten documents (all questions on one strategy), drawing documents
says little, and nothing at all with one. There the questions are drawn by themselves as well, and
the wider bounds of the two count: what is real then is real of questions on these documents.

One interval in twenty leaves out 0 by chance alone, so of a hundred figures some five look real
when nothing changed. Times are not compared: they differ with the machine.

Source: Efron and Tibshirani, "An introduction to the bootstrap" (1993), section 13.3 (percentile
interval); Sakai, "Evaluating evaluation metrics based on the bootstrap", SIGIR 2006, section 3
(paired, over questions); Cameron, Gelbach and Miller, Review of Economics and Statistics 90
(2008), section II (clusters drawn whole).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from eval.measures.parts import PARTS, Part, measure_parts
from eval.measures.selective import placements
from eval.measures.summary import AUROC, LESS_IS_BETTER, groups_of
from eval.records import QuestionRecord

RESAMPLES = 10_000
FEW_DOCUMENTS = 10
_SEED = 20_250_601
_Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Pair:
    """A question of run ``a`` with what it adds to each measure and its score, in both runs."""

    record: QuestionRecord
    parts: tuple[Mapping[str, Part], Mapping[str, Part]]
    scores: tuple[float | None, float | None]


@dataclass(frozen=True, slots=True, eq=False)
class _Draws:
    """``(resamples, questions)``: how often each was drawn; ``clusters`` numbers the documents."""

    clusters: npt.NDArray[np.intp]
    by_document: _Matrix
    by_question: _Matrix


@dataclass(frozen=True, slots=True)
class Difference:
    """``b`` - ``a`` of one measure, with its 95 % interval ``low``..``high``.

    ``real``: the interval leaves out 0. ``questions`` counts those of the group that both runs
    have and the measure counts in one of them.
    """

    measure: str
    set: str
    setting: str
    group: str
    a: float
    b: float
    difference: float
    low: float
    high: float
    real: bool
    questions: int

    def __str__(self) -> str:
        if not self.real:
            verdict = "no real difference"
        else:
            better = (self.difference < 0) == (self.measure in LESS_IS_BETTER)
            verdict = "REAL: B is better" if better else "REAL: B is worse"
        return (
            f"{self.set} {self.setting} {self.group} {self.measure}: {self.a:.3f} -> {self.b:.3f} "
            f"({self.difference:+.3f} [{self.low:+.3f}, {self.high:+.3f}], "
            f"{self.questions} questions) {verdict}"
        )


def compare_runs(
    a: Sequence[QuestionRecord],
    b: Sequence[QuestionRecord],
    *,
    resamples: int = RESAMPLES,
    seed: int = _SEED,
) -> tuple[Difference, ...]:
    """The differences of every measure counted by question, and of AUROC, by place and group.

    Languages, pairs and clusters are those of run ``a``. A measure that has nothing to count in
    one of the runs (no answers, so no risk) is left out. Empty when no question is in both.
    """
    other = {record.key: record for record in b}
    shared = [record for record in a if record.key in other]
    random = np.random.default_rng(seed)
    found: list[Difference] = []
    for place in dict.fromkeys((record.set, record.setting) for record in shared):
        inside = [one for one in shared if (one.set, one.setting) == place]
        paired = {one.key: _pair(one, other[one.key]) for one in inside}
        for group, members in groups_of(inside).items():
            draws = _draw(members, resamples, random)
            found += _differences((*place, group), [paired[one.key] for one in members], draws)
    return tuple(found)


def cluster_of(record: QuestionRecord) -> str:
    """What a question is drawn with: its first gold document, else itself."""
    return record.gold[0].document_id if record.gold else record.key


def _pair(one: QuestionRecord, other: QuestionRecord) -> _Pair:
    scores = (one.answerability, other.answerability)
    return _Pair(one, (measure_parts(one), measure_parts(other)), scores)


def _draw(members: Sequence[QuestionRecord], resamples: int, random: np.random.Generator) -> _Draws:
    clusters, of = np.unique([cluster_of(one) for one in members], return_inverse=True)
    by_document = _multinomial(len(clusters), resamples, random)[:, of]
    return _Draws(of, by_document, _multinomial(len(members), resamples, random))


def _multinomial(count: int, resamples: int, random: np.random.Generator) -> _Matrix:
    drawn = random.multinomial(count, np.full(count, 1 / count), size=resamples)
    return drawn.astype(np.float64)


def _differences(
    place: tuple[str, str, str], pairs: Sequence[_Pair], draws: _Draws
) -> Iterator[Difference]:
    ones = np.ones((1, len(pairs)))
    for name in PARTS:
        # runs, numerator and denominator, questions
        table = np.array([[part[name] for part in one.parts] for one in pairs]).transpose(1, 2, 0)
        if table[:, 1].sum(axis=1).all():
            ratio = partial(_ratios, table)
            counted = np.asarray(table[:, 1].any(axis=0))
            yield _difference((name, *place), ratio, draws, counted=counted, ones=ones)
    answerable = np.array([one.record.answerable for one in pairs])
    scores = np.array([one.scores for one in pairs], dtype=float).T
    judged = ~np.isnan(scores).any(axis=0)
    if (judged & answerable).any() and (judged & ~answerable).any():
        area = partial(_areas, scores, judged & answerable, judged & ~answerable)
        yield _difference((AUROC, *place), area, draws, counted=judged, ones=ones)


def _difference(
    place: tuple[str, str, str, str],
    values: Callable[[_Matrix], _Matrix],
    draws: _Draws,
    *,
    counted: npt.NDArray[np.bool_],
    ones: _Matrix,
) -> Difference:
    """``values`` turns ``(draws, questions)`` weights into ``(2, draws)`` figures."""
    first, second = (float(value) for value in values(ones)[:, 0])
    bounds = [_interval(values(draws.by_document))]
    if len(set(draws.clusters[counted].tolist())) < FEW_DOCUMENTS:
        bounds.append(_interval(values(draws.by_question)))
    low, high = min(low for low, _ in bounds), max(high for _, high in bounds)
    return Difference(
        *place,
        a=first,
        b=second,
        difference=second - first,
        low=low,
        high=high,
        real=low > 0 or high < 0,
        questions=int(counted.sum()),
    )


def _interval(values: _Matrix) -> tuple[float, float]:
    # a draw without anything to count has no value
    differences = (values[1] - values[0])[~np.isnan(values).any(axis=0)]
    low, high = np.percentile(differences, [2.5, 97.5])
    return float(low), float(high)


def _ratios(table: _Matrix, drawn: _Matrix) -> _Matrix:
    sums = (drawn @ table.reshape(4, -1).T).T.reshape(2, 2, -1)
    return _divide(sums[:, 0], sums[:, 1])


def _areas(
    scores: _Matrix, right: npt.NDArray[np.bool_], wrong: npt.NDArray[np.bool_], drawn: _Matrix
) -> _Matrix:
    """The AUROC of each run in each draw (``eval.measures.selective`` defines it)."""
    above, below = drawn[:, right], drawn[:, wrong]
    pairs = above.sum(axis=1) * below.sum(axis=1)
    areas = [((above @ placements(run[right], run[wrong])) * below).sum(axis=1) for run in scores]
    return _divide(np.array(areas), np.broadcast_to(pairs, (2, len(pairs))))


def _divide(above: _Matrix, below: _Matrix) -> _Matrix:
    result: _Matrix = np.full_like(above, np.nan)
    np.divide(above, below, out=result, where=below > 0)
    return result
