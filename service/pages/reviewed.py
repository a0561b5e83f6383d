"""An assessment as a page shows it: each finding as drafted and as its review left it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from corpus.assessment import Action, Assessment, Finding, Kept, Related, Step
from corpus.framework import Criterion, Framework
from corpus.records import Citation
from pipeline.review import may_sign, standing
from service.assessing import as_it_stands, framework_of
from service.notes import describe_assessment_note, describe_flaw
from service.pages.frame import Frame
from service.pages.sources import Sources

FIELDS = ("diary_number", "officer", "date", "decided_by")


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding with what the page needs beside it.

    ``state`` is ``open``, ``accepted``, ``edited``, ``challenged`` or ``reopened``.
    """

    finding: Finding
    criterion: Criterion | None
    drafted: str
    steps: tuple[Step, ...]
    state: str


@dataclass(frozen=True, slots=True)
class View:
    """All of an assessment that its page shows."""

    kept: Kept
    standing: Assessment
    framework: Framework
    findings: tuple[ShownFinding, ...]
    flaws: tuple[str, ...]
    notes: tuple[str, ...]
    rule: str
    stops: tuple[str, ...]
    fields: dict[str, str]
    by_group: dict[str, tuple[ShownFinding, ...]]


_STATES = {
    Action.ACCEPT: "accepted",
    Action.EDIT: "edited",
    Action.CHALLENGE: "challenged",
    Action.REOPEN: "reopened",
}


def view_of(frame: Frame, kept: Kept) -> View:
    """The view of an assessment, its citations completed from the catalog."""
    framework = framework_of(frame.store)
    stands = _completed(as_it_stands(kept, framework), Sources(frame.store, frame.user))
    drafted = {one.criterion: one.verdict for one in kept.assessment.findings}
    known = {one.id: one for one in framework.criteria}
    shown = tuple(
        ShownFinding(
            one,
            known.get(one.criterion),
            drafted.get(one.criterion, one.verdict),
            tuple(step for step in kept.steps if step.criterion == one.criterion),
            state_of(kept, one.criterion),
        )
        for one in stands.findings
    )
    language = frame.language
    rules = {one.name: one.title[language] for one in framework.rules}
    return View(
        kept,
        stands,
        framework,
        shown,
        tuple(describe_flaw(code, framework, language) for code in stands.flaws),
        tuple(describe_assessment_note(one, language) for one in stands.notes),
        rules.get(stands.rule, stands.rule),
        may_sign(kept),
        fields_of(kept),
        {
            group: tuple(
                one for one in shown if one.criterion is not None and one.criterion.group == group
            )
            for group in framework.groups
        },
    )


def state_of(kept: Kept, criterion: str) -> str:
    """What a review has said of a finding last; evidence alone leaves it open."""
    said = [s.action for s in standing(kept, criterion) if s.action is not Action.EVIDENCE]
    return _STATES.get(said[-1], "open") if said else "open"


def fields_of(kept: Kept) -> dict[str, str]:
    """The memo's head as it was filled in last."""
    filled = dict.fromkeys(FIELDS, "")
    for step in kept.steps:
        if step.action is Action.FIELDS:
            filled |= {name: text for name, text in step.fields.items() if name in filled}
    return filled


def _completed(said: Assessment, sources: Sources) -> Assessment:
    def each(citations: tuple[Citation, ...]) -> tuple[Citation, ...]:
        return tuple(sources.citation(one) for one in citations)

    def related(one: Related) -> Related:
        own = sources.citation(one.own) if one.own else None
        return replace(one, citation=sources.citation(one.citation), own=own)

    findings = tuple(
        replace(
            one,
            initiative_evidence=each(one.initiative_evidence),
            strategy_evidence=each(one.strategy_evidence),
            against=each(one.against),
            nearest=sources.citation(one.nearest) if one.nearest else None,
        )
        for one in said.findings
    )
    return replace(said, findings=findings, related=tuple(related(one) for one in said.related))
