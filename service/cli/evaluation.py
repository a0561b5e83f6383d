"""``samklang eval``: question sets run over the data folder, two runs compared, calibration."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corpus.errors import UsageError
from eval.compare import compare_runs
from eval.run import read_run
from eval.table import format_differences
from service.cli.session import Gauge, at_hand, perform
from service.procedures.evaluation import evaluate, fit_constants, sets_left_out

if TYPE_CHECKING:
    from corpus.store import Store
    from service.cli.line import Line


def run_evaluation(
    sets: Sequence[str], *, report: Path | None, split: str, limit: int | None, as_json: bool
) -> None:
    """Put the questions, print the figures, and leave the run in the folder ``report``.

    Raises:
        UsageError: there is no such set, or evidence does not stand where a question says.
        NotFoundError: the data folder lacks the documents.
    """
    gauge, named = Gauge(), _named(sets)
    with at_hand(gauge) as held:
        _tell_left_out(held, named, gauge)
        done = perform(
            held,
            evaluate,
            sets=named,
            folder=report and report.absolute(),
            split=split,
            limit=limit,
            hear=_hear(gauge),
        )
    if as_json:
        figures = _rows(done.cells)
        _emit({"folder": str(done.folder), "run": asdict(done.info), "figures": figures})
        return
    click.echo(done.table)
    told = f"{done.questions} questions put in {done.info.seconds:.0f} s."
    click.echo(f"{told} The whole report: {done.page}")


def _named(sets: Sequence[str]) -> tuple[str, ...]:
    """The sets as a process elsewhere would name them: files by their whole path."""
    return tuple(str(Path(one).absolute()) if Path(one).is_file() else one for one in sets)


def _tell_left_out(held: Store | Line, sets: tuple[str, ...], gauge: Gauge) -> None:
    for one in perform(held, sets_left_out, sets=sets):
        gauge.note(f"Left out: {one.name}: {one.reason}.")


def run_comparison(first: Path, second: Path, *, as_json: bool) -> None:
    """Tell which differences between two runs are real.

    Raises:
        UsageError: a folder is no run, or the two have no question in common.
    """
    (a, info_a), (b, info_b) = read_run(first), read_run(second)
    differences = compare_runs(a, b)
    if not differences:
        raise UsageError(f'"{first}" and "{second}" have no question in common; run the same sets')
    if as_json:
        _emit({"a": asdict(info_a), "b": asdict(info_b), "differences": _rows(differences)})
        return
    click.echo(format_differences(differences))
    if info_a.corpus != info_b.corpus:
        click.echo("The two runs were over different documents.")
    real = sum(one.real for one in differences)
    click.echo(f"{real} of {len(differences)} differences are real: their interval leaves out 0.")


def run_calibration(sets: Sequence[str], *, as_json: bool) -> None:
    """Fit answerability on the tuning split and write the data folder's constants.

    Raises:
        UsageError: there is no such set.
        NotFoundError: the data folder lacks the documents.
    """
    gauge, named = Gauge(), _named(sets)
    with at_hand(gauge) as held:
        _tell_left_out(held, named, gauge)
        found = perform(held, fit_constants, sets=named, hear=_hear(gauge))
    if as_json:
        _emit(asdict(found))
    else:
        click.echo(str(found))


def _hear(gauge: Gauge) -> Callable[[str, float], None]:
    def hear(question_id: str, share: float) -> None:
        del question_id
        gauge.report("questions", share)

    return hear


def _rows(found: Sequence[Any]) -> list[dict[str, Any]]:
    return [asdict(one) for one in found]


def _emit(value: dict[str, Any]) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
