"""Files from strangers are parsed here: in worker processes that may die without harm."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Any, ParamSpec, Self, TypeVar

from corpus.errors import EmptyDocumentError, ParserError, SamklangError
from corpus.records import BODY_KINDS, BlockKind, Reading
from ingest import sniff

if TYPE_CHECKING:
    from pebble import ProcessPool

P = ParamSpec("P")
T = TypeVar("T")

MAX_BYTES = 200 * 2**20
# Address space of one worker. The largest real document measured needs under a tenth of it.
_MEMORY = 4 * 2**30


def read_document(
    path: Path, *, password: str | None = None, max_bytes: int = MAX_BYTES
) -> Reading:
    """One file as canonical text with blocks, whatever its format.

    Args:
        path: the file; its format is told by its bytes.
        password: tried where the document is encrypted.
        max_bytes: larger files are refused.

    Raises:
        DocumentError: one of its kinds, by what is wrong with the file.
    """
    media_type = sniff.sniff(path, max_bytes=max_bytes)
    reading = _read(path, media_type, password)
    if not _has_letters(reading):
        raise EmptyDocumentError(
            f"the file was read as {media_type}, but there is no text in it to find"
        )
    return reading


def _read(path: Path, media_type: str, password: str | None) -> Reading:
    """Call the reader of a media type; each is imported only where it is needed."""
    if media_type == sniff.PDF:
        from ingest.pdf import read_pdf

        return read_pdf(path, password=password)
    if media_type == sniff.DOCX:
        from ingest.office import read_docx

        return read_docx(path)
    from ingest import markup

    readers = {sniff.MARKDOWN: markup.read_markdown, sniff.HTML: markup.read_html}
    return readers.get(media_type, markup.read_text)(path)


def _has_letters(reading: Reading) -> bool:
    shown = BODY_KINDS | {BlockKind.FOOTNOTE}
    return any(
        any(map(str.isalpha, reading.text[block.start : block.end]))
        for block in reading.blocks
        if block.kind in shown
    )


class ReaderPool:
    """Worker processes for reading and rendering; use it as a context manager.

    A worker that dies, takes longer than ``seconds`` or runs out of memory fails its own file
    with a ``ParserError`` and is replaced. Workers start at the first call. They are spawned,
    so a script that uses the pool needs the usual ``if __name__ == "__main__"``.
    """

    def __init__(self, *, workers: int, seconds: float) -> None:
        self._workers = workers
        self._seconds = seconds
        self._pool: ProcessPool | None = None
        self._starting = Lock()
        self._open: set[Future[Any]] = set()

    def __enter__(self) -> Self:
        """The pool itself; no process is started yet."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop the workers; what has not been read by now is cancelled."""
        if self._pool is None:
            return
        for outcome in tuple(self._open):  # before their workers' death would fail them
            outcome.cancel()
        self._pool.stop()  # type: ignore[no-untyped-call]  # the library leaves it untyped
        self._pool.join()
        self._pool = None

    def run(
        self, name: str, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs
    ) -> Future[T]:
        """The coming result of a function called in a worker.

        That of a reading raises nothing but ``DocumentError``.

        Args:
            name: the file's name, for messages.
            function: importable by name in the worker, like its arguments' types.
            args: its positional arguments.
            kwargs: its keyword arguments.
        """
        outcome: Future[T] = Future()
        self._open.add(outcome)
        outcome.add_done_callback(self._open.discard)
        pool = self._started()
        inner = pool.schedule(function, args=args, kwargs=kwargs, timeout=self._seconds)
        inner.add_done_callback(lambda done: _hand_over(done, outcome, name, self._seconds))
        return outcome

    def _started(self) -> ProcessPool:
        from pebble import ProcessPool

        with self._starting:
            if self._pool is None:
                self._pool = ProcessPool(
                    max_workers=self._workers,
                    initializer=_limit_memory,
                    initargs=(_MEMORY,),
                    # A forked child would share locks and model threads of the owner process.
                    context=multiprocessing.get_context("spawn"),
                )
            return self._pool


def _limit_memory(size: int) -> None:
    """Cap the worker's address space, where the platform can, so that it fails and not we."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    allowed = size if hard == resource.RLIM_INFINITY else min(size, hard)
    resource.setrlimit(resource.RLIMIT_AS, (allowed, hard))


def _hand_over(done: Future[T], outcome: Future[T], name: str, seconds: float) -> None:
    """Give the worker's result or our own error to whoever waits for it."""
    if done.cancelled():
        outcome.cancel()
        return
    if not outcome.set_running_or_notify_cancel():
        return
    error = done.exception()
    if error is None:
        outcome.set_result(done.result())
    else:
        outcome.set_exception(_translated(error, name, seconds))


def _translated(error: BaseException, name: str, seconds: float) -> BaseException:
    """The error as one of ours; what a library raised is named by its class."""
    from pebble import ProcessExpired

    if isinstance(error, SamklangError):
        return error
    if isinstance(error, TimeoutError):
        message = f"reading took longer than {seconds:g} seconds and was stopped"
    elif isinstance(error, MemoryError):
        message = f"reading needed more than {_MEMORY // 2**30} GiB of memory and was stopped"
    elif isinstance(error, ProcessExpired):
        message = f"the process that read the file died (exit code {error.exitcode})"
    else:
        message = f"the reader broke on the file ({type(error).__name__}: {error})"
    ours = ParserError(f'"{name}": {message}; the file may be damaged, try saving it anew')
    ours.__cause__ = error
    return ours
