"""The sentences an assessment adds of its own, in Swedish and English."""

from __future__ import annotations

from corpus.assessment import Assessment, FundingStatus, Stance
from corpus.framework import Criterion

_MISSING = {
    "sv": {
        Stance.SILENT: "Texten säger inget om detta. Det som söks: {wanted}.",
        Stance.PARTLY: "Texten säger det bara delvis eller med förbehåll. Det som söks: {wanted}.",
        Stance.CONTRADICTS: "Texten säger emot. Det som söks: {wanted}.",
    },
    "en": {
        Stance.SILENT: "The text says nothing on this. What is looked for: {wanted}.",
        Stance.PARTLY: "The text says so only in part or with reservations. Looked for: {wanted}.",
        Stance.CONTRADICTS: "The text says the opposite. What is looked for: {wanted}.",
    },
}
_APPLIED = {
    "sv": "Grundfinansieringen ska vara beviljad{of} innan något startar.",
    "en": "The basic funding must be granted{of} before anything starts.",
}
_BY = {"sv": " av {funder}", "en": " by {funder}"}


def missing_of(criterion: Criterion, stance: Stance, language: str) -> str:
    """What would be needed for the criterion to be met; empty when it is."""
    wording = _MISSING[language].get(stance)
    return wording.format(wanted=criterion.supports[language]) if wording else ""


def condition_of(criterion: Criterion, assessment: Assessment, language: str) -> str:
    """What must be met before it goes ahead, of one criterion."""
    gate = assessment.gate
    if gate and gate.criterion == criterion.id and gate.status is FundingStatus.APPLIED:
        funder = gate.basic.funder if gate.basic else None
        of = _BY[language].format(funder=funder) if funder else ""
        return f"{criterion.id}: {_APPLIED[language].format(of=of)}"
    asked = criterion.questions[language]
    first = asked[0] if asked else criterion.supports[language]
    return f"{criterion.id} {criterion.title[language]}: {first}"
