"""``samklang assessments review``, ``sign`` and ``remove``."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from dataclasses import dataclass

import click

from corpus.assessment import Action, Stance, Step
from corpus.errors import UsageError
from corpus.store import Store
from service.assessing import as_it_stands, framework_of
from service.cli.assessed import recommended
from service.cli.assessing import verdict_line
from service.cli.paper import console, plain
from service.cli.session import Gauge, emit, opened
from service.reviewing import add_step, cite_passage, sign
from service.schemas import AssessmentResponse


@dataclass(frozen=True, slots=True)
class StepWords:
    """A step of a review as the command line has it."""

    action: str
    criterion: str | None
    fields: Sequence[str]
    reason: str
    verdict: str | None
    text: str | None
    passage: str | None
    quote: str | None
    side: str
    by: str | None


def run_review(assessment_id: str, given: StepWords, *, as_json: bool) -> None:
    """Take one step, and say how the finding and the recommendation stand then."""
    with opened(Gauge(), resume=False) as store:
        framework = framework_of(store)
        kept = store.catalog.assessment(assessment_id)
        kept = add_step(store, kept, _step(store, given), framework)
    standing = as_it_stands(kept, framework)
    if as_json:
        emit(AssessmentResponse.from_record(kept, standing, framework))
        return
    out = console()
    step = kept.steps[-1]
    out.print(f"{assessment_id}: {step.action.value} by {plain(step.by)} is kept.")
    if step.criterion:
        out.print(verdict_line(kept, framework, step.criterion))
    out.print(recommended(standing, "en"))


def _step(store: Store, given: StepWords) -> Step:
    if (given.action == "evidence") != (given.passage is not None):
        raise click.UsageError("--evidence and --passage go together")
    if given.action != "edit" and (given.verdict or given.text):
        raise click.UsageError("--verdict and --text go with --edit")
    if given.action == "edit" and not (given.verdict or given.text):
        raise click.UsageError("--edit needs a --verdict, a --text or both")
    whole = given.action == "reopen" and given.criterion == "all"
    return Step(
        action=Action(given.action),
        by=given.by or getpass.getuser(),
        reason=given.reason.strip(),
        criterion=None if whole else given.criterion,
        stance=Stance(given.verdict) if given.verdict else None,
        text=given.text,
        citation=cite_passage(store, given.passage, given.quote) if given.passage else None,
        side=given.side,
        fields=dict(map(_field, given.fields)),
    )


def _field(given: str) -> tuple[str, str]:
    name, equals, value = given.partition("=")
    if not equals:
        raise UsageError(f'--field "{given}": wanted NAME=VALUE')
    return name.strip(), value.strip()


def run_sign(assessment_id: str, by: str) -> None:
    """Sign one assessment and tell the sums of its memo."""
    with opened(Gauge(), resume=False) as store:
        kept = sign(store, store.catalog.assessment(assessment_id), by.strip(), framework_of(store))
    assert kept.signed is not None
    out = console()
    out.print(f"{assessment_id} is signed by {plain(kept.signed.by)}, {kept.signed.created}.")
    for form, digest in sorted(kept.signed.sha256.items()):
        out.print(f"  {form:<5} sha256 {digest}", soft_wrap=True)
    out.print(f"samklang assessments export {assessment_id} --format docx writes it.")


def run_remove(assessment_id: str, *, yes: bool) -> int:
    """Remove one assessment when somebody says yes."""
    with opened(Gauge(), resume=False) as store:
        kept = store.catalog.assessment(assessment_id)
        signed = ", signed" if kept.signed else ""
        what = f'{assessment_id} ("{plain(kept.assessment.document.title)}"{signed})'
        ask = f"Remove {what}? It cannot be brought back."
        if not (yes or click.confirm(ask, err=True)):
            click.echo("Nothing was removed.", err=True)
            return 1
        store.catalog.erase_assessment(assessment_id)
        store.catalog.record(getpass.getuser(), "remove", "assessment", assessment_id)
    click.echo(f"Removed {what}.")
    return 0
