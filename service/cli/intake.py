"""``samklang ingest``: files taken in under a progress bar, and what became of each."""

from __future__ import annotations

import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

import click
from pydantic import TypeAdapter
from rich.table import Table
from rich.text import Text

from ingest.intake import ingest_files
from ingest.outcome import FileOutcome, Outcome
from ingest.walk import LIBRARY, Source, Walk, find_sources, readable
from service.cli.line import Line
from service.cli.paper import console, hang, plain
from service.cli.session import Gauge, at_hand, emit
from service.schemas import IngestResponse

if TYPE_CHECKING:
    from rich.console import Console

    from corpus.store import Store

_BAD = frozenset({Outcome.REFUSED, Outcome.FAILED})
_SAID = {
    Outcome.IN: ("in", "green"),
    Outcome.IN_WITH_WARNINGS: ("in, with warnings", "yellow"),
    Outcome.UNCHANGED: ("unchanged", "dim"),
    Outcome.REFUSED: ("refused", "red"),
    Outcome.FAILED: ("failed", "red"),
}


def run_ingest(paths: Sequence[Path], *, collection: str | None, as_json: bool) -> int:
    """Take the files in and tell what became of each; 3 when one was refused or failed."""
    walk = find_sources(paths, collection=collection)
    gauge = Gauge()
    began = time.monotonic()
    with at_hand(gauge) as store:
        if isinstance(store, Line):
            files = hand_over(store, walk, gauge)
        else:
            files = take_in(store, walk, gauge)
    seconds = time.monotonic() - began
    if as_json:
        emit(IngestResponse.from_record(files, seconds))
        for file in files:
            if file.outcome in _BAD:
                path = plain(as_typed(file.path, paths))
                click.echo(f"{file.outcome.value}: {path}: {file.reason}", err=True)
    else:
        show_summary(files, paths, seconds=seconds, skipped=walk.skipped)
    return 3 if any(file.outcome in _BAD for file in files) else 0


def take_in(store: Store, walk: Walk, gauge: Gauge) -> list[FileOutcome]:
    """The outcome of every file, in order, with progress shown as it goes."""
    total = len(walk.sources)
    whole = f"{total} files"
    outcomes: list[FileOutcome] = []
    if total:
        gauge.report(whole, 0.0)

    with _heeding_interrupts() as check:

        def hear(path: str, fraction: float) -> None:
            check()
            gauge.report(f"  {_shortened(path)}", fraction)

        for outcome in ingest_files(store, walk.sources, on_progress=hear):
            check()
            outcomes.append(outcome)
            gauge.forget(f"  {_shortened(outcome.path)}")
            gauge.report(whole, len(outcomes) / total)
    return outcomes


def hand_over(line: Line, walk: Walk, gauge: Gauge) -> list[FileOutcome]:
    """The same, done by the service that owns the folder: it reads the files where they are."""
    if not walk.sources:
        return []
    whole = f"{len(walk.sources)} files"
    with _heeding_interrupts() as check:

        def hear(job: Mapping[str, Any]) -> None:
            check()
            gauge.report(whole, job["progress"])

        order = {"kind": "ingest", "files": [_handed(source) for source in walk.sources]}
        rows = line.do(order, hear)["files"]
    read = TypeAdapter(list[FileOutcome])
    return read.validate_python(rows)


def _handed(source: Source) -> dict[str, Any]:
    """A file as the service is told of it."""
    return {
        "name": readable(str(source.path)),
        "key": source.key,
        "collection": source.collection,
        "path": None if source.fault else source.path.absolute().as_uri(),
        "entry": source.entry.model_dump(mode="json") if source.entry else None,
        "fault": source.fault,
    }


@contextmanager
def _heeding_interrupts() -> Iterator[Callable[[], None]]:
    """A check that raises ``KeyboardInterrupt`` once Ctrl-C was pressed.

    Python drops an interrupt that falls into a finaliser or a callback of a C library; remembered
    here, it takes hold at the next file's progress.
    """
    pressed = threading.Event()

    def remember(number: int, frame: FrameType | None) -> None:
        pressed.set()
        raise KeyboardInterrupt

    def check() -> None:
        if pressed.is_set():
            raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield check  # only the main thread may handle signals, and only it is interrupted
        return
    before = signal.signal(signal.SIGINT, remember)
    try:
        yield check
    finally:
        signal.signal(signal.SIGINT, before)


def _shortened(path: str, width: int = 44) -> str:
    name = plain(Path(path).name)
    return name if len(name) <= width else f"{name[: width - 1]}…"


def as_typed(path: str, typed: Sequence[Path]) -> str:
    """A file's path as the command line names it; below an absolute folder from its name on."""
    for root in typed or [LIBRARY]:
        whole = Path(readable(str(root)))
        if root.is_absolute() and Path(path).is_relative_to(whole):
            return str(Path(path).relative_to(whole.parent))
    return path


def show_summary(
    files: Sequence[FileOutcome], typed: Sequence[Path], *, seconds: float, skipped: int
) -> None:
    """Counts by outcome, then every file that did not get in with its reason, then warnings.

    ``typed`` are the paths of the command line; none means the shipped library.
    """
    out = console()
    out.print(_counts(files))
    bad = [file for file in files if file.outcome in _BAD]
    warned = [f for f in files if f.warnings and f.outcome is not Outcome.UNCHANGED]
    for file in bad:
        lead = Text(f"{_SAID[file.outcome][0]}: ", style=_SAID[file.outcome][1])
        _show_file(out, lead, as_typed(file.path, typed), [file.reason or "no reason was given"])
    for file in warned:
        lead = Text("warning: ", style="yellow")
        _show_file(out, lead, as_typed(file.path, typed), file.warnings)
    if skipped:
        out.print(Text(f"Passed over: {skipped} hidden files or links leading out of the folder."))
    out.print(Text(_totals(files, seconds)))


def _show_file(out: Console, lead: Text, path: str, remarks: Sequence[str]) -> None:
    """The path on one line however long, so that it can be copied; the remarks below it."""
    out.print(Text.assemble(lead, plain(path)), soft_wrap=True)
    for remark in remarks:
        hang(out, " " * lead.cell_len, Text(plain(remark)))


def _counts(files: Sequence[FileOutcome]) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False)
    counts = Counter(file.outcome for file in files)
    for outcome, (said, style) in _SAID.items():
        if counts[outcome]:
            table.add_row(Text(said, style=style), Text(str(counts[outcome]), justify="right"))
    return table


def _totals(files: Sequence[FileOutcome], seconds: float) -> str:
    if not files:
        return "No files were found there."
    passages = sum(file.passages for file in files)
    pages = sum(file.pages or 0 for file in files)
    return f"Files: {len(files)}. Pages: {pages}. Passages: {passages}. Seconds: {seconds:.1f}."
