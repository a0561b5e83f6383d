"""What commands share: the opened store, progress on stderr, JSON on stdout."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

import click

if TYPE_CHECKING:
    from pydantic import BaseModel
    from rich.progress import Progress, TaskID

    from corpus.settings import Settings
    from corpus.store import Store
    from service.cli.line import Line

Given = ParamSpec("Given")
Result = TypeVar("Result")

# the line that says what is being done now, among the bars by name
_NOW = ""


class Gauge:
    """Progress bars on stderr, one for each thing under way; silent without a terminal."""

    def __init__(self) -> None:
        self._progress: Progress | None = None
        self._tasks: dict[str, TaskID] = {}

    def report(self, what: str, fraction: float) -> None:
        """Show how far (0..1) something is; at 1 its bar goes away."""
        progress = self._started()
        if what not in self._tasks:
            self._tasks[what] = progress.add_task(what, total=1.0)
        progress.update(self._tasks[what], completed=min(fraction, 1.0))
        if fraction >= 1.0:
            self.forget(what)

    def forget(self, what: str) -> None:
        """Take a bar away, however far it came."""
        if self._progress is not None and what in self._tasks:
            self._progress.remove_task(self._tasks.pop(what))

    def tell(self, line: str) -> None:
        """Say in the one line for it what is being done now; empty takes the line away."""
        progress = self._started()
        if _NOW in self._tasks:
            progress.remove_task(self._tasks.pop(_NOW))
        if line:
            self._tasks[_NOW] = progress.add_task(line, total=None)

    def note(self, line: str) -> None:
        """A line on stderr that stays, above the bars."""
        if self._progress is None:
            click.echo(line, err=True)
        else:
            self._progress.console.print(line, markup=False, highlight=False, soft_wrap=True)

    def close(self) -> None:
        """Take every bar away."""
        if self._progress is not None:
            self._progress.stop()
            self._progress = None
            self._tasks.clear()

    def _started(self) -> Progress:
        if self._progress is None:
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

            console = Console(stderr=True)
            self._progress = Progress(
                TextColumn("{task.description}", markup=False),
                BarColumn(bar_width=24),
                TaskProgressColumn(),
                console=console,
                transient=True,
                disable=not console.is_terminal,
            )
            self._progress.start()
        return self._progress


@contextmanager
def opened(
    gauge: Gauge, settings: Settings | None = None, *, resume: bool = True
) -> Iterator[Store]:
    """The store of the settings; unless told not to, it first finishes what was left behind.

    Raises:
        DataFolderInUseError: another process owns the data folder.
    """
    from corpus.settings import load_settings
    from corpus.store import LEARNING, open_store

    def hear(stage: str, fraction: float) -> None:
        # each stage of the model's build tells how far the whole has come
        once = "the framework's examples" if stage == LEARNING else "embedding model"
        gauge.report(f"{once}, first use", fraction)

    try:
        with open_store(settings or load_settings(), progress=hear) as store:
            if resume:
                finish_left_behind(store, gauge)
            yield store
    finally:
        gauge.close()


@contextmanager
def at_hand(
    gauge: Gauge, settings: Settings | None = None, *, resume: bool = True
) -> Iterator[Store | Line]:
    """The store, or the line to the service that has it open.

    Raises:
        DataFolderInUseError: another process owns the data folder and takes no work.
    """
    from corpus.errors import DataFolderInUseError
    from corpus.settings import load_settings
    from service.cli.line import reach_owner

    known = settings or load_settings()
    with ExitStack() as stack:
        held: Store | Line
        try:
            held = stack.enter_context(opened(gauge, known, resume=resume))
        except DataFolderInUseError as error:
            held = stack.enter_context(reach_owner(known, error))
            stack.callback(gauge.close)
        yield held


def perform(
    held: Store | Line,
    work: Callable[Concatenate[Store, Given], Result],
    *args: Given.args,
    **given: Given.kwargs,
) -> Result:
    """What one of ``service.procedures`` gives, from the store at hand or through the line."""
    from corpus.store import Store

    if isinstance(held, Store):
        return work(held, *args, **given)
    done: Result = held.call(work, given)
    return done


def finish_left_behind(store: Store, gauge: Gauge) -> None:
    """Finish what an interrupted run left behind, and say so; what cannot be is only warned of."""
    from corpus.errors import IndexMismatchError
    from ingest.publish import resume_all

    try:
        resumed = resume_all(store)
    except IndexMismatchError as error:
        # nobody sees an unfinished version, so it must not keep all the others shut
        gauge.note(f"warning: {error}")
        return
    if resumed:
        gauge.note(f"Finished what an interrupted run left behind ({resumed}).")


def note_if_empty(store: Store | Line, gauge: Gauge) -> None:
    """Tell a newcomer, on stderr, why nothing can be found yet and what to do."""
    from corpus.settings import load_settings
    from corpus.store import Store
    from service.procedures.shelves import documents

    if not perform(store, documents):
        folder = store.folder if isinstance(store, Store) else load_settings().data_dir
        gauge.note(
            f'There are no documents in "{folder}" yet. "samklang ingest" takes in the '
            'shipped library, "samklang ingest PATH" your own; SAMKLANG_DATA_DIR names another '
            "folder."
        )


def emit(response: BaseModel) -> None:
    """Write a response to stdout as JSON."""
    click.echo(response.model_dump_json(indent=2))
