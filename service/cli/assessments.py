"""``samklang assess`` and ``samklang assessments`` as click knows them; the work is elsewhere."""

from __future__ import annotations

from pathlib import Path

import click

_FORMATS = click.Choice(["md", "docx", "pdf", "json"])
_OUTPUT = click.option(
    "--output",
    metavar="PATH",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    help="Write the memo to this file, over what it holds; - prints md or json.",
)
_TEMPLATE = click.option(
    "--template",
    metavar="PATH",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A Word file of your own to write the memo into.",
)
_BY = click.option(
    "--by", metavar="NAME", help="Who does it. Default: the name you are logged in by."
)


@click.command(short_help="Hold an initiative, partner or call against the strategy.")
@click.argument("file", metavar="FILE")
@click.option(
    "--kind",
    type=click.Choice(["initiative", "partner", "call"]),
    help="What it is. Default: guessed from its words.",
)
@click.option(
    "--language",
    type=click.Choice(["sv", "en"]),
    default="sv",
    show_default=True,
    help="Language of the memo's own words. Quotes stay as written.",
)
@click.option(
    "--collection", metavar="ID", help="Keep the file in this collection. Default: initiatives."
)
@click.option("--format", "form", type=_FORMATS, help="Write the memo as a file of this kind.")
@_OUTPUT
@_TEMPLATE
@click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")
def assess(
    file: str,
    *,
    kind: str | None,
    language: str,
    collection: str | None,
    form: str | None,
    output: Path | None,
    template: Path | None,
    as_json: bool,
) -> int:
    """Hold FILE (PDF, Word, Markdown, HTML or text) against the strategy, criterion by criterion.

    Each verdict shows the words of both sides, looked up at their place. The recommendation
    follows from the verdicts by fixed rules. It is a draft: somebody has to read and sign it
    ("samklang assessments"). FILE may also be the id of a document that was taken in before.

    \b
    Examples:
      samklang assess proposal.pdf
      samklang assess proposal.docx --language en --format docx
      samklang assess call.pdf --kind call --json
    """  # noqa: D301  (click reads the \b)
    from service.cli.assessing import run_assess
    from service.cli.memos import plan_memo

    plan = plan_memo(form, output, template, as_json=as_json)
    return run_assess(
        file, kind=kind, language=language, collection=collection, plan=plan, as_json=as_json
    )


@click.group(invoke_without_command=True, short_help="Read, review, sign and export assessments.")
@click.option("--json", "as_json", is_flag=True, help="List as JSON and print nothing else.")
@click.pass_context
def assessments(context: click.Context, as_json: bool) -> None:
    """List the assessments that are kept, the newest first.

    "samklang assess FILE" makes one. What you do with it is kept step by step, and once it is
    signed its memo is kept as it was then.
    """
    if context.invoked_subcommand is None:
        from service.cli.assessing import run_list

        run_list(as_json=as_json)
    elif as_json:
        raise click.UsageError(f'give --json after "{context.invoked_subcommand}"')


@assessments.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")
def list_all(as_json: bool) -> None:
    """List the assessments, the newest first."""
    from service.cli.assessing import run_list

    run_list(as_json=as_json)


@assessments.command()
@click.argument("assessment_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")
def show(assessment_id: str, as_json: bool) -> None:
    """Show an assessment as it stands after its review."""
    from service.cli.assessing import run_show

    run_show(assessment_id, as_json=as_json)


@assessments.command()
@click.argument("assessment_id", metavar="ID")
@click.option(
    "--format", "form", type=_FORMATS, help="Default: by the ending of --output, else docx."
)
@_OUTPUT
@_TEMPLATE
@click.option(
    "--edition",
    type=click.IntRange(1),
    help="What was signed the first time (1), the second …, also when it was opened again since.",
)
def export(
    assessment_id: str,
    *,
    form: str | None,
    output: Path | None,
    template: Path | None,
    edition: int | None,
) -> None:
    """Write the memo of an assessment; of a signed one the very bytes that were signed."""
    from dataclasses import replace

    from service.cli.assessing import run_export
    from service.cli.memos import MemoPlan, plan_memo

    plan = plan_memo(form, output, template) or MemoPlan("docx")
    run_export(assessment_id, replace(plan, edition=edition))


@assessments.command(short_help="Accept, edit or challenge a finding, or fill in the head.")
@click.argument("assessment_id", metavar="ID")
@click.option("--accept", metavar="CRITERION", help="The finding stands.")
@click.option("--edit", metavar="CRITERION", help="Put --verdict and --text in its place.")
@click.option("--challenge", metavar="CRITERION", help="The finding is doubtful; needs a --reason.")
@click.option("--evidence", metavar="CRITERION", help="Add the words of a --passage to it.")
@click.option(
    "--reopen", metavar="CRITERION", help='Take it up again; "all" also after it was signed.'
)
@click.option(
    "--field",
    "fields",
    metavar="NAME=VALUE",
    multiple=True,
    help=(
        "Fill in diary_number, officer, date or decided_by; with --edit of the criterion on basic "
        "funding also funder and decision. Repeatable."
    ),
)
@click.option("--verdict", type=click.Choice(["supports", "partly", "contradicts", "silent"]))
@click.option("--text", metavar="WORDS", help="The finding in your own words.")
@click.option("--reason", metavar="WORDS", default="", help="Why.")
@click.option("--passage", metavar="PASSAGE_ID", help='As "samklang search --json" names it.')
@click.option("--quote", metavar="WORDS", help="Words of the passage. Default: all of them.")
@click.option(
    "--side",
    type=click.Choice(["initiative", "strategy"]),
    default="initiative",
    show_default=True,
    help="Whose words the evidence is.",
)
@_BY
@click.option("--json", "as_json", is_flag=True, help="Print the assessment as JSON.")
def review(
    assessment_id: str,
    *,
    accept: str | None,
    edit: str | None,
    challenge: str | None,
    evidence: str | None,
    reopen: str | None,
    fields: tuple[str, ...],
    reason: str,
    side: str,
    as_json: bool,
    by: str | None,
    verdict: str | None,
    text: str | None,
    passage: str | None,
    quote: str | None,
) -> None:
    """Take one step in reviewing an assessment. Steps are kept, never changed.

    \b
    Examples:
      samklang assessments review ID --accept D1
      samklang assessments review ID --edit P3 --verdict partly --reason "Only two cities asked"
      samklang assessments review ID --challenge T2 --reason "The arena was closed in 2025"
      samklang assessments review ID --field officer="A. Berg" --field date=2026-12-01
    """  # noqa: D301  (click reads the \b)
    from service.cli.reviewing import read_step, run_review

    actions = {
        "accept": accept,
        "edit": edit,
        "challenge": challenge,
        "evidence": evidence,
        "reopen": reopen,
    }
    given = {name: criterion for name, criterion in actions.items() if criterion is not None}
    if len(given) > 1 or not (given or fields):
        raise click.UsageError(
            "one step at a time: --accept, --edit, --challenge, --evidence or --reopen with a "
            "criterion, or --field"
        )
    action, criterion = next(iter(given.items()), ("fields", None))
    step = read_step(
        action,
        criterion,
        fields=fields,
        reason=reason,
        verdict=verdict,
        text=text,
        passage=passage,
        quote=quote,
        side=side,
        by=by,
    )
    run_review(assessment_id, step, as_json=as_json)


@assessments.command()
@click.argument("assessment_id", metavar="ID")
@click.option(
    "--by", metavar="NAME", required=True, help="Who signs, as it is to stand in the memo."
)
def sign(assessment_id: str, by: str) -> None:
    """Sign an assessment: its memo loses the mark of a draft and is kept exactly as it is now."""
    from service.cli.reviewing import run_sign

    run_sign(assessment_id, by)


@assessments.command()
@click.argument("assessment_id", metavar="ID")
@click.option("--yes", is_flag=True, help="Do not ask first.")
def remove(assessment_id: str, yes: bool) -> int:
    """Remove an assessment with its review and, if it was signed, its signed memo."""
    from service.cli.reviewing import run_remove

    return run_remove(assessment_id, yes=yes)
