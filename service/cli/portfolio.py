"""``samklang portfolio`` as click knows it; the work is in ``matrix``."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(short_help="Every initiative against every criterion; gaps and overlaps.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["xlsx", "csv", "json"]),
    help="Write a file of this kind instead of showing it.",
)
@click.option(
    "--output",
    metavar="PATH",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    help="Write to this file, over what it holds; - prints csv or json. Default: portfolio.FORMAT "
    "beside you.",
)
@click.option("--language", type=click.Choice(["sv", "en"]), default="sv", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")
def portfolio(form: str | None, *, output: Path | None, language: str, as_json: bool) -> None:
    """Show how the assessed initiatives stand to the criteria, taken together.

    Which criteria nobody serves, which initiatives do much the same, who has their basic funding.
    Of an initiative assessed several times the newest assessment counts, as its review left it.
    """
    from service.cli.matrix import run_portfolio

    if form is None and output is not None:
        form = output.suffix.lower().removeprefix(".")
        if form not in ("xlsx", "csv", "json"):
            raise click.UsageError(
                f'--output "{output}" does not say which format; give --format xlsx, csv or json'
            )
    if str(output) == "-" and form == "xlsx":
        raise click.UsageError("xlsx cannot be printed; give --output a file")
    if as_json and form is not None:
        raise click.UsageError("--json prints; give it alone, or --format json with --output")
    run_portfolio("json" if as_json else form, output, language=language, printed=as_json)
