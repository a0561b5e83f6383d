"""Where the memo goes that a command writes, and in which format."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from corpus.assessment import Kept
from corpus.framework import Framework
from corpus.store import Store
from service.cli.line import Line

_FORMATS = ("md", "docx", "pdf", "json")
_TEXT = frozenset({"md", "json"})
_STDOUT = Path("-")


@dataclass(frozen=True, slots=True)
class MemoPlan:
    """A memo to be written: its format, its file (None: beside you), a template for Word.

    ``edition`` asks for what was signed that time, from 1.
    """

    form: str
    output: Path | None = None
    template: Path | None = None
    edition: int | None = None

    @property
    def printed(self) -> bool:
        """Whether it goes to stdout."""
        return self.output == _STDOUT


def plan_memo(
    form: str | None, output: Path | None, template: Path | None, *, as_json: bool = False
) -> MemoPlan | None:
    """What the options ask for; None when no memo is to be written.

    Raises:
        click.UsageError: they contradict each other.
    """
    if form is None and template is not None:
        form = "docx"
    if form is None and output is not None:
        form = output.suffix.lower().removeprefix(".")
        if form not in _FORMATS:
            raise click.UsageError(
                f'--output "{output}" does not say which format; give --format as well'
            )
    if form is None:
        return None
    if template is not None and form != "docx":
        raise click.UsageError(f"--template is for docx, not for {form}")
    plan = MemoPlan(form, output, template)
    if plan.printed and form not in _TEXT:
        raise click.UsageError(f"{form} cannot be printed; give --output a file")
    if plan.printed and as_json:
        raise click.UsageError("--json and --output - would both print; give one of them")
    return plan


def write_planned(
    held: Store | Line, kept: Kept, framework: Framework, plan: MemoPlan, stem: str
) -> None:
    """Write the memo to its file and say so on stderr, or print it.

    Raises:
        UsageError: the template is wrong, or the assessment is signed and needs none.
    """
    from service.memos import memo_file

    template = plan.template.read_bytes() if plan.template else None
    signed = held.memo if isinstance(held, Line) else held.catalog.signed_bytes
    data = memo_file(signed, kept, plan.form, framework, template=template, edition=plan.edition)
    if plan.printed:
        click.echo(data.decode(), nl=False)
        return
    path = plan.output or _beside(stem, plan.form)
    path.write_bytes(data)
    click.echo(f'Memo written to "{path}".', err=True)


def _beside(stem: str, form: str) -> Path:
    """A file beside you that bears the name, but none that is there: it may be the proposal."""
    path = Path(f"{stem}.{form}")
    return Path(f"{stem}-memo.{form}") if path.exists() else path
