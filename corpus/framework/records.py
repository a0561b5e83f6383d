"""A framework as data: criteria, clause pointers, recommendation rules and registers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from corpus.assessment import FrameworkRef, FundingStatus, Kind, Stance
from corpus.records import Citation, Document

Text = Mapping[str, str]
"""A text by language, ``sv`` and ``en``."""
Words = Mapping[str, tuple[str, ...]]
"""Texts by language."""

NEUTRAL = "-"
"""The criterion of example sentences that bear on none."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where a clause stands: words of a heading above it, and at most eight of its own."""

    heading: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing the strategy asks for.

    ``asks`` is the question an assessor puts; ``supports`` and ``contradicts`` say what counts as
    each; ``questions`` are for the proposer; ``cues`` words that point to it. ``unwanted`` is what
    speaks against it where it is told and for it where it is denied ("no office of our own").
    ``beside`` is the kind of registered names (``arena``) beside which nothing new should be set
    up; "" for none.
    """

    id: str
    group: str
    title: Text
    asks: Text
    supports: Text
    contradicts: Text
    questions: Words
    cues: Words
    clauses: tuple[Pointer, ...]
    kinds: tuple[Kind, ...] = tuple(Kind)
    unwanted: Words = field(default_factory=dict)
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold of the findings: a count of verdicts, or the status of the gate.

    ``of`` names criteria; ``least`` of those that apply have a verdict of ``verdicts`` (None: all).
    """

    of: tuple[str, ...] = ()
    verdicts: frozenset[Stance] = frozenset()
    least: int | None = None
    gate: frozenset[FundingStatus] = frozenset()


@dataclass(frozen=True, slots=True)
class Rule:
    """A recommendation, and the conditions any one of which gives it; none: it always holds."""

    name: str
    recommend: str
    title: Text
    when: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong that deserves to be said in plain words, and when it is."""

    name: str
    title: Text
    when: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Registered:
    """Something the strategy names: an ``arena``, ``instrument`` or ``partner``, and its names."""

    kind: str
    level: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that teaches the assessor: of which criterion it is, and how it stands to it."""

    criterion: str
    stance: str
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Framework:
    """A strategy as data. ``gate`` names the criterion of basic funding; None: there is none.

    ``collections`` are where its document is looked for, in this order.
    """

    id: str
    version: str
    sha256: str
    title: Text
    collections: tuple[str, ...]
    groups: Mapping[str, Text]
    criteria: tuple[Criterion, ...]
    rules: tuple[Rule, ...]
    flaws: tuple[Flaw, ...]
    gate: str | None
    registers: tuple[Registered, ...]
    levels: Mapping[str, Words]
    examples: tuple[Example, ...]

    def of_kind(self, kind: Kind) -> tuple[Criterion, ...]:
        """The criteria that apply, in the framework's order."""
        return tuple(one for one in self.criteria if kind in one.kinds)

    def criterion(self, criterion_id: str) -> Criterion:
        """The criterion with an id that is known to exist."""
        return next(one for one in self.criteria if one.id == criterion_id)


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause as found in the bound document."""

    criterion: str
    pointer: Pointer
    citation: Citation


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A criterion without a clause in the document, or a pointer that fits several places."""

    criterion: str
    pointer: Pointer | None
    places: int


@dataclass(frozen=True, slots=True)
class Binding:
    """A framework's clauses in one strategy document; ``document`` is None when there is none."""

    framework: Framework
    document: Document | None
    clauses: tuple[Clause, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()

    def of(self, criterion_id: str) -> tuple[Citation, ...]:
        """The clauses of a criterion."""
        return tuple(c.citation for c in self.clauses if c.criterion == criterion_id)

    def ref(self, language: str) -> FrameworkRef:
        """What an assessment records of it."""
        known = self.framework
        return FrameworkRef(
            known.id, known.version, known.sha256, known.title[language], self.document
        )
