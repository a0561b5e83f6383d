"""Whether the documents answer at all.

The cosine between a question and its best sentence says little: a multilingual model finds
something near to say about anything. What tells more is taking the question's words away one at
a time. A word the sentence speaks of draws the question towards it, so without the word they are
less alike; a word it does not speak of ("budget" in a text on ambitions) draws the question
away, and without it they are more alike (docs/decisions/0005).
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.records import FloatMatrix
from corpus.store import Store
from pipeline.answer.choose import Chosen
from pipeline.answer.terms import Said, Term, read_said
from pipeline.retrieve import Retrieval, embed_questions, facing

# Sentences whose likeness to the question is looked at, and passages whose words are.
_SENTENCES, _PASSAGES = 5, 3
_WORDS = 12


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether to answer. ``probability`` (0..1) is compared with ``threshold``."""

    answerable: bool
    probability: float
    threshold: float
    features: Mapping[str, float]


def judge(
    store: Store, retrieval: Retrieval, terms: Sequence[Term], scored: Sequence[Chosen]
) -> Judgement:
    """Weigh what was found; nothing found is never answerable."""
    weights = retrieval.constants.answerable
    if not scored:
        return Judgement(False, 0.0, weights.threshold, {})
    features = read_features(store, retrieval, terms, scored)
    total = weights.bias + sum(weights.of[name] * value for name, value in features.items())
    probability = 1 / (1 + math.exp(-total))
    return Judgement(probability >= weights.threshold, probability, weights.threshold, features)


def read_features(
    store: Store, retrieval: Retrieval, terms: Sequence[Term], scored: Sequence[Chosen]
) -> dict[str, float]:
    """What tells an answerable question from another.

    ``similarity``: cosine of the best sentence. ``missing``: the weight of the rarest word of the
    question that the best passages do not say, over that of its rarest word, 0..1 (a ratio, so
    that it means the same in a corpus of any size). ``word_support``: for the best-supported of
    the first sentences, the least any word of the question draws it nearer, as a difference of
    cosines (about -0.05..0.03; a word the passages say counts as at least 0).
    """
    passages = [_passage_words(one) for one in scored[:_PASSAGES]]
    said = np.array(
        [any(p.says(t, retrieval.language) for p in passages) for t in terms], dtype=bool
    )
    missing = [t.weight for t, there in zip(terms, said, strict=True) if not there]
    return {
        "similarity": scored[0].similarity,
        "missing": max(missing, default=0.0) / max((t.weight for t in terms), default=1.0),
        "word_support": _word_support(store, retrieval, terms, scored[:_SENTENCES], said=said),
    }


def _passage_words(one: Chosen) -> Said:
    passage = one.scored.candidate.passage
    return read_said(passage.text, passage.language)


def _word_support(
    store: Store,
    retrieval: Retrieval,
    terms: Sequence[Term],
    scored: Sequence[Chosen],
    *,
    said: np.ndarray[tuple[int], np.dtype[np.bool_]],
) -> float:
    if not terms:
        return 0.0
    # a long question is judged by its rarest words: each costs an embedding
    heaviest = sorted(range(len(terms)), key=lambda i: -terms[i].weight)[:_WORDS]
    terms, said = [terms[i] for i in heaviest], said[heaviest]
    question = retrieval.query.text
    without = [re.sub(rf"\b{re.escape(t.word)}\b", "", question, flags=re.I) for t in terms]
    variants = embed_questions(
        store, without, language=retrieval.language, constants=retrieval.constants
    )
    whole = _likeness(retrieval.query.vectors, scored, retrieval.language)
    drawn = np.stack([whole - _likeness(v, scored, retrieval.language) for v in variants])
    drawn = np.where(said[:, None], np.maximum(drawn, 0.0), drawn)
    return float(drawn.min(axis=0).max())


def _likeness(vectors: FloatMatrix, scored: Sequence[Chosen], language: str) -> FloatMatrix:
    """``(len(scored),)``: the cosine of a question to each sentence."""
    return np.array(
        [one.vector @ facing(vectors, own_language=one.said.language == language) for one in scored]
    )
