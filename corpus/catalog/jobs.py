"""Jobs as rows: put in a queue, claimed by the owner, carried on after a kill, kept when ended."""

from __future__ import annotations

import secrets
from base64 import b32encode
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from corpus.catalog.clock import now
from corpus.catalog.tables import job_files, jobs
from corpus.errors import ConflictError, NotFoundError, UsageError
from corpus.job import Job, JobFile, JobKind, JobState, Once

_OPEN = (JobState.QUEUED, JobState.RUNNING)


def new_job_id() -> str:
    """``j`` and 12 random base32 characters."""
    return f"j{b32encode(secrets.token_bytes(8)).decode().lower()[:12]}"


class Jobs:
    """The part of the catalog that knows jobs; safe from any thread."""

    engine: Engine

    def add_job(self, job: Job, *, once: Once | None = None) -> Job:
        """Queue a job with its files in one transaction; it is acknowledged when this returns.

        The result has its times, and an id where ``job`` had none. A request that came before
        (``once``, by the same person) gives the job of then.

        Raises:
            UsageError: the key was used for something else.
        """
        own = job.id or new_job_id()
        row = {
            "id": own,
            "kind": job.kind.value,
            "by": job.by,
            "state": JobState.QUEUED.value,
            "progress": 0.0,
            "order": dict(job.order),
            "cancelling": False,
            "once_key": once.key if once else None,
            "once_digest": once.digest if once else None,
            "created": now(),
        }
        try:
            with self.engine.begin() as db:
                db.execute(insert(jobs).values(**row))
                if job.files:
                    db.execute(insert(job_files), _file_rows(own, job.files))
        except IntegrityError:
            if once is None:
                raise
            return self._job_of(job.by, once)
        return self.job(own)

    def _job_of(self, by: str, once: Once) -> Job:
        """The job that a key was used for.

        Raises:
            UsageError: it asked for something else.
        """
        used = (jobs.c.by == by) & (jobs.c.once_key == once.key)
        with self.engine.connect() as db:
            row = db.execute(select(jobs.c.id, jobs.c.once_digest).where(used)).one()
        if row.once_digest != once.digest:
            raise UsageError(
                f'the Idempotency-Key "{once.key}" was used for other files or another order '
                f"(job {row.id}); give every request a key of its own"
            )
        return self.job(row.id)

    def job(self, job_id: str) -> Job:
        """One job.

        Raises:
            NotFoundError: there is none with this id.
        """
        with self.engine.connect() as db:
            row = db.execute(select(jobs).where(jobs.c.id == job_id)).first()
            if row is None:
                raise _missing(job_id)
            return _jobs(db, [row])[0]

    def jobs(self, *, offset: int = 0, limit: int | None = None) -> tuple[Job, ...]:
        """Jobs, the newest first."""
        query = select(jobs).order_by(jobs.c.number.desc()).offset(offset).limit(limit)
        with self.engine.connect() as db:
            return _jobs(db, db.execute(query).all())

    def open_jobs(self) -> tuple[str, ...]:
        """The ids of the jobs that have not ended."""
        with self.engine.connect() as db:
            return tuple(db.execute(select(jobs.c.id).where(jobs.c.state.in_(_OPEN))).scalars())

    def claim_job(self, kind: JobKind) -> Job | None:
        """The oldest queued job of a kind, which is running from now on; None when there is none.

        Only the owner of the data folder calls this; of two of its threads one gets the job.
        """
        waiting = (jobs.c.kind == kind.value) & (jobs.c.state == JobState.QUEUED.value)
        oldest = select(jobs.c.number).where(waiting).order_by(jobs.c.number).limit(1)
        begun = {"state": JobState.RUNNING.value, "started": now(), "error": None}
        claim = update(jobs).where(jobs.c.number == oldest.scalar_subquery(), waiting)
        with self.engine.begin() as db:
            claimed = db.execute(claim.values(**begun).returning(jobs.c.id)).scalar()
        return self.job(claimed) if claimed else None

    def release_jobs(self, job_id: str | None = None, *, error: str | None = None) -> None:
        """Put a running job, or all, back to the queue: whoever ran them has ended or must end.

        Those that were to be cancelled are. ``error`` says why it has to wait.
        """
        running = jobs.c.state == JobState.RUNNING.value
        if job_id is not None:
            running &= jobs.c.id == job_id
        gone = {"state": JobState.CANCELLED.value, "ended": now()}
        with self.engine.begin() as db:
            db.execute(update(jobs).where(running, jobs.c.cancelling).values(**gone))
            back = {"state": JobState.QUEUED.value, "error": error}
            db.execute(update(jobs).where(running).values(**back))

    def tell_progress(
        self, job_id: str, progress: float, *, result: Mapping[str, Any] | None = None
    ) -> None:
        """Note how far (0..1) a job has come, and what it has found so far."""
        values: dict[str, Any] = {"progress": progress}
        if result is not None:
            values["result"] = dict(result)
        with self.engine.begin() as db:
            db.execute(update(jobs).where(jobs.c.id == job_id).values(**values))

    def tell_outcome(
        self, job_id: str, number: int, outcome: Mapping[str, Any], *, progress: float
    ) -> None:
        """Note what became of a job's file (numbered from 0), and how far that brings the job."""
        own = (job_files.c.job_id == job_id) & (job_files.c.number == number)
        with self.engine.begin() as db:
            db.execute(update(job_files).where(own).values(outcome=dict(outcome)))
            db.execute(update(jobs).where(jobs.c.id == job_id).values(progress=progress))

    def end_job(
        self,
        job_id: str,
        state: JobState,
        *,
        result: Mapping[str, Any] | None = None,
        error: str | None = None,
    ) -> None:
        """Note how a job ended; without a ``result`` what it had found so far stays."""
        values: dict[str, Any] = {"state": state.value, "error": error, "ended": now()}
        if result is not None:
            values["result"] = dict(result)
        if state is JobState.DONE:
            values["progress"] = 1.0
        with self.engine.begin() as db:
            db.execute(update(jobs).where(jobs.c.id == job_id).values(**values))

    def cancel_job(self, job_id: str) -> Job:
        """End a queued job, or ask a running one to end where it can.

        Raises:
            NotFoundError: there is none with this id.
            ConflictError: it has ended.
        """
        own = jobs.c.id == job_id
        queued = jobs.c.state == JobState.QUEUED.value
        with self.engine.begin() as db:
            # first of all: SQLite takes the write lock here, so nobody claims it meanwhile
            open_now = update(jobs).where(own, jobs.c.state.in_(_OPEN)).values(cancelling=True)
            if db.execute(open_now).rowcount:
                gone = {"state": JobState.CANCELLED.value, "ended": now()}
                db.execute(update(jobs).where(own, queued).values(**gone))
                return _jobs(db, [db.execute(select(jobs).where(own)).one()])[0]
        job = self.job(job_id)
        raise ConflictError(f"job {job_id} has ended ({job.state}); there is nothing to cancel")


def _file_rows(job_id: str, files: Sequence[JobFile]) -> list[dict[str, Any]]:
    return [
        {
            "job_id": job_id,
            "number": number,
            "name": file.name,
            "key": file.key,
            "path": file.path,
            "collection": file.collection,
            "entry": dict(file.entry) if file.entry is not None else None,
            "fault": file.fault,
            "outcome": dict(file.outcome) if file.outcome is not None else None,
        }
        for number, file in enumerate(files)
    ]


def _jobs(db: Connection, rows: Sequence[Row[Any]]) -> tuple[Job, ...]:
    """The jobs of rows with their files."""
    held: dict[str, list[JobFile]] = defaultdict(list)
    ids = [row.id for row in rows]
    query = select(job_files).where(job_files.c.job_id.in_(ids)).order_by(job_files.c.number)
    for row in db.execute(query):
        held[row.job_id].append(
            JobFile(row.name, row.key, row.path, row.collection, row.entry, row.fault, row.outcome)
        )
    return tuple(_job(row, tuple(held[row.id])) for row in rows)


def _job(row: Row[Any], files: tuple[JobFile, ...]) -> Job:
    return Job(
        JobKind(row.kind),
        files,
        row.order,
        row.id,
        row.by,
        JobState(row.state),
        row.progress,
        row.result,
        row.error,
        row.cancelling,
        row.created,
        row.started,
        row.ended,
    )


def _missing(job_id: str) -> NotFoundError:
    return NotFoundError(f'no job "{job_id}"; GET /api/jobs lists them')
