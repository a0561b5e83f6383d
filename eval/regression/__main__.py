"""``python -m eval.regression``: check the sample, or record a new baseline on purpose."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.errors import SamklangError, UsageError
from corpus.settings import load_settings
from corpus.store import Store, open_store
from eval.catalogue import load_set
from eval.checker import check_set, print_checked
from eval.records import QuestionRecord
from eval.regression.baseline import (
    BASELINE,
    GUARDED,
    Baseline,
    figures_of,
    measure_questions,
    read_baseline,
    write_baseline,
)
from eval.regression.check import (
    Fault,
    check_against_baseline,
    check_citations,
    check_gold,
)
from eval.regression.noise import measure_changes
from eval.regression.sample import LIBRARY_SET, ask_sample, choose_sample
from eval.run import place_questions
from ingest.intake import ingest_files
from ingest.walk import find_sources
from pipeline.constants import load_constants


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures and faults; 1 on a fault, and then nothing is recorded."""
    options = _parse(argv)
    try:
        with _shipped_library() as store:
            if options.record:
                faults = _record(store, options.reason, options.baseline)
            else:
                faults = _check(store, read_baseline(options.baseline), whole=options.whole)
    except SamklangError as error:
        print(f"eval.regression: {error}", file=sys.stderr)
        return 1
    for fault in faults:
        print(f"FAULT: {fault}")
    return 1 if faults else 0


def _parse(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m eval.regression")
    parser.add_argument("--record", action="store_true", help="write a new baseline")
    parser.add_argument("--reason", default="", help="why; it goes into the changelog too")
    parser.add_argument("--baseline", type=Path, default=BASELINE, help="another file")
    parser.add_argument("--whole", action="store_true", help="check the citations of the whole set")
    options = parser.parse_args(argv)
    if options.record != bool(options.reason.strip()):
        parser.error("a baseline is recorded on purpose: give --record and --reason together")
    return options


@contextmanager
def _shipped_library() -> Iterator[Store]:
    """A store of nothing but the shipped library, which is what the baseline was recorded on."""
    settings = load_settings()
    with TemporaryDirectory(prefix="regression-", ignore_cleanup_errors=True) as folder:
        own = {"data_dir": Path(folder), "model_dir": settings.models}
        with open_store(settings.model_copy(update=own)) as store:
            list(ingest_files(store, find_sources((), collection=None).sources))
            yield store


def _check(store: Store, baseline: Baseline, *, whole: bool) -> tuple[Fault, ...]:
    """The faults of the sample; of the ``whole`` set those of its citations as well.

    Figures are of the sample alone all the same, since the test split is looked at once a release.
    """
    if baseline.model_key != store.model_key:
        raise UsageError(
            f'the baseline is of the model "{baseline.model_key}" and this is '
            f'"{store.model_key}"; choose that one, or record a baseline'
        )
    if faults := check_gold(store.catalog):
        return faults
    library = load_set(LIBRARY_SET)
    if whole:
        print_checked(check_set(store.catalog, library, shipped=True))
    asked = {question.id for question in library.questions} if whole else baseline.questions
    records = ask_sample(store, asked)
    _print_changes(records, baseline)
    return check_against_baseline(store, records, baseline)


def _record(store: Store, reason: str, path: Path) -> tuple[Fault, ...]:
    """Write a baseline; never one of citations that do not hold."""
    if faults := check_gold(store.catalog):
        return faults
    sample = choose_sample(place_questions(store.catalog, load_set(LIBRARY_SET)))
    records = ask_sample(store, sample)
    if faults := check_citations(store, records):
        return faults
    questions = measure_questions(records)
    baseline = Baseline(
        recorded=datetime.now(UTC).date().isoformat(),
        reason=reason.strip(),
        model_key=store.model_key,
        constants_run=load_constants(store.model_key, store.folder).run,
        figures=figures_of(questions),
        questions=questions,
    )
    write_baseline(baseline, path)
    for name, figure in baseline.figures.items():
        print(f"{name:<20}{figure}")
    print(f"Recorded. Now say so in CHANGELOG.md, in these words: {baseline.reason}")
    return ()


def _print_changes(records: Sequence[QuestionRecord], baseline: Baseline) -> None:
    print(f"{len(records)} questions put; baseline of {baseline.recorded}: {baseline.reason}")
    for change in measure_changes(GUARDED, baseline.questions, measure_questions(records)):
        print(change)


if __name__ == "__main__":
    sys.exit(main())
