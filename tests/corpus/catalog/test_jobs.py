"""Jobs in the catalog: one queue for each kind, claimed once, carried on after a kill."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from corpus.catalog import Catalog, open_catalog
from corpus.errors import ConflictError, NotFoundError, UsageError
from corpus.job import Job, JobFile, JobKind, JobState, Once

FILES = (
    JobFile("mapp/Färdplan.pdf", "Färdplan.pdf", "uploads/x/0/Färdplan.pdf", "partners"),
    JobFile("trasig", "trasig", fault="the folder cannot be read", entry={"id": "t"}),
)


@pytest.fixture
def catalog(tmp_path):
    opened = open_catalog(tmp_path)
    yield opened
    opened.close()


def _ingest(catalog: Catalog, **more: object) -> Job:
    return catalog.add_job(Job(JobKind.INGEST, FILES, {"a": 1}, by="local"), **more)


def test_a_job_comes_back_as_it_was_put_in(catalog):
    job = _ingest(catalog)
    assert (job.files, job.order, job.by) == (FILES, {"a": 1}, "local")
    assert (job.state, job.progress, job.result, job.error) == (JobState.QUEUED, 0.0, None, None)
    assert catalog.job(job.id) == job
    with pytest.raises(NotFoundError, match="jabsent"):
        catalog.job("jabsent")


def test_the_oldest_of_a_kind_is_claimed_first_and_the_newest_listed_first(catalog):
    first, second = _ingest(catalog), _ingest(catalog)
    assessing = catalog.add_job(Job(JobKind.ASSESS))
    assert [one.id for one in catalog.jobs()] == [assessing.id, second.id, first.id]
    assert [one.id for one in catalog.jobs(offset=1, limit=1)] == [second.id]
    claimed = catalog.claim_job(JobKind.INGEST)
    assert (claimed.id, claimed.state) == (first.id, JobState.RUNNING)
    assert claimed.started
    assert catalog.claim_job(JobKind.INGEST).id == second.id
    assert catalog.claim_job(JobKind.INGEST) is None
    assert catalog.claim_job(JobKind.ASSESS).id == assessing.id


def test_threads_never_claim_the_same_job(catalog):
    wanted = {_ingest(catalog).id for _ in range(12)}
    with ThreadPoolExecutor(4) as pool:
        claimed = list(pool.map(lambda _: catalog.claim_job(JobKind.INGEST), range(16)))
    ids = [job.id for job in claimed if job]
    assert len(ids) == len(set(ids))
    assert set(ids) == wanted


def test_what_ran_when_the_process_ended_is_queued_again_with_its_outcomes(catalog):
    """Guarantee: a kill costs no acknowledged job, and no file is asked about twice."""
    job = _ingest(catalog)
    catalog.claim_job(JobKind.INGEST)
    catalog.tell_outcome(job.id, 0, {"outcome": "in"}, progress=0.5)
    catalog.release_jobs()
    again = catalog.claim_job(JobKind.INGEST)
    assert (again.id, again.progress) == (job.id, 0.5)
    assert [file.outcome for file in again.files] == [{"outcome": "in"}, None]


def test_what_was_to_be_cancelled_is_not_taken_up_again(catalog):
    job = _ingest(catalog)
    catalog.claim_job(JobKind.INGEST)
    assert catalog.cancel_job(job.id).state is JobState.RUNNING
    assert catalog.job(job.id).cancelling
    catalog.release_jobs()
    assert catalog.job(job.id).state is JobState.CANCELLED
    assert catalog.claim_job(JobKind.INGEST) is None


def test_a_queued_job_is_cancelled_at_once_and_an_ended_one_is_not(catalog):
    job = _ingest(catalog)
    ended = catalog.cancel_job(job.id)
    assert ended.state is JobState.CANCELLED
    assert ended.ended
    with pytest.raises(ConflictError, match=f"{job.id}.*cancelled"):
        catalog.cancel_job(job.id)
    with pytest.raises(NotFoundError):
        catalog.cancel_job("jabsent")
    assert catalog.open_jobs() == ()


def test_the_end_of_a_job_keeps_what_it_had_found(catalog):
    job = _ingest(catalog)
    catalog.claim_job(JobKind.INGEST)
    catalog.tell_progress(job.id, 0.25, result={"findings": [1]})
    catalog.end_job(job.id, JobState.FAILED, error="the disk is full")
    ended = catalog.job(job.id)
    assert (ended.progress, ended.result, ended.error) == (
        0.25,
        {"findings": [1]},
        "the disk is full",
    )
    assert ended.state.ended


def test_the_same_request_again_is_the_same_job(catalog):
    """Guarantee: a client that repeats a request it got no answer to makes no second job."""
    job = _ingest(catalog, once=Once("k1", "aa"))
    assert _ingest(catalog, once=Once("k1", "aa")).id == job.id
    assert len(catalog.jobs()) == 1
    with pytest.raises(UsageError, match=f"k1.*{job.id}"):
        _ingest(catalog, once=Once("k1", "bb"))
    theirs = catalog.add_job(Job(JobKind.INGEST, by="another"), once=Once("k1", "bb"))
    assert theirs.id != job.id


def test_many_at_once_with_one_key_make_one_job(catalog):
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: _ingest(catalog, once=Once("k", "aa")).id, range(8)))
    assert len(set(made)) == 1
    assert len(catalog.jobs()) == 1
