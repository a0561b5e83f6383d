import json
import logging

import pytest
from starlette.testclient import TestClient

from service.app import create_app


@pytest.fixture
def heard(caplog):
    """The facts of each request as they are logged."""
    caplog.set_level(logging.INFO, logger="samklang.requests")
    return lambda: [r.request for r in caplog.records if r.name == "samklang.requests"]


def test_an_id_is_returned_and_stands_in_the_problem_and_in_the_log(client, heard):
    answer = client.get("/api/documents/dunknown?version=1", headers={"X-Request-ID": "abc-1"})
    assert answer.headers["x-request-id"] == "abc-1"
    assert answer.json()["request_id"] == "abc-1"
    [told] = heard()
    assert told.pop("ms") > 0
    assert told == {
        "request_id": "abc-1",
        "method": "GET",
        "route": "/api/documents/{document_id}",
        "status": 404,
    }


def test_each_request_has_an_id_of_its_own(client, heard):
    ids = [client.get("/healthz").headers["x-request-id"] for _ in range(3)]
    assert len(set(ids)) == 3
    assert [one["request_id"] for one in heard()] == ids


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/healthz", {"host": "evil.example"}, 400),
        ("POST", "/api/ask", {"origin": "http://evil.example"}, 403),
        ("GET", "/nowhere/at/all", {}, 404),
        ("BREW", "/healthz", {}, 405),
    ],
)
def test_what_is_refused_is_told_as_well(client, heard, method, path, headers, status):
    answer = client.request(method, path, headers=headers)
    assert answer.json()["request_id"] == answer.headers["x-request-id"]
    [told] = heard()
    assert told["status"] == answer.status_code == status
    assert told["method"] in {"GET", "POST", "OTHER"}
    assert told["route"] in {"unmatched", "/healthz"}


def test_a_streamed_problem_carries_the_id(client):
    body = {"question": "What?", "collections": ["nowhere"]}
    headers = {"accept": "text/event-stream", "X-Request-ID": "streamed"}
    answer = client.post("/api/ask", json=body, headers=headers)
    [data] = [line for line in answer.text.splitlines() if line.startswith("data:")][-1:]
    assert json.loads(data.removeprefix("data:"))["request_id"] == "streamed"


def test_an_unforeseen_error_is_logged_with_its_traceback_and_the_id(store, heard, caplog):
    app = create_app(store.settings, store)

    @app.get("/broken")
    def broken():
        raise ZeroDivisionError("a secret")

    quiet = TestClient(
        app, base_url="http://localhost", client=("127.0.0.1", 1), raise_server_exceptions=False
    )
    answer = quiet.get("/broken", headers={"X-Request-ID": "broken-1"})
    assert answer.status_code == 500
    assert answer.headers["x-request-id"] == answer.json()["request_id"] == "broken-1"
    [told] = heard()
    assert (told["route"], told["status"]) == ("/broken", 500)
    [error] = [r for r in caplog.records if r.name == "samklang.service"]
    assert error.exc_info[0] is ZeroDivisionError
