"""``samklang eval``: question sets run over the data folder, two runs compared, calibration."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corpus.errors import NotFoundError, UsageError
from eval.catalogue import LeftOut, choose_sets
from eval.compare import compare_runs
from eval.measures.summary import Cell, summarise
from eval.measures.verbatim import prove_quotes
from eval.records import QuestionRecord
from eval.report import write_report
from eval.run import (
    TABLE,
    PlacedQuestion,
    RunInfo,
    describe_run,
    make_folder,
    place_questions,
    read_run,
    run_sets,
    write_run,
)
from eval.table import format_cells, format_differences
from service.cli.session import Gauge, opened

if TYPE_CHECKING:
    from corpus.store import Store

# of each question the first passages found are quoted in the report
_OPENED = 5


def run_evaluation(
    sets: Sequence[str], *, report: Path | None, split: str, limit: int | None, as_json: bool
) -> None:
    """Put the questions, print the figures, and leave the run in the folder ``report``.

    Raises:
        UsageError: there is no such set, or evidence does not stand where a question says.
        NotFoundError: the data folder lacks the documents.
    """
    gauge, started = Gauge(), datetime.now(UTC)
    with _placed(gauge, sets, split=split, limit=limit) as (store, placed, left):
        # that it cannot be made is found out before the questions are put, not after
        folder = report or store.folder / "eval" / f"{started.astimezone():%Y-%m-%d-%H%M%S}"
        make_folder(folder)
        records = tuple(run_sets(store, placed, on_progress=_hear(gauge)))
        info = describe_run(store, placed, split=split, left_out=left, started=started)
        gauge.report("looking the quotes up in the originals", 0.0)
        cells = summarise(records, prove_quotes(records, store.folder))
        page = _write(store, folder, records, info=info, cells=cells)
    if as_json:
        _emit({"folder": str(folder), "run": asdict(info), "figures": _rows(cells)})
        return
    click.echo((folder / TABLE).read_text(encoding="utf-8"))
    click.echo(f"{len(records)} questions put in {info.seconds:.0f} s. The whole report: {page}")


def _write(
    store: Store,
    folder: Path,
    records: Sequence[QuestionRecord],
    *,
    info: RunInfo,
    cells: Sequence[Cell],
) -> Path:
    """Everything a run leaves, and the path of its page."""
    write_run(folder, records, info, table=format_cells(cells, records))
    titles = {document.id: document.title for document in store.catalog.documents()}
    seen = sorted({hit.passage_id for record in records for hit in record.hits[:_OPENED]})
    passages = {name: found.text for name, found in store.catalog.passages(seen).items()}
    return write_report(folder, records, info, cells, titles=titles, passages=passages)


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
    from eval.calibrate import calibrate

    gauge = Gauge()
    with _placed(gauge, sets, split="tuning", limit=None) as (store, placed, _):
        found = calibrate(store, placed, on_progress=_hear(gauge))
    if as_json:
        _emit(asdict(found))
    else:
        click.echo(str(found))


@contextmanager
def _placed(
    gauge: Gauge, sets: Sequence[str], *, split: str, limit: int | None
) -> Iterator[tuple[Store, tuple[PlacedQuestion, ...], tuple[LeftOut, ...]]]:
    """The store, the questions to put to it, and the sets left out, which are told of."""
    with opened(gauge) as store:
        _check_filled(store)
        chosen, left = choose_sets(store.catalog, sets)
        for one in left:
            gauge.note(f"Left out: {one.name}: {one.reason}.")
        placed = tuple(
            question
            for one in chosen
            for question in place_questions(store.catalog, one, split=split, limit=limit)
        )
        if not placed:
            raise NotFoundError(
                f'there is no question to put to the documents in "{store.folder}" ({split}); '
                "name a set of your own, or ingest the documents of a shipped one"
            )
        yield store, placed, left


def _check_filled(store: Store) -> None:
    if not store.catalog.active_versions():
        raise NotFoundError(
            f'there are no documents in "{store.folder}"; "samklang ingest" takes in the shipped '
            'library, which the set "library" is on; SAMKLANG_DATA_DIR names another folder'
        )


def _hear(gauge: Gauge) -> Callable[[str, float], None]:
    def hear(question_id: str, share: float) -> None:
        del question_id
        gauge.report("questions", share)

    return hear


def _rows(found: Sequence[Any]) -> list[dict[str, Any]]:
    return [asdict(one) for one in found]


def _emit(value: dict[str, Any]) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
