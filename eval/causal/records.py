"""What is changed, and what the answer made of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Check(StrEnum):
    """What is done to the documents before the question is put again."""

    NUMBER = "number changed"
    REMOVED = "passage removed"
    CONTRADICTED = "contradiction added"


class Outcome(StrEnum):
    """What the second answer shows."""

    FOLLOWED = "shows the new number"
    ABSTAINED = "abstains"
    LEFT_OUT = "shows neither number"
    STALE = "cites words that no longer stand"
    GONE = "cites only what stands"
    BOTH = "shows both, side by side"
    APART = "shows both, apart"
    ONLY_OLD = "shows only the old sentence"
    ONLY_NEW = "shows only the new sentence"
    NEITHER = "shows neither sentence"


HOLDING = frozenset(
    {Outcome.FOLLOWED, Outcome.ABSTAINED, Outcome.GONE, Outcome.BOTH, Outcome.APART}
)
"""The outcomes that are right; an abstention from a contradiction counts as ``NEITHER``."""


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence that the answer to a question cites.

    ``rank`` is the place of its claim in the answer, from 1; ``key`` is the source key of its
    document. ``alone`` says that the claim has no other citation, such as the lead-in of a list.
    """

    question_id: str
    language: str
    asked: str
    collections: tuple[str, ...]
    rank: int
    document_id: str
    key: str
    quote: str
    quote_language: str
    alone: bool

    @property
    def name(self) -> str:
        """Names the case, the same in every run over the same library."""
        return f"{self.question_id}:{self.key}:{self.quote}"


@dataclass(frozen=True, slots=True)
class Finding:
    """A case after its change. ``change`` is what was written, ``shown`` the claims that came."""

    check: Check
    case: Case
    outcome: Outcome
    change: str
    shown: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether the answer followed the documents."""
        return self.outcome in HOLDING
