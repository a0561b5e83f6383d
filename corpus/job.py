"""Jobs: what the owner of a data folder does for somebody who does not wait for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class JobKind(StrEnum):
    """What is to be done."""

    INGEST = "ingest"
    ASSESS = "assess"


class JobState(StrEnum):
    """How far it has come; the last three are final."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen."""
        return self not in (JobState.QUEUED, JobState.RUNNING)


@dataclass(frozen=True, slots=True)
class JobFile:
    """One file of a job.

    ``name`` is how whoever handed it in calls it. ``path`` is where its bytes are, below the data
    folder unless it is absolute; None for a file that has a ``fault`` and cannot be taken in.
    ``entry`` is what a manifest says of it. ``outcome`` is its row as ``samklang ingest --json``
    prints it, None until there is one.
    """

    name: str
    key: str
    path: str | None = None
    collection: str = "unsorted"
    entry: Mapping[str, Any] | None = None
    fault: str | None = None
    outcome: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """A job as the catalog keeps it.

    ``progress`` is 0..1. ``order`` says how it is to be done and for whom. ``cancelling`` means
    that somebody asked it to end. Times are ISO 8601 in UTC.
    """

    kind: JobKind
    files: tuple[JobFile, ...] = ()
    order: Mapping[str, Any] = field(default_factory=dict)
    id: str = ""
    by: str = ""
    state: JobState = JobState.QUEUED
    progress: float = 0.0
    result: Mapping[str, Any] | None = None
    error: str | None = None
    cancelling: bool = False
    created: str = ""
    started: str | None = None
    ended: str | None = None


@dataclass(frozen=True, slots=True)
class Once:
    """A request that may come twice: its key, and the sha256 of all that it asks for."""

    key: str
    digest: str
