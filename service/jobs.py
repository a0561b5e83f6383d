"""Jobs carried out: claimed from the catalog, told of, cut off where that is harmless, ended.

One job of each kind is in hand at a time: documents are taken in by one writer, and an assessment
need not wait for them. A job that the process does not end is queued again at its next start.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from functools import partial
from threading import Lock
from typing import Any

from anyio import to_thread

from corpus.catalog import Catalog
from corpus.errors import ConflictError, IndexMismatchError, ModelError, SamklangError
from corpus.job import Job, JobKind, JobState
from corpus.store import Store
from service.inbox import clear_uploads, sweep_uploads
from service.problems import UNFORESEEN

_log = logging.getLogger("samklang.jobs")

Result = Mapping[str, Any]


class CutOffError(Exception):
    """The job in hand is to end where it stands; no fault, so nothing takes it for one."""


class Run:
    """A job in hand: what it tells of itself, and whether it is to end; safe from any thread."""

    def __init__(self, catalog: Catalog, job: Job) -> None:
        self.job = job
        self.cancelled = False
        self._catalog = catalog
        self._cut = False
        self._abandoned = False
        self._lock = Lock()
        self._progress = job.progress

    def cancel(self) -> None:
        """Somebody does not want it any more."""
        self.cancelled = True
        self._cut = True

    def stop(self) -> None:
        """The process ends; the job goes on at its next start."""
        self._cut = True

    def abandon(self) -> None:
        """Let whatever still runs tell nothing more: the process ends without it."""
        with self._lock:
            self._cut = self._abandoned = True

    def check(self) -> None:
        """Go on, or not.

        Raises:
            CutOffError: the job is to end here.
        """
        if self._cut:
            raise CutOffError

    def tell_progress(self, progress: float, result: Result | None = None) -> None:
        """Note how far (0..1) it has come and what was found; it never goes back.

        Raises:
            CutOffError: the job is to end here.
        """
        self.check()
        # each note is written to the disk, so hundredths of the whole must do
        if result is None and progress < self._progress + 0.01:
            return
        with self._lock:
            self._check_abandoned()
            self._progress = max(progress, self._progress)
            self._catalog.tell_progress(self.job.id, self._progress, result=result)

    def tell_outcome(self, number: int, outcome: Mapping[str, Any], progress: float) -> None:
        """Note what became of a file, also when the job is to end.

        Raises:
            CutOffError: the process ends without it.
        """
        with self._lock:
            self._check_abandoned()
            self._progress = max(progress, self._progress)
            self._catalog.tell_outcome(self.job.id, number, outcome, progress=self._progress)

    def _check_abandoned(self) -> None:
        if self._abandoned:
            raise CutOffError


Runner = Callable[[Run], Awaitable[Result]]


class Jobs:
    """The jobs of a data folder, carried out on the event loop of the process that owns it."""

    def __init__(self, store: Store, runners: Mapping[JobKind, Runner]) -> None:
        self._store = store
        self._runners = runners
        self._running: dict[str, Run] = {}
        self._wakers: dict[JobKind, asyncio.Event] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping = False
        # held while a job is claimed, so that none begins in the moment of pausing
        self._claiming = Lock()
        self._paused = False

    async def start(self, ready: Future[None]) -> None:
        """Queue again what was in hand when the process before this one ended; begin when ready.

        ``ready`` is the loading of the model: two threads must not open it at a time.
        """
        catalog = self._store.catalog
        await to_thread.run_sync(catalog.release_jobs)
        sweep_uploads(self._store.folder, catalog.open_jobs())
        self._loop = asyncio.get_running_loop()
        self._stopping = False
        self._wakers = {kind: asyncio.Event() for kind in self._runners}
        self._tasks = [asyncio.create_task(self._work(kind, ready)) for kind in self._runners]
        for task in self._tasks:
            task.add_done_callback(_log_death)

    async def stop(self, seconds: float) -> None:
        """End the jobs in hand, or after so many seconds leave them to the next start."""
        self._stopping = True
        for run in self._running.values():
            run.stop()
        for waker in self._wakers.values():
            waker.set()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
        for run in list(self._running.values()):
            run.abandon()
            await to_thread.run_sync(self._store.catalog.release_jobs, run.job.id)
        for task in self._tasks:
            task.cancel()
        self._loop = None

    def wake(self, kind: JobKind) -> None:
        """Say that there may be a job of this kind; from any thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._wakers[kind].set)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Begin no job for as long as this lasts; from any thread but the loop's.

        Raises:
            ConflictError: one is in hand.
        """
        with self._claiming:
            if self._running or self._paused:
                raise ConflictError("the service is at work on a job; try again when it is done")
            self._paused = True
        try:
            yield
        finally:
            self._paused = False
            for kind in self._runners:
                self.wake(kind)

    def cancel(self, job_id: str) -> Job:
        """Cancel a queued job at once, and one in hand as soon as it can end.

        Raises:
            NotFoundError: there is none with this id.
            ConflictError: it has ended.
        """
        job = self._store.catalog.cancel_job(job_id)
        if run := self._running.get(job_id):
            run.cancel()
        if job.state.ended:
            clear_uploads(self._store.folder, job_id)
        return job

    async def _work(self, kind: JobKind, ready: Future[None]) -> None:
        waker = self._wakers[kind]
        # not what became of it: a job that needs what could not be loaded says so itself
        await asyncio.wait({asyncio.wrap_future(ready)})
        while not self._stopping:
            waker.clear()
            run = await to_thread.run_sync(self._claim, kind)
            if run is None:
                await waker.wait()
            elif not await self._carry_out(run):
                return

    def _claim(self, kind: JobKind) -> Run | None:
        """The next job of a kind, now in hand."""
        with self._claiming:
            job = None if self._paused else self._store.catalog.claim_job(kind)
            if job is None:
                return None
            run = self._running[job.id] = Run(self._store.catalog, job)
            return run

    async def _carry_out(self, run: Run) -> bool:
        """Do a job to its end; False when no other of its kind could be done either."""
        job = run.job
        # it may have been cancelled, or all stopped, before it could be found among those in hand
        now = await to_thread.run_sync(self._store.catalog.job, job.id)
        if now.cancelling:
            run.cancel()
        if self._stopping:
            run.stop()
        doing = asyncio.ensure_future(self._runners[job.kind](run))
        try:
            await asyncio.wait({doing})
            return await to_thread.run_sync(partial(self._settle, run, doing))
        finally:
            doing.cancel()
            self._running.pop(job.id, None)

    def _settle(self, run: Run, done: asyncio.Future[Result]) -> bool:
        """Note how a job ended, and delete what was uploaded for it."""
        catalog, own, error = self._store.catalog, run.job.id, done.exception()
        if isinstance(error, CutOffError) and not run.cancelled:
            catalog.release_jobs(own)
            return True
        if isinstance(error, ModelError | IndexMismatchError):
            # not this job's fault: what was acknowledged waits until that is mended
            told = f"{error} Then start the service again; the job waits until then."
            catalog.release_jobs(own, error=told)
            _log.error("job %s waits: %s", own, error)
            return False
        if error is None:
            catalog.end_job(own, JobState.DONE, result=done.result())
        elif isinstance(error, CutOffError):
            catalog.end_job(own, JobState.CANCELLED)
        elif isinstance(error, SamklangError | OSError):
            catalog.end_job(own, JobState.FAILED, error=str(error))
        else:
            _log.error("job %s failed", own, exc_info=error)
            catalog.end_job(own, JobState.FAILED, error=UNFORESEEN)
        clear_uploads(self._store.folder, own)
        return True


def _log_death(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()):
        _log.error("no more jobs are done until the service is started again", exc_info=error)
