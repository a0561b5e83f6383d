"""What a question asks to be written: an answer, a comparison, a summary, or what is near it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from corpus.language import content_words
from corpus.records import Document
from pipeline.answer import Draft
from pipeline.retrieve import Scored

Kind = Literal["answer", "compare", "summary", "instead"]

_SUMMARISES = re.compile(
    r"\b(?:sammanfatta\w*|sammanfattning\w*|summari[sz]e|summary|sum\s+up)\b", re.IGNORECASE
)
# Parts of a document that each give a passage to its summary
_PARTS = 12


@dataclass(frozen=True, slots=True)
class Task:
    """What to write, from which passages, best first; the kind is also the prompt's id.

    ``parties`` tells for a comparison which party a passage is about, by passage id; ``title`` is
    that of the document to summarise.
    """

    kind: Kind
    ranking: tuple[Scored, ...]
    parties: Mapping[str, str] = field(default_factory=dict)
    title: str = ""


def read_task(draft: Draft) -> Task:
    """What to write for a question whose documents' own answer is there."""
    retrieval = draft.retrieval
    parties = {
        one.candidate.passage.id: party
        for party, ranking in draft.about.items()
        for one in ranking
        if party
    }
    if parties:
        return Task("compare", tuple(interleave(tuple(draft.about.values()))), parties)
    found = {one.candidate.document.id: one.candidate.document for one in retrieval.ranking}
    if document := read_summary(retrieval.question, tuple(found.values())):
        ranking = spread_over(retrieval.ranking, document.id, _PARTS)
        return Task("summary", ranking, title=document.title)
    return Task("instead" if draft.answer.abstained else "answer", retrieval.ranking)


def read_summary(question: str, documents: Sequence[Document]) -> Document | None:
    """The one document a question wants summarised; None when it wants something else.

    It is named by its title, whole, or by enough of its telling words that no other fits as well.
    """
    if not _SUMMARISES.search(question):
        return None
    asked = set(content_words(question.casefold(), "und"))
    shares = sorted(((_share(asked, one.title), one) for one in documents), key=lambda s: -s[0])
    if not shares or shares[0][0] < 0.5:
        return None
    tied = len(shares) > 1 and shares[1][0] == shares[0][0]
    return None if tied else shares[0][1]


def _share(asked: set[str], title: str) -> float:
    """The share of a title's telling words that the question says, 0..1."""
    words = set(content_words(title.casefold(), "und"))
    return len(words & asked) / len(words) if words else 0.0


def interleave(rankings: Sequence[Sequence[Scored]]) -> Iterator[Scored]:
    """The best of each ranking in turn, each passage once, so that every party has its places."""
    seen: set[str] = set()
    for at in range(max(map(len, rankings), default=0)):
        for ranking in rankings:
            if at < len(ranking) and (one := ranking[at]).candidate.passage.id not in seen:
                seen.add(one.candidate.passage.id)
                yield one


def spread_over(ranking: Sequence[Scored], document_id: str, parts: int) -> tuple[Scored, ...]:
    """The best passage of each part of one document, in the document's order.

    A summary of what a question finds is a summary of its beginning, or of one chapter.
    """
    own = sorted(
        (one for one in ranking if one.candidate.document.id == document_id),
        key=lambda one: one.candidate.passage.start,
    )
    if len(own) <= parts:
        return tuple(own)
    borders = [len(own) * part // parts for part in range(parts + 1)]
    pieces = [own[a:b] for a, b in pairwise(borders)]
    return tuple(max(piece, key=lambda one: one.score) for piece in pieces)
