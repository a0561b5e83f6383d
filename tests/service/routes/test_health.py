import shutil

import pytest
from sqlalchemy import event
from starlette.testclient import TestClient

from corpus.settings import Settings
from corpus.store import open_store
from service.app import create_app


def test_alive_and_ready(client):
    client.get("/api/search", params={"q": "climate"})  # waits for the model
    assert client.get("/healthz").json() == {"status": "ok"}
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "reasons": []}


def test_not_ready_without_documents_or_model(tmp_path):
    settings = Settings(data_dir=tmp_path, embedding_model=str(tmp_path / "nowhere"))
    with open_store(settings) as store:
        app = create_app(settings, store)
        with TestClient(app, base_url="http://localhost", client=("127.0.0.1", 1)) as client:
            # the load that failed is told to who asks as well
            assert client.get("/api/search", params={"q": "klimat"}).status_code == 503
            answer = client.get("/readyz")
            assert client.get("/healthz").status_code == 200
    assert answer.status_code == 503
    model, documents = answer.json()["reasons"]
    assert "nowhere" in model
    assert "samklang ingest" in documents


def test_the_description_names_every_call(client):
    paths = client.get("/api/openapi.json").json()["paths"]
    assert {"/api/search", "/api/ask", "/api/documents"} <= set(paths)
    assert "/docs" not in paths


@pytest.fixture
def own(own_shelf, model_dir):
    """A service over a data folder that may be harmed, and the folder."""
    settings = Settings(data_dir=own_shelf, model_dir=model_dir)
    with (
        open_store(settings) as store,
        TestClient(
            create_app(settings, store), base_url="http://localhost", client=("127.0.0.1", 1)
        ) as client,
    ):
        client.get("/api/search", params={"q": "climate"})  # waits for the model
        yield client, store


def test_not_ready_where_nothing_new_can_be_kept(own, monkeypatch):
    client, _ = own
    usage = shutil.disk_usage("/")._replace(free=3 * 2**20)
    monkeypatch.setattr("service.routes.health.shutil.disk_usage", lambda folder: usage)
    [reason] = client.get("/readyz").json()["reasons"]
    assert "3 MiB are free" in reason


def test_not_ready_when_the_catalog_cannot_be_written(own):
    client, store = own

    def only_read(connection, record, proxy):
        connection.execute("PRAGMA query_only=ON")

    event.listen(store.catalog.engine, "checkout", only_read)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    [reason] = answer.json()["reasons"]
    assert "cannot be written" in reason
    event.remove(store.catalog.engine, "checkout", only_read)


def test_a_catalog_that_is_being_written_is_ready(own):
    client, store = own
    with store.catalog.engine.connect() as db:
        db.exec_driver_sql("BEGIN IMMEDIATE")
        assert client.get("/readyz").json() == {"ready": True, "reasons": []}
        db.exec_driver_sql("ROLLBACK")
