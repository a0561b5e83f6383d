"""What became of each file that was to be taken in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What became of one file."""

    IN = "in"
    IN_WITH_WARNINGS = "in_with_warnings"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """The row of one file in the summary. ``characters`` counts non-space characters."""

    path: str
    outcome: Outcome
    document_id: str | None = None
    pages: int | None = None
    passages: int = 0
    characters: int = 0
    warnings: tuple[str, ...] = ()
    reason: str | None = None
