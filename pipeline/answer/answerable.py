"""Whether the documents answer at all: a first, fixed rule over what retrieval found."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.answer.choose import Chosen
from pipeline.answer.terms import Term, coverage, read_said, wanted_kind
from pipeline.retrieve import Retrieval


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether to answer. ``probability`` (0..1) is compared with ``threshold``."""

    answerable: bool
    probability: float
    threshold: float
    features: Mapping[str, float]


def judge(retrieval: Retrieval, terms: Sequence[Term], scored: Sequence[Chosen]) -> Judgement:
    """Weigh what was found; nothing found is never answerable."""
    if not scored:
        return Judgement(False, 0.0, 0.5, {})
    features = read_features(retrieval, terms, scored)
    return Judgement(True, 1.0, 0.5, features)


def read_features(
    retrieval: Retrieval, terms: Sequence[Term], scored: Sequence[Chosen]
) -> dict[str, float]:
    """What tells an answerable question from another; every value is about 0..1."""
    best = scored[0]
    asked_in = retrieval.language
    others = [s for one in retrieval.ranking for s in one.sentences] or [0.0]
    passages = [
        read_said(c.scored.candidate.passage.text, c.scored.candidate.passage.language)
        for c in scored[:3]
    ]
    kind = wanted_kind(retrieval.query.text)
    lifted = (best.similarity - float(np.mean(others))) / (float(np.std(others)) or 1.0)
    return {
        "similarity": best.similarity,
        "lift": lifted,
        "sentence_coverage": coverage(terms, [best.said], asked_in),
        "passage_coverage": coverage(terms, passages, asked_in),
        "rarest_missing": max(
            (t.weight for t in terms if not any(p.says(t, asked_in) for p in passages)),
            default=0.0,
        ),
        "cross": float(best.said.language != asked_in),
        "kind_met": float(kind is None or bool(kind.search(best.text))),
        "terms": math.log1p(len(terms)),
    }
