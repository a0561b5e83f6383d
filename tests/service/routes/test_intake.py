"""Uploads over HTTP: acknowledged when stored, then an outcome for every file."""

import pytest
from starlette.testclient import TestClient

from corpus.settings import Settings
from corpus.store import open_store
from service.app import create_app
from tests.service.waiting import cleared, ended

FERRY = "# Färjan\n\nFärjan går på el från maj. Den tar 40 cyklar.\n"
OTHER = "# Färjan\n\nFärjan går på vätgas. Den tar 12 bilar.\n"
ROW = {
    "path", "outcome", "document_id", "pages", "passages", "characters", "warnings", "reason",
}  # fmt: skip


@pytest.fixture(scope="module")
def client(model_dir, tmp_path_factory):
    folder = tmp_path_factory.mktemp("intake") / "data"
    settings = Settings(
        data_dir=folder, model_dir=model_dir, max_file_mb=1, upload_mb=2, upload_files=5
    )
    with open_store(settings) as store:
        app = create_app(store.settings, store)
        with TestClient(app, base_url="http://localhost", client=("127.0.0.1", 40000)) as opened:
            opened.folder = folder
            yield opened


def send(client, *files, headers=None, **fields):
    sent = [("files", (name, text.encode() if isinstance(text, str) else text))
            for name, text in files]  # fmt: skip
    return client.post("/api/documents", files=sent, data=fields, headers=headers)


def outcomes(client, answer):
    assert answer.status_code == 202, answer.text
    job = ended(client, answer.headers["location"])
    assert job["state"] == "done", job
    cleared(client.folder)
    return job["files"]


def test_files_are_acknowledged_and_every_one_has_an_outcome(client):
    answer = send(
        client,
        ("Färjans åtgärdsplan ö.md", FERRY),
        ("tom.md", ""),
        ("okänd.bin", b"\x00\x01\x02\x03" * 50),
        ("stor.md", "ord " * 300_000),
        collection="ferries",
    )
    told = answer.json()
    assert answer.headers["location"] == f"/api/jobs/{told['id']}"
    assert told["kind"] == "ingest"
    assert told.keys() >= {"id", "kind", "state", "progress", "files", "result", "error"}
    rows = outcomes(client, answer)
    assert all(row.keys() == ROW for row in rows)
    assert [row["path"] for row in rows] == [
        "Färjans åtgärdsplan ö.md", "tom.md", "okänd.bin", "stor.md",
    ]  # fmt: skip
    assert [row["outcome"] for row in rows] == ["in", "refused", "refused", "refused"]
    assert all(row["reason"] for row in rows[1:])
    assert "SAMKLANG_MAX_FILE_MB" in rows[3]["reason"]
    [document] = client.get("/api/documents", params={"collection": "ferries"}).json()["documents"]
    assert document["id"] == rows[0]["document_id"]
    assert document["filename"] == "Färjans åtgärdsplan ö.md"
    job = client.get(answer.headers["location"]).json()
    assert job["progress"] == 1
    assert job["result"] == {"counts": {"in": 1, "refused": 3}}
    assert job["error"] is None


def test_an_upload_without_a_collection_is_unsorted_and_no_path_leads_out(client):
    rows = outcomes(client, send(client, ("../../etc/kajen.md", "# Kajen\n\nKajen är lång.\n")))
    assert [row["outcome"] for row in rows] == ["in"]
    document = client.get(f"/api/documents/{rows[0]['document_id']}").json()
    assert (document["collection"], document["filename"]) == ("unsorted", "kajen.md")
    assert not (client.folder.parent / "etc").exists()


def test_the_same_file_twice_is_one_document_and_another_of_its_name_is_refused(client):
    """Guarantee: no file of a request quietly takes the place of another one in it."""
    sent = [("a/plan.md", FERRY), ("b/plan.md", FERRY), ("c/plan.md", OTHER)]
    rows = outcomes(client, send(client, *sent, collection="twice"))
    assert [row["outcome"] for row in rows] == ["in", "unchanged", "refused"]
    assert rows[0]["document_id"] == rows[1]["document_id"]
    assert "plan.md" in rows[2]["reason"]
    again = outcomes(client, send(client, ("plan.md", OTHER), collection="twice"))
    assert again[0]["document_id"] == rows[0]["document_id"]
    assert client.get(f"/api/documents/{rows[0]['document_id']}").json()["version"] == 2


def test_a_request_that_is_repeated_is_one_job(client):
    """Guarantee: a client that got no answer may send the same again."""
    headers = {"Idempotency-Key": "färjan-1".encode()}
    first = send(client, ("el.md", FERRY), headers=headers)
    again = send(client, ("el.md", FERRY), headers=headers)
    assert again.status_code == 202
    assert again.json()["id"] == first.json()["id"]
    assert again.headers["location"] == first.headers["location"]
    other = send(client, ("el.md", OTHER), headers=headers)
    assert other.status_code == 422
    assert first.json()["id"] in other.json()["detail"]
    outcomes(client, first)
    assert list((client.folder / "uploads").iterdir()) == []
    # known by its key, also when it has ended
    assert send(client, ("el.md", FERRY), headers=headers).json()["state"] == "done"


@pytest.mark.parametrize(
    ("send_it", "status", "named"),
    [
        (lambda c: send(c), 422, "form"),
        (lambda c: c.post("/api/documents", files=[("files", ("", b""))]), 422, "files"),
        (lambda c: c.post("/api/documents", files={"file": ("a.md", b"x")}), 422, '"files"'),
        (lambda c: c.post("/api/documents", json={"files": []}), 422, "form"),
        (lambda c: send(c, ("a.md", FERRY), collection="NEJ!"), 422, "NEJ!"),
        (lambda c: send(c, *[(f"{n}.md", FERRY) for n in range(6)]), 422, "SAMKLANG_UPLOAD_FILES"),
        (lambda c: send(c, ("a.md", b"x" * 2_200_000)), 413, "SAMKLANG_UPLOAD_MB"),
    ],
)
def test_what_is_no_upload_is_told_and_leaves_nothing(client, send_it, status, named):
    before = client.get("/api/jobs").json()["jobs"]
    answer = send_it(client)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert named in answer.json()["detail"]
    assert client.get("/api/jobs").json()["jobs"] == before
    assert list((client.folder / "uploads").glob("*")) == []


def test_what_cannot_be_stored_is_not_acknowledged(client, monkeypatch):
    """Guarantee: a full disk gives an error, no job and no remains."""

    def full(descriptor):
        raise OSError(28, "No space left on device")

    before = client.get("/api/jobs").json()["jobs"]
    monkeypatch.setattr("service.inbox.os.fsync", full)
    answer = send(client, ("kaj.md", FERRY))
    monkeypatch.undo()
    assert answer.status_code == 507
    assert "No space left" in answer.json()["detail"]
    assert client.get("/api/jobs").json()["jobs"] == before
    assert list((client.folder / "uploads").iterdir()) == []
