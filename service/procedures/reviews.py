"""What people do with an assessment from the command line."""

from __future__ import annotations

from corpus.assessment import Kept
from corpus.store import Store
from service import reviewing
from service.assessing import framework_of
from service.procedures import procedure
from service.reviewing import StepGiven


@procedure()
def take_step(store: Store, *, assessment_id: str, given: StepGiven) -> Kept:
    """The assessment with one more step of its review.

    Raises:
        NotFoundError: there is no such assessment or passage.
        UsageError: the step cannot be taken.
    """
    kept = store.catalog.assessment(assessment_id)
    return reviewing.take_step(store, kept, given, framework_of(store))


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


@procedure()
def assessment(store: Store, *, assessment_id: str) -> Kept:
    """One assessment with its review.

    Raises:
        NotFoundError: there is none.
    """
    return store.catalog.assessment(assessment_id)


@procedure()
def assessments(store: Store) -> tuple[Kept, ...]:
    """Every assessment with its review, the newest first."""
    return store.catalog.assessments()
