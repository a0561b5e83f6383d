"""Which sentences answer: scored by the vectors stored at ingest and by the words they say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.records import BlockKind, FloatVector, Interval, Passage
from pipeline.answer.terms import Said, Term, coverage, read_said, wanted_kind
from pipeline.constants import ClaimWeights
from pipeline.retrieve import Retrieval, Scored

# Passages whose sentences are considered.
PASSAGES = 10
MOST_CLAIMS = 5
# How an item of a list opens; the sentence itself begins after it
_MARKER = re.compile(r"\s*(?:[●•▪◦‣–-]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s")
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
    lead = _lead_in(passage, number)
    return Chosen(one, span, vector, one.sentences[number], said, score, lead)


def _lead_in(passage: Passage, number: int) -> Interval | None:
    """The sentence ending in a colon that introduces the list a sentence is an item of."""
    item = passage.sentences[number].start
    for before in reversed(passage.sentences[:number]):
        if passage.slice(before).endswith(":"):
            # every block from there to the item itself must open with a marker
            blocks = passage.slice(Interval(before.end, item)).split("\n\n")[1:]
            return before if blocks and all(_MARKER.match(block) for block in blocks) else None
    return None


def choose_claims(
    scored: Sequence[Chosen], weights: ClaimWeights, *, most: int = MOST_CLAIMS
) -> list[Chosen]:
    """The sentences to show: the best, and others near it that say something else."""
    chosen: list[Chosen] = []
    for one in scored:
        if len(chosen) == most or one.score < scored[0].score - weights.margin:
            break
        if not any(float(np.dot(one.vector, other.vector)) > weights.same for other in chosen):
            chosen.append(one)
    return chosen
