from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from service import auth


def _routes(app):
    """Every (method, path) there is, down through the included routers."""
    found = []
    waiting = list(app.routes)
    while waiting:
        route = waiting.pop()
        if isinstance(route, APIRoute):
            found += [(method, route.path) for method in route.methods]
        else:
            waiting += getattr(route, "routes", []) or getattr(
                getattr(route, "original_router", None), "routes", []
            )
    return found


def _request(client, method, path, document_id):
    path = path.replace("{document_id}", document_id).replace("{number}", "1")
    body = {"question": "What?"} if path == "/api/ask" else None
    query = "?q=climate" if path == "/api/search" else ""
    return client.request(method, f"{path}{query}", json=body)


def _is_page(path):
    return not path.startswith(("/api/", "/healthz", "/readyz", "/metrics"))


def test_the_routes_are_those_of_the_design(app):
    assert {(method, path) for method, path in _routes(app) if not _is_page(path)} == {
        ("GET", "/api/search"),
        ("POST", "/api/ask"),
        ("GET", "/api/documents"),
        ("POST", "/api/documents"),
        ("GET", "/api/jobs"),
        ("POST", "/api/jobs"),
        ("POST", "/api/commands/{name}"),
        ("GET", "/api/jobs/{job_id}"),
        ("DELETE", "/api/jobs/{job_id}"),
        ("GET", "/api/documents/{document_id}"),
        ("DELETE", "/api/documents/{document_id}"),
        ("GET", "/api/documents/{document_id}/file"),
        ("GET", "/api/documents/{document_id}/text"),
        ("GET", "/api/documents/{document_id}/pages/{number}.png"),
        ("GET", "/api/collections"),
        ("GET", "/api/conversations"),
        ("POST", "/api/conversations"),
        ("GET", "/api/conversations/{conversation_id}"),
        ("GET", "/api/conversations/{conversation_id}.md"),
        ("GET", "/api/conversations/{conversation_id}.json"),
        ("GET", "/api/conversations/{conversation_id}.docx"),
        ("DELETE", "/api/conversations/{conversation_id}"),
        ("POST", "/api/assessments"),
        ("GET", "/api/assessments"),
        ("GET", "/api/assessments/{assessment_id}"),
        ("GET", "/api/assessments/{assessment_id}.{form}"),
        ("POST", "/api/assessments/{assessment_id}/steps"),
        ("POST", "/api/assessments/{assessment_id}/sign"),
        ("DELETE", "/api/assessments/{assessment_id}"),
        ("GET", "/api/portfolio"),
        ("GET", "/api/portfolio.xlsx"),
        ("GET", "/api/portfolio.csv"),
        ("GET", "/api/framework"),
        ("GET", "/api/framework/changes"),
        ("GET", "/healthz"),
        ("GET", "/readyz"),
        ("GET", "/metrics"),
        ("GET", "/api/openapi.json"),
        ("GET", "/api/owner"),
    }


def test_no_page_is_in_the_description_of_the_api(app):
    assert [path for path in app.openapi()["paths"] if _is_page(path)] == []


def test_no_route_serves_whom_may_denies(app, client, strategy, monkeypatch):
    """Guarantee: each route, file and page image asks ``may`` before it answers."""
    asked = []

    def deny(user, action, thing):
        asked.append((user, action, thing))
        return False

    monkeypatch.setattr(auth, "may", deny)
    for method, path in _routes(app):
        asked.clear()
        answer = _request(client, method, path, strategy.id)
        assert asked, (method, path)
        # a document that may not be read looks like one that is not there
        expected = 404 if "{document_id}" in path and method != "POST" else 403
        assert answer.status_code == expected, (method, path)
        assert answer.headers["content-type"] == "application/problem+json"
        assert strategy.title not in answer.text


def test_a_document_that_is_barred_cannot_be_told_from_one_that_is_not_there(
    client, strategy, monkeypatch
):
    there, missing = strategy.id, "d" + "a" * 12
    monkeypatch.setattr(auth, "may", lambda user, action, thing: False)
    one = {"X-Request-ID": "one"}
    barred, unknown = (client.get(f"/api/documents/{i}", headers=one) for i in (there, missing))
    assert barred.status_code == unknown.status_code == 404
    assert barred.text.replace(there, missing) == unknown.text


def test_a_client_from_elsewhere_is_denied_everything(app, strategy):
    away = TestClient(app, base_url="http://localhost", client=("192.0.2.7", 40000))
    for method, path in _routes(app):
        assert _request(away, method, path, strategy.id).status_code in {403, 404}


@pytest.mark.parametrize("shelf_barred", ["strategy-digest", "partners"])
def test_a_barred_collection_is_neither_searched_nor_listed(client, monkeypatch, shelf_barred):
    def may(user, action, thing):
        return shelf_barred not in (getattr(thing, "id", ""), getattr(thing, "collection", ""))

    monkeypatch.setattr(auth, "may", may)
    hits = client.get("/api/search", params={"q": "climate networks", "limit": 50}).json()["hits"]
    assert hits
    assert shelf_barred not in {hit["collection"] for hit in hits}
    listed = client.get("/api/documents").json()["documents"]
    assert shelf_barred not in {document["collection"] for document in listed}
    refused = client.get("/api/search", params={"q": "climate", "collection": shelf_barred})
    assert refused.status_code == 403


def test_many_at_once_get_the_same_answer(client):
    def ask(_):
        answer = client.get("/api/search", params={"q": "climate city contract", "limit": 5})
        return answer.status_code, tuple(hit["passage_id"] for hit in answer.json()["hits"])

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(ask, range(24)))
    assert len(answers) == 1
    assert answers.pop()[0] == 200


def test_a_conversation_that_is_barred_cannot_be_asked_in(client, monkeypatch):
    conversation = client.post("/api/conversations").json()["id"]

    def may(user, action, thing):
        return getattr(thing, "id", "") != conversation

    monkeypatch.setattr(auth, "may", may)
    body = {"question": "Why?", "conversation_id": conversation}
    assert client.post("/api/ask", json=body).status_code == 404
