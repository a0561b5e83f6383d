"""The records of an assessment: what was found on each criterion, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from corpus.records import Citation, Claim, Document, Hit, Note


class Kind(StrEnum):
    """What is assessed; it decides which criteria apply and how funding is read."""

    INITIATIVE = "initiative"
    PARTNER = "partner"
    CALL = "call"


class Stance(StrEnum):
    """The verdict of a finding: how what is assessed stands to one criterion."""

    SUPPORTS = "supports"
    PARTLY = "partly"
    CONTRADICTS = "contradicts"
    SILENT = "silent"


class FundingStatus(StrEnum):
    """Of the basic funding. ``secured`` only where both funder and decision are named."""

    SECURED = "secured"
    APPLIED = "applied"
    NONE = "none"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class FundingSource:
    """One source of money as the text tells of it; None for what it does not say.

    ``amount`` is the text's own words, ``value`` the number in ``currency`` (ISO 4217).
    ``decision`` is the words that date or name the decision. ``basic``: the initiative calls it
    its basic funding; ``own``: it is the partners' own contribution.
    """

    evidence: Citation
    status: FundingStatus
    funder: str | None = None
    amount: str | None = None
    value: float | None = None
    currency: str | None = None
    decision: str | None = None
    basic: bool = False
    own: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """What a call offers, each in the call's own words; None for what it does not say."""

    amount: Citation | None = None
    co_financing: Citation | None = None
    eligible: Citation | None = None
    deadline: Citation | None = None


@dataclass(frozen=True, slots=True)
class Gate:
    """The hard criterion read out; ``sources`` holds every source of money that was found.

    For a call ``status`` is None and ``offer`` is what it offers.
    """

    criterion: str
    status: FundingStatus | None
    evidence: tuple[Citation, ...] = ()
    basic: FundingSource | None = None
    sources: tuple[FundingSource, ...] = ()
    offer: Offer | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found on one criterion.

    ``initiative_evidence`` carries the verdict; ``against`` holds what speaks the other way and
    did not decide. ``strategy_evidence`` are the clauses. ``missing`` says in a sentence what would
    be needed (empty when the criterion is met); ``questions`` are for the proposer. ``searched`` is
    the number of sentences looked through, ``nearest`` the sentence that came closest where the
    verdict is silent. ``reason`` names the rule of the assessor that set the verdict.
    """

    criterion: str
    title: str
    verdict: Stance
    reason: str
    claims: tuple[Claim, ...] = ()
    initiative_evidence: tuple[Citation, ...] = ()
    strategy_evidence: tuple[Citation, ...] = ()
    against: tuple[Citation, ...] = ()
    missing: str = ""
    questions: tuple[str, ...] = ()
    searched: int = 0
    nearest: Citation | None = None


@dataclass(frozen=True, slots=True)
class Related:
    """Something in the corpus that has to do with what is assessed.

    ``kind`` is ``arena``, ``instrument``, ``partner``, ``initiative`` or ``assessment``; ``name``
    what it is called; ``hit`` where it is told of; ``citation`` the sentence there. ``own`` is
    the sentence of what is assessed that names it, where one does. ``duplicate``: it does much the
    same thing.
    """

    kind: str
    name: str
    hit: Hit
    citation: Citation
    own: Citation | None = None
    duplicate: bool = False


@dataclass(frozen=True, slots=True)
class FrameworkRef:
    """Which framework was used: its id, its version and the sha256 of its files.

    ``document`` is the strategy document its clauses were found in; None when there is none.
    """

    id: str
    version: str
    sha256: str
    title: str
    document: Document | None = None


@dataclass(frozen=True, slots=True)
class Assessment:
    """A drafted assessment. ``id`` and ``created`` (ISO 8601, UTC) are empty until it is kept.

    ``conditions`` are the sentences that must be met where the recommendation has conditions;
    ``flaws`` are the codes of what is wrong in plain words (``funding_none``, ``no_international``
    …); ``instructions`` are places of what is assessed that speak to the reader and were left out;
    ``commanded``: some of them beyond doubt.
    """

    kind: Kind
    document: Document
    language: str
    framework: FrameworkRef
    mode: str
    findings: tuple[Finding, ...]
    gate: Gate | None
    recommendation: str
    rule: str
    conditions: tuple[str, ...] = ()
    related: tuple[Related, ...] = ()
    instructions: tuple[Citation, ...] = ()
    commanded: bool = False
    flaws: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    skipped: tuple[str, ...] = ()
    trace: Mapping[str, Any] = field(default_factory=dict)
    id: str = ""
    created: str = ""


class Action(StrEnum):
    """What a person did in reviewing an assessment."""

    ACCEPT = "accept"
    EDIT = "edit"
    CHALLENGE = "challenge"
    EVIDENCE = "evidence"
    FIELDS = "fields"
    REOPEN = "reopen"
    SIGN = "sign"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a review, never changed once it is kept.

    ``criterion`` is None for steps on the whole (fields, sign). ``stance`` and ``text`` are what an
    edit puts in place of the draft's verdict and in its own words; ``citation`` the passage a
    person pointed at; ``fields`` what was filled in on the memo's head (``diary_number``,
    ``officer``, ``date``, ``decided_by``). ``by`` is who did it, ``created`` ISO 8601 in UTC.
    """

    action: Action
    by: str
    reason: str = ""
    criterion: str | None = None
    stance: Stance | None = None
    text: str | None = None
    citation: Citation | None = None
    side: str = "initiative"
    fields: Mapping[str, str] = field(default_factory=dict)
    created: str = ""


@dataclass(frozen=True, slots=True)
class Signed:
    """The memo as it was signed: its sha256 by format (``docx``, ``pdf``, ``md``, ``json``)."""

    by: str
    created: str
    sha256: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Kept:
    """An assessment as the catalog keeps it, with its review. ``signed`` is None for a draft.

    ``previous`` is the id of the assessment of the same thing that this one replaced. ``editions``
    are all memos that were ever signed, the first first; what was signed last is ``signed``.
    """

    assessment: Assessment
    steps: tuple[Step, ...] = ()
    signed: Signed | None = None
    previous: str | None = None
    editions: tuple[Signed, ...] = ()

    @property
    def past_editions(self) -> tuple[Signed, ...]:
        """Memos that were signed and are not what the assessment says now."""
        return self.editions[:-1] if self.is_signed else self.editions

    @property
    def is_signed(self) -> bool:
        """Whether the last word of the review is a signature."""
        closing = [one.action for one in self.steps if one.action in (Action.SIGN, Action.REOPEN)]
        return bool(closing) and closing[-1] is Action.SIGN
