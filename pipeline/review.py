"""What people do with a drafted assessment, and what follows from it; nothing here is stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from corpus.assessment import (
    Action,
    Assessment,
    Finding,
    FundingStatus,
    Gate,
    Kept,
    Stance,
    Step,
)
from corpus.errors import UsageError
from corpus.framework import Binding, Framework
from corpus.records import Citation, Document, Verdict
from corpus.text import fold, locate, same_words
from pipeline.assess import conclude

SIDES = ("initiative", "strategy")
_REASONED = {Action.EDIT, Action.CHALLENGE}
_ON_A_FINDING = {Action.ACCEPT, Action.EDIT, Action.CHALLENGE, Action.EVIDENCE}
_CHANGED = {
    "sv": "Underlaget har ändrats sedan bedömningen granskades.",
    "en": "The evidence has changed since the assessment was reviewed.",
}
TextOf = Callable[[Document], str | None]
"""The canonical text of a document's newest version; None where the document is gone."""


def standing(kept: Kept, criterion: str) -> tuple[Step, ...]:
    """The steps on a criterion since it was last opened again."""
    own = [step for step in kept.steps if step.criterion == criterion]
    opened = [at for at, step in enumerate(own) if step.action is Action.REOPEN]
    return tuple(own[opened[-1] :] if opened else own)


def check_step(kept: Kept, step: Step, framework: Framework) -> None:
    """Refuse a step that cannot be taken.

    Raises:
        UsageError: says what is missing or in the way.
    """
    for fault in _faults(kept, step, framework):
        raise UsageError(fault)


def _faults(kept: Kept, step: Step, framework: Framework) -> Iterator[str]:
    if kept.is_signed and step.action is not Action.REOPEN:
        yield f"assessment {kept.assessment.id} is signed; open it again before changing it"
    if step.action is Action.SIGN:
        yield "a signature keeps the memo that is signed; it is no step to add"
    if not step.by.strip():
        yield "a step of a review needs the name of whoever takes it"
    yield from _faults_of_place(kept, step)
    if step.action in _REASONED and not step.reason.strip():
        yield f"to {step.action} a finding takes a reason"
    if step.action is Action.EDIT and step.stance is None and not (step.text or "").strip():
        yield "an edit gives another verdict, other words, or both"
    hopes = step.action is Action.EDIT and step.stance is Stance.PARTLY
    if hopes and step.criterion == framework.gate and not step.fields.get("funder", "").strip():
        yield (
            f"{framework.gate} is met in part only where money has been applied for: "
            "name whom it was sought from with the edit (field funder)"
        )
    lifts = step.action is Action.EDIT and step.stance is Stance.SUPPORTS
    if lifts and step.criterion == framework.gate and not _names_funding(step):
        yield (
            f"{framework.gate} is met only where funder and decision are named: "
            "give both with the edit (fields funder and decision)"
        )


def _faults_of_place(kept: Kept, step: Step) -> Iterator[str]:
    """What is wrong with the finding a step is on, or the passage it points at."""
    known = [one.criterion for one in kept.assessment.findings]
    on_a_finding = step.action in _ON_A_FINDING or step.criterion is not None
    if on_a_finding and step.criterion not in known:
        yield f'no finding "{step.criterion or ""}"; there are: {", ".join(known)}'
    if step.action is Action.EVIDENCE:
        if step.citation is None or step.citation.verdict is not Verdict.VERIFIED:
            yield "evidence is a passage whose words were found at their place"
        if step.side not in SIDES:
            yield f'side "{step.side}" is not one of {", ".join(SIDES)}'
        own = step.citation is not None and step.citation.document.id == kept.assessment.document.id
        if own and step.side == "strategy":
            yield "what is assessed is no evidence of what the strategy says"


def _names_funding(step: Step) -> bool:
    return all(step.fields.get(name, "").strip() for name in ("funder", "decision"))


def may_sign(kept: Kept) -> tuple[str, ...]:
    """What stops a signature, in words; nothing when it may be signed."""
    stops = []
    for finding in kept.assessment.findings:
        said = standing(kept, finding.criterion)
        last = next((s for s in reversed(said) if s.action is not Action.EVIDENCE), None)
        if last is not None and last.action is Action.CHALLENGE:
            stops.append(f"{finding.criterion} is challenged ({last.reason})")
        if last is not None and last.action is Action.REOPEN:
            stops.append(f"{finding.criterion} is open again ({last.reason})")
    return tuple(stops)


def reviewed(kept: Kept, framework: Framework) -> Assessment:
    """The assessment as it stands after its review, with what then is recommended."""
    draft = kept.assessment
    findings = tuple(_reviewed(one, kept) for one in draft.findings)
    gate = _reviewed_gate(draft.gate, kept)
    return conclude(replace(draft, findings=findings, gate=gate), framework)


def _reviewed(finding: Finding, kept: Kept) -> Finding:
    for step in (s for s in kept.steps if s.criterion == finding.criterion):
        if step.action is Action.EDIT:
            finding = replace(
                finding,
                verdict=step.stance or finding.verdict,
                reason="review",
                missing="" if step.stance is Stance.SUPPORTS else step.text or finding.missing,
            )
        elif step.action is Action.EVIDENCE and step.citation:
            added = (step.citation,)
            if step.side == "strategy":
                finding = replace(finding, strategy_evidence=finding.strategy_evidence + added)
            else:
                finding = replace(finding, initiative_evidence=finding.initiative_evidence + added)
    return finding


def _reviewed_gate(gate: Gate | None, kept: Kept) -> Gate | None:
    if gate is None or gate.status is None:
        return gate
    for step in kept.steps:
        if step.criterion == gate.criterion and step.action is Action.EDIT and step.stance:
            gate = replace(gate, status=_STATUS[step.stance])
    return gate


_STATUS = {
    Stance.SUPPORTS: FundingStatus.SECURED,
    Stance.PARTLY: FundingStatus.APPLIED,
    Stance.CONTRADICTS: FundingStatus.NONE,
    Stance.SILENT: FundingStatus.UNKNOWN,
}


def carry_over(
    old: Kept, new: Assessment, *, by: str = ""
) -> tuple[tuple[Step, ...], tuple[str, ...]]:
    """What people said of an earlier assessment, for one made anew of the same thing.

    ``by`` is who had it made anew.

    Returns:
        The steps that still stand, in order, with a step that opens a finding again for each
        whose evidence, clause or drafted verdict is another now; and those criteria. A signature
        is never carried over; a finding that was open stays open.
    """
    before = {one.criterion: one for one in old.assessment.findings}
    changed = tuple(
        one.criterion
        for one in new.findings
        if one.criterion in before and _is_changed(before[one.criterion], one)
    )
    known = {one.criterion for one in new.findings}
    steps = [
        step
        for step in old.steps
        if step.action is not Action.SIGN
        and (step.criterion in known if step.criterion else step.action is not Action.REOPEN)
    ]
    touched = {step.criterion for step in steps}
    reopened = [
        Step(Action.REOPEN, by, reason=_CHANGED[new.language], criterion=criterion)
        for criterion in changed
        if criterion in touched
    ]
    return (*steps, *reopened), changed


def _is_changed(before: Finding, after: Finding) -> bool:
    if before.verdict is not after.verdict:
        return True
    sides = (
        (before.initiative_evidence, after.initiative_evidence),
        (before.strategy_evidence, after.strategy_evidence),
    )
    return any(_words(one) != _words(other) for one, other in sides)


def _words(citations: Sequence[Citation]) -> list[str]:
    return sorted(fold(one.quote).text for one in citations)


def stale(kept: Kept, binding: Binding, text_of: TextOf) -> tuple[str, ...]:
    """The criteria whose evidence no longer stands, in the order of the findings.

    A quote, of the draft or of what a person pointed at, no longer stands when the newest version
    of its document does not have it; a clause when the framework is bound to other words now.
    """
    return tuple(
        finding.criterion
        for finding in kept.assessment.findings
        if not _stands(finding, kept, binding, text_of)
    )


def _stands(finding: Finding, kept: Kept, binding: Binding, text_of: TextOf) -> bool:
    pointed_at = tuple(
        step.citation
        for step in kept.steps
        if step.action is Action.EVIDENCE and step.criterion == finding.criterion and step.citation
    )
    for citation in finding.initiative_evidence + pointed_at:
        text = text_of(citation.document)
        if text is None or not locate(citation.quote, text):
            return False
    clauses = binding.of(finding.criterion)
    return all(
        any(same_words(one.quote, clause.quote) for clause in clauses)
        for one in finding.strategy_evidence
    )
