"""``samklang llm``: the language model of the settings."""

from __future__ import annotations

import click


@click.group()
def llm() -> None:
    """Work with the language model of the settings."""


@llm.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")
def check(as_json: bool) -> int:
    """Is the language model fit for use?

    Asks it a dozen fixed questions on the documents that come with Samklang, and tells how many
    of its quotes and sentences hold, how long it takes and what it costs. Exit status 1 when it
    is not fit.
    """
    from service.cli.fitness import run_check

    return run_check(as_json=as_json)
