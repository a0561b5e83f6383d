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
