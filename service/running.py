"""What is done for a job of each kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import aclosing, closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any

from anyio import CapacityLimiter, to_thread

from corpus.assessment import Kind
from corpus.job import JobFile, JobKind
from corpus.records import Document
from corpus.store import Store
from ingest.intake import ingest_files
from ingest.manifest import ManifestEntry
from ingest.walk import Source
from pipeline.llm import ChatModel
from service.assessing import Done, Event, Found, Order, assess
from service.handed import take_in_handed
from service.inbox import place_of
from service.jobs import Result, Run, Runner
from service.schemas import FileResponse

# Where the findings of the documents' own words begin, and how far they bring an assessment: all
# the way, or to where a language model begins, which takes most of the time.
_READ, _DRAFTED, _WRITTEN = 0.05, 0.3, 0.95


def runners(store: Store, chat: ChatModel | None, writing: Lock) -> Mapping[JobKind, Runner]:
    """Who does the jobs of each kind; ``writing`` is held by whoever writes to the indexes."""

    async def ingest(run: Run) -> Result:
        # a limiter of its own, so that a long job takes no thread from those who ask
        return await to_thread.run_sync(
            partial(take_in, store, writing, run),
            abandon_on_cancel=True,
            limiter=CapacityLimiter(1),
        )

    return {JobKind.INGEST: ingest, JobKind.ASSESS: partial(draft, store, chat, writing)}


def take_in(store: Store, writing: Lock, run: Run) -> Result:
    """Take the files of a job in; each outcome is noted as soon as there is one."""
    files = run.job.files
    outcomes = {n: one.outcome["outcome"] for n, one in enumerate(files) if one.outcome}
    waiting = [(n, one) for n, one in enumerate(files) if one.outcome is None]

    def hear(path: str, fraction: float) -> None:
        del path  # files are taken in one after the other
        run.tell_progress((len(outcomes) + fraction) / len(files))

    sources = [_source(store.folder, one) for _, one in waiting]
    with closing(ingest_files(store, sources, on_progress=hear)) as taken:
        for number, file in waiting:
            run.check()
            # one writer at a time, in the indexes as in the catalog
            with writing:
                outcome = next(taken)
            outcomes[number] = outcome.outcome.value
            row = FileResponse.from_record(replace(outcome, path=file.name))
            run.tell_outcome(number, row.model_dump(mode="json"), len(outcomes) / len(files))
    return {"counts": dict(Counter(outcomes.values()))}


def _source(data: Path, file: JobFile) -> Source:
    entry = ManifestEntry.model_validate(file.entry) if file.entry is not None else None
    path = place_of(data, file.path) if file.path is not None else Path(file.name)
    return Source(path, file.key, file.collection, entry, file.fault)


async def draft(store: Store, chat: ChatModel | None, writing: Lock, run: Run) -> Result:
    """Assess the file or document of a job; each finding is noted as soon as it is made."""
    asked = run.job.order
    document = await to_thread.run_sync(partial(_handed, store, writing, run))
    permitted = asked["permitted"]
    order = Order(
        Kind(asked["kind"]) if asked["kind"] else None,
        asked["language"],
        permitted=None if permitted is None else tuple(permitted),
        by=run.job.by,
    )
    verdicts: dict[str, str] = {}
    async with aclosing(assess(store, chat, document, order)) as events:
        async for one in events:
            if isinstance(one, Done):
                return _found(verdicts, one.kept.assessment.id)
            progress = _progress(one, verdicts, written=chat is not None)
            if isinstance(one, Found):
                verdicts[one.finding.criterion] = one.finding.verdict.value
            await to_thread.run_sync(run.tell_progress, progress, _found(verdicts, None))
    raise AssertionError("an assessment ends in Done")


def _handed(store: Store, writing: Lock, run: Run) -> Document:
    run.check()
    asked = run.job.order
    if not run.job.files:
        return store.catalog.document(asked["document_id"])
    [file] = run.job.files
    assert file.path is not None
    with writing:
        document, outcome = take_in_handed(
            store,
            place_of(store.folder, file.path),
            collection=asked["collection"],
            kind=Kind(asked["kind"]) if asked["kind"] else None,
            title=asked["title"],
        )
    if file.outcome is None:  # done again after a kill it would look unchanged
        row = FileResponse.from_record(replace(outcome, path=file.name))
        run.tell_outcome(0, row.model_dump(mode="json"), _READ)
    return document


def _progress(event: Event, verdicts: Mapping[str, str], *, written: bool) -> float:
    """How far an event brings an assessment; a finding made again is one that was written."""
    if not isinstance(event, Found):
        return _READ
    share = min(event.number / event.of, 1.0)
    if not written:
        return _READ + (_WRITTEN - _READ) * share
    if event.finding.criterion in verdicts:
        return _DRAFTED + (_WRITTEN - _DRAFTED) * share
    return _READ + (_DRAFTED - _READ) * share


def _found(verdicts: Mapping[str, str], assessment_id: str | None) -> dict[str, Any]:
    """What a job of this kind has found so far."""
    listed = [{"criterion": one, "verdict": verdict} for one, verdict in verdicts.items()]
    return {"assessment_id": assessment_id, "findings": listed}
