"""``python -m eval.initiatives [--assess | --held-out] [FOLDER ...]``: what each file should give.

Without ``--assess`` a folder is checked and its expectations are printed; with it every file is
assessed against the strategy of the shipped library, and the agreement is printed. ``--held-out``
assesses each file by what was learnt from other files, for those that taught the assessor.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from corpus.errors import SamklangError
from corpus.framework import load_framework
from corpus.settings import Settings
from corpus.store import Store, open_store
from eval.initiatives.check import FOLDER, read_expected
from eval.initiatives.held_out import HeldOut
from eval.initiatives.measure import Measured, everything, measure_folder, report
from eval.initiatives.records import Expected
from eval.initiatives.rules import CRITERIA
from ingest.intake import ingest_files
from ingest.walk import find_sources

_LIBRARY = Path(__file__).parents[2] / "corpus" / "library"
_MARKS = {"supports": "+", "partly": "~", "contradicts": "-", "silent": "."}
_LEGEND = "+ supports, ~ partly, - contradicts, . silent, blank: does not apply"


def main(arguments: Sequence[str] = ()) -> int:
    """Check folders, or assess them; 1 and the fault where one does not hold."""
    held_out = "--held-out" in arguments
    folders = [Path(one) for one in arguments if not one.startswith("--")] or [FOLDER]
    try:
        expected = [(folder, read_expected(folder)) for folder in folders]
        if held_out or "--assess" in arguments:
            _print_assessed(expected, held_out=held_out)
        else:
            for _, entries in expected:
                _print_expected(entries)
    except SamklangError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _print_expected(entries: Sequence[Expected]) -> None:
    width = max(len(entry.file) for entry in entries)
    head = " ".join(CRITERIA)
    print(f"{'file':{width}}  lang  {'kind':10}  {head}  {'funding':7}  recommendation (rule)")
    for entry in entries:
        marks = " ".join(f"{_MARKS.get(entry.verdicts.get(c, ''), ''):2}" for c in CRITERIA)
        status = entry.funding.status or "offers"
        lead = f"{entry.file:{width}}  {entry.language:4}  {entry.kind:10}"
        print(f"{lead}  {marks}  {status:7}  {entry.recommendation} ({entry.rule})")
    print(_LEGEND)


def _print_assessed(
    expected: Sequence[tuple[Path, tuple[Expected, ...]]], *, held_out: bool
) -> None:
    """One row a file, a criterion that disagrees as ``expected>given``; then the figures."""
    measured: list[Measured] = []
    with _library() as store:
        apart = HeldOut(load_framework(), store.embedder) if held_out else None
        for folder, entries in expected:
            learnt = partial(apart.without, folder, entries) if apart else everything
            for one in measure_folder(store, folder, entries, teaching_of=learnt):
                measured.append(one)
                print(_assessed_row(one))
    print(_LEGEND)
    print("\n".join(report(measured)))


def _assessed_row(one: Measured) -> str:
    entry, given = one.expected, one.verdicts
    wrong = [
        f"{c} {_MARKS[wanted]}>{_MARKS.get(given.get(c, ''), '?')}"
        for c, wanted in entry.verdicts.items()
        if not one.agreed[c]
    ]
    told = f"{one.assessment.recommendation} ({one.assessment.rule})"
    if not one.recommended:
        told += f", expected {entry.recommendation} ({entry.rule})"
    return f"{entry.file:40} {told:60} {'  '.join(wrong)}"


@contextmanager
def _library() -> Iterator[Store]:
    """A data folder of its own with the shipped library, gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        models = Settings().models
        with open_store(Settings(data_dir=Path(folder), model_dir=models)) as store:
            list(ingest_files(store, find_sources([_LIBRARY], collection=None).sources))
            yield store


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
