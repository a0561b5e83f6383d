"""One outside set taken in, put, measured and left on disk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from corpus.settings import Settings
from corpus.store import Store
from eval.measures.parts import RETRIEVAL
from eval.measures.summary import Cell, summarise
from eval.measures.verbatim import prove_quotes
from eval.outside.asking import ask_set, draw_sample
from eval.outside.curve import format_curve
from eval.outside.placing import place_outside
from eval.outside.records import OutsideSet
from eval.outside.shelf import open_shelf
from eval.records import QuestionRecord
from eval.report import write_report
from eval.run import RunInfo, describe_run, make_folder, write_run
from eval.table import format_cells

_OF_SEARCH = frozenset({*RETRIEVAL, "search p50 s", "search p95 s"})
# of each question the first passages found are quoted in the report
_OPENED = 5

Heard = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class OutsideRun:
    """What one set gave."""

    records: tuple[QuestionRecord, ...]
    info: RunInfo
    cells: tuple[Cell, ...]

    @property
    def table(self) -> str:
        """The figures as text, and for a set with unanswerable questions the curve."""
        curve = format_curve(self.records)
        return format_cells(self.cells, self.records) + (f"\n{curve}" if curve else "")


def run_outside(
    outside: OutsideSet,
    count: int | None,
    *,
    work: Path,
    settings: Settings,
    report: Path | None = None,
    on_progress: Heard,
) -> OutsideRun:
    """Take a set in, put ``count`` of its questions (None: all), and measure.

    Raises:
        SamklangError: a document cannot be taken in, or an answer is not where the set says.
    """
    if report:
        # that it cannot be made is found out before the questions are put, not after
        make_folder(report)
    started = datetime.now(UTC)
    questions = draw_sample(outside.questions, count)
    with open_shelf(outside, work, settings, on_progress=on_progress) as store:
        placed = place_outside(store.catalog, outside, questions)
        records = tuple(ask_set(store, outside, placed, on_progress=on_progress))
        info = describe_run(store, placed, split="test", started=started)
        cells = summarise(records, prove_quotes(records, store.folder))
        if outside.search_only:
            cells = tuple(cell for cell in cells if cell.measure in _OF_SEARCH)
        run = OutsideRun(records, info, cells)
        if report:
            _leave(report, run, store, page=not outside.search_only)
    return run


def _leave(folder: Path, run: OutsideRun, store: Store, *, page: bool) -> None:
    """Write the run; its page is about answers, so a set that was only searched has none."""
    write_run(folder, run.records, run.info, table=run.table)
    if not page:
        return
    titles = {document.id: document.title for document in store.catalog.documents()}
    seen = sorted({hit.passage_id for one in run.records for hit in one.hits[:_OPENED]})
    passages = {name: found.text for name, found in store.catalog.passages(seen).items()}
    write_report(folder, run.records, run.info, run.cells, titles=titles, passages=passages)
