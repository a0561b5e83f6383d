"""Jobs carried out: to their end, cut off where that is harmless, and after a restart."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future

import pytest
from anyio import to_thread

from corpus.errors import ConflictError, ModelError, UsageError
from corpus.job import Job, JobFile, JobKind, JobState
from corpus.settings import Settings
from corpus.store import open_store
from service.inbox import store_uploads
from service.jobs import CutOffError, Jobs
from service.problems import UNFORESEEN
from tests.service.waiting import until

STATES = {JobState.DONE, JobState.FAILED, JobState.CANCELLED}


@pytest.fixture
def store(tmp_path):
    with open_store(Settings(data_dir=tmp_path / "data")) as opened:
        yield opened


def queue(store, files=1):
    own = f"jtest{len(store.catalog.jobs())}"
    (store.folder / "uploads" / own).mkdir(parents=True)
    rows = tuple(JobFile(f"{n}", f"{n}") for n in range(files))
    return store.catalog.add_job(Job(JobKind.INGEST, rows, id=own)).id


def ready():
    done: Future[None] = Future()
    done.set_result(None)
    return done


async def state_of(store, own, *wanted):
    """The job when it is in one of these states."""

    def look():
        job = store.catalog.job(own)
        return job if job.state in wanted else None

    return await to_thread.run_sync(until, look)


async def test_each_job_ends_as_its_runner_does_and_the_next_goes_on(store):
    """Guarantee: no fault of one job keeps the next from being done."""
    errors = iter([None, UsageError("the order is wrong"), RuntimeError("secret"), None])

    async def run(job):
        error = next(errors)
        if error:
            raise error
        return {"ok": True}

    ids = [queue(store) for _ in range(4)]
    jobs = Jobs(store, {JobKind.INGEST: run})
    await jobs.start(ready())
    ended = [await state_of(store, own, *STATES) for own in ids]
    await jobs.stop(5)
    assert [job.state for job in ended] == ["done", "failed", "failed", "done"]
    assert [job.error for job in ended] == [None, "the order is wrong", UNFORESEEN, None]
    assert ended[0].result == {"ok": True}
    assert list((store.folder / "uploads").iterdir()) == []


async def test_a_job_queued_later_is_taken_up_when_told(store):
    async def run(job):
        return {}

    jobs = Jobs(store, {JobKind.INGEST: run})
    await jobs.start(ready())
    own = queue(store)
    assert store.catalog.job(own).state is JobState.QUEUED
    jobs.wake(JobKind.INGEST)
    job = await state_of(store, own, JobState.DONE)
    await jobs.stop(5)
    assert job.result == {}


async def test_no_job_begins_while_paused_and_none_in_hand_is_paused(store):
    """Guarantee: nothing searches an index that is being built anew."""
    at_work, enough = asyncio.Event(), asyncio.Event()

    async def run(job):
        at_work.set()
        await enough.wait()
        return {}

    jobs = Jobs(store, {JobKind.INGEST: run})
    await jobs.start(ready())
    with jobs.paused():
        own = queue(store)
        jobs.wake(JobKind.INGEST)
        await asyncio.sleep(0.2)
        assert store.catalog.job(own).state is JobState.QUEUED
    await at_work.wait()
    with pytest.raises(ConflictError, match="try again"), jobs.paused():
        pass
    enough.set()
    assert (await state_of(store, own, JobState.DONE)).result == {}
    await jobs.stop(5)


async def test_a_job_in_hand_ends_where_it_is_cancelled_and_keeps_what_was_done(store):
    at_work = asyncio.Event()

    async def run(job):
        job.tell_outcome(0, {"outcome": "in"}, 0.5)
        at_work.set()
        while True:
            job.check()
            await asyncio.sleep(0.01)

    own = queue(store, files=2)
    jobs = Jobs(store, {JobKind.INGEST: run})
    await jobs.start(ready())
    await at_work.wait()
    assert jobs.cancel(own).state is JobState.RUNNING
    job = await state_of(store, own, JobState.CANCELLED)
    await jobs.stop(5)
    assert [file.outcome for file in job.files] == [{"outcome": "in"}, None]
    assert not (store.folder / "uploads" / own).exists()


async def test_a_stop_puts_the_job_in_hand_back_with_its_upload(store):
    """Guarantee: what was acknowledged and not done is done by the next process."""
    at_work = asyncio.Event()
    rounds = []

    async def run(job):
        rounds.append([file.outcome for file in job.job.files])
        if len(rounds) > 1:
            return {}
        job.tell_outcome(0, {"outcome": "in"}, 0.5)
        at_work.set()
        while True:
            job.check()
            await asyncio.sleep(0.01)

    own = queue(store, files=2)
    first = Jobs(store, {JobKind.INGEST: run})
    await first.start(ready())
    await at_work.wait()
    await first.stop(30)
    assert store.catalog.job(own).state is JobState.QUEUED
    assert (store.folder / "uploads" / own).is_dir()
    second = Jobs(store, {JobKind.INGEST: run})
    await second.start(ready())
    await state_of(store, own, JobState.DONE)
    await second.stop(5)
    assert rounds == [[None, None], [{"outcome": "in"}, None]]


async def test_a_job_that_does_not_end_is_left_and_tells_nothing_more(store):
    """Guarantee: a stop takes bounded time, and nothing is noted by what goes on behind it."""
    asked, told = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()
    go_on = Future()
    noted = []

    def stuck(job):
        loop.call_soon_threadsafe(asked.set)
        go_on.result()
        for tell in (
            lambda: job.tell_outcome(0, {"outcome": "failed"}, 1.0),
            lambda: job.tell_progress(1.0),
        ):
            try:
                tell()
            except CutOffError:
                noted.append("cut off")
        loop.call_soon_threadsafe(told.set)

    async def run(job):
        return await to_thread.run_sync(stuck, job, abandon_on_cancel=True)

    own = queue(store)
    jobs = Jobs(store, {JobKind.INGEST: run})
    await jobs.start(ready())
    await asked.wait()
    await jobs.stop(0.05)
    assert store.catalog.job(own).state is JobState.QUEUED
    go_on.set_result(None)
    await told.wait()
    assert noted == ["cut off", "cut off"]
    job = store.catalog.job(own)
    assert (job.state, job.files[0].outcome, job.progress) == (JobState.QUEUED, None, 0.0)


async def test_jobs_wait_while_the_model_cannot_be_used(store):
    """Guarantee: a fault of the machine costs no acknowledged upload."""

    async def broken(job):
        raise ModelError("the model is not there.")

    own, behind = queue(store), queue(store)
    jobs = Jobs(store, {JobKind.INGEST: broken})
    await jobs.start(ready())
    await to_thread.run_sync(until, lambda: store.catalog.job(own).error)
    await jobs.stop(5)
    job = store.catalog.job(own)
    assert job.state is JobState.QUEUED
    assert "the model is not there" in job.error
    assert store.catalog.job(behind).state is JobState.QUEUED
    assert (store.folder / "uploads" / own).is_dir()


async def test_what_no_job_waits_for_is_swept_at_the_start(store):
    (store.folder / "uploads" / "jgone").mkdir(parents=True)
    done = queue(store)
    store.catalog.end_job(done, JobState.DONE)
    waiting = queue(store)
    jobs = Jobs(store, {})
    await jobs.start(ready())
    await jobs.stop(1)
    assert [one.name for one in (store.folder / "uploads").iterdir()] == [waiting]


async def test_progress_never_goes_back_and_small_steps_are_not_written(store):
    seen = []

    async def run(job):
        for progress in (0.5, 0.505, 0.3, 0.8):
            job.tell_progress(progress)
            seen.append(store.catalog.job(job.job.id).progress)
        return {}

    own = queue(store)
    jobs = Jobs(store, {JobKind.INGEST: run})
    await jobs.start(ready())
    await state_of(store, own, JobState.DONE)
    await jobs.stop(5)
    assert seen == [0.5, 0.5, 0.5, 0.8]


def test_uploads_lie_under_safe_names_below_the_data_folder(tmp_path):
    from io import BytesIO

    from service.inbox import Sent

    sent = [Sent("../../ö:?.md", BytesIO(b"1")), Sent("..", BytesIO(b"2"))]
    stored = store_uploads(tmp_path, "j1", sent)
    assert [(tmp_path / one.path).read_bytes() for one in stored] == [b"1", b"2"]
    assert {(tmp_path / one.path).parent.parent for one in stored} == {tmp_path / "uploads" / "j1"}
