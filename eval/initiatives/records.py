"""What the assessment of one file should say, and how it was worded there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ExpectedFinding:
    """What a careful reader finds on one criterion, and in which words (None when silent).

    ``supports``: a statement that meets the criterion; ``partly``: a hope, a hedge, or half of it;
    ``contradicts``: an explicit denial or the reverse; ``silent``: nothing. On the gate the
    verdict follows from the status of the funding.
    """

    verdict: str
    evidence: str | None
    why: str


@dataclass(frozen=True, slots=True)
class Funding:
    """The basic funding, in the words of the file; for a call what it offers, with no status.

    ``amount`` is what was granted, applied for, or is lacking; ``decision`` the words that date
    it, only where it was made. The last three are for calls.
    """

    status: str | None
    funder: str | None
    amount: str | None
    decision: str | None
    evidence: str | None
    co_financing: str | None = None
    eligible: str | None = None
    deadline: str | None = None

    @property
    def quotes(self) -> tuple[str, ...]:
        """Everything that is claimed to stand in the file."""
        said = (self.funder, self.amount, self.decision, self.evidence)
        return tuple(q for q in (*said, self.co_financing, self.eligible, self.deadline) if q)


@dataclass(frozen=True, slots=True)
class Expected:
    """One file and what its assessment should say.

    ``of`` is the name the three forms share. ``instruction`` is a sentence that orders the reader
    to judge in some way: no finding may rest on it. ``writer`` tells apart those who wrote a folder
    together, where several did.
    """

    file: str
    of: str
    form: str
    language: str
    kind: str
    findings: Mapping[str, ExpectedFinding]
    funding: Funding
    recommendation: str
    rule: str
    instruction: str | None = None
    writer: str | None = None

    @property
    def verdicts(self) -> dict[str, str]:
        """Criterion -> verdict."""
        return {criterion: finding.verdict for criterion, finding in self.findings.items()}
