"""Whether the documents answer at all.

The cosine between a question and its best sentence says little: a multilingual model finds
something near to say about anything. What tells more: whether the question is of a kind documents
can answer (``requests``); whether the passages say the names and numbers it names, and the kind of
thing it asks for (``unsaid``); and taking its words away one at a time. A word the sentence speaks
of draws the question towards it, so without the word they are less alike; a word it does not
speak of ("budget" in a text on ambitions) draws the question away, and without it they are more
alike (docs/decisions/0005, 0008).
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.errors import SettingsError
from corpus.records import FloatMatrix
from corpus.store import Store
from pipeline.answer.choose import Chosen
from pipeline.answer.plain import is_plain, say_together
from pipeline.answer.requests import describe_kinds, load_kinds
from pipeline.answer.terms import Said, Term, read_said
from pipeline.answer.unsaid import read_unsaid
from pipeline.constants import AnswerableWeights, RiskLevel
from pipeline.retrieve import Retrieval, embed_questions, facing

# Sentences whose likeness to the question is looked at, and passages whose words are.
_SENTENCES, _PASSAGES = 5, 3
_WORDS = 12
# Unless the reader says otherwise: the risk they accept, and how much of what the documents do
# answer may be refused for it.
_RISK, _MOST_REFUSED = 0.05, 0.15


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether to answer.

    ``probability`` (0..1) that the documents answer is compared with the threshold of ``level``,
    which also says how often such answers were wrong; None where nothing was calibrated. ``plain``
    questions are answered below it too, unless the reader set a risk of their own.
    """

    answerable: bool
    probability: float
    pair: str
    features: Mapping[str, float]
    level: RiskLevel | None = None
    plain: bool = False

    @property
    def threshold(self) -> float:
        """What ``probability`` is compared with, 0..1."""
        return self.level.threshold if self.level else 0.0


def judge(
    store: Store, retrieval: Retrieval, terms: Sequence[Term], scored: Sequence[Chosen]
) -> Judgement:
    """Weigh what was found; nothing found is never answerable.

    Raises:
        SettingsError: the constants weigh a feature that there is not.
    """
    weights = retrieval.constants.answerable
    level = choose_level(store, retrieval)
    if not scored:
        return Judgement(False, 0.0, f"{retrieval.language}-", {}, level)
    features = read_features(store, retrieval, terms, scored)
    pair = f"{retrieval.language}-{scored[0].said.language}"
    probability = _probability(weights, features, pair)
    together = say_together(terms, scored, retrieval.language)
    plain = store.settings.answer_risk is None and is_plain(
        retrieval.query.text, retrieval.language, together=together, features=features
    )
    answerable = level is None or plain or probability >= level.threshold
    return Judgement(answerable, probability, pair, features, level, plain)


def _probability(weights: AnswerableWeights, features: Mapping[str, float], pair: str) -> float:
    if unknown := weights.of.keys() - features.keys():
        raise SettingsError(
            f"constants.toml weighs {', '.join(sorted(unknown))}, which this version does not look "
            "at; delete the file, and run samklang eval --calibrate for a new one"
        )
    total = weights.bias + weights.pairs.get(pair, 0.0)
    total += sum(weight * features[name] for name, weight in weights.of.items())
    return 1 / (1 + math.exp(-total))


def choose_level(store: Store, retrieval: Retrieval) -> RiskLevel | None:
    """Where to stop answering: at the risk the reader accepts.

    A reader who set a risk gets it, at whatever cost in refusals; by default no more than a set
    share of answerable questions is refused, and the risk may then be higher than accepted.
    """
    weights, accepted = retrieval.constants.answerable, store.settings.answer_risk
    if accepted is not None:
        return weights.level_for(accepted)
    return weights.level_for(_RISK, most_refused=_MOST_REFUSED)


def read_features(
    store: Store, retrieval: Retrieval, terms: Sequence[Term], scored: Sequence[Chosen]
) -> dict[str, float]:
    """What tells an answerable question from another.

    ``similarity``: cosine of the best sentence. ``weight``: how much the question's words weigh
    together, at most 4. ``alike``: the best likeness word by word of any passage. ``unheard``: how
    many words occur nowhere in the corpus in either language, at most 3. ``word_support``: for the
    best-supported of the first sentences, the least any word of the question draws it nearer, as a
    difference of cosines (about -0.05..0; a word the passages say counts as 0, and so does a
    positive least, which only says that the question has few words). The others are those of
    ``requests`` and ``unsaid``.
    """
    passages = [_passage_words(one) for one in scored[:_PASSAGES]]
    said = np.array(
        [any(p.says(t, retrieval.language) for p in passages) for t in terms], dtype=bool
    )
    kinds = load_kinds(store.embedder, store.settings.models)
    return {
        "similarity": scored[0].similarity,
        "weight": min(sum(term.weight for term in terms), 4.0),
        "alike": _alike(retrieval),
        "unheard": min(sum(_unheard(store, term, retrieval.language) for term in terms), 3.0),
        "word_support": _word_support(store, retrieval, terms, scored[:_SENTENCES], said=said),
        **describe_kinds(kinds.weigh(retrieval.query.vectors[0])),
        **read_unsaid(store, retrieval, scored),
    }


def _alike(retrieval: Retrieval) -> float:
    """The best likeness word by word of any passage; 0 where there are no token vectors."""
    found = (one.likeness.passage for one in retrieval.ranking if one.likeness is not None)
    return max(found, default=0.0)


def _unheard(store: Store, term: Term, language: str) -> bool:
    """Whether no document says a word, or a translation of it."""
    other = "en" if language == "sv" else "sv"
    held = store.lexicon.document_frequency
    return not held(term.word, language) and not any(
        all(held(part, other) for part in group) for group in term.other
    )


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
    whole = _likeness(retrieval, retrieval.query.vectors, scored)
    drawn = np.stack([whole - _likeness(retrieval, v, scored) for v in variants])
    drawn = np.where(said[:, None], np.maximum(drawn, 0.0), drawn)
    return min(float(drawn.min(axis=0).max()), 0.0)


def _likeness(retrieval: Retrieval, vectors: FloatMatrix, scored: Sequence[Chosen]) -> FloatMatrix:
    """``(len(scored),)``: the cosine of a question to each sentence."""
    moved = retrieval.constants.moved
    sides = {own: facing(vectors, own_language=own, moved=moved) for own in (True, False)}
    own = [one.said.language == retrieval.language for one in scored]
    return np.array([one.vector @ sides[side] for one, side in zip(scored, own, strict=True)])
