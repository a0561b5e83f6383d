"""Which sentences answer: scored by the vectors stored at ingest and by the words they say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.records import BlockKind, FloatVector, Interval
from pipeline.answer.disagree import Worded, disagree, share_words
from pipeline.answer.lists import lead_in
from pipeline.answer.terms import Said, Term, coverage, read_said, wanted_kind
from pipeline.constants import ClaimWeights
from pipeline.retrieve import Retrieval, Scored

# Passages whose sentences are considered.
PASSAGES = 10
MOST_CLAIMS = 5
# Sentences shown beside a claim they contradict
_CONTRADICTIONS = 2
# How far below "the same" sentences may lie that contradict each other in the same words
_WORDED = 0.05
_TELLING = re.compile(r"\w{2,}(?:\W+\w+){3,}")


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """A sentence that may carry a claim. ``lead`` introduces it when it is an item of a list."""

    scored: Scored
    span: Interval
    vector: FloatVector
    similarity: float
    said: Said
    score: float
    lead: Interval | None = None

    @property
    def text(self) -> str:
        """The sentence's words."""
        return self.scored.candidate.passage.slice(self.span)


def score_sentences(
    retrieval: Retrieval, terms: Sequence[Term], ranking: Sequence[Scored]
) -> list[Chosen]:
    """Every sentence of the first passages, best first."""
    top = ranking[0].score if ranking else 0.0
    kind = wanted_kind(retrieval.query.text)
    found = [
        _score(one, number, span, retrieval=retrieval, terms=terms, top=top, kind=kind)
        for one in ranking[:PASSAGES]
        for number, span in _telling(one)
    ]
    return sorted(found, key=lambda c: (-c.score, c.scored.candidate.passage.id, c.span))


def _telling(one: Scored) -> Iterator[tuple[int, Interval]]:
    passage = one.candidate.passage
    if passage.kind is BlockKind.HEADING:
        return
    for number, span in enumerate(passage.sentences):
        text = passage.slice(span)
        if _TELLING.search(text) and not text.endswith("?"):
            yield number, span


def _score(
    one: Scored,
    number: int,
    span: Interval,
    *,
    retrieval: Retrieval,
    terms: Sequence[Term],
    top: float,
    kind: re.Pattern[str] | None,
) -> Chosen:
    passage = one.candidate.passage
    weights = retrieval.constants.claims
    said = read_said(passage.slice(span), passage.language)
    # what a heading says, the sentences below it need not say again
    above = read_said(" ".join(passage.heading_path[-1:]), passage.language)
    words = coverage(terms, [said, above], retrieval.language)
    score = one.sentences[number] + weights.passage * (one.score - top) + weights.words * words
    if kind is not None and kind.search(passage.slice(span)):
        score += weights.kind
    vector = one.candidate.vectors.vectors[number + 1]
    lead = lead_in(passage, number)
    return Chosen(one, span, vector, one.sentences[number], said, score, lead)


def choose_claims(
    scored: Sequence[Chosen],
    weights: ClaimWeights,
    *,
    most: int = MOST_CLAIMS,
    rest: Sequence[Scored] = (),
) -> list[Chosen]:
    """The sentences to show: the best, and others near it that say something else.

    Of sentences that say the same only the best is shown, unless they disagree: then each follows
    the one it contradicts, however far behind it was, also from ``rest``, passages that were not
    scored. That is what a reader most needs to see, so others give up their places for it.
    """
    groups: list[list[Chosen]] = []
    least = scored[0].score - weights.margin if scored else 0.0
    for one in scored:
        if len(groups) == most or one.score < least:
            break
        shown = [other for group in groups for other in group]
        if not any(_likeness(one, other) > weights.same for other in shown):
            among = [*scored, *_near(one, rest, weights)]
            groups.append([one, *_contradicting([one, *shown], among, weights, least)])
    return _make_room(groups, most)


def _contradicting(
    shown: Sequence[Chosen], among: Sequence[Chosen], weights: ClaimWeights, least: float
) -> list[Chosen]:
    """What says the same as the first of ``shown`` but for a number, a year or a negation.

    Each disagrees with all that is shown on the same, so that no number comes twice.
    """
    found: list[Chosen] = []
    for one in among:
        if not _on_the_same(one, shown[0], weights, least):
            continue
        known = [other for other in (*shown, *found) if _on_the_same(one, other, weights, least)]
        if all(_disagree(one, other) for other in known):
            found.append(one)
    return found[:_CONTRADICTIONS]


def _near(claim: Chosen, rest: Sequence[Scored], weights: ClaimWeights) -> Iterator[Chosen]:
    """Sentences much like a claim, of passages about as like the question as its own is."""
    least = claim.scored.passage_similarity - weights.margin
    for one in rest:
        if one.passage_similarity < least:
            continue
        alike = one.candidate.vectors.vectors[1:] @ claim.vector > weights.same - _WORDED
        for number, span in _telling(one) if alike.any() else ():
            if alike[number]:
                text = one.candidate.passage.slice(span)
                said = read_said(text, one.candidate.passage.language)
                vector = one.candidate.vectors.vectors[number + 1]
                # no score: it never counts as near the best claim
                yield Chosen(one, span, vector, one.sentences[number], said, -1.0)


def _make_room(groups: Sequence[Sequence[Chosen]], most: int) -> list[Chosen]:
    """As many as may be shown: what nothing contradicts goes first, from the end, but the best."""
    kept = list(groups)
    for group in reversed(groups[1:]):
        if len(group) == 1 and sum(map(len, kept)) > most:
            kept.remove(group)
    return [one for group in kept for one in group][:most]


def _on_the_same(one: Chosen, other: Chosen, weights: ClaimWeights, least: float) -> bool:
    """Whether two sentences are near enough to contradict each other.

    Far behind the best claim (``least``), likeness alone finds other rows of a table and phrases
    that every regulation has. There, and below ``same``, under which a negation moves a short
    sentence, both must use the same words.
    """
    likeness = _likeness(one, other)
    if likeness > weights.same and one.score >= least:
        return True
    return likeness > weights.same - _WORDED and share_words(_worded(one), _worded(other))


def _disagree(one: Chosen, other: Chosen) -> bool:
    return disagree(_worded(one), _worded(other))


def _worded(one: Chosen) -> Worded:
    return one.text, one.said.language


def _likeness(one: Chosen, other: Chosen) -> float:
    return float(np.dot(one.vector, other.vector))
