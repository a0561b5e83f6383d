"""Question sets put to the documents, and constants fitted to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from corpus.errors import NotFoundError
from corpus.store import Store
from eval.calibrate import CalibrationReport, calibrate
from eval.catalogue import LeftOut, QuestionSet, choose_sets
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
    run_sets,
    write_run,
)
from eval.table import format_cells
from service.procedures import Use, procedure

RUNS = "eval"
"""The folder below the data folder where runs are left that are told no other."""

Hear = Callable[[str, float], None]

# of each question the first passages found are quoted in the report
_OPENED = 5


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A run: its folder, its page there, its figures, and how many questions were put."""

    folder: Path
    page: Path
    info: RunInfo
    cells: tuple[Cell, ...]
    questions: int
    table: str


@procedure()
def sets_left_out(store: Store, *, sets: tuple[str, ...]) -> tuple[LeftOut, ...]:
    """The shipped sets whose documents are not here.

    Raises:
        UsageError: there is no such set.
        NotFoundError: the data folder holds no documents.
    """
    return _choose(store, sets)[1]


@procedure(Use.INDEXES)
def evaluate(
    store: Store,
    *,
    sets: tuple[str, ...],
    folder: Path | None,
    split: str,
    limit: int | None,
    hear: Hear | None = None,
) -> Evaluated:
    """Put the questions and leave the run in ``folder`` (None: a new one in the data folder).

    Raises:
        UsageError: there is no such set, or evidence does not stand where a question says.
        NotFoundError: the data folder lacks the documents.
    """
    started = datetime.now(UTC)
    placed, left = _placed(store, sets, split=split, limit=limit)
    # that it cannot be made is found out before the questions are put, not after
    into = folder or store.folder / RUNS / f"{started.astimezone():%Y-%m-%d-%H%M%S}"
    make_folder(into)
    records = tuple(run_sets(store, placed, on_progress=hear or _unheard))
    info = describe_run(store, placed, split=split, left_out=left, started=started)
    if hear:
        hear("looking the quotes up in the originals", 0.0)
    cells = summarise(records, prove_quotes(records, store.folder))
    page = _write(store, into, records, info=info, cells=cells)
    table = (into / TABLE).read_text(encoding="utf-8")
    return Evaluated(into, page, info, cells, len(records), table)


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


@procedure(Use.INDEXES)
def fit_constants(
    store: Store, *, sets: tuple[str, ...], hear: Hear | None = None
) -> CalibrationReport:
    """Fit answerability on the tuning split and write the data folder's constants.

    Raises:
        UsageError: there is no such set.
        NotFoundError: the data folder lacks the documents.
    """
    placed, _ = _placed(store, sets, split="tuning", limit=None)
    return calibrate(store, placed, on_progress=hear or _unheard)


def _placed(
    store: Store, sets: Sequence[str], *, split: str, limit: int | None
) -> tuple[tuple[PlacedQuestion, ...], tuple[LeftOut, ...]]:
    """The questions to put to the store, and the sets left out."""
    chosen, left = _choose(store, sets)
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
    return placed, left


def _choose(
    store: Store, sets: Sequence[str]
) -> tuple[tuple[QuestionSet, ...], tuple[LeftOut, ...]]:
    if not store.catalog.active_versions():
        raise NotFoundError(
            f'there are no documents in "{store.folder}"; "samklang ingest" takes in the shipped '
            'library, which the set "library" is on; SAMKLANG_DATA_DIR names another folder'
        )
    return choose_sets(store.catalog, sets)


def _unheard(question_id: str, share: float) -> None:
    """Nobody is told."""
