import hashlib
import shutil

import pytest
from starlette.testclient import TestClient

from corpus.settings import Settings
from corpus.store import open_store
from service import auth
from service.app import create_app

DOCUMENT = {
    "id", "version", "title", "filename", "status", "collection", "publisher", "published",
    "language", "media_type", "pages", "passages", "warnings",
}  # fmt: skip


def test_documents_have_the_fields_of_the_design(client):
    listed = client.get("/api/documents").json()
    assert set(listed) == {"documents", "next"}
    assert len(listed["documents"]) == 3
    assert all(set(document) == DOCUMENT for document in listed["documents"])


def test_the_list_can_be_had_in_parts(client):
    whole = client.get("/api/documents").json()["documents"]
    parts, following = [], "/api/documents?limit=2"
    while following:
        part = client.get(following).json()
        parts += part["documents"]
        following = part["next"]
    assert parts == whole


def test_a_collection_lists_its_own(client):
    listed = client.get("/api/documents", params={"collection": "partners"}).json()["documents"]
    assert [document["filename"] for document in listed] == ["cnca.docx"]


def test_one_document(client, strategy, profile):
    record = client.get(f"/api/documents/{strategy.id}", params={"version": 1}).json()
    assert record["title"] == strategy.title
    assert record["pages"] == strategy.pages
    assert client.get(f"/api/documents/{profile.id}").json()["pages"] is None
    assert client.get(f"/api/documents/{strategy.id}", params={"version": 2}).status_code == 404


def test_the_file_is_the_bytes_taken_in_and_is_saved_not_shown(client, strategy):
    answer = client.get(f"/api/documents/{strategy.id}/file")
    assert hashlib.sha256(answer.content).hexdigest() == strategy.sha256
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert strategy.filename in answer.headers["content-disposition"]


@pytest.fixture
def writable(own_shelf, model_dir):
    settings = Settings(data_dir=own_shelf, model_dir=model_dir)
    with open_store(settings) as store:
        app = create_app(settings, store)
        with TestClient(app, base_url="http://localhost", client=("127.0.0.1", 1)) as client:
            yield client, store


def test_a_removed_document_is_gone_everywhere(writable, profile):
    client, store = writable
    query = {"q": "Carbon Neutral Cities Alliance", "limit": 50}
    before = client.get("/api/search", params=query).json()["hits"]
    assert profile.id in {hit["document_id"] for hit in before}
    removed = client.delete(f"/api/documents/{profile.id}")
    assert removed.status_code == 200
    assert removed.json()["title"] == profile.title
    after = client.get("/api/search", params=query).json()["hits"]
    assert profile.id not in {hit["document_id"] for hit in after}
    for path in ("", "/file", "/text"):
        assert client.get(f"/api/documents/{profile.id}{path}").status_code == 404
    assert client.delete(f"/api/documents/{profile.id}").status_code == 404
    assert not store.original(profile.sha256).exists()


def test_a_removal_cut_short_can_be_asked_for_again_and_hides_the_document_meanwhile(
    writable, profile
):
    """Guarantee: whoever asked for a removal can bring it to its end."""
    client, store = writable
    store.catalog.begin_removal(profile.id)
    for path in ("", "/file", "/text"):
        for version in ({}, {"version": profile.version}):
            answer = client.get(f"/api/documents/{profile.id}{path}", params=version)
            assert answer.status_code == 404, (path, version)
    removed = client.delete(f"/api/documents/{profile.id}")
    assert removed.status_code == 200
    assert removed.json()["title"] == profile.title
    assert profile.id not in store.catalog.deleted()
    assert store.catalog.versions(profile.id) == ()
    assert not store.original(profile.sha256).exists()
    assert client.delete(f"/api/documents/{profile.id}").status_code == 404


def test_a_removal_cut_short_is_only_ended_for_whom_may_remove(writable, profile, monkeypatch):
    client, store = writable
    store.catalog.begin_removal(profile.id)
    monkeypatch.setattr(auth, "may", lambda user, action, thing: False)
    assert client.delete(f"/api/documents/{profile.id}").status_code == 404
    assert profile.id in store.catalog.deleted()


def test_an_original_that_is_missing_is_said_to_be(writable, strategy):
    client, store = writable
    shutil.rmtree(store.original(strategy.sha256).parent)
    answer = client.get(f"/api/documents/{strategy.id}/file")
    assert answer.status_code == 404
    assert "original" in answer.json()["detail"]
