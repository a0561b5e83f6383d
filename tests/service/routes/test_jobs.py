"""Jobs over HTTP: listed, followed, cancelled, and handed over by the data folder's owner only."""

from contextlib import ExitStack, suppress

import pytest
from starlette.testclient import TestClient

from corpus.errors import ConflictError
from corpus.job import Job, JobKind, JobState
from corpus.settings import Settings
from corpus.store import open_store
from service.app import create_app
from tests.service.waiting import ended, until

TOKEN = "a-token-of-the-tests"
OWNER = {"authorization": f"Bearer {TOKEN}"}


@pytest.fixture(scope="module")
def client(model_dir, tmp_path_factory):
    folder = tmp_path_factory.mktemp("jobs") / "data"
    with open_store(Settings(data_dir=folder, model_dir=model_dir)) as store:
        app = create_app(store.settings, store, token=TOKEN)
        with TestClient(app, base_url="http://localhost", client=("127.0.0.1", 40000)) as opened:
            opened.store = store
            yield opened


@pytest.fixture
def at_rest(client):
    """No job is begun, however early in the service's life or late in another job this is."""
    with ExitStack() as stack:

        def pause():
            with suppress(ConflictError):
                return stack.enter_context(client.app.state.jobs.paused()) or True

        until(pause)
        yield


def test_jobs_are_listed_newest_first_page_by_page(client, at_rest):
    catalog = client.store.catalog
    made = []
    for _ in range(5):
        job = catalog.add_job(Job(JobKind.INGEST))
        catalog.end_job(job.id, JobState.DONE)
        made.insert(0, job.id)
    seen, address = [], "/api/jobs?limit=2"
    while address:
        page = client.get(address).json()
        assert len(page["jobs"]) <= 2
        seen += [job["id"] for job in page["jobs"]]
        address = page["next"]
    assert seen[:5] == made
    assert len(seen) == len(set(seen))


def test_an_unknown_job_is_404_and_one_that_has_ended_is_not_cancelled(client):
    for method in ("GET", "DELETE"):
        answer = client.request(method, "/api/jobs/jabsent")
        assert answer.status_code == 404
        assert "jabsent" in answer.json()["detail"]
    job = client.store.catalog.add_job(Job(JobKind.INGEST))
    client.store.catalog.end_job(job.id, JobState.FAILED, error="so it is")
    answer = client.delete(f"/api/jobs/{job.id}")
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    told = client.get(f"/api/jobs/{job.id}").json()
    assert (told["state"], told["error"]) == ("failed", "so it is")


def test_a_queued_job_is_cancelled_at_once(client, at_rest):
    job = client.store.catalog.add_job(Job(JobKind.INGEST))
    assert client.delete(f"/api/jobs/{job.id}").json()["state"] == "cancelled"
    assert client.get(f"/api/jobs/{job.id}").json()["ended"]


def test_files_are_named_by_path_by_the_owner_only(client, tmp_path):
    """Guarantee: nobody makes the service read a file of this machine without the token."""
    secret = tmp_path / "åtkomst.md"
    secret.write_text("# Hemligt\n\nTornet har en källare.\n", encoding="utf-8")
    row = {
        "name": "x/åtkomst.md",
        "key": "own-key",
        "collection": "towers",
        "path": secret.as_uri(),
    }
    asked = {"kind": "ingest", "files": [row]}
    assert client.post("/api/jobs", json=asked).status_code == 403
    wrong = {"authorization": "Bearer wrong"}
    assert client.post("/api/jobs", json=asked, headers=wrong).status_code == 403
    assert client.get("/api/jobs", headers=wrong).status_code == 403
    answer = client.post("/api/jobs", json=asked, headers=OWNER)
    assert answer.status_code == 202, answer.text
    job = ended(client, answer.headers["location"])
    assert [(one["path"], one["outcome"]) for one in job["files"]] == [("x/åtkomst.md", "in")]
    assert secret.exists()


@pytest.mark.parametrize(
    "asked",
    [
        {"kind": "other"},
        {"kind": "ingest", "files": [{"name": "a", "key": "a", "collection": "towers",
                                      "path": "relative.md"}]},
        {"kind": "ingest", "files": [{"name": "a", "key": "a", "collection": "NEJ!"}]},
        {"kind": "assess"},
        {"kind": "assess", "document_id": "d", "path": "file:///x"},
    ],
)  # fmt: skip
def test_an_order_that_cannot_be_is_refused(client, asked):
    answer = client.post("/api/jobs", json=asked, headers=OWNER)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


def test_what_cannot_be_assessed_fails_with_the_reason(client):
    asked = {"kind": "assess", "document_id": "dabsent"}
    answer = client.post("/api/jobs", json=asked, headers=OWNER)
    job = ended(client, answer.headers["location"])
    assert job["state"] == "failed"
    assert "dabsent" in job["error"]
