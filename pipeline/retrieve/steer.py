"""What a question names: the strategy, a collection, a document. Retrieval looks there first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.language import content_words
from corpus.records import Collection, Document, Role

# "According to the strategy:" tells where to look and says nothing of what to look for
_OPENING = re.compile(
    r"^\s*(enligt (?:vår |den |viable cities )?(?:internationaliserings)?strategin?\b"
    r"|according to (?:the|our) (?:internationali[sz]ation )?strategy\b)\s*[:,]?\s*",
    re.IGNORECASE,
)
_STRATEGY = re.compile(
    r"\b(?:internationaliserings)?strategi(?:n|ns|dokumentet|dokumentets)\b"
    r"|\b(?:the|our) (?:internationali[sz]ation )?strategy(?:'s)?\b"
    r"|\bvägledande princip\w*|\bguiding principle\w*"
    r"|\bi linje med strategi|\b(?:align\w*) with (?:the|our) strategy",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Steering:
    """Where a question points. ``text`` is the question without its pointing phrase.

    ``firm`` means it opens with "according to the strategy": what stands elsewhere then comes
    after everything the strategy says.
    """

    text: str
    collections: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()
    firm: bool = False

    @property
    def named(self) -> tuple[str, ...]:
        """What the question names, for the trace."""
        return tuple(sorted(self.collections) + sorted(self.documents))

    def points_at(self, document: Document) -> bool:
        """Whether the question names this document or its collection."""
        return document.collection in self.collections or document.id in self.documents


def read_steering(
    question: str, collections: Iterable[Collection], documents: Iterable[Document]
) -> Steering:
    """What the question names among what there is."""
    opening = _OPENING.match(question)
    rest = question[opening.end() :] if opening else question
    strategy = bool(opening or _STRATEGY.search(question))
    shelves = {c.id for c in collections if strategy and c.role is Role.STRATEGY}
    named = {d.id for d in documents if _names(question, d)}
    firm = bool(opening and shelves)
    return Steering(rest or question, frozenset(shelves), frozenset(named), firm)


def _names(question: str, document: Document) -> bool:
    """Whether the question holds the whole title, of at least two telling words."""
    title = document.title.casefold()
    telling = content_words(title, document.language)
    return len(telling) >= 2 and title in question.casefold()
