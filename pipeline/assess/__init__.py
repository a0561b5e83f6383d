"""Assessments: how an initiative, a partner or a call stands to each criterion of a framework.

Without a language model the text's own sentences decide, by what the framework's examples teach
(``teach``, ``weigh``); every finding carries quotes from both sides, looked up by the gate.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from corpus.assessment import Assessment, Finding, FundingStatus, Gate, Kind, Stance
from corpus.framework import Binding, Criterion, Framework, bind_framework, load_framework
from corpus.records import Citation, Document, Note, Verdict
from corpus.store import Store
from pipeline.assess.beside import note_duplicates
from pipeline.assess.funding import read_funding, read_offer
from pipeline.assess.kinds import guess_kind
from pipeline.assess.lessons import Bearing, Teaching
from pipeline.assess.recommend import holds, recommend
from pipeline.assess.related import find_related
from pipeline.assess.sentences import Reading, read_sentences
from pipeline.assess.teach import load_teaching
from pipeline.assess.weigh import Weighing, weigh_criterion, weigh_sentences
from pipeline.assess.wording import condition_of, missing_of
from pipeline.constants import load_constants
from pipeline.quote import state_claim

__all__ = ["bind", "draft_assessment", "guess_kind", "recommend"]

Listener = Callable[[Finding], None]
_SHORT = 3
# ten pages hold some 250; contracts of cities hold thousands, and something on every criterion
_LONG = 500
_GATE_STANCE = {
    FundingStatus.SECURED: Stance.SUPPORTS,
    FundingStatus.APPLIED: Stance.PARTLY,
    FundingStatus.NONE: Stance.CONTRADICTS,
    FundingStatus.UNKNOWN: Stance.SILENT,
}


def bind(store: Store, framework: Framework, *, language: str = "sv") -> Binding:
    """The framework's clauses in the strategy document of this data folder."""
    catalog = store.catalog
    return bind_framework(
        framework,
        catalog.documents(),
        lambda document: catalog.passages_of(document.id, document.version),
        language=language,
    )


def draft_assessment(
    store: Store,
    document: Document,
    *,
    kind: Kind | None = None,
    language: str = "sv",
    framework: Framework | None = None,
    teaching: Teaching | None = None,
    permitted: Sequence[str] | None = None,
    on_finding: Listener | None = None,
) -> Assessment:
    """The assessment of a document in the catalog, from its own words alone.

    Args:
        store: the data folder; holds the strategy and the document.
        document: what is assessed; its collection is never searched for evidence.
        kind: what it is; guessed from its words where not given.
        language: ``sv`` or ``en``, of the memo's own words; quotes stay in theirs.
        framework: what to hold it against; default: the shipped one.
        teaching: what was learnt of its criteria; default: from all its examples.
        permitted: collections that may be searched for related work; default: all.
        on_finding: hears each finding as it is made.

    Raises:
        ModelChangedError: the corpus carries another model's vectors.
    """
    store.check_ready()
    framework = framework or load_framework()
    reading = read_sentences(store, document)
    kind = kind or guess_kind(reading)
    binding = bind(store, framework, language=language)
    teaching = teaching or load_teaching(
        framework, store.embedder, store.settings.models, on_progress=store.progress
    )
    weights = weigh_sentences(teaching, reading.told)
    weights = note_duplicates(framework, reading.told, weights)
    gate = _gate(reading, weights, framework, kind)
    findings = []
    for criterion in framework.of_kind(kind):
        finding = _find(criterion, reading, weights, binding=binding, gate=gate, language=language)
        findings.append(finding)
        if on_finding:
            on_finding(finding)
    shelves = permitted if permitted is not None else [c.id for c in store.catalog.collections()]
    drafted = Assessment(
        kind=kind,
        document=reading.document,
        language=language,
        framework=binding.ref(language),
        mode="extractive",
        findings=tuple(findings),
        gate=gate,
        recommendation="",
        rule="",
        related=find_related(store, reading, framework, permitted=shelves),
        instructions=reading.orders,
        commanded=reading.commanded,
        notes=_notes(reading, binding),
        trace=_trace(store, reading),
    )
    return conclude(drafted, framework)


def _trace(store: Store, reading: Reading) -> dict[str, object]:
    return {
        "sentences": len(reading.told),
        "model": store.model_key,
        "constants": load_constants(store.model_key, store.folder).run,
    }


def conclude(assessment: Assessment, framework: Framework) -> Assessment:
    """The assessment with recommendation, rule, conditions and flaws as its findings give them."""
    verdicts = {one.criterion: one.verdict for one in assessment.findings}
    status = assessment.gate.status if assessment.gate else None
    rule, because = recommend(framework, assessment.kind, verdicts, status)
    flaws = tuple(
        one.name
        for one in framework.flaws
        if any(holds(c, framework, assessment.kind, verdicts, status) for c in one.when)
    )
    conditions: tuple[str, ...] = ()
    if rule.recommend == "proceed_with_conditions":
        conditions = tuple(
            condition_of(framework.criterion(c), assessment, assessment.language) for c in because
        )
    orders = ("instructions",) if assessment.commanded else ()
    return replace(
        assessment,
        recommendation=rule.recommend,
        rule=rule.name,
        conditions=conditions,
        flaws=(*flaws, *orders),
    )


def _gate(
    reading: Reading, weights: Sequence[Mapping[str, Bearing]], framework: Framework, kind: Kind
) -> Gate | None:
    if framework.gate is None:
        return None
    if kind is Kind.CALL:
        return read_offer(reading, weights, gate=framework.gate)
    return read_funding(reading, weights, gate=framework.gate)


def _find(
    criterion: Criterion,
    reading: Reading,
    weights: Sequence[Mapping[str, Bearing]],
    *,
    binding: Binding,
    gate: Gate | None,
    language: str,
) -> Finding:
    clauses = binding.of(criterion.id)
    if gate is not None and gate.criterion == criterion.id:
        assert gate.status is not None
        stance, reason = _GATE_STANCE[gate.status], f"funding-{gate.status}"
        if stance is Stance.SUPPORTS and not clauses:
            stance, reason = Stance.PARTLY, "no-clause"
        return _finding(
            criterion,
            stance,
            gate.evidence,
            clauses,
            reason=reason,
            language=language,
            searched=len(reading.told),
        )
    weighing = weigh_criterion(criterion.id, reading.told, weights)
    return _from_weighing(criterion, weighing, reading, clauses, language)


def _from_weighing(
    criterion: Criterion,
    weighing: Weighing,
    reading: Reading,
    clauses: tuple[Citation, ...],
    language: str,
) -> Finding:
    evidence = tuple(reading.cite(one.told) for one in weighing.carrying)
    stance, reason = weighing.stance, weighing.reason
    if stance is Stance.SUPPORTS and not (clauses and evidence):
        stance, reason = Stance.PARTLY, "no-clause"
    if stance is Stance.SUPPORTS and reading.document.language not in ("sv", "en"):
        stance, reason = Stance.PARTLY, "foreign-language"
    return _finding(
        criterion,
        stance,
        evidence,
        clauses,
        reason=reason,
        language=language,
        searched=len(reading.told),
        against=tuple(reading.cite(one.told) for one in weighing.against),
        nearest=reading.cite(weighing.nearest.told)
        if weighing.nearest and stance is Stance.SILENT
        else None,
    )


def _finding(
    criterion: Criterion,
    stance: Stance,
    evidence: tuple[Citation, ...],
    clauses: tuple[Citation, ...],
    *,
    reason: str,
    language: str,
    searched: int,
    against: tuple[Citation, ...] = (),
    nearest: Citation | None = None,
) -> Finding:
    return Finding(
        criterion=criterion.id,
        title=criterion.title[language],
        verdict=stance,
        reason=reason,
        claims=tuple(
            state_claim(one.quote, one.document.language, (one,))
            for one in evidence
            if one.verdict is Verdict.VERIFIED
        ),
        initiative_evidence=evidence,
        strategy_evidence=clauses,
        against=against,
        missing=missing_of(criterion, stance, language),
        questions=() if stance is Stance.SUPPORTS else criterion.questions[language],
        searched=searched,
        nearest=nearest,
    )


def _notes(reading: Reading, binding: Binding) -> tuple[Note, ...]:
    notes = []
    if binding.document is None:
        notes.append(Note("no_strategy"))
    elif binding.document.collection != binding.framework.collections[0]:
        notes.append(Note("strategy_digest", {"title": binding.document.title}))
    if len(reading.told) < _SHORT:
        notes.append(Note("too_short", {"sentences": str(len(reading.told))}))
    if len(reading.told) > _LONG:
        notes.append(Note("too_long", {"sentences": str(len(reading.told))}))
    if reading.document.language not in ("sv", "en"):
        notes.append(Note("foreign_language", {"language": reading.document.language}))
    if binding.unresolved:
        missing = sorted({one.criterion for one in binding.unresolved if one.pointer is None})
        if missing and binding.document:
            notes.append(Note("unbound", {"criteria": ", ".join(missing)}))
    return tuple(notes)
