"""What people do with an assessment from the command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from corpus.assessment import Action, Kept, Stance, Step
from corpus.store import Store
from service import reviewing
from service.assessing import framework_of
from service.procedures import procedure


@dataclass(frozen=True, slots=True)
class StepGiven:
    """A step of a review as the command line has it; the evidence is still a passage's name."""

    action: Action
    by: str
    reason: str = ""
    criterion: str | None = None
    verdict: Stance | None = None
    text: str | None = None
    passage: str | None = None
    quote: str | None = None
    side: str = "initiative"
    fields: Mapping[str, str] = field(default_factory=dict)


@procedure()
def take_step(store: Store, *, assessment_id: str, given: StepGiven) -> Kept:
    """The assessment with one more step of its review.

    Raises:
        NotFoundError: there is no such assessment or passage.
        UsageError: the step cannot be taken.
    """
    framework = framework_of(store)
    kept = store.catalog.assessment(assessment_id)
    cited = reviewing.cite_passage(store, given.passage, given.quote) if given.passage else None
    step = Step(
        action=given.action,
        by=given.by,
        reason=given.reason,
        criterion=given.criterion,
        stance=given.verdict,
        text=given.text,
        citation=cited,
        side=given.side,
        fields=given.fields,
    )
    return reviewing.add_step(store, kept, step, framework)


@procedure()
def sign_assessment(store: Store, *, assessment_id: str, by: str) -> Kept:
    """The assessment, signed.

    Raises:
        NotFoundError: there is none.
        UsageError: something stops it.
    """
    kept = store.catalog.assessment(assessment_id)
    return reviewing.sign(store, kept, by, framework_of(store))


@procedure()
def erase_assessment(store: Store, *, assessment_id: str, by: str) -> None:
    """Leave nothing of an assessment but that it was removed, and by whom."""
    store.catalog.erase_assessment(assessment_id)
    store.catalog.record(by, "remove", "assessment", assessment_id)
