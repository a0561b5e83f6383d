"""``samklang assessments review``, ``sign`` and ``remove``."""

from __future__ import annotations

import getpass
from collections.abc import Sequence

import click

from corpus.assessment import Action, Stance
from corpus.errors import UsageError
from service.assessing import as_it_stands
from service.cli.assessed import recommended
from service.cli.assessing import framework_set, verdict_line
from service.cli.paper import console, plain
from service.cli.session import Gauge, at_hand, emit, perform
from service.procedures.reviews import (
    assessment,
    erase_assessment,
    sign_assessment,
    take_step,
)
from service.reviewing import StepGiven
from service.schemas import AssessmentResponse


def run_review(assessment_id: str, given: StepGiven, *, as_json: bool) -> None:
    """Take one step, and say how the finding and the recommendation stand then."""
    with at_hand(Gauge(), resume=False) as held:
        kept = perform(held, take_step, assessment_id=assessment_id, given=given)
    framework = framework_set()
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


def read_step(
    action: str,
    criterion: str | None,
    *,
    fields: Sequence[str],
    reason: str,
    verdict: str | None,
    text: str | None,
    passage: str | None,
    quote: str | None,
    side: str,
    by: str | None,
) -> StepGiven:
    """The step that the options ask for.

    Raises:
        click.UsageError: they contradict each other.
        UsageError: a field is not of the form NAME=VALUE.
    """
    if (action == "evidence") != (passage is not None):
        raise click.UsageError("--evidence and --passage go together")
    if action != "edit" and (verdict or text):
        raise click.UsageError("--verdict and --text go with --edit")
    if action == "edit" and not (verdict or text):
        raise click.UsageError("--edit needs a --verdict, a --text or both")
    whole = action == "reopen" and criterion == "all"
    return StepGiven(
        action=Action(action),
        by=by or getpass.getuser(),
        reason=reason.strip(),
        criterion=None if whole else criterion,
        verdict=Stance(verdict) if verdict else None,
        text=text,
        passage_id=passage,
        quote=quote,
        side=side,
        fields=dict(map(_field, fields)),
    )


def _field(given: str) -> tuple[str, str]:
    name, equals, value = given.partition("=")
    if not equals:
        raise UsageError(f'--field "{given}": wanted NAME=VALUE')
    return name.strip(), value.strip()


def run_sign(assessment_id: str, by: str) -> None:
    """Sign one assessment and tell the sums of its memo."""
    with at_hand(Gauge(), resume=False) as held:
        kept = perform(held, sign_assessment, assessment_id=assessment_id, by=by.strip())
    assert kept.signed is not None
    out = console()
    out.print(f"{assessment_id} is signed by {plain(kept.signed.by)}, {kept.signed.created}.")
    for form, digest in sorted(kept.signed.sha256.items()):
        out.print(f"  {form:<5} sha256 {digest}", soft_wrap=True)
    out.print(f"samklang assessments export {assessment_id} --format docx writes it.")


def run_remove(assessment_id: str, *, yes: bool) -> int:
    """Remove one assessment when somebody says yes."""
    with at_hand(Gauge(), resume=False) as held:
        kept = perform(held, assessment, assessment_id=assessment_id)
        signed = ", signed" if kept.signed else ""
        what = f'{assessment_id} ("{plain(kept.assessment.document.title)}"{signed})'
        ask = f"Remove {what}? It cannot be brought back."
        if not (yes or click.confirm(ask, err=True)):
            click.echo("Nothing was removed.", err=True)
            return 1
        perform(held, erase_assessment, assessment_id=assessment_id, by=getpass.getuser())
    click.echo(f"Removed {what}.")
    return 0
