"""``samklang framework`` as click knows it; the work is in ``clauses``."""

from __future__ import annotations

from pathlib import Path

import click

_FILE = click.option(
    "--file",
    "path",
    metavar="PATH",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A framework file. Default: that of the settings (SAMKLANG_FRAMEWORK), else the shipped.",
)
_AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")


@click.group(short_help="Work with the strategy as data: check, bind, compare.")
def framework() -> None:
    """Work with the framework: the strategy's criteria, and where its clauses stand."""


@framework.command()
@_FILE
@_AS_JSON
def check(path: Path | None, as_json: bool) -> int:
    """Check a framework file, and that every clause it points to is found in the strategy.

    Exit status 1 names the criteria whose clause is found nowhere or in several places.
    """
    from service.cli.clauses import run_check

    return run_check(path, as_json=as_json)


@framework.command()
@_AS_JSON
def bind(as_json: bool) -> int:
    """Look the clauses up in the strategy as it is now, and keep where they stand.

    Lists the clauses that moved or changed since the last time. Findings that rest on what is not
    there any more are opened again.
    """
    from service.cli.clauses import run_bind

    return run_bind(as_json=as_json)


@framework.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@_AS_JSON
def compare(old: str, new: str, as_json: bool) -> None:
    """Compare two versions of the strategy: what was added, removed, changed or only moved.

    OLD and NEW are two version numbers of the strategy document, or two documents' ids. Also tells
    which assessments rest on a clause that changed.

    \b
    Examples:
      samklang framework compare 1 2
    """  # noqa: D301  (click reads the \b)
    from service.cli.clauses import run_compare

    run_compare(old, new, as_json=as_json)
