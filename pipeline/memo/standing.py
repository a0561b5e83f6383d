"""An assessment as its review left it: what a person changed stands beside what was drafted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.assessment import (
    Action,
    Assessment,
    Finding,
    Kept,
    Stance,
    Step,
)
from corpus.framework import Criterion, Framework
from pipeline.memo.words import Words
from pipeline.review import reviewed


@dataclass(frozen=True, slots=True)
class Standing:
    """A finding, the steps of its review, and what they left.

    ``verdict`` is a person's where one was set, else the draft's. ``challenged`` and ``reopened``
    hold until a later step accepts or edits the finding.
    """

    finding: Finding
    verdict: Stance
    steps: tuple[Step, ...] = ()
    challenged: bool = False
    reopened: bool = False

    @property
    def changed(self) -> bool:
        """Whether a person's verdict is another than the draft's."""
        return self.verdict is not self.finding.verdict


@dataclass(frozen=True, slots=True)
class Matter:
    """What a memo is written from.

    ``concluded`` is the assessment with the recommendation that follows from the standing verdicts;
    ``current``: the framework is the one the assessment was made by.
    """

    kept: Kept
    framework: Framework
    said: Words
    standings: tuple[Standing, ...]
    concluded: Assessment
    current: bool

    @property
    def draft(self) -> Assessment:
        """The assessment as it was drafted."""
        return self.kept.assessment

    def criterion(self, criterion_id: str) -> Criterion | None:
        """The criterion, if the framework still has it."""
        known = self.framework.criteria
        return next((one for one in known if one.id == criterion_id), None)

    def rule(self, name: str) -> str:
        """The title of a rule; its name where the framework no longer has it."""
        titles = {one.name: one.title[self.said.language] for one in self.framework.rules}
        return titles.get(name, name)


def weigh_review(kept: Kept, framework: Framework, said: Words) -> Matter:
    """The matter of a memo: findings with their review, and what follows from them."""
    draft = kept.assessment
    standings = tuple(_standing(one, kept.steps) for one in draft.findings)
    current = draft.framework.sha256 == framework.sha256
    concluded = draft
    if current and any(one.changed for one in standings):
        concluded = reviewed(kept, framework)
    return Matter(kept, framework, said, standings, concluded, current)


def filled_in(steps: Sequence[Step]) -> Mapping[str, str]:
    """The fields of the memo's head; a later step wins."""
    return {
        name: value
        for step in steps
        if step.action is Action.FIELDS
        for name, value in step.fields.items()
    }


def _standing(finding: Finding, steps: Sequence[Step]) -> Standing:
    own = tuple(one for one in steps if one.criterion == finding.criterion)
    verdict, challenged, reopened = finding.verdict, False, False
    for step in own:
        if step.action is Action.CHALLENGE:
            challenged = True
        elif step.action is Action.REOPEN:
            reopened = True
        elif step.action in (Action.ACCEPT, Action.EDIT):
            challenged = reopened = False
        if step.action is Action.EDIT and step.stance is not None:
            verdict = step.stance
    return Standing(finding, verdict, own, challenged, reopened)
